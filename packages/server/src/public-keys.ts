import type { PublicKey } from '@latchkey/core/driver'

/** What signs tokens besides a shared secret, and the curve of its keys; `Ed25519` is the newer name of `EdDSA` (RFC 9864). */
export const algorithms = [
  { name: 'EdDSA', crv: 'Ed25519' },
  { name: 'Ed25519', crv: 'Ed25519' },
  { name: 'ES256', crv: 'P-256' },
] as const

// Names of keys are longer than a hash in no system known; coordinates have 43 characters.
const longestField = 256

/** The public fields of a key, by name: a private one never goes further. */
export function toPublicKey({ kty, kid, crv, x, y, alg, use }: PublicKey): PublicKey {
  const fields = Object.entries({ kid, crv, x, y, alg, use }).filter(([, value]) => value !== undefined)
  return { kty, ...Object.fromEntries(fields) }
}

/** The keys of a JSON Web Key Set that can verify tokens here; others are left out. `undefined` when it is no such set. */
export function readKeySet(value: unknown): readonly PublicKey[] | undefined {
  if (!isRecord(value) || !Array.isArray(value['keys'])) return undefined
  return value['keys'].filter(isUsable).map(toPublicKey)
}

function isUsable(key: unknown): key is PublicKey {
  if (!isRecord(key)) return false
  const isKnown = (key['kty'] === 'OKP' && key['crv'] === 'Ed25519') || (key['kty'] === 'EC' && key['crv'] === 'P-256')
  const fields = ['kid', 'x', 'y', 'alg', 'use'].map((name) => key[name])
  const areTexts = fields.every(
    (field) => field === undefined || (typeof field === 'string' && field.length <= longestField),
  )
  return isKnown && areTexts && typeof key['x'] === 'string' && (key['use'] ?? 'sig') === 'sig'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
