import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ChatError, type StorageDriver, type StorageScope } from '@latchkey/core/driver'
import {
  createSynchronousExecutor,
  openSqliteSession,
  sqliteSearch,
  toChatError,
  type SynchronousSqliteExecutor,
} from '@latchkey/storage-sqlite'
import { ensureFolder, removeFile } from './durable-file.js'
import { withChatErrors } from './file-error.js'
import { joinNames, toFileName } from './file-names.js'
import { openNodeBinding } from './node-binding.js'
import { createSealedFiles } from './sealed-files.js'

export interface SqliteNodeStorageOptions {
  /** Where everything is kept: a file per database, a file per small record, and the key of the small records. Created when absent. */
  readonly folder: string
}

/**
 * The driver for Node and Electron's main process, on the built-in node:sqlite. Every commit is synced to the disk. A database is
 * locked by its session, so another session of it, in this process or another, rejects `storage-owned-elsewhere`; the lock goes
 * with the process. Throws `invalid-argument`.
 */
export function sqliteNodeStorage({ folder }: SqliteNodeStorageOptions): StorageDriver {
  if (folder === '') {
    throw new ChatError('invalid-argument', { details: { argument: 'folder', rule: 'the path of a folder' } })
  }

  function databasePath({ app, userID }: StorageScope): string {
    return join(folder, `${toFileName(joinNames(app, userID))}.sqlite`)
  }

  return {
    contractVersion: 1,
    name: 'sqlite-node',
    supports: { durable: true, sealed: true, files: true, search: true },

    small: createSealedFiles(folder),

    open: (scope, schema) =>
      withChatErrors(async () => {
        await ensureFolder(folder)
        return openSqliteSession(createSynchronousExecutor(openNodeBinding(databasePath(scope))), schema, sqliteSearch)
      }),

    remove: (scope) =>
      withChatErrors(async () => {
        const path = databasePath(scope)
        if (!existsSync(path)) return
        const lock = lockDatabase(path)
        // Windows deletes no open file. Elsewhere the files go while the lock is held, so that nobody opens what is about to vanish.
        const deletesOpenFiles = process.platform !== 'win32'
        if (!deletesOpenFiles) lock.close()
        try {
          for (const suffix of ['-wal', '-shm', '-journal', '']) await removeFile(path + suffix)
        } finally {
          if (deletesOpenFiles) lock.close()
        }
      }),
  }
}

/** Throws `storage-owned-elsewhere` while the database is open. A damaged one counts as locked: only removing is left for it. */
function lockDatabase(path: string): SynchronousSqliteExecutor {
  const executor = createSynchronousExecutor(openNodeBinding(path))
  try {
    executor.run({ sql: 'PRAGMA locking_mode=EXCLUSIVE' })
    executor.run({ sql: 'BEGIN EXCLUSIVE' })
  } catch (error) {
    const reason = toChatError(error)
    if (reason.code === 'storage-owned-elsewhere') {
      executor.close()
      throw reason
    }
  }
  return executor
}
