import type { Key, RangeQuery, Row, StorageSession } from '../contract/storage-driver.js'
import type { TableName } from './schema.js'

/** What a driver gives for one call. */
const longestGet = 1_000

/**
 * The stored rows as one update sees them. Nothing else writes meanwhile, so each is asked for once: with a database in a
 * worker, every question is a round trip.
 */
export interface StoredRows {
  get(table: TableName, key: Key): Promise<Row | undefined>
  range(table: TableName, query: RangeQuery): Promise<readonly Row[]>
  /** Asks for many rows at once, for `get`s that will follow. */
  prefetch(table: TableName, keys: readonly Key[]): Promise<void>
}

export function createStoredRows(session: StorageSession): StoredRows {
  const rows = new Map<string, Row | undefined>()
  const ranges = new Map<string, readonly Row[]>()
  const nameOf = (table: TableName, key: Key) => `${table}${JSON.stringify(key)}`

  async function prefetch(table: TableName, keys: readonly Key[]): Promise<void> {
    const unknown = new Map<string, Key>()
    for (const key of keys) {
      const name = nameOf(table, key)
      if (!rows.has(name)) unknown.set(name, key)
    }
    const wanted = [...unknown]
    for (let start = 0; start < wanted.length; start += longestGet) {
      const chunk = wanted.slice(start, start + longestGet)
      const stored = await session.get(
        table,
        chunk.map(([, key]) => key),
      )
      chunk.forEach(([name], index) => rows.set(name, stored[index]?.row))
    }
  }

  return {
    prefetch,
    async get(table, key) {
      const name = nameOf(table, key)
      if (!rows.has(name)) await prefetch(table, [key])
      return rows.get(name)
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
