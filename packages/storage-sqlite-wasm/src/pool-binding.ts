import type { PreparedStatement, SAHPoolUtil, Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import { SqliteError, type SqliteBinding, type SqliteRow } from '@latchkey/storage-sqlite'

const resultCodeFull = 13

/**
 * Connects SQLite's WebAssembly build to a file of a pool, creating it when absent. `lastFileError` is the last error of a file of the pool,
 * all of which SQLite calls I/O errors. Throws `SqliteError`.
 */
export function openPoolBinding(
  sqlite: Sqlite3Static,
  pool: SAHPoolUtil,
  path: string,
  lastFileError: () => unknown,
): SqliteBinding {
  function resultCode(error: unknown): number | undefined {
    if (!(error instanceof sqlite.SQLite3Error)) return undefined
    const cause = lastFileError()
    return cause instanceof Error && cause.name === 'QuotaExceededError' ? resultCodeFull : error.resultCode
  }

  function openDatabase(): InstanceType<SAHPoolUtil['OpfsSAHPoolDb']> {
    try {
      return new pool.OpfsSAHPoolDb(path)
    } catch (error) {
      throw new SqliteError(resultCode(error), String(error), { cause: error })
    }
  }

  const database = openDatabase()
  return {
    prepare(sql) {
      const statement = database.prepare(sql)
      return {
        all(parameters) {
          try {
            if (parameters.length > 0) statement.bind([...parameters])
            return readRows(statement)
          } finally {
            statement.resetNoThrow(true)
          }
        },
        finalize: () => void statement.finalize(),
      }
    },
    isInTransaction: () => sqlite.capi.sqlite3_get_autocommit(database) === 0,
    resultCode,
    close: () => database.close(),
  }
}

function readRows(statement: PreparedStatement): SqliteRow[] {
  const rows: SqliteRow[] = []
  while (statement.step()) rows.push(statement.get({}) as SqliteRow)
  return rows
}
