import type {
  Key,
  KeyPart,
  RangeQuery,
  Row,
  StorageDriver,
  StorageSession,
  StoredRow,
  TableSchema,
} from '@latchkey/core/driver'
import { withSessions } from './broken-storage-driver.js'

/** A row under the full key by which it is walked. */
export interface Entry {
  readonly key: Key
  readonly stored: StoredRow
}

/** A range, and all that a sound driver knows to answer it. */
export interface AskedRange {
  readonly table: TableSchema
  readonly query: RangeQuery
  /** Every entry of the table or of the index, in order. */
  readonly entries: readonly Entry[]
  /** Every row of the table. */
  readonly rows: readonly StoredRow[]
}

/** A driver that answers ranges in a way of its own. */
export function withRanges(driver: StorageDriver, answer: (asked: AskedRange) => readonly Entry[]): StorageDriver {
  return withSessions(driver, (session, schema) => ({
    async range(name, query) {
      const table = schema.tables.find((candidate) => candidate.name === name)
      if (!table) return session.range(name, query)
      const rows = await readAll(session, name, undefined)
      const stored = query.index === undefined ? rows : await readAll(session, name, query.index)
      const entries = stored.map((found) => ({ key: entryKey(table, query.index, found.row), stored: found }))
      return answer({ table, query, entries, rows }).map((entry) => entry.stored)
    },
  }))
}

async function readAll(session: StorageSession, table: string, index: string | undefined): Promise<StoredRow[]> {
  const covered = index === undefined ? {} : { index }
  const first = await session.range(table, { ...covered, limit: 1000 })
  if (first.length < 1000) return [...first]
  const last = await session.range(table, { ...covered, reverse: true, limit: 1000 })
  const seen = new Set(first.map(({ row }) => JSON.stringify(row)))
  return [...first, ...last.toReversed().filter(({ row }) => !seen.has(JSON.stringify(row)))]
}

/** The full key of a row in the table, or in one of its indexes. */
export function entryKey(table: TableSchema, index: string | undefined, row: Row): Key {
  const fields = [...(index === undefined ? [] : (table.indexes[index] ?? [])), ...table.key]
  return fields.map((field) => row[field] as KeyPart)
}

/** The entries that a range covers, given in order: in its direction, up to its limit. */
export function select(
  entries: readonly Entry[],
  { reverse = false, limit }: RangeQuery,
  isCovered: (key: Key) => boolean,
): Entry[] {
  const covered = entries.filter(({ key }) => isCovered(key))
  return (reverse ? covered.reverse() : covered).slice(0, limit)
}
