import type { PublicKey } from '@latchkey/core/driver'
import type { Algorithm } from './algorithms.js'

/** The fields of a JSON object that anybody may have written. */
export type Fields = Readonly<Record<string, unknown>>

/** A signed token in its parts (RFC 7515 §7.1). Until its signature holds, nothing in it is to be believed. */
export interface CompactToken {
  readonly header: Fields
  readonly claims: Fields
  readonly signedBytes: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

/** Longer texts are not read at all. The wire carries no longer token either. */
const maxTokenLength = 8_192

// Base64url without padding or white space; `atob` alone would let more pass.
const compactForm = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/

/** The parts of a token of at most 8,192 characters; `undefined` when the text is none. */
export function readCompactToken(text: string): CompactToken | undefined {
  if (text.length > maxTokenLength) return undefined
  const [, header, claims, signature] = compactForm.exec(text) ?? []
  if (header === undefined || claims === undefined || signature === undefined) return undefined
  try {
    return {
      header: fieldsOf(header),
      claims: fieldsOf(claims),
      signedBytes: new TextEncoder().encode(`${header}.${claims}`),
      signature: bytesOf(signature),
    }
  } catch {
    return undefined
  }
}

/** Whether the signature is of this key. The key must fit the algorithm already. */
export async function holdsWith(
  token: CompactToken,
  { x = '', y = '' }: PublicKey,
  { kty, crv, parameters }: Algorithm,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, parameters, false, ['verify'])
    return await crypto.subtle.verify(parameters, key, token.signature, token.signedBytes)
  } catch {
    // A damaged key, or a platform without the algorithm: another key may still fit.
    return false
  }
}

function fieldsOf(part: string): Fields {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(part)))
  if (!isFields(value)) throw new TypeError('not a JSON object')
  return value
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function bytesOf(part: string): Uint8Array<ArrayBuffer> {
  const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
