import type { Key, StorageDriver, StorageSession, StoredRow, TableSchema } from '@latchkey/core/driver'
import { beginsWith, compareKeys } from '../storage/storage-model.js'
import { copyOf, withSessions, type BrokenStorageDriver } from './broken-storage-driver.js'
import { entryKey } from './entries.js'

/** An entry that should have gone from an index. */
interface StaleEntry {
  readonly table: string
  readonly index: string
  readonly key: Key
  readonly stored: StoredRow
}

/** A driver whose indexes keep the entries of rows that a write of `type` took away. */
function withStaleEntries(driver: StorageDriver, type: 'put' | 'delete'): StorageDriver {
  return withSessions(driver, (session, schema) => {
    const stale: StaleEntry[] = []
    return {
      async write(given) {
        const batch = copyOf(given)
        for (const write of batch.writes) {
          const table = schema.tables.find(({ name }) => name === write.table)
          if (!table || (write.type === 'put') !== (type === 'put')) continue
          const prefix =
            write.type === 'put'
              ? entryKey(table, undefined, write.row)
              : write.type === 'delete'
                ? write.key
                : write.prefix
          stale.push(...(await entriesUnder(session, table, prefix)))
        }
        await session.write(batch)
      },

      async range(name, query) {
        const found = await session.range(name, query)
        const table = schema.tables.find((candidate) => candidate.name === name)
        const kept = stale.filter((entry) => entry.table === name && entry.index === query.index)
        if (!table || kept.length === 0) return found
        const entries = [
          ...found.map((stored) => ({ key: entryKey(table, query.index, stored.row), stored })),
          ...kept.map(({ key, stored }) => ({ key, stored })),
        ]
        return entries.sort((left, right) => compareKeys(left.key, right.key)).map(({ stored }) => stored)
      },
    }
  })
}

async function entriesUnder(session: StorageSession, table: TableSchema, prefix: Key): Promise<StaleEntry[]> {
  const indexes = Object.entries(table.indexes)
  if (indexes.length === 0) return []
  const rows = await session.range(table.name, { prefix, limit: 1000 })
  return rows
    .filter(({ row }) => beginsWith(entryKey(table, undefined, row), prefix))
    .flatMap((stored) =>
      indexes
        .filter(([, fields]) => fields.every((field) => stored.row[field] !== undefined))
        .map(([index]) => ({ table: table.name, index, key: entryKey(table, index, stored.row), stored })),
    )
}

export const brokenIndexes: readonly BrokenStorageDriver[] = [
  {
    defect: 'a row that is put again stays in an index at its old place',
    clauses: ['ST-42'],
    wrap: (driver) => withStaleEntries(driver, 'put'),
  },
  {
    defect: 'deleted rows stay in an index',
    clauses: ['ST-43'],
    wrap: (driver) => withStaleEntries(driver, 'delete'),
  },
]
