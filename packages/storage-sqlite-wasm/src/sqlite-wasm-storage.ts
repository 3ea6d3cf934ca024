import { ChatError, type StorageDriver, type StorageScope } from '@latchkey/core/driver'
import { openSqliteSession, toChatError, type SqliteSearch } from '@latchkey/storage-sqlite'
import {
  acquireOwnership,
  createSealedRecords,
  joinNames,
  requireParts,
  toDirectoryName,
  withChatErrors,
  withReleasedFiles,
} from '@latchkey/storage-indexeddb/origin'
import { startDatabaseWorker, type DatabaseWorker } from './database-worker.js'
import { removeDirectory } from './directories.js'

export interface SqliteWasmStorageOptions {
  /**
   * Where everything is kept: a directory of the origin-private file system and an IndexedDB database of this name. 1 to 64
   * ASCII letters, digits, `-` and `_`. Default `latchkey`.
   */
  readonly folder?: string
  /** `sqliteSearch`, for an app that searches. Default: databases are not searched. */
  readonly search?: SqliteSearch
}

/**
 * The driver for browsers: SQLite's own WebAssembly build in a worker, on the origin-private file system. It needs no special
 * headers. A database belongs to one session over all tabs of the origin; others reject `storage-owned-elsewhere`.
 * Throws `invalid-argument`.
 */
export function sqliteWasmStorage({ folder = 'latchkey', search }: SqliteWasmStorageOptions = {}): StorageDriver {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(folder)) {
    throw new ChatError('invalid-argument', {
      details: { argument: 'folder', rule: '1 to 64 ASCII letters, digits, "-" and "_"' },
    })
  }
  const records = createSealedRecords(folder)
  let spare: DatabaseWorker | undefined

  async function directoryOf({ app, userID }: StorageScope): Promise<string> {
    requireParts({ Worker: globalThis.Worker, WebCrypto: globalThis.crypto?.subtle })
    return `${folder}/${await toDirectoryName(joinNames(app, userID))}`
  }

  return {
    contractVersion: 1,
    name: 'sqlite-wasm',
    supports: { durable: true, sealed: true, files: true, search: search !== undefined },

    small: {
      ...records,
      get(app, name, options) {
        const record = records.get(app, name, options)
        // Whoever reads a small record is about to open a database. By then SQLite has loaded, beside the read and not before it.
        if (globalThis.Worker) spare ??= startDatabaseWorker()
        return record
      },
    },

    open: (scope, schema) =>
      withChatErrors(async () => {
        const directory = await directoryOf(scope)
        const worker = spare ?? startDatabaseWorker()
        spare = undefined
        try {
          await worker.open(directory)
          const session = await openSqliteSession(worker, schema, search)
          await worker.confirm()
          return session
        } catch (error) {
          worker.terminate()
          throw toChatError(error)
        }
      }),

    remove: (scope) =>
      withChatErrors(async () => {
        const directory = await directoryOf(scope)
        requireParts({ 'origin-private file system': navigator.storage?.getDirectory, 'lock API': navigator.locks })
        const giveBack = await acquireOwnership(directory)
        try {
          await withReleasedFiles(() => removeDirectory(directory))
        } finally {
          giveBack()
        }
      }),
  }
}
