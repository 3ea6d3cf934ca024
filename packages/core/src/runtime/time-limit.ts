import type { PlatformClock } from '../contract/platform.js'
import type { ChatError } from '../errors/chat-error.js'

/** Settles as `work` does; rejects with what `failure` makes when that takes longer than `limitMs`. */
export function withinTime<Value>(
  limitMs: number,
  work: Promise<Value>,
  clock: PlatformClock,
  failure: () => ChatError,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stopTimer = clock.startTimer(limitMs, () => {
      reject(failure())
    })
    work.then(resolve, reject).finally(stopTimer)
  })
}

/** Resolves when `work` has settled, or after `limitMs`. */
export function atMost(limitMs: number, work: Promise<unknown>, clock: PlatformClock): Promise<void> {
  return new Promise((resolve) => {
    const stopTimer = clock.startTimer(limitMs, resolve)
    const end = () => {
      stopTimer()
      resolve()
    }
    work.then(end, end)
  })
}
