import type { PublicKey } from '@latchkey/core/driver'

/** A signature algorithm that a device may trust, and the only kind of key that may be used with it. */
export interface Algorithm {
  readonly name: string
  readonly kty: string
  readonly crv: string
  /** What WebCrypto is told, both to take the key and to verify with it. */
  readonly parameters: { readonly name: string; readonly namedCurve?: string; readonly hash?: string }
}

const ed25519 = { kty: 'OKP', crv: 'Ed25519', parameters: { name: 'Ed25519' } }
const p256 = { kty: 'EC', crv: 'P-256', parameters: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } }

/**
 * Asymmetric ones only: a symmetric one would need the secret on the device, and `none` proves nothing. The key's kind is
 * pinned to the algorithm (RFC 8725 §3.1), so that a token cannot choose how a key is used. `Ed25519` is the newer name of
 * what `EdDSA` means here (RFC 9864).
 */
const algorithms: readonly Algorithm[] = [
  { name: 'EdDSA', ...ed25519 },
  { name: 'Ed25519', ...ed25519 },
  { name: 'ES256', ...p256 },
]

/** The algorithm that a token's header names, when it is an allowed one. */
export function algorithmOf(name: unknown): Algorithm | undefined {
  return algorithms.find((algorithm) => algorithm.name === name)
}

/** Whether the key is of the algorithm's kind and is not meant for something else. */
export function fits(publicKey: PublicKey, algorithm: Algorithm): boolean {
  const { kty, crv, use, alg } = publicKey
  const isMeantForIt = (use ?? 'sig') === 'sig' && (alg === undefined || isSame(alg, algorithm))
  return kty === algorithm.kty && crv === algorithm.crv && isMeantForIt
}

function isSame(name: string, algorithm: Algorithm): boolean {
  return algorithmOf(name)?.crv === algorithm.crv
}
