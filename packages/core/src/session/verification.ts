import type { TokenReader } from '../contract/token-reader.js'
import { ChatError } from '../errors/chat-error.js'
import type { LastLoginRecord, LoginRecord } from './last-login.js'
import { inspectToken, offlineUntilOf } from './token.js'

/** What an offline login has to show. */
export interface OfflineClaim {
  readonly userID: string
  /** Absent in app-sign mode, where only the user is checked. */
  readonly token?: string
}

/** What the checks need of the world. */
export interface VerificationContext {
  /** The device's clock. */
  readonly now: number
  readonly tokenReader: TokenReader | undefined
  sha256(text: string): Promise<string>
}

/** A claim that holds. */
export interface VerifiedClaim {
  readonly record: LoginRecord
  /** When the token ends for the backend; `undefined` when it does not. */
  readonly tokenExpiresAt: number | undefined
  /** Until when it may be used offline, when that is later. */
  readonly offlineUntil: number | undefined
}

/**
 * The checks of an offline login (OL-06, OL-07): right user, good token, sane clock. Reads nothing and asks nobody.
 * Throws the code of the first check that fails.
 */
export async function verifyOfflineLogin(
  record: LastLoginRecord | undefined,
  claim: OfflineClaim,
  context: VerificationContext,
): Promise<VerifiedClaim> {
  if (record === undefined) throw new ChatError('no-previous-login')
  if (record.userID !== claim.userID) throw new ChatError('different-user')
  if (record.kind === 'ended') throw new ChatError(record.endedBy === 'logout' ? 'logged-out' : 'session-refused')
  if (claim.token === undefined) return { record, tokenExpiresAt: undefined, offlineUntil: undefined }

  // Expiry is judged by the later of the two clocks, so that setting one back revives nothing (OL-35).
  const now = Math.max(context.now, record.latestServerTime)
  const claims = inspectToken(claim.token, {
    userID: claim.userID,
    now,
    tokenReader: context.tokenReader,
    isOffline: true,
  })
  const isLastAccepted = record.tokenHash !== undefined && record.tokenHash === (await context.sha256(claim.token))
  if (!isLastAccepted) {
    const isGenuine =
      claims?.userID !== undefined && (await context.tokenReader?.verify(claim.token, record.publicKeys)) === true
    if (!isGenuine) throw new ChatError('token-not-verifiable')
    return { record, tokenExpiresAt: claims.expiresAt, offlineUntil: offlineUntilOf(claims) }
  }
  // The expiry that the backend stated counts where the token cannot be read; where both are known, the earlier one.
  const expiries = [claims?.expiresAt, record.tokenExpiresAt].filter((expiry) => expiry !== undefined)
  if (expiries.length === 0) throw new ChatError('token-not-verifiable')
  const tokenExpiresAt = Math.min(...expiries)
  const offlineUntil = claims === undefined ? record.offlineUntil : offlineUntilOf(claims)
  const expiresAt = Math.max(tokenExpiresAt, offlineUntil ?? 0)
  if (expiresAt <= now) throw new ChatError('token-expired', { details: { expiresAt } })
  return { record, tokenExpiresAt, offlineUntil }
}
