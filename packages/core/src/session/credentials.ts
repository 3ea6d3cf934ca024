import type { TokenClaims, TokenReader } from '../contract/token-reader.js'
import type { Account, Credential } from '../contract/transport-driver.js'
import type { PlatformCrypto } from '../contract/platform.js'
import { ChatError } from '../errors/chat-error.js'
import {
  markEnded,
  type EndedRecord,
  type LastLoginRecord,
  type LastLoginStore,
  type LoginRecord,
} from './last-login.js'
import { inspectToken, offlineUntilOf } from './token.js'

/** How the user of a session shows who they are, and the record that is kept of it. */
export interface Credentials {
  readonly record: LoginRecord
  credential(): Credential
  /**
   * The backend accepted the user by `offered`: the record is durable when this resolves. Rejects `other-user-on-device`,
   * `logged-out` when the record is no longer this session's.
   */
  accepted(account: Account, offered: Credential): Promise<void>
  /** The token to go by from now on, not yet seen by the backend. Throws the codes of `inspectToken`. */
  inspect(token: string): void
  /**
   * Takes `token` in place of the one so far; durable when resolved. `expiresAt` is what the backend stated, if it did.
   * Rejects like `accepted`.
   */
  replace(token: string, expiresAt: number | undefined): Promise<void>
  /** Puts the marker in place of the record; durable when resolved, and nothing puts it back (OL-17, OL-18). */
  end(endedBy: EndedRecord['endedBy']): Promise<void>
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

  let isEnded = false

  /** Waits its turn behind what was begun before, so that `make` builds on that. */
  async function write(make: () => Promise<LoginRecord>): Promise<void> {
    let next = record
    await lastLogin.update(async (present) => {
      if (isEnded) throw new ChatError('not-logged-in')
      refuseForeignRecord(present, record.userID)
      next = await make()
      return next
    })
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
    async accepted(account, offered) {
      await write(async () => {
        const next = await recordOf(account, offered, { crypto, tokenReader, earlier: record })
        if (offered === credential) return next
        // Renewed meanwhile: the newer token counts until the backend refuses it (OL-07).
        const { userName, latestServerTime, publicKeys, maxTextBytes } = next
        return { ...record, userName, latestServerTime, publicKeys, maxTextBytes }
      })
    },
    inspect(token) {
      inspected(token)
    },
    async replace(token, expiresAt) {
      const claims = inspected(token)
      const tokenHash = await crypto.sha256(token)
      const offlineUntil = offlineUntilOf(claims)
      await write(async () => {
        const { tokenExpiresAt: earlierExpiry, offlineUntil: _earlier, ...kept } = record
        const tokenExpiresAt = expiresAt ?? claims?.expiresAt ?? earlierExpiry
        return {
          ...kept,
          tokenHash,
          ...(tokenExpiresAt === undefined ? {} : { tokenExpiresAt }),
          ...(offlineUntil === undefined ? {} : { offlineUntil }),
        }
      })
      credential = { type: 'token', token }
    },
    async end(endedBy) {
      isEnded = true
      const { userID, latestServerTime } = record
      try {
        await markEnded(lastLogin, { userID, endedBy, latestServerTime })
      } catch (failure) {
        isEnded = false
        throw failure
      }
    },
  }
}

/**
 * Throws when somebody else changed who may log in here: another user logged in, or this one logged out, in another tab.
 * Their word stands.
 */
export function refuseForeignRecord(present: LastLoginRecord | undefined, userID: string): void {
  if (present === undefined) return
  if (present.userID !== userID) throw new ChatError('other-user-on-device')
  if (present.kind === 'ended' && present.endedBy === 'logout') throw new ChatError('logged-out')
}

/**
 * The backend's time, as far as it can be true: it has just accepted a token, so that its end is still to come. A clock that
 * is years ahead would otherwise make every later start of this device look like one with the clock set back.
 */
function credibleTime({ serverTime }: Account, claims: TokenClaims | undefined): number {
  return Math.min(serverTime, claims?.expiresAt ?? Infinity)
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
  const claims = credential.type === 'token' ? tokenReader?.read(credential.token) : undefined
  const offlineUntil = offlineUntilOf(claims)
  return {
    kind: 'login',
    userID: account.userID,
    userName: account.userName,
    ...(credential.type === 'token' ? { tokenHash: await crypto.sha256(credential.token) } : {}),
    ...(account.tokenExpiresAt === undefined ? {} : { tokenExpiresAt: account.tokenExpiresAt }),
    ...(offlineUntil === undefined ? {} : { offlineUntil }),
    latestServerTime: Math.max(credibleTime(account, claims), earlier?.latestServerTime ?? 0),
    publicKeys: account.publicKeys ?? [],
    maxTextBytes: account.limits.maxTextBytes,
  }
}
