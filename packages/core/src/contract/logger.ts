import type { ErrorCode } from '../errors/error-codes.js'

/** One structured line. It never holds message text, names or tokens. */
export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warning' | 'error'
  /** Milliseconds since the epoch, by the device's clock. */
  readonly time: number
  /** What part of core speaks: `connection`, `sync` … */
  readonly area: 'connection' | 'login' | 'storage' | 'sync' | 'outbox' | 'events'
  /** A fixed sentence. */
  readonly text: string
  readonly code?: ErrorCode
  /** What an app's own listener threw. */
  readonly error?: unknown
  readonly details?: { readonly [name: string]: string | number | boolean | undefined }
}

/** Receives log lines, as they happen. What it throws is lost. */
export type Logger = (entry: LogEntry) => void
