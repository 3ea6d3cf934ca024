import type { Key, KeyPart, Row, StoredRow, TableSchema } from '@latchkey/core/driver'
import { StorageFailure } from './origin.js'

/** What a table's store holds under a row's key. */
export interface StoredRecord {
  readonly revision: number
  /** The row as text: it takes less room and less time to copy than the object would. */
  readonly json: string
  /** The full key of the row's entry in each index that it is in. IndexedDB orders them as the contract does. */
  readonly entries: { readonly [index: string]: Key }
  /** Absent: none. */
  readonly tokens?: readonly string[]
}

/** The name of the store of a table. */
export function storeName(table: string): string {
  return `table:${table}`
}

/** The name of the index, in a searched table's store, that leads from a token to rows. No index of a table has capitals. */
export const tokenIndex = 'TOKENS'

/** What is the same in every version of a row. */
export interface PreparedRow {
  readonly key: Key
  readonly json: string
  readonly entries: StoredRecord['entries']
}

export function prepareRow(schema: TableSchema, row: Row): PreparedRow {
  const key = schema.key.map((field) => row[field] as KeyPart)
  return { key, json: JSON.stringify(row), entries: entriesOf(schema, key, row) }
}

export function entriesOf({ indexes }: TableSchema, key: Key, row: Row): StoredRecord['entries'] {
  const entries: { [index: string]: Key } = {}
  for (const [index, fields] of Object.entries(indexes)) {
    const parts = fields.map((field) => row[field]).filter(isKeyPart)
    if (parts.length === fields.length) entries[index] = [...parts, ...key]
  }
  return entries
}

/** Throws `storage-corrupt` when it is nothing that was stored. */
export function readRecord(stored: unknown): StoredRecord {
  if (typeof stored === 'object' && stored !== null && 'json' in stored && typeof stored.json === 'string') {
    return stored as StoredRecord
  }
  throw new StorageFailure('storage-corrupt', 'a record is no row')
}

/** Throws `storage-corrupt` when it is nothing that was stored. */
export function readRow(stored: unknown): StoredRow {
  const { revision, json } = readRecord(stored)
  try {
    return { revision, row: JSON.parse(json) as Row }
  } catch (error) {
    throw new StorageFailure('storage-corrupt', 'a row is not JSON', { cause: error })
  }
}

function isKeyPart(value: Row[string]): value is KeyPart {
  return typeof value === 'number' || typeof value === 'string'
}
