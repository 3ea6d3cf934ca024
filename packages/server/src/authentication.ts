import type { Backend } from '@latchkey/backend'
import { ChatError, type ConnectRequest, type PublicKey, type User } from '@latchkey/core/driver'
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Tokens } from './tokens.js'

/** Who was let in. */
export interface Admission {
  readonly user: User
  /** Absent when the credential does not end. */
  readonly tokenExpiresAt?: number
  /** What the device may verify tokens with (OL-07). */
  readonly publicKeys?: readonly PublicKey[]
}

export interface Authentication {
  /** Refuses with `token-refused`, `token-expired` or `user-unknown`; `rate-limited` when it cannot be told yet. */
  admit(request: ConnectRequest, origin: string | undefined): Promise<Admission>
  /** When the connection of `userID` ends from now on. Refuses with `token-refused` or `token-expired`. */
  renew(userID: string, token: string): Promise<number>
}

export interface AuthenticationOptions {
  readonly backend: Backend
  readonly tokens: Tokens
  readonly appSign: string | undefined
  readonly allowAppSignFromBrowsers: boolean
  readonly isRegistrationOpen: boolean
}

export function createAuthentication(options: AuthenticationOptions): Authentication {
  const { backend, tokens, isRegistrationOpen } = options

  async function admitToken(request: ConnectRequest, token: string): Promise<Admission> {
    const { issuedAt, expiresAt } = await tokens.verify(request.userID, token)
    const user = await backend.admitUser(request.userID, {
      isRegistrationOpen,
      tokenIssuedAt: issuedAt,
      ...(request.userName !== undefined && { userName: request.userName }),
    })
    return { user, tokenExpiresAt: expiresAt, publicKeys: await tokens.publicKeys() }
  }

  async function admitAppSign(request: ConnectRequest, given: string, origin: string | undefined): Promise<Admission> {
    const isBrowser = origin !== undefined
    const mayBeUsed = options.appSign !== undefined && (!isBrowser || options.allowAppSignFromBrowsers)
    if (!mayBeUsed || !isSameSecret(given, options.appSign)) throw new ChatError('token-refused')
    const user = await backend.admitUser(request.userID, {
      isRegistrationOpen,
      ...(request.userName !== undefined && { userName: request.userName }),
    })
    return { user }
  }

  return {
    admit(request, origin) {
      const { credential } = request
      return credential.type === 'token'
        ? admitToken(request, credential.token)
        : admitAppSign(request, credential.appSign, origin)
    },

    async renew(userID, token) {
      const { issuedAt, expiresAt } = await tokens.verify(userID, token)
      // A revoked token must not come back through the side door.
      await backend.admitUser(userID, { isRegistrationOpen: false, tokenIssuedAt: issuedAt })
      return expiresAt
    },
  }
}

// Digests have one length, so the comparison takes the same time whatever was guessed.
function isSameSecret(given: string, secret: string | undefined): boolean {
  return secret !== undefined && timingSafeEqual(digest(given), digest(secret))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
