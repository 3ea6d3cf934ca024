import type { PlatformClock } from '../contract/platform.js'

/** How long before the end the app is warned (OL-16). */
const warningMs = 30_000
/** Timers take at most a signed 32-bit number of milliseconds; a longer wait is made of several. */
const longestTimerMs = 2_147_483_647

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
      let unwarned = [...new Set([expiresAt, end])]

      function check(): void {
        const now = clock.now() + behindMs
        if (end <= now) {
          stop()
          onExpired()
          return
        }
        // An end that passed already, as while the device slept, is not warned of.
        const imminent = unwarned.find((time) => time > now && time - warningMs <= now)
        unwarned = unwarned.filter((time) => time - warningMs > now)
        const [next] = unwarned
        const waitMs = (next === undefined ? end : next - warningMs) - now
        stopTimer = clock.startTimer(Math.min(waitMs, longestTimerMs), check)
        // Told last: who is told may end the session.
        if (imminent !== undefined) onWillExpire(Math.ceil((imminent - now) / 1_000))
      }
      check()
    },
    stop,
  }
}
