import type { LogEntry, Logger } from '../contract/logger.js'
import type { PlatformClock } from '../contract/platform.js'

/** Where core writes its log. */
export interface Journal {
  write(level: LogEntry['level'], area: LogEntry['area'], text: string, more?: Pick<LogEntry, 'code' | 'details'>): void
}

export function createJournal(logger: Logger | undefined, clock: PlatformClock): Journal {
  return {
    write(level, area, text, more = {}) {
      logger?.({ level, area, text, time: clock.now(), ...more })
    },
  }
}
