import { ChatError } from '@latchkey/core/driver'

/** OL-05. */
export const maxTokenLifeSeconds = 24 * 24 * 60 * 60

// Clocks of machines in good order differ by less.
const clockToleranceMs = 60_000

/** What a genuine token says. Times in milliseconds since the epoch. */
export interface VerifiedToken {
  readonly userID: string
  readonly issuedAt: number
  readonly expiresAt: number
  /** Until when it may be used offline, when it says so. */
  readonly offlineUntil?: number
}

/** What holds for every token, whatever its kind. Throws `token-refused` and `token-expired`. */
export function assertTokenClaims(
  { userID, issuedAt, expiresAt, offlineUntil }: VerifiedToken,
  forUserID: string,
): void {
  const now = Date.now()
  refuseUnless('of this user', userID === forUserID)
  refuseUnless('with an issue and an end', Number.isFinite(issuedAt) && Number.isFinite(expiresAt))
  refuseUnless('issued in the past', issuedAt <= now + clockToleranceMs)
  const endsAt = Math.max(expiresAt, offlineUntil ?? 0)
  refuseUnless('at most 24 days from issue to end', endsAt - issuedAt <= maxTokenLifeSeconds * 1_000)
  if (expiresAt <= now) throw new ChatError('token-expired')
}

function refuseUnless(rule: string, holds: boolean): void {
  if (!holds) throw new ChatError('token-refused', { details: { rule } })
}
