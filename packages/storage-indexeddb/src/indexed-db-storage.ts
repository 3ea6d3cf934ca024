import { ChatError, type StorageDriver, type StorageScope } from '@latchkey/core/driver'
import { createSession } from './indexed-db-session.js'
import { resultOf } from './origin/database.js'
import {
  acquireOwnership,
  createSealedRecords,
  joinNames,
  requireParts,
  toDirectoryName,
  withChatErrors,
} from './origin.js'
import { openScopeDatabase } from './scope-database.js'

export interface IndexedDbStorageOptions {
  /**
   * The name of the IndexedDB database of the small records, with which those of the users begin. 1 to 64 ASCII letters,
   * digits, `-` and `_`. Default `latchkey`.
   */
  readonly folder?: string
}

/**
 * The driver for browsers without the origin-private file system: everything lies in IndexedDB. A database belongs to one session over all tabs of
 * the origin; others reject `storage-owned-elsewhere`. Throws `invalid-argument`.
 */
export function indexedDbStorage({ folder = 'latchkey' }: IndexedDbStorageOptions = {}): StorageDriver {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(folder)) {
    throw new ChatError('invalid-argument', {
      details: { argument: 'folder', rule: '1 to 64 ASCII letters, digits, "-" and "_"' },
    })
  }

  async function nameOf({ app, userID }: StorageScope): Promise<string> {
    requireParts({ IndexedDB: globalThis.indexedDB, WebCrypto: globalThis.crypto?.subtle, 'lock API': navigator.locks })
    return `${folder}/${await toDirectoryName(joinNames(app, userID))}`
  }

  return {
    contractVersion: 1,
    name: 'indexeddb',
    supports: { durable: true, sealed: true, files: true, search: true },
    small: createSealedRecords(folder),

    open: (scope, schema) =>
      withChatErrors(async () => {
        const name = await nameOf(scope)
        const giveBack = await acquireOwnership(name)
        try {
          return createSession(await openScopeDatabase(name, schema), schema, giveBack)
        } catch (error) {
          giveBack()
          throw error
        }
      }),

    remove: (scope) =>
      withChatErrors(async () => {
        const name = await nameOf(scope)
        const giveBack = await acquireOwnership(name)
        try {
          await resultOf(indexedDB.deleteDatabase(name))
        } finally {
          giveBack()
        }
      }),
  }
}
