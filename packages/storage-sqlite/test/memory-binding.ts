import { DatabaseSync } from 'node:sqlite'
import type { SqliteRow } from '../src/sqlite-executor.js'
import type { SqliteBinding } from '../src/synchronous-executor.js'

/** A SQLite in memory, which forgets everything when it is closed. */
export function openMemoryBinding(database = new DatabaseSync(':memory:')): SqliteBinding {
  return {
    prepare(sql) {
      const statement = database.prepare(sql)
      return { all: (parameters) => statement.all(...parameters) as SqliteRow[] }
    },
    isInTransaction: () => database.isTransaction,
    resultCode: (error) =>
      error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined,
    close: () => database.close(),
  }
}
