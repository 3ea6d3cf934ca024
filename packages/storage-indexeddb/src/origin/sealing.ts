import { StorageFailure } from './storage-failure.js'

// A sealed record: one byte of format, the nonce, the ciphertext with its tag. AES-256-GCM with a random nonce is safe for 2^32 records of
// one key; a small record is written at most once a second.
const format = 1
const nonceBytes = 12
const tagBytes = 16

/** A key that can be used and kept, and never read. */
export async function createSealingKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

export async function seal(key: CryptoKey, name: string, value: string): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
  const ciphertext = await crypto.subtle.encrypt(algorithm(nonce, name), key, new TextEncoder().encode(value))
  return Uint8Array.of(format, ...nonce, ...new Uint8Array(ciphertext))
}

/** Rejects `storage-tampered` unless `sealed` was made with this key under this name and is unchanged. */
export async function unseal(key: CryptoKey, name: string, sealed: Uint8Array<ArrayBuffer>): Promise<string> {
  if (sealed[0] !== format || sealed.length < 1 + nonceBytes + tagBytes) {
    throw new StorageFailure('storage-tampered', 'not a sealed record')
  }
  const nonce = sealed.subarray(1, 1 + nonceBytes)
  try {
    const value = await crypto.subtle.decrypt(algorithm(nonce, name), key, sealed.subarray(1 + nonceBytes))
    return new TextDecoder().decode(value)
  } catch (error) {
    throw new StorageFailure('storage-tampered', 'the seal does not hold', { cause: error })
  }
}

function algorithm(nonce: Uint8Array<ArrayBuffer>, name: string): AesGcmParams {
  return { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(name) }
}
