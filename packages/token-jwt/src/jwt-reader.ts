import type { PublicKey, TokenClaims, TokenReader } from '@latchkey/core/driver'
import type { JWTPayload } from 'jose'
import { compactVerify } from 'jose/jws/compact/verify'
import { decodeJwt } from 'jose/jwt/decode'
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import { importJWK } from 'jose/key/import'
import { algorithmOf, fits } from './algorithms.js'

/** Longer texts are not read at all. The wire carries no longer token either. */
const maxTokenLength = 8_192

/** What a token must say for its signature to count; for issuers that sign for other services too. */
export interface JWTReaderOptions {
  /** What the claim `iss` must be. Default: anything. */
  readonly issuer?: string
  /** What the claim `aud` must be or hold. Default: anything. */
  readonly audience?: string
}

/**
 * Reads JSON Web Tokens: `sub` is the userID, `exp` is required, `iat` and `offlineUntil` optional, all times in seconds.
 * Verifies EdDSA (Ed25519) and ES256, and nothing else (OL-07).
 */
export function jwtReader({ issuer, audience }: JWTReaderOptions = {}): TokenReader {
  function isMeantForUs({ iss, aud }: JWTPayload): boolean {
    const isOfIssuer = issuer === undefined || iss === issuer
    return isOfIssuer && (audience === undefined || [aud].flat().includes(audience))
  }

  return {
    contractVersion: 1,
    name: 'jwt',
    read(token) {
      if (token.length > maxTokenLength) return undefined
      try {
        return claimsOf(decodeJwt(token))
      } catch {
        return undefined
      }
    },
    async verify(token, publicKeys) {
      if (token.length > maxTokenLength) return false
      try {
        return isMeantForUs(decodeJwt(token)) && (await holdsWithOneOf(token, publicKeys))
      } catch {
        return false
      }
    },
  }
}

function claimsOf({ sub, exp, iat, offlineUntil }: JWTPayload): TokenClaims | undefined {
  const expiresAt = millisecondsOf(exp)
  if (typeof sub !== 'string' || sub === '' || expiresAt === undefined) return undefined
  const issuedAt = millisecondsOf(iat)
  if (iat !== undefined && issuedAt === undefined) return undefined
  // A claim that is no number is as if it were not there: the token then ends offline when it ends.
  const offlineEnd = millisecondsOf(offlineUntil)
  return {
    userID: sub,
    expiresAt,
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(offlineEnd === undefined ? {} : { offlineUntil: offlineEnd }),
  }
}

// RFC 7519 counts in seconds and allows fractions. Rounded down, so that a token never lives longer here than elsewhere.
function millisecondsOf(seconds: unknown): number | undefined {
  if (typeof seconds !== 'number') return undefined
  const milliseconds = Math.floor(seconds * 1_000)
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined
}

async function holdsWithOneOf(token: string, publicKeys: readonly PublicKey[]): Promise<boolean> {
  const header = decodeProtectedHeader(token)
  const algorithm = algorithmOf(header.alg)
  // An extension that must be understood (RFC 7515 §4.1.11) is one that this reader does not understand.
  if (algorithm === undefined || header.crit !== undefined) return false
  for (const publicKey of publicKeys) {
    const isNamed = header.kid === undefined || publicKey.kid === header.kid
    if (isNamed && fits(publicKey, algorithm) && (await holds(token, publicKey, algorithm.name))) return true
  }
  return false
}

async function holds(token: string, publicKey: PublicKey, algorithm: string): Promise<boolean> {
  try {
    const key = await importJWK(publicKey, algorithm)
    await compactVerify(token, key, { algorithms: [algorithm] })
    return true
  } catch {
    // A damaged key, a signature that does not hold, a platform without the algorithm: another key may still fit.
    return false
  }
}
