import type { TokenClaims, TokenReader } from '../contract/token-reader.js'
import { ChatError } from '../errors/chat-error.js'

/** A token is valid for at most 24 days from its issue (OL-05). */
const longestTokenLifeMs = 24 * 24 * 60 * 60 * 1_000

/**
 * What the device can say of a token without knowing whether it is genuine: it names no other user, has not ended, and does
 * not live too long. `undefined` when the device cannot read it. For a use offline a token ends when its `offlineUntil`
 * says, if it does. Throws `token-invalid`, `token-expired`, `token-too-long-lived`.
 */
export function inspectToken(
  token: string,
  {
    userID,
    now,
    tokenReader,
    isOffline = false,
  }: {
    readonly userID: string
    readonly now: number
    readonly tokenReader: TokenReader | undefined
    readonly isOffline?: boolean
  },
): TokenClaims | undefined {
  const claims = tokenReader?.read(token)
  if (claims === undefined) return undefined
  if (claims.userID !== undefined && claims.userID !== userID) {
    throw new ChatError('token-invalid', { details: { reason: 'it names another user' } })
  }
  if (!Number.isFinite(claims.expiresAt)) {
    throw new ChatError('token-invalid', { details: { reason: 'it does not say when it ends' } })
  }
  const offlineUntil = offlineUntilOf(claims)
  const lifeMs = (offlineUntil ?? claims.expiresAt) - (claims.issuedAt ?? now)
  if (lifeMs > longestTokenLifeMs) throw new ChatError('token-too-long-lived', { details: { lifeMs } })
  const expiresAt = (isOffline ? offlineUntil : undefined) ?? claims.expiresAt
  if (expiresAt <= now) throw new ChatError('token-expired', { details: { expiresAt } })
  return claims
}

/**
 * Until when the token may be used offline, when that is later than its expiry. Not of a token that does not say when it
 * was issued: nothing would bound it.
 */
export function offlineUntilOf(claims: TokenClaims | undefined): number | undefined {
  if (claims?.offlineUntil === undefined || claims.issuedAt === undefined) return undefined
  return Number.isFinite(claims.offlineUntil) && claims.offlineUntil > claims.expiresAt
    ? claims.offlineUntil
    : undefined
}
