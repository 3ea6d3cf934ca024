import type { Key, Row, StorageSchema, TableSchema } from '@latchkey/core/driver'
import { walk } from './origin/database.js'
import { StorageFailure } from './origin.js'
import { entriesOf, readRecord, storeName, tokenIndex, type StoredRecord } from './stored-record.js'

/** The store of what a database is: its schema, under `schemaKey`. */
export const metaStore = 'meta'
export const schemaKey = 'schema'

/** Throws `storage-corrupt` when it is no schema. */
export function readSchema(stored: unknown): StorageSchema {
  if (typeof stored === 'object' && stored !== null && 'version' in stored && 'tables' in stored) {
    const { version, tables } = stored
    if (typeof version === 'number' && Array.isArray(tables)) return { version, tables: tables as TableSchema[] }
  }
  throw new StorageFailure('storage-corrupt', 'the database does not say what its tables are')
}

/** Brings the stores of the tables from one schema to another, in a transaction that changes versions. */
export async function reshape(
  database: IDBDatabase,
  transaction: IDBTransaction,
  stored: readonly TableSchema[],
  wanted: StorageSchema,
): Promise<void> {
  const before = new Map(stored.map((table) => [table.name, table]))
  const names = new Set(wanted.tables.map(({ name }) => name))
  for (const { name } of stored) if (!names.has(name)) database.deleteObjectStore(storeName(name))
  for (const table of wanted.tables) {
    const old = before.get(table.name)
    const store = old
      ? transaction.objectStore(storeName(table.name))
      : database.createObjectStore(storeName(table.name))
    const changed = changedIndexes(old, table)
    for (const index of changed.gone) store.deleteIndex(index)
    for (const index of changed.made) store.createIndex(index, `entries.${index}`)
    if (old?.isSearched && !table.isSearched) store.deleteIndex(tokenIndex)
    if (!old?.isSearched && table.isSearched) store.createIndex(tokenIndex, 'tokens', { multiEntry: true })
    const isTouched = changed.gone.length + changed.made.length > 0 || old?.isSearched !== table.isSearched
    if (old && isTouched) await rewriteRecords(store, table)
  }
  transaction.objectStore(metaStore).put({ version: wanted.version, tables: wanted.tables }, schemaKey)
}

function changedIndexes(
  old: TableSchema | undefined,
  { indexes }: TableSchema,
): { readonly gone: readonly string[]; readonly made: readonly string[] } {
  const before = old?.indexes ?? {}
  const isSame = (index: string): boolean => before[index]?.join() === indexes[index]?.join()
  return {
    gone: Object.keys(before).filter((index) => !isSame(index)),
    made: Object.keys(indexes).filter((index) => !isSame(index)),
  }
}

/** Gives every record the entries of the table's indexes, and takes its tokens where the table is not searched. */
function rewriteRecords(store: IDBObjectStore, table: TableSchema): Promise<void> {
  return walk(store.openCursor(), (cursor) => {
    const { revision, json, tokens } = readRecord(cursor.value)
    const entries = entriesOf(table, cursor.primaryKey as Key, JSON.parse(json) as Row)
    const record: StoredRecord = { revision, json, entries, ...(table.isSearched && tokens ? { tokens } : {}) }
    cursor.update(record)
    return true
  })
}
