import { ChatError } from '@latchkey/core/driver'
import { errors, jwtVerify, SignJWT } from 'jose'

/** OL-05. */
export const maxTokenLifeSeconds = 24 * 24 * 60 * 60

// Clocks of machines in good order differ by less.
const clockToleranceSeconds = 60

export interface AcceptedToken {
  /** Milliseconds since the epoch. */
  readonly issuedAt: number
  readonly expiresAt: number
}

/** Issues and verifies the tokens of one secret: JSON Web Tokens, HS256, with `sub`, `iat` and `exp`. */
export interface Tokens {
  /** `lifeSeconds` 1 to 2,073,600 (24 days). */
  issue(userID: string, lifeSeconds: number): Promise<string>
  /** Refuses with `token-refused` or `token-expired`. */
  verify(userID: string, token: string): Promise<AcceptedToken>
}

export function createTokens(secret: Uint8Array): Tokens {
  return {
    issue(userID, lifeSeconds) {
      const issuedAt = Math.floor(Date.now() / 1_000)
      return new SignJWT()
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(userID)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifeSeconds)
        .sign(secret)
    },

    async verify(userID, token) {
      // One algorithm, ours: a token does not choose how it is checked.
      const { payload } = await jwtVerify(token, secret, {
        algorithms: ['HS256'],
        subject: userID,
        requiredClaims: ['sub', 'iat', 'exp'],
      }).catch((cause: unknown) => {
        throw new ChatError(cause instanceof errors.JWTExpired ? 'token-expired' : 'token-refused', { cause })
      })
      const { iat = 0, exp = 0 } = payload
      refuseUnless('issued in the past', iat <= Date.now() / 1_000 + clockToleranceSeconds)
      refuseUnless('at most 24 days from issue to end', exp - iat <= maxTokenLifeSeconds)
      return { issuedAt: iat * 1_000, expiresAt: exp * 1_000 }
    },
  }
}

function refuseUnless(rule: string, holds: boolean): void {
  if (!holds) throw new ChatError('token-refused', { details: { rule } })
}
