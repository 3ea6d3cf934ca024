import type { PlatformClock } from '../contract/platform.js'
import type { StorageDriver } from '../contract/storage-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { withinTime } from './time-limit.js'

/** A storage that has not answered by then is not waited for any more. */
export const longestAnswerMs = 10_000

/**
 * A storage driver whose small records, and whose removal of a database, answer in time or reject `storage-timeout`:
 * logins, logouts and refusals wait for these, and none of them may stay pending (OL-19).
 */
export function boundStorage(driver: StorageDriver, clock: PlatformClock): StorageDriver {
  function bounded<Value>(work: Promise<Value>): Promise<Value> {
    return withinTime(longestAnswerMs, work, clock, () => new ChatError('storage-timeout'))
  }
  const { small } = driver
  return {
    ...driver,
    small: {
      get: (...parameters) => bounded(small.get(...parameters)),
      put: (...parameters) => bounded(small.put(...parameters)),
      remove: (...parameters) => bounded(small.remove(...parameters)),
    },
    remove: (...parameters) => bounded(driver.remove(...parameters)),
  }
}
