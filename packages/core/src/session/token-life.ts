import type { PlatformClock } from '../contract/platform.js'

/** How long before the end the app is warned (OL-16). */
const warningMs = 30_000
/** Timers take at most a signed 32-bit number of milliseconds; a longer wait is made of several. */
const longestTimerMs = 2_147_483_647

/** Watches the end of a session's token. */
export interface TokenLife {
  /** The token now ends at `expiresAt`, by the backend's clock; `undefined`: it does not end. */
  set(expiresAt: number | undefined, latestServerTime: number): void
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
    set(expiresAt, latestServerTime) {
      stop()
      if (expiresAt === undefined) return
      // A device clock that is behind the backend's is wrong by at least this much (OL-35).
      const behindMs = Math.max(0, latestServerTime - clock.now())
      let hasWarned = false

      function check(end: number): void {
        const leftMs = end - (clock.now() + behindMs)
        if (leftMs <= 0) {
          stop()
          onExpired()
          return
        }
        if (leftMs <= warningMs && !hasWarned) {
          hasWarned = true
          onWillExpire(Math.ceil(leftMs / 1_000))
        }
        const waitMs = hasWarned ? leftMs : leftMs - warningMs
        stopTimer = clock.startTimer(Math.min(waitMs, longestTimerMs), () => {
          check(end)
        })
      }
      check(expiresAt)
    },
    stop,
  }
}
