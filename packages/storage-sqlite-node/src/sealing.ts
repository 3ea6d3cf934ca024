import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { ChatError } from '@latchkey/core/driver'

// A sealed record: one byte of format, the nonce, the tag, the ciphertext. AES-256-GCM with a random nonce is safe for 2^32 records
// of one key; a small record is written at most once a second.
const format = 1
const nonceBytes = 12
const tagBytes = 16
const headerBytes = 1 + nonceBytes + tagBytes

export const keyBytes = 32

export function seal(key: Uint8Array, name: string, value: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(name))
  const ciphertext = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
  return Buffer.concat([Uint8Array.of(format), nonce, cipher.getAuthTag(), ciphertext])
}

/** Rejects `storage-tampered` unless `sealed` was made with this key under this name and is unchanged. */
export function unseal(key: Uint8Array, name: string, sealed: Buffer): string {
  if (sealed[0] !== format || sealed.length < headerBytes) {
    throw new ChatError('storage-tampered', { details: { reason: 'not a sealed record' } })
  }
  const nonce = sealed.subarray(1, 1 + nonceBytes)
  const tag = sealed.subarray(1 + nonceBytes, headerBytes)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(name))
    decipher.setAuthTag(tag)
    return Buffer.concat([decipher.update(sealed.subarray(headerBytes)), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new ChatError('storage-tampered', { details: { reason: 'the seal does not hold' }, cause: error })
  }
}
