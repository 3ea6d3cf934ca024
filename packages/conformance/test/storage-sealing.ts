import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { ChatError, type SmallStorage } from '@latchkey/core/driver'
import type { SmallRecordBytes } from '../src/storage.js'

const key = randomBytes(32)

/** A way to seal a small record. */
export interface Sealing {
  seal(name: string, value: string): Uint8Array
  /** Throws when the seal does not hold. */
  unseal(name: string, sealed: Uint8Array): string
}

/** AES-GCM with the name bound in: what a driver should do. */
export const soundSealing = gcm((name) => name)

/** The name is not bound in. */
export const unboundSealing = gcm(() => '')

/** Secret, but not authenticated. */
export const uncheckedSealing: Sealing = {
  seal(_, value) {
    const nonce = randomBytes(16)
    const cipher = createCipheriv('aes-256-ctr', key, nonce)
    return Buffer.concat([nonce, cipher.update(value, 'utf8'), cipher.final()])
  },
  unseal(_, sealed) {
    const decipher = createDecipheriv('aes-256-ctr', key, sealed.subarray(0, 16))
    return Buffer.concat([decipher.update(sealed.subarray(16)), decipher.final()]).toString('utf8')
  },
}

/** Authenticated, but not secret. */
export const openSealing: Sealing = {
  seal(name, value) {
    return Buffer.concat([
      createHmac('sha256', key).update(name).update('\n').update(value).digest(),
      Buffer.from(value),
    ])
  },
  unseal(name, sealed) {
    const value = Buffer.from(sealed.subarray(32)).toString('utf8')
    if (!Buffer.from(sealed).equals(Buffer.from(openSealing.seal(name, value)))) throw new Error('changed')
    return value
  },
}

function gcm(boundName: (name: string) => string): Sealing {
  return {
    seal(name, value) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(Buffer.from(boundName(name)))
      const ciphertext = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext])
    },
    unseal(name, sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(boundName(name)))
      decipher.setAuthTag(sealed.subarray(12, 28))
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

/** Small records in memory under a sealing, and the way around it. */
export function createSealedSmall({ seal, unseal }: Sealing): { small: SmallStorage; bytes: SmallRecordBytes } {
  const records = new Map<string, Uint8Array>()
  const toName = (app: string, name: string): string => JSON.stringify([app, name])

  return {
    small: {
      async get(app, name) {
        const sealed = records.get(toName(app, name))
        try {
          return sealed && unseal(toName(app, name), sealed)
        } catch (error) {
          throw new ChatError('storage-tampered', { cause: error })
        }
      },
      put: async (app, name, value) => void records.set(toName(app, name), seal(toName(app, name), value)),
      remove: async (app, name) => void records.delete(toName(app, name)),
    },
    bytes: {
      read: async (app, name) => records.get(toName(app, name)) ?? new Uint8Array(),
      write: async (app, name, bytes) => void records.set(toName(app, name), bytes),
    },
  }
}
