import type { BackendClock } from '@latchkey/backend'

/** A clock that stands still until it is told to go. */
export interface ManualClock extends BackendClock {
  /** Goes forward, or back when `durationMs` is negative. */
  advance(durationMs: number): void
}

// A day in 2026: far enough from 0 that nobody takes it for an absent time.
const startTime = 1_772_000_000_000

export function manualClock(time: number = startTime): ManualClock {
  let present = time
  return {
    now: () => present,
    advance(durationMs) {
      present += durationMs
    },
  }
}
