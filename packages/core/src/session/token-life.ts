import type { PlatformClock } from '../contract/platform.js'

/** How long before the end the app is warned (OL-16). */
const warningMs = 30_000
/** No timer runs while a device sleeps, and none knows of a clock that was set: the time left is looked at once a minute. */
const longestTimerMs = 60_000

/** Watches the end of a session's token. */
export interface TokenLife {
  /**
   * The token now ends at `expiresAt`, by the backend's clock; `undefined`: it does not end. With a later `offlineUntil` the
   * end for the backend is only warned of: the backend tells it, or cannot be reached, and then the session goes on offline.
   */
  set(
    expiresAt: number | undefined,
    options: { readonly offlineUntil: number | undefined; readonly latestServerTime: number },
  ): void
  stop(): void
}

export function createTokenLife({
  clock,
  onWillExpire,
  onExpired,
}: {
  readonly clock: PlatformClock
  readonly onWillExpire: (secondsLeft: number) => void
  readonly onExpired: () => void
}): TokenLife {
  let stopTimer: (() => void) | undefined
  /** The ends that were warned of: a new connection by the same token is no reason to warn again. */
  const warned = new Set<number>()

  function stop(): void {
    stopTimer?.()
    stopTimer = undefined
  }

  return {
    set(expiresAt, { offlineUntil = 0, latestServerTime }) {
      stop()
      if (expiresAt === undefined) return
      // A device clock that is behind the backend's is wrong by at least this much (OL-35).
      const behindMs = Math.max(0, latestServerTime - clock.now())
      const end = Math.max(expiresAt, offlineUntil)
      let unwarned = [...new Set([expiresAt, end])].filter((time) => !warned.has(time))
      let now = clock.now() + behindMs

      function check(waitedMs: number): void {
        // A clock that is set back takes back nothing: a timer has run for at least as long as it was asked to.
        now = Math.max(clock.now() + behindMs, now + waitedMs)
        if (end <= now) {
          stop()
          onExpired()
          return
        }
        // An end that passed already, as while the device slept, is not warned of.
        const imminent = unwarned.find((time) => time > now && time - warningMs <= now)
        unwarned = unwarned.filter((time) => time - warningMs > now)
        const [next] = unwarned
        const waitMs = Math.min(longestTimerMs, (next === undefined ? end : next - warningMs) - now)
        stopTimer = clock.startTimer(waitMs, () => {
          check(waitMs)
        })
        if (imminent === undefined) return
        warned.add(imminent)
        // Told last: who is told may end the session.
        onWillExpire(Math.ceil((imminent - now) / 1_000))
      }
      check(0)
    },
    stop,
  }
}
