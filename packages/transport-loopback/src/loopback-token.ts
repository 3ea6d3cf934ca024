import type { TokenClaims, TokenReader } from '@latchkey/core/driver'

export interface LoopbackTokenOptions {
  /** Milliseconds since the epoch. */
  readonly issuedAt: number
  readonly expiresAt: number
  /** Until when it may be used offline, when that is later. */
  readonly offlineUntil?: number
  /** Tells two tokens of the same user and times apart. Letters and digits. */
  readonly nonce?: string
  /** The `kid` of the public key that the reader takes the token to be signed with. Letters and digits. */
  readonly keyID?: string
}

// A userID has no slash (OL-02).
const pattern = /^loopback\/([^/]+)\/(\d{1,16})\/(\d{1,16})\/([0-9A-Za-z]*)\/([0-9A-Za-z]*)(?:\/(\d{1,16}))?$/

/** A token in plain text, for simulations and tests. It proves nothing: whoever can write can make one. */
export function loopbackToken(
  userID: string,
  { issuedAt, expiresAt, offlineUntil, nonce, keyID }: LoopbackTokenOptions,
): string {
  const parts = ['loopback', userID, issuedAt, expiresAt, nonce ?? '', keyID ?? '']
  return [...parts, ...(offlineUntil === undefined ? [] : [offlineUntil])].join('/')
}

/** Reads `loopbackToken`s. A signature "holds" when a public key of the type `loopback` has the token's `keyID`. */
export function loopbackTokenReader(): TokenReader {
  return {
    contractVersion: 1,
    name: 'loopback',
    read: readLoopbackToken,
    async verify(token, publicKeys) {
      const keyID = pattern.exec(token)?.[5]
      return Boolean(keyID) && publicKeys.some(({ kty, kid }) => kty === 'loopback' && kid === keyID)
    },
  }
}

export function readLoopbackToken(token: string): (TokenClaims & { readonly issuedAt: number }) | undefined {
  const [, userID, issuedAt, expiresAt, , , offlineUntil] = pattern.exec(token) ?? []
  if (userID === undefined) return undefined
  return {
    userID,
    issuedAt: Number(issuedAt),
    expiresAt: Number(expiresAt),
    ...(offlineUntil !== undefined && { offlineUntil: Number(offlineUntil) }),
  }
}
