import type { LogEntry, Logger } from '../contract/logger.js'
import type { PlatformClock } from '../contract/platform.js'

/** Where core writes its log. */
export interface Journal {
  /** Whether there is a logger. */
  readonly isKept: boolean
  write(
    level: LogEntry['level'],
    area: LogEntry['area'],
    text: string,
    more?: Pick<LogEntry, 'code' | 'details' | 'error'>,
  ): void
}

export function createJournal(logger: Logger | undefined, clock: PlatformClock): Journal {
  return {
    isKept: logger !== undefined,
    write(level, area, text, more = {}) {
      try {
        logger?.({ level, area, text, time: clock.now(), ...more })
      } catch {
        // A log that fails must not change what it tells of.
      }
    },
  }
}
