import type { LastLogin } from '../contract/login.js'
import type { LoginRecord } from './last-login.js'
import type { SessionContext } from './session-context.js'

/** The record of the last login as an app sees it. */
export function toLastLogin(record: LoginRecord, { platform, storage }: SessionContext): LastLogin {
  const { userID, userName, tokenExpiresAt, offlineUntil = 0, latestServerTime } = record
  const now = Math.max(platform.clock.now(), latestServerTime)
  return {
    userID,
    userName,
    isTokenGood: tokenExpiresAt === undefined || Math.max(tokenExpiresAt, offlineUntil) > now,
    isSealed: storage.supports.sealed ?? false,
  }
}
