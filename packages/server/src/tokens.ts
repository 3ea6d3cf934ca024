import { ChatError, type PublicKey } from '@latchkey/core/driver'
import { decodeProtectedHeader, errors, jwtVerify, SignJWT, type JWTPayload } from 'jose'
import type { IssuerKeys, IssuerOptions } from './issuer-keys.js'
import { payloadSignedBy } from './signed-payload.js'
import type { SigningKeys } from './signing-keys.js'
import { assertTokenClaims, type VerifiedToken } from './token-claims.js'

/** Issues the server's own tokens, and verifies whatever may let a user in. */
export interface Tokens {
  /** A JSON Web Token with `sub`, `iat` and `exp`. `lifeSeconds` 1 to 2,073,600 (24 days). */
  issue(userID: string, lifeSeconds: number, options?: { readonly offlineSeconds?: number }): Promise<string>
  /** Refuses with `token-refused` or `token-expired`; `rate-limited` when the issuer's keys must be seen first. */
  verify(userID: string, token: string): Promise<VerifiedToken>
  /** What a device may verify tokens with, the likeliest first. At most 10. */
  publicKeys(): Promise<readonly PublicKey[]>
}

/** A check of tokens that are no JSON Web Tokens of the server's kinds. `undefined`: not one of them. */
export type TokenVerifier = (token: string) => Promise<VerifiedToken | undefined>

export interface TokensOptions {
  readonly signingKeys: SigningKeys
  /** For HS256. */
  readonly secret?: Uint8Array
  readonly issuer?: { readonly keys: IssuerKeys; readonly options: IssuerOptions }
  readonly verifier?: TokenVerifier
}

// The contract of transports.
const maxPublicKeys = 10
const longestVerifierMs = 10_000

export function createTokens({ signingKeys, secret, issuer, verifier }: TokensOptions): Tokens {
  async function payloadByKey(token: string): Promise<JWTPayload | undefined> {
    const since = Date.now()
    const own = await payloadSignedBy(token, await signingKeys.publicKeys())
    if (own !== undefined || issuer === undefined) return own
    const { issuer: name, audience } = issuer.options
    const rules = { ...(name !== undefined && { issuer: name }), ...(audience !== undefined && { audience }) }
    return (
      (await payloadSignedBy(token, await issuer.keys.current(), rules)) ??
      (await payloadSignedBy(token, await issuer.keys.asOf(since), rules))
    )
  }

  async function verifyJWT(token: string): Promise<VerifiedToken> {
    try {
      const isShared = secret !== undefined && decodeProtectedHeader(token).alg === 'HS256'
      const payload = isShared
        ? (await jwtVerify(token, secret, { algorithms: ['HS256'] })).payload
        : await payloadByKey(token)
      if (payload === undefined) throw new ChatError('token-refused', { details: { rule: 'signed by a known key' } })
      return claimsOf(payload)
    } catch (cause) {
      if (ChatError.is(cause)) throw cause
      // One that has ended was checked before: its signature holds.
      throw new ChatError(cause instanceof errors.JWTExpired ? 'token-expired' : 'token-refused', { cause })
    }
  }

  return {
    async issue(userID, lifeSeconds, { offlineSeconds } = {}) {
      const { kid, alg, privateKey } = await signingKeys.current()
      const issuedAt = Math.floor(Date.now() / 1_000)
      return new SignJWT(offlineSeconds === undefined ? {} : { offlineUntil: issuedAt + offlineSeconds })
        .setProtectedHeader({ alg, kid, typ: 'JWT' })
        .setSubject(userID)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifeSeconds)
        .sign(privateKey)
    },

    async verify(userID, token) {
      const verified = (await askVerifier(verifier, token)) ?? (await verifyJWT(token))
      assertTokenClaims(verified, userID)
      return verified
    },

    async publicKeys() {
      const own = await signingKeys.publicKeys()
      const foreign = (await issuer?.keys.current()) ?? []
      return [...own.slice(0, 1), ...foreign, ...own.slice(1)].slice(0, maxPublicKeys)
    },
  }
}

/** Nothing is decided about a token whose check failed or hung: the client comes back. */
async function askVerifier(verifier: TokenVerifier | undefined, token: string): Promise<VerifiedToken | undefined> {
  if (verifier === undefined) return undefined
  let timer: NodeJS.Timeout | undefined
  const hung = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('verifyToken did not answer')), longestVerifierMs)
  })
  try {
    return await Promise.race([verifier(token), hung])
  } catch (cause) {
    throw ChatError.is(cause) ? cause : new ChatError('backend-failed', { details: { reason: 'verifyToken' }, cause })
  } finally {
    clearTimeout(timer)
  }
}

function claimsOf({ sub, iat, exp, offlineUntil }: JWTPayload): VerifiedToken {
  if (sub === undefined || iat === undefined || exp === undefined) {
    throw new ChatError('token-refused', { details: { rule: 'with sub, iat and exp' } })
  }
  const claims = { userID: sub, issuedAt: iat * 1_000, expiresAt: exp * 1_000 }
  return typeof offlineUntil === 'number' ? { ...claims, offlineUntil: offlineUntil * 1_000 } : claims
}
