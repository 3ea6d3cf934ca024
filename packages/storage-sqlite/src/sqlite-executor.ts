/** What Latchkey gives to SQLite and takes from it. Integers are safe integers; bytes are blobs, copied by whoever keeps them. */
export type SqliteValue = number | string | Uint8Array

/** A row, column by name. */
export type SqliteRow = { readonly [column: string]: SqliteValue | null }

/** One statement. Its text is one of few for a schema, so an executor keeps what it prepared. */
export interface SqliteStatement {
  readonly sql: string
  /** For the `?` of the text, in order. */
  readonly parameters?: readonly SqliteValue[]
}

/** A statement of a transaction. */
export interface SqliteStep extends SqliteStatement {
  /** The step is a check: the transaction is undone unless the statement yields exactly this many rows. */
  readonly expectedRows?: number
}

/**
 * One connection to one database: all that `openSqliteSession` needs of a SQLite, wherever it runs. A transaction is
 * data and not a callback, so that a database in a worker costs one round trip a batch. Every function may answer at once or
 * with a promise, and fails with a `SqliteError`.
 */
export interface SqliteExecutor {
  /** Runs one statement outside a transaction. */
  run(statement: SqliteStatement): Promise<void> | void
  /** All rows that one statement yields. */
  all(statement: SqliteStatement): Promise<readonly SqliteRow[]> | readonly SqliteRow[]
  /**
   * Runs the steps between `BEGIN IMMEDIATE` and `COMMIT`, and nothing else between them. When a step fails, or a check does not
   * hold, everything is undone. Answers the index of the check that did not hold; `undefined` once committed.
   */
  transaction(steps: readonly SqliteStep[]): Promise<number | undefined> | number | undefined
  /** Releases the connection and every lock. Called once. */
  close(): Promise<void> | void
}
