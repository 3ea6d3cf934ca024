import { SqliteError } from './sqlite-error.js'
import type { SqliteExecutor, SqliteRow, SqliteStatement, SqliteStep, SqliteValue } from './sqlite-executor.js'

/** A prepared statement of a SQLite that answers at once. */
export interface SqlitePrepared {
  /** Runs it to its end and leaves it ready to run again, also when it fails. */
  all(parameters: readonly SqliteValue[]): readonly SqliteRow[]
  /** Releases it. Absent where closing the database does. */
  finalize?(): void
}

/** A connection of a SQLite that answers at once: node:sqlite, or SQLite's own WebAssembly build. */
export interface SqliteBinding {
  prepare(sql: string): SqlitePrepared
  isInTransaction(): boolean
  /** The result code that an error of this SQLite carries; `undefined` when it is no such error. */
  resultCode(error: unknown): number | undefined
  close(): void
}

/** An executor that answers at once. */
export interface SynchronousSqliteExecutor extends SqliteExecutor {
  run(statement: SqliteStatement): void
  all(statement: SqliteStatement): readonly SqliteRow[]
  transaction(steps: readonly SqliteStep[]): number | undefined
  close(): void
}

/** An executor over a binding. It keeps every statement it prepared until it is closed. */
export function createSynchronousExecutor(binding: SqliteBinding): SynchronousSqliteExecutor {
  const prepared = new Map<string, SqlitePrepared>()

  function all(sql: string, parameters: readonly SqliteValue[] = []): readonly SqliteRow[] {
    let statement = prepared.get(sql)
    if (!statement) {
      statement = binding.prepare(sql)
      prepared.set(sql, statement)
    }
    return statement.all(parameters)
  }

  function runSteps(steps: readonly SqliteStep[]): number | undefined {
    all('BEGIN IMMEDIATE')
    for (const [index, { sql, parameters, expectedRows }] of steps.entries()) {
      const rows = all(sql, parameters)
      if (expectedRows !== undefined && rows.length !== expectedRows) return index
    }
    all('COMMIT')
    return undefined
  }

  function undo(): void {
    // After some failures, a full disk among them, SQLite has rolled back by itself, and a second time would be an error.
    if (binding.isInTransaction()) all('ROLLBACK')
  }

  function translated<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (error) {
      throw new SqliteError(binding.resultCode(error), String(error), { cause: error })
    }
  }

  return {
    run: ({ sql, parameters }) => translated(() => void all(sql, parameters)),

    all: ({ sql, parameters }) => translated(() => all(sql, parameters)),

    transaction: (steps) =>
      translated(() => {
        try {
          return runSteps(steps)
        } finally {
          undo()
        }
      }),

    close: () =>
      translated(() => {
        for (const statement of prepared.values()) statement.finalize?.()
        binding.close()
      }),
  }
}
