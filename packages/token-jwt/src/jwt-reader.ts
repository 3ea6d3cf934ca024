import type { PublicKey, TokenClaims, TokenReader } from '@latchkey/core/driver'
import { algorithmOf, fits } from './algorithms.js'
import { holdsWith, readCompactToken, type CompactToken, type Fields } from './compact-token.js'

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
  function isMeantForUs({ iss, aud }: Fields): boolean {
    const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
    const isOfIssuer = issuer === undefined || iss === issuer
    return isOfIssuer && (audience === undefined || audiences.includes(audience))
  }

  return {
    contractVersion: 1,
    name: 'jwt',
    read(text) {
      const token = readCompactToken(text)
      return token && claimsOf(token.claims)
    },
    async verify(text, publicKeys) {
      const token = readCompactToken(text)
      return token !== undefined && isMeantForUs(token.claims) && holdsWithOneOf(token, publicKeys)
    },
  }
}

function claimsOf({ sub, exp, iat, offlineUntil }: Fields): TokenClaims | undefined {
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

async function holdsWithOneOf(token: CompactToken, publicKeys: readonly PublicKey[]): Promise<boolean> {
  const { alg, crit, kid } = token.header
  const algorithm = algorithmOf(alg)
  // An extension that must be understood (RFC 7515 §4.1.11) is one that this reader does not understand.
  if (algorithm === undefined || crit !== undefined) return false
  for (const publicKey of publicKeys) {
    const isNamed = kid === undefined || publicKey.kid === kid
    if (isNamed && fits(publicKey, algorithm) && (await holdsWith(token, publicKey, algorithm))) return true
  }
  return false
}
