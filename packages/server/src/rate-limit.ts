/** A bucket of tokens that fills with time. */
export interface RateLimit {
  /** Takes one. How long until there is one again, when there is none; else 0. */
  take(now: number): number
}

export function createRateLimit({
  perSecond,
  burst,
  now,
}: {
  readonly perSecond: number
  readonly burst: number
  readonly now: number
}): RateLimit {
  let available = burst
  let filledAt = now
  return {
    take(present) {
      // A clock that was set back must not empty the bucket.
      const elapsedMs = Math.max(present - filledAt, 0)
      available = Math.min(burst, available + (elapsedMs / 1_000) * perSecond)
      filledAt = present
      if (available < 1) return Math.ceil(((1 - available) / perSecond) * 1_000)
      available -= 1
      return 0
    },
  }
}
