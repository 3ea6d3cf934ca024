import { DatabaseSync } from 'node:sqlite'
import { SqliteError, type SqliteBinding, type SqliteRow } from '@latchkey/storage-sqlite'

/** Opens the file at `path`, creating it when absent. Who does not get its lock at once is told so at once. Throws `SqliteError`. */
export function openNodeBinding(path: string): SqliteBinding {
  const database = openDatabase(path)

  return {
    prepare(sql) {
      const statement = database.prepare(sql)
      return { all: (parameters) => statement.all(...parameters) as SqliteRow[] }
    },
    isInTransaction: () => database.isTransaction,
    resultCode,
    close: () => database.close(),
  }
}

function openDatabase(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 })
  } catch (error) {
    throw new SqliteError(resultCode(error), String(error), { cause: error })
  }
}

function resultCode(error: unknown): number | undefined {
  const isSqliteError = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
  return isSqliteError ? (error.errcode as number) : undefined
}
