import type { Key, KeyPart, RangeQuery, Row, StoredRow, TableSchema } from '@latchkey/core/driver'

/**
 * A table of the simulated disk. Unlike a real driver it hands out the rows that it holds: core changes no row it was
 * given, and copies would cost more than all the rest of a schedule.
 */
export interface DiskTable {
  get(key: Key): StoredRow | undefined
  range(query: RangeQuery): StoredRow[]
  put(row: Row): void
  delete(key: Key): void
  deleteRange(prefix: Key): void
}

/** Texts in order, each with a row. */
interface SortedRows {
  readonly names: string[]
  readonly rows: Map<string, StoredRow>
}

export function createDiskTable(schema: TableSchema): DiskTable {
  const byKey: SortedRows = { names: [], rows: new Map() }
  const indexes = Object.entries(schema.indexes).map(([name, fields]) => {
    const sorted: SortedRows = { names: [], rows: new Map() }
    return { name, fields, sorted }
  })
  const sources = new Map(indexes.map(({ name, sorted }) => [name, sorted]))

  function keyOf(row: Row): string {
    let name = ''
    for (const field of schema.key) name += encodePart(row[field] as KeyPart)
    return name
  }

  /** The name of the row's entry in an index; `undefined` when the row is not in it. */
  function entryOf(fields: readonly string[], row: Row, key: string): string | undefined {
    let name = ''
    for (const field of fields) {
      const part = row[field]
      if (typeof part !== 'number' && typeof part !== 'string') return undefined
      name += encodePart(part)
    }
    return name + key
  }

  function remove(key: string): void {
    const stored = byKey.rows.get(key)
    if (stored === undefined) return
    drop(byKey, key)
    for (const { fields, sorted } of indexes) drop(sorted, entryOf(fields, stored.row, key))
  }

  return {
    get: (key) => byKey.rows.get(encodeKey(key)),
    range({ index, prefix, from, to, reverse = false, limit }) {
      const { names, rows } = index === undefined ? byKey : (sources.get(index) ?? byKey)
      const within = prefix === undefined ? '' : encodeKey(prefix)
      let start = within === '' ? 0 : place(names, within)
      // No part of a key begins with this character.
      let end = within === '' ? names.length : place(names, `${within}\u{7f}`)
      if (from !== undefined) start = Math.max(start, place(names, encodeKey(from)))
      if (to !== undefined) end = Math.min(end, place(names, encodeKey(to)))
      const found: StoredRow[] = []
      if (reverse) {
        for (let at = end - 1; at >= start && found.length < limit; at -= 1)
          found.push(rows.get(names[at] ?? '') as StoredRow)
      } else {
        for (let at = start; at < end && found.length < limit; at += 1)
          found.push(rows.get(names[at] ?? '') as StoredRow)
      }
      return found
    },
    put(row) {
      const key = keyOf(row)
      const replaced = byKey.rows.get(key)
      const stored = { revision: (replaced?.revision ?? 0) + 1, row }
      set(byKey, key, stored)
      for (const { fields, sorted } of indexes) {
        const entry = entryOf(fields, row, key)
        const former = replaced && entryOf(fields, replaced.row, key)
        if (former !== entry) drop(sorted, former)
        if (entry !== undefined) set(sorted, entry, stored)
      }
    },
    delete: (key) => remove(encodeKey(key)),
    deleteRange(prefix) {
      const within = encodeKey(prefix)
      for (const name of byKey.names.filter((candidate) => candidate.startsWith(within))) remove(name)
    },
  }
}

function set({ names, rows }: SortedRows, name: string, stored: StoredRow): void {
  if (!rows.has(name)) names.splice(place(names, name), 0, name)
  rows.set(name, stored)
}

function drop({ names, rows }: SortedRows, name: string | undefined): void {
  if (name !== undefined && rows.delete(name)) names.splice(place(names, name), 1)
}

/** Index of the first name that is not before `name`. */
function place(names: readonly string[], name: string): number {
  let low = 0
  let high = names.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((names[middle] as string) < name) low = middle + 1
    else high = middle
  }
  return low
}

/** A text that sorts as the key does: numbers before strings, and a key before every longer one that begins with it. */
function encodeKey(key: Key): string {
  let name = ''
  for (const part of key) name += encodePart(part)
  return name
}

// Each part ends with a character below all that it holds, so that no part runs into the next.
function encodePart(part: KeyPart): string {
  if (typeof part === 'string') return `\u{2}${part}\u{0}`
  const digits =
    part < 0 ? `0${String(Number.MAX_SAFE_INTEGER + part).padStart(16, '0')}` : `1${String(part).padStart(16, '0')}`
  return `\u{1}${digits}\u{0}`
}
