/** A public key as a JSON Web Key: the fields of RFC 7517, values as they came. */
export interface PublicKey {
  readonly kid?: string
  readonly kty: string
  readonly [field: string]: string | undefined
}

/** What a token says of itself. Times are milliseconds since the epoch. */
export interface TokenClaims {
  /** Absent when the device cannot read it: such a token passes offline only as the one that the backend last accepted here. */
  readonly userID?: string
  /** Absent when the token does not say. */
  readonly issuedAt?: number
  readonly expiresAt: number
  /**
   * Until when the token may be used offline, for apps whose tokens are short. It counts when it is later than `expiresAt`,
   * and only in a token that says when it was issued; at most 24 days after that (OL-05). The backend judges by `expiresAt`
   * all the same. Absent: offline, too, the token ends at `expiresAt`.
   */
  readonly offlineUntil?: number
}

/**
 * Reads tokens on the device (OL-07). Without a reader, or for a token it cannot read, only the token that the backend
 * last accepted passes offline, until the expiry that the backend stated.
 */
export interface TokenReader {
  readonly contractVersion: 1
  /** For logs: `jwt`. */
  readonly name: string
  /** `undefined` when this is not a token of its kind. Never throws, never verifies. */
  read(token: string): TokenClaims | undefined
  /**
   * Whether the token's signature holds with one of `publicKeys`. `false` when none of them fits, the algorithm is not an
   * asymmetric one, or the platform lacks it. Never rejects.
   */
  verify(token: string, publicKeys: readonly PublicKey[]): Promise<boolean>
}
