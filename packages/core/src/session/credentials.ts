import type { TokenReader } from '../contract/token-reader.js'
import type { Account, Credential } from '../contract/transport-driver.js'
import type { PlatformCrypto } from '../contract/platform.js'
import type { LastLoginStore, LoginRecord } from './last-login.js'
import { inspectToken, offlineUntilOf } from './token.js'

/** How the user of a session shows who they are, and the record that is kept of it. */
export interface Credentials {
  readonly record: LoginRecord
  credential(): Credential
  /** The backend accepted the user: the record is durable when this resolves. */
  accepted(account: Account): Promise<void>
  /** The token to go by from now on, not yet seen by the backend. Throws the codes of `inspectToken`. */
  inspect(token: string): void
  /** Takes `token` in place of the one so far; durable when resolved. `expiresAt` is what the backend stated, if it did. */
  replace(token: string, expiresAt: number | undefined): Promise<void>
}

/** What a session begins with. */
export interface CredentialsStart {
  readonly credential: Credential
  readonly record: LoginRecord
}

export function createCredentials(
  start: CredentialsStart,
  {
    lastLogin,
    crypto,
    tokenReader,
    now,
  }: {
    readonly lastLogin: LastLoginStore
    readonly crypto: PlatformCrypto
    readonly tokenReader: TokenReader | undefined
    readonly now: () => number
  },
): Credentials {
  let { credential, record } = start

  async function write(next: LoginRecord): Promise<void> {
    await lastLogin.write(next)
    record = next
  }

  function inspected(token: string) {
    return inspectToken(token, { userID: record.userID, now: Math.max(now(), record.latestServerTime), tokenReader })
  }

  return {
    get record() {
      return record
    },
    credential: () => credential,
    async accepted(account) {
      const next = await recordOf(account, credential, { crypto, tokenReader, earlier: record })
      await write(next)
    },
    inspect(token) {
      inspected(token)
    },
    async replace(token, expiresAt) {
      const claims = inspected(token)
      const { tokenExpiresAt: earlierExpiry, offlineUntil: _earlier, ...kept } = record
      const tokenExpiresAt = expiresAt ?? claims?.expiresAt ?? earlierExpiry
      const offlineUntil = offlineUntilOf(claims)
      await write({
        ...kept,
        tokenHash: await crypto.sha256(token),
        ...(tokenExpiresAt === undefined ? {} : { tokenExpiresAt }),
        ...(offlineUntil === undefined ? {} : { offlineUntil }),
      })
      credential = { type: 'token', token }
    },
  }
}

/** The record of a login that the backend accepted (OL-06, OL-07). */
export async function recordOf(
  account: Account,
  credential: Credential,
  {
    crypto,
    tokenReader,
    earlier,
  }: {
    readonly crypto: PlatformCrypto
    readonly tokenReader: TokenReader | undefined
    readonly earlier: LoginRecord | undefined
  },
): Promise<LoginRecord> {
  // The backend has just accepted the token, so that what it says of itself holds.
  const offlineUntil = credential.type === 'token' ? offlineUntilOf(tokenReader?.read(credential.token)) : undefined
  return {
    kind: 'login',
    userID: account.userID,
    userName: account.userName,
    ...(credential.type === 'token' ? { tokenHash: await crypto.sha256(credential.token) } : {}),
    ...(account.tokenExpiresAt === undefined ? {} : { tokenExpiresAt: account.tokenExpiresAt }),
    ...(offlineUntil === undefined ? {} : { offlineUntil }),
    latestServerTime: Math.max(account.serverTime, earlier?.latestServerTime ?? 0),
    publicKeys: account.publicKeys ?? [],
    maxTextBytes: account.limits.maxTextBytes,
  }
}
