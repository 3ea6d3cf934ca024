import type { Key, KeyPart, RangeQuery, Row, StorageWrite } from '../contract/storage-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { compareKeys, hasPrefix } from './key-order.js'
import { schema, type TableName, type TableRows } from './schema.js'
import { nameOf, type StoredRows } from './stored-rows.js'

/** The changes of one batch in the making. Its reads see the changes made so far. */
export interface Draft {
  get<Name extends TableName>(table: Name, key: Key): Promise<TableRows[Name] | undefined>
  range<Name extends TableName>(table: Name, query: RangeQuery): Promise<readonly TableRows[Name][]>
  /** Reads many rows at once, for `get`s that will follow. */
  prefetch(table: TableName, keys: readonly Key[]): Promise<void>
  /** The rows changed so far whose key begins with the whole parts of `prefix`; a deleted one is `undefined`. */
  changes<Name extends TableName>(
    table: Name,
    prefix: Key,
  ): readonly { readonly key: Key; readonly row: TableRows[Name] | undefined }[]
  put<Name extends TableName>(table: Name, row: TableRows[Name]): void
  delete(table: TableName, key: Key): void
}

/** A draft and what became of it. */
export interface OpenDraft {
  readonly draft: Draft
  /** The last change of each row, as writes. */
  writes(): readonly StorageWrite[]
  /** The names of the tables with changes. */
  tables(): ReadonlySet<TableName>
  /** How many rows are changed. */
  readonly size: number
  readonly pending: PendingRows
  /** Changes what the other one changed. */
  take(other: Pick<OpenDraft, 'pending'>): void
}

interface PendingRow {
  readonly key: Key
  /** `undefined`: deleted. */
  readonly row: Row | undefined
}

/** By table, and by the text of the key. */
type PendingRows = ReadonlyMap<TableName, ReadonlyMap<string, PendingRow>>

/** A draft of changes to `stored`: to rows of the database, or to those of another draft. */
export function createDraft(stored: StoredRows): OpenDraft {
  const pending = new Map<TableName, Map<string, PendingRow>>()

  function pendingOf(table: TableName): Map<string, PendingRow> {
    const known = pending.get(table)
    if (known !== undefined) return known
    const ofTable = new Map<string, PendingRow>()
    pending.set(table, ofTable)
    return ofTable
  }

  function remember(table: TableName, change: PendingRow): void {
    pendingOf(table).set(nameOf(change.key), change)
  }

  /** The changed rows that may stand in the range: all, less those whose key tells that they do not. */
  function changesWithin(table: TableName, { index, prefix = [] }: RangeQuery): readonly PendingRow[] {
    const changes = pending.get(table)
    if (changes === undefined) return []
    const keyFields = tableOf(table).key
    const placeFields = index === undefined ? keyFields : present(tableOf(table).indexes[index])
    const shared = placeFields.findIndex((field, position) => field !== keyFields[position])
    const keyPrefix = prefix.slice(0, shared === -1 ? placeFields.length : shared)
    return [...changes.values()].filter(({ key }) => hasPrefix(key, keyPrefix))
  }

  const draft: Draft = {
    // Named once, however many drafts it goes through.
    async get(table, key, name = nameOf(key)) {
      const change = pending.get(table)?.get(name)
      return toTyped(table, change === undefined ? await stored.get(table, key, name) : change.row)
    },
    async range(table, query) {
      const changes = changesWithin(table, query)
      // Every changed row may stand among the stored ones in its old place, so that many more are read.
      const limit = Math.min(1_000, query.limit + changes.length)
      const rows = await stored.range(table, { ...query, limit })
      if (changes.length === 0) return rows.map((row) => present(toTyped(table, row)))
      const isChanged = new Set(changes.map(({ key }) => nameOf(key)))
      const entries = rows
        .map((row) => ({ row, place: placeOf(table, query.index, row) }))
        .filter(({ row }) => !isChanged.has(nameOf(keyOf(table, row))))
      for (const { row } of changes) {
        const place = row === undefined ? undefined : placeOf(table, query.index, row)
        if (row !== undefined && place !== undefined && isCovered(place, query)) entries.push({ row, place })
      }
      entries.sort((left, right) => compareKeys(left.place ?? [], right.place ?? []))
      if (query.reverse === true) entries.reverse()
      return entries.slice(0, query.limit).map(({ row }) => present(toTyped(table, row)))
    },
    prefetch: (table, keys) => stored.prefetch(table, keys),
    changes: (table, prefix) =>
      changesWithin(table, { prefix, limit: 1 }).map(({ key, row }) => ({ key, row: toTyped(table, row) })),
    put(table, row) {
      remember(table, { key: keyOf(table, row), row })
    },
    delete(table, key) {
      remember(table, { key, row: undefined })
    },
  }

  return {
    draft,
    writes: () =>
      [...pending].flatMap(([table, changes]) =>
        [...changes.values()].map(({ key, row }): StorageWrite =>
          row === undefined ? { type: 'delete', table, key } : { type: 'put', table, row },
        ),
      ),
    tables: () => new Set(pending.keys()),
    get size() {
      return [...pending.values()].reduce((sum, { size }) => sum + size, 0)
    },
    pending,
    take(other) {
      for (const [table, changes] of other.pending) {
        const ofTable = pendingOf(table)
        for (const [name, change] of changes) ofTable.set(name, change)
      }
    },
  }
}

/** Rows of this database were written by this code under the same schema, so their type is known by their table. */
export function toTyped<Name extends TableName>(_table: Name, row: Row | undefined): TableRows[Name] | undefined {
  return row as TableRows[Name] | undefined
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new ChatError('internal-error')
  return value
}

interface TablePlaces {
  readonly key: readonly string[]
  readonly indexes: { readonly [name: string]: readonly string[] }
}

const tables: ReadonlyMap<string, TablePlaces> = new Map(schema.tables.map((table) => [table.name, table]))

function tableOf(name: TableName): TablePlaces {
  return present(tables.get(name))
}

function keyOf(table: TableName, row: Row): Key {
  return present(partsOf(row, tableOf(table).key))
}

function placeOf(table: TableName, index: string | undefined, row: Row): Key | undefined {
  if (index === undefined) return keyOf(table, row)
  const parts = partsOf(row, present(tableOf(table).indexes[index]))
  return parts === undefined ? undefined : [...parts, ...keyOf(table, row)]
}

function partsOf(row: Row, fields: readonly string[]): Key | undefined {
  const parts: KeyPart[] = []
  for (const field of fields) {
    const part = row[field]
    if (typeof part !== 'string' && typeof part !== 'number') return undefined
    parts.push(part)
  }
  return parts
}

function isCovered(place: Key, { prefix, from, to }: RangeQuery): boolean {
  if (prefix !== undefined && !hasPrefix(place, prefix)) return false
  if (from !== undefined && compareKeys(place, from) < 0) return false
  return to === undefined || compareKeys(place, to) < 0
}
