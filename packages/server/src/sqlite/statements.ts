import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'

export type SqlRow = Record<string, SQLOutputValue>

/** The statements of a database, each prepared once. */
export interface Statements {
  one(sql: string, ...parameters: SQLInputValue[]): SqlRow | undefined
  all(sql: string, ...parameters: SQLInputValue[]): SqlRow[]
  run(sql: string, ...parameters: SQLInputValue[]): void
}

export function createStatements(database: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>()

  function statement(sql: string): StatementSync {
    const known = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, known)
    return known
  }

  return {
    one: (sql, ...parameters) => statement(sql).get(...parameters),
    all: (sql, ...parameters) => statement(sql).all(...parameters),
    run: (sql, ...parameters) => void statement(sql).run(...parameters),
  }
}

export function textOf(row: SqlRow, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`The column ${column} holds no text.`)
  return value
}

export function numberOf(row: SqlRow, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new TypeError(`The column ${column} holds no number.`)
  return value
}

/** `{ [field]: number }`, or nothing when the column is null. */
export function optionalNumber<Field extends string>(
  row: SqlRow,
  column: string,
  field: Field,
): { readonly [name in Field]?: number } {
  return row[column] === null ? {} : ({ [field]: numberOf(row, column) } as { [name in Field]: number })
}
