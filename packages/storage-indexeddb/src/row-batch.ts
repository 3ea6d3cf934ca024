import { ChatError, type Key, type StorageBatch, type StorageCondition, type TableSchema } from '@latchkey/core/driver'
import { prefixRange } from './key-ranges.js'
import { resultOf } from './origin/database.js'
import { prepareRow, readRecord, storeName, type PreparedRow, type StoredRecord } from './stored-record.js'

type PreparedWrite =
  | { readonly type: 'put'; readonly table: string; readonly row: PreparedRow; readonly tokens?: readonly string[] }
  | { readonly type: 'delete'; readonly table: string; readonly key: Key }
  | { readonly type: 'deleteRange'; readonly table: string; readonly prefix: Key }

/** A batch of which nothing can change or fail any more before it is asked of the database. */
export interface PreparedBatch {
  /** Names of the stores that it touches. */
  readonly stores: readonly string[]
  /** Rejects `storage-conflict`; its transaction must then be given up. */
  apply(store: (name: string) => IDBObjectStore): Promise<void>
}

/** Copies the caller's rows. `schemaOf` throws for a table that there is not. */
export function prepareBatch(
  { conditions = [], writes }: StorageBatch,
  schemaOf: (table: string) => TableSchema,
): PreparedBatch {
  const prepared = writes.map((write): PreparedWrite => {
    const schema = schemaOf(write.table)
    if (write.type !== 'put') return write
    const tokens = schema.isSearched && write.tokens && [...write.tokens]
    return { type: 'put', table: write.table, row: prepareRow(schema, write.row), ...(tokens && { tokens }) }
  })
  const tables = new Set([...conditions, ...writes].map(({ table }) => table))

  return {
    stores: [...tables].map(storeName),

    async apply(store) {
      const records = await recordsBefore(store, conditions, prepared)
      for (const condition of conditions) {
        if (!holds(records.get(nameOf(condition.table, condition.key)), condition)) {
          throw new ChatError('storage-conflict', { details: { condition } })
        }
      }
      // A database answers its requests in order, so none of these is waited for.
      for (const write of prepared) {
        const { table } = write
        if (write.type === 'put') {
          const { key, json, entries } = write.row
          const before = records.get(nameOf(table, key))
          const tokens = write.tokens ?? before?.tokens ?? []
          const revision = (before?.revision ?? 0) + 1
          const record: StoredRecord = { revision, json, entries, ...(tokens.length > 0 && { tokens }) }
          records.set(nameOf(table, key), record)
          store(storeName(table)).put(record, [...key])
        } else if (write.type === 'delete') {
          records.delete(nameOf(table, write.key))
          store(storeName(table)).delete([...write.key])
        } else {
          const range = prefixRange(write.prefix)
          for (const name of records.keys()) {
            const [of, key] = JSON.parse(name) as [string, IDBValidKey]
            if (of === table && range.includes(key)) records.delete(name)
          }
          store(storeName(table)).delete(range)
        }
      }
    },
  }
}

/** What is stored under every key that the batch names. */
async function recordsBefore(
  store: (name: string) => IDBObjectStore,
  conditions: readonly StorageCondition[],
  writes: readonly PreparedWrite[],
): Promise<Map<string, StoredRecord>> {
  const asked = new Map<string, Promise<unknown>>()
  const ask = (table: string, key: Key): void => {
    const name = nameOf(table, key)
    if (!asked.has(name)) asked.set(name, resultOf<unknown>(store(storeName(table)).get([...key])))
  }
  for (const { table, key } of conditions) ask(table, key)
  for (const write of writes) if (write.type === 'put') ask(write.table, write.row.key)
  const records = new Map<string, StoredRecord>()
  const found = await Promise.all([...asked].map(async ([name, record]) => [name, await record] as const))
  for (const [name, record] of found) if (record !== undefined) records.set(name, readRecord(record))
  return records
}

function nameOf(table: string, key: Key): string {
  return JSON.stringify([table, key])
}

function holds(record: StoredRecord | undefined, condition: StorageCondition): boolean {
  switch (condition.type) {
    case 'absent':
      return record === undefined
    case 'present':
      return record !== undefined
    case 'revision':
      return record?.revision === condition.revision
  }
}
