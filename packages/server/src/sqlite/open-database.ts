import { ChatError, type ErrorCode } from '@latchkey/core/driver'
import { DatabaseSync } from 'node:sqlite'
import { prepareSchema } from './schema.js'

/**
 * Opens or creates the database at `path`, for this process alone. Write-ahead log with a real sync at every commit: what
 * is committed outlives the process and the machine.
 */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path)
    // Exclusive before WAL: the index of the log then lives in this process, and a second one is kept out.
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL')
    database.exec('PRAGMA temp_store = MEMORY')
    prepareSchema(database)
    return database
  } catch (cause) {
    database?.close()
    throw toStorageError(cause)
  }
}

// SQLite's primary result codes.
const codes: Readonly<Record<number, ErrorCode>> = {
  5: 'storage-owned-elsewhere',
  6: 'storage-owned-elsewhere',
  11: 'storage-corrupt',
  13: 'storage-full',
  14: 'storage-unavailable',
  26: 'storage-corrupt',
}

export function toStorageError(cause: unknown): ChatError {
  if (ChatError.is(cause)) return cause
  const resultCode = isSqliteError(cause) ? cause.errcode & 0xff : 0
  return new ChatError(codes[resultCode] ?? 'storage-failed', { cause })
}

function isSqliteError(cause: unknown): cause is Error & { readonly errcode: number } {
  return cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number'
}
