/** One structured line. It never holds message text, names or tokens. */
export interface ServerLogEntry {
  readonly level: 'info' | 'warning' | 'error'
  /** Milliseconds since the epoch. */
  readonly time: number
  /** A fixed sentence. */
  readonly text: string
  readonly details?: { readonly [name: string]: string | number | boolean }
  /** What failed, for errors. */
  readonly error?: unknown
}

/** Receives log lines, as they happen. */
export type ServerLogger = (entry: ServerLogEntry) => void

/** How the parts of the server write a line. */
export type ServerLog = (
  level: ServerLogEntry['level'],
  text: string,
  more?: Pick<ServerLogEntry, 'details' | 'error'>,
) => void

export function createServerLog(logger: ServerLogger | undefined): ServerLog {
  return (level, text, more = {}) => logger?.({ level, time: Date.now(), text, ...more })
}
