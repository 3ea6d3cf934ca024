import {
  ChatError,
  type Key,
  type KeyPart,
  type RangeQuery,
  type Row,
  type SearchPage,
  type SearchQuery,
  type StoredRow,
  type TableSchema,
} from '@latchkey/core/driver'
import { searchRows } from './memory-search.js'
import { createSortedMap, type SortedMap } from './sorted-map.js'

/** A row that nobody else holds, so that it can no longer change or fail to be put. */
export interface PreparedRow {
  readonly key: Key
  readonly row: Row
  /** Copies are made from text: a row reads back from memory exactly as it would from a disk. */
  readonly json: string
  /** `undefined`: those that the row has stay. */
  readonly tokens: readonly string[] | undefined
}

/** Takes the caller's row over, for a put. */
export function prepareRow(schema: TableSchema, callersRow: Row, tokens: readonly string[] | undefined): PreparedRow {
  const json = JSON.stringify(callersRow)
  const row = JSON.parse(json) as Row
  return {
    key: schema.key.map((field) => row[field] as KeyPart),
    row,
    json,
    tokens: schema.isSearched && tokens && [...tokens],
  }
}

/** One table with its indexes. */
export interface MemoryTable {
  get(key: Key): StoredRow | undefined
  range(query: RangeQuery): StoredRow[]
  search(query: SearchQuery): SearchPage
  /** `undefined` when the row is absent. */
  revision(key: Key): number | undefined
  put(prepared: PreparedRow): void
  delete(key: Key): void
  deleteRange(prefix: Key): void
  /** Adds the indexes that are new in `schema` and drops those that are gone or have other fields. */
  reshape(schema: TableSchema): void
}

interface Kept extends PreparedRow {
  readonly revision: number
  readonly tokens: readonly string[]
}

interface Index {
  readonly fields: readonly string[]
  readonly entries: SortedMap<Kept>
}

export function createMemoryTable(): MemoryTable {
  const rows = createSortedMap<Kept>()
  const indexes = new Map<string, Index>()

  function insert(kept: Kept): void {
    rows.set(kept.key, kept)
    for (const index of indexes.values()) addEntry(index, kept)
  }

  function remove(kept: Kept): void {
    rows.delete(kept.key)
    for (const { fields, entries } of indexes.values()) {
      const key = toEntryKey(fields, kept)
      if (key) entries.delete(key)
    }
  }

  function walked(index: string | undefined): Index {
    const found = index === undefined ? { fields: [], entries: rows } : indexes.get(index)
    if (!found) throw new ChatError('internal-error', { message: `The schema has no index "${index}".` })
    return found
  }

  return {
    get(key) {
      const kept = rows.get(key)
      return kept && toStoredRow(kept)
    },

    range({ index, prefix, from, to, reverse, limit }) {
      return walked(index).entries.values({ prefix, from, to }, { reverse, limit }).map(toStoredRow)
    },

    search(query) {
      const { fields, entries } = walked(query.index)
      const searched = entries.values({ prefix: query.within }, { reverse: true }).flatMap((kept) => {
        const place = toEntryKey(fields, kept)
        return place && kept.tokens.length > 0 ? [{ key: kept.key, place, tokens: kept.tokens }] : []
      })
      return searchRows(searched, query)
    },

    revision: (key) => rows.get(key)?.revision,

    put(prepared) {
      const previous = rows.get(prepared.key)
      if (previous) remove(previous)
      insert({
        ...prepared,
        revision: (previous?.revision ?? 0) + 1,
        tokens: prepared.tokens ?? previous?.tokens ?? [],
      })
    },

    delete(key) {
      const kept = rows.get(key)
      if (kept) remove(kept)
    },

    deleteRange(prefix) {
      // From the end, where taking an element out of an array moves the fewest others.
      for (const kept of rows.values({ prefix }, { reverse: true })) remove(kept)
    },

    reshape(schema) {
      if (!schema.isSearched)
        for (const kept of rows.values({})) if (kept.tokens.length > 0) insert({ ...kept, tokens: [] })
      const wanted = new Map(Object.entries(schema.indexes))
      for (const [name, { fields }] of indexes) {
        if (fields.join() !== wanted.get(name)?.join()) indexes.delete(name)
      }
      for (const [name, fields] of wanted) {
        if (indexes.has(name)) continue
        const index = { fields, entries: createSortedMap<Kept>() }
        for (const kept of rows.values({})) addEntry(index, kept)
        indexes.set(name, index)
      }
    },
  }
}

function addEntry({ fields, entries }: Index, kept: Kept): void {
  const key = toEntryKey(fields, kept)
  if (key) entries.set(key, kept)
}

/** The full key of a row's entry in an index; `undefined` when the row lacks one of its fields. */
function toEntryKey(fields: readonly string[], { row, key }: Kept): Key | undefined {
  const parts = fields.map((field) => row[field]).filter(isKeyPart)
  return parts.length === fields.length ? [...parts, ...key] : undefined
}

function isKeyPart(value: Row[string]): value is KeyPart {
  return typeof value === 'number' || typeof value === 'string'
}

function toStoredRow({ revision, json }: Kept): StoredRow {
  return { revision, row: JSON.parse(json) as Row }
}
