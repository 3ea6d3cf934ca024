import type { Key, RangeQuery, Row, StorageSession } from '../contract/storage-driver.js'
import type { TableName } from './schema.js'

/** What a driver gives for one call. */
const longestGet = 1_000

/**
 * The stored rows as one update sees them. Nothing else writes meanwhile, so each is asked for once: with a database in a
 * worker, every question is a round trip.
 */
export interface StoredRows {
  /** `name` is the key's, where the caller has it. */
  get(table: TableName, key: Key, name?: string): Promise<Row | undefined>
  range(table: TableName, query: RangeQuery): Promise<readonly Row[]>
  /** Asks for many rows at once, for `get`s that will follow. */
  prefetch(table: TableName, keys: readonly Key[]): Promise<void>
}

/** What a key is called in a map. */
export const nameOf = (key: Key): string => JSON.stringify(key)

export function createStoredRows(session: StorageSession): StoredRows {
  const rows = new Map<TableName, Map<string, Row | undefined>>()
  const ranges = new Map<string, readonly Row[]>()

  function knownOf(table: TableName): Map<string, Row | undefined> {
    const known = rows.get(table) ?? new Map<string, Row | undefined>()
    rows.set(table, known)
    return known
  }

  return {
    async get(table, key, name = nameOf(key)) {
      const known = knownOf(table)
      if (!known.has(name)) known.set(name, (await session.get(table, [key]))[0]?.row)
      return known.get(name)
    },
    async prefetch(table, keys) {
      const known = knownOf(table)
      const unknown = new Map<string, Key>()
      for (const key of keys) {
        const name = nameOf(key)
        if (!known.has(name)) unknown.set(name, key)
      }
      const names = [...unknown.keys()]
      const wanted = [...unknown.values()]
      for (let start = 0; start < wanted.length; start += longestGet) {
        const stored = await session.get(table, wanted.slice(start, start + longestGet))
        for (const [index, found] of stored.entries()) known.set(names[start + index] ?? '', found?.row)
      }
    },
    async range(table, query) {
      const name = `${table}${JSON.stringify(query)}`
      const known = ranges.get(name)
      if (known !== undefined) return known
      const found = (await session.range(table, query)).map(({ row }) => row)
      ranges.set(name, found)
      return found
    },
  }
}
