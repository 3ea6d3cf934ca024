import { ChatError, type ConnectRequest, type Credential } from '@latchkey/core/driver'
import { readLoopbackToken } from './loopback-token.js'

/** What a network found out about who connects. */
export interface Admission {
  /** Absent when the credential does not end. */
  readonly tokenExpiresAt?: number
}

/** Whether this is really `userID`. Throws `token-refused` or `token-expired`. */
export type Authenticate = (
  request: Pick<ConnectRequest, 'userID' | 'credential'>,
  now: number,
) => Admission | Promise<Admission>

/** OL-05. */
export const maxTokenLifeMs = 24 * 24 * 60 * 60 * 1_000

/** Takes `loopbackToken`s, and `appSign` if there is one. */
export function loopbackAuthentication(appSign: string | undefined): Authenticate {
  return ({ userID, credential }, now) =>
    credential.type === 'token' ? admitToken(userID, credential.token, now) : admitAppSign(credential, appSign)
}

function admitToken(userID: string, token: string, now: number): Admission {
  const claims = readLoopbackToken(token)
  if (claims?.userID !== userID) throw new ChatError('token-refused')
  const endsAt = Math.max(claims.expiresAt, claims.offlineUntil ?? 0)
  if (endsAt - claims.issuedAt > maxTokenLifeMs) throw new ChatError('token-refused')
  if (claims.expiresAt <= now) throw new ChatError('token-expired')
  return { tokenExpiresAt: claims.expiresAt }
}

function admitAppSign(credential: Credential & { type: 'appSign' }, appSign: string | undefined): Admission {
  if (appSign === undefined || credential.appSign !== appSign) throw new ChatError('token-refused')
  return {}
}
