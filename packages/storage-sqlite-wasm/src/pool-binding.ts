import type { Database, PreparedStatement, Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import type { SqliteBinding, SqliteRow } from '@latchkey/storage-sqlite'

const resultCodeFull = 13

/** A connection of SQLite's WebAssembly build. `lastFileError` is the last error of a file under it, which SQLite calls an I/O error. */
export function createPoolBinding(
  sqlite: Sqlite3Static,
  database: Database,
  lastFileError: () => unknown,
): SqliteBinding {
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

    resultCode(error) {
      if (!(error instanceof sqlite.SQLite3Error)) return undefined
      const cause = lastFileError()
      return cause instanceof Error && cause.name === 'QuotaExceededError' ? resultCodeFull : error.resultCode
    },

    close: () => database.close(),
  }
}

function readRows(statement: PreparedStatement): SqliteRow[] {
  const rows: SqliteRow[] = []
  while (statement.step()) rows.push(statement.get({}) as SqliteRow)
  return rows
}
