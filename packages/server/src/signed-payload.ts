import type { PublicKey } from '@latchkey/core/driver'
import { decodeProtectedHeader, errors, importJWK, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose'
import { algorithms } from './public-keys.js'

/**
 * What a JSON Web Token says that one of `keys` signed; `undefined` when none of them did. Rejects what else is wrong with it:
 * its end, its form, or a rule in `options`.
 */
export async function payloadSignedBy(
  token: string,
  keys: readonly PublicKey[],
  options: JWTVerifyOptions = {},
): Promise<JWTPayload | undefined> {
  const { alg, kid } = decodeProtectedHeader(token)
  const algorithm = algorithms.find(({ name }) => name === alg)
  if (algorithm === undefined) throw new errors.JOSEAlgNotAllowed('the algorithm is not one of ours')
  for (const key of keys) {
    // The key's kind is pinned to the algorithm (RFC 8725 §3.1): a token does not choose how a key is used.
    const fits = key.crv === algorithm.crv && (kid === undefined || key.kid === kid)
    const payload = fits ? await verifyBy(token, key, algorithm.name, options) : undefined
    if (payload !== undefined) return payload
  }
  return undefined
}

async function verifyBy(
  token: string,
  publicKey: PublicKey,
  algorithm: string,
  options: JWTVerifyOptions,
): Promise<JWTPayload | undefined> {
  // A damaged key verifies nothing; another one may.
  const key = await importJWK({ ...publicKey }, algorithm).catch(() => undefined)
  if (key === undefined) return undefined
  try {
    return (await jwtVerify(token, key, { ...options, algorithms: [algorithm] })).payload
  } catch (cause) {
    if (cause instanceof errors.JWSSignatureVerificationFailed) return undefined
    throw cause
  }
}
