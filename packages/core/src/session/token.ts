import type { TokenClaims, TokenReader } from '../contract/token-reader.js'
import { ChatError } from '../errors/chat-error.js'

/** A token is valid for at most 24 days from its issue (OL-05). */
const longestTokenLifeMs = 24 * 24 * 60 * 60 * 1_000

/**
 * What the device can say of a token without knowing whether it is genuine: it names this user, has not ended, and does
 * not live too long. `undefined` when the device cannot read it. Throws `token-invalid`, `token-expired`,
 * `token-too-long-lived`.
 */
export function inspectToken(
  token: string,
  {
    userID,
    now,
    tokenReader,
  }: { readonly userID: string; readonly now: number; readonly tokenReader: TokenReader | undefined },
): TokenClaims | undefined {
  const claims = tokenReader?.read(token)
  if (claims === undefined) return undefined
  if (claims.userID !== userID) {
    throw new ChatError('token-invalid', { details: { reason: 'it names another user' } })
  }
  if (!Number.isFinite(claims.expiresAt)) {
    throw new ChatError('token-invalid', { details: { reason: 'it does not say when it ends' } })
  }
  const lifeMs = claims.expiresAt - (claims.issuedAt ?? now)
  if (lifeMs > longestTokenLifeMs) throw new ChatError('token-too-long-lived', { details: { lifeMs } })
  if (claims.expiresAt <= now) throw new ChatError('token-expired', { details: { expiresAt: claims.expiresAt } })
  return claims
}
