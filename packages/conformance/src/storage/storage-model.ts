import type { Key, KeyPart, RangeQuery, Row, StorageSchema, StorageWrite, TableSchema } from '@latchkey/core/driver'

interface ModelRow {
  readonly key: Key
  readonly row: Row
}

/** What a storage must answer, in the plainest way: every question goes over all rows. */
export interface StorageModel {
  has(table: string, key: Key): boolean
  get(table: string, key: Key): Row | undefined
  range(table: string, query: RangeQuery): Row[]
  apply(writes: readonly StorageWrite[]): void
  clear(): void
}

export function createStorageModel(schema: StorageSchema): StorageModel {
  const schemas = new Map(schema.tables.map((table) => [table.name, table]))
  const tables = new Map(schema.tables.map(({ name }) => [name, [] as ModelRow[]]))

  function get(table: string, key: Key): Row | undefined {
    return tables.get(table)?.find((entry) => compareKeys(entry.key, key) === 0)?.row
  }

  function keep(table: string, isKept: (key: Key) => boolean): void {
    tables.set(table, tables.get(table)?.filter(({ key }) => isKept(key)) ?? [])
  }

  function applyWrite(write: StorageWrite): void {
    if (write.type === 'deleteRange') return keep(write.table, (key) => !beginsWith(key, write.prefix))
    const key = write.type === 'put' ? partsOf(schemas.get(write.table)?.key ?? [], write.row) : write.key
    keep(write.table, (other) => compareKeys(other, key) !== 0)
    if (write.type === 'put') tables.get(write.table)?.push({ key, row: write.row })
  }

  return {
    has: (table, key) => get(table, key) !== undefined,
    get,

    range(table, query) {
      const entries = entriesOf(schemas.get(table), query.index, tables.get(table) ?? [])
      const covered = entries.filter(({ key }) => isCovered(key, query))
      covered.sort((left, right) => compareKeys(left.key, right.key))
      if (query.reverse) covered.reverse()
      return covered.slice(0, query.limit).map(({ row }) => row)
    },

    apply: (writes) => writes.forEach(applyWrite),
    clear: () => tables.forEach((_, name) => tables.set(name, [])),
  }
}

/** The order of keys, part by part: numbers before strings, a key before every longer one that begins with it. */
export function compareKeys(left: Key, right: Key): number {
  for (const [index, part] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (part !== other) return isBefore(part, other) ? -1 : 1
  }
  return left.length - right.length
}

function isBefore(part: KeyPart, other: KeyPart): boolean {
  return typeof part === typeof other ? part < other : typeof part === 'number'
}

/** Whether a key begins with exactly these whole parts. */
export function beginsWith(key: Key, prefix: Key): boolean {
  return prefix.every((part, index) => key[index] === part)
}

/** Whether the bounds of a range cover a full key. */
export function isCovered(key: Key, { prefix = [], from, to }: RangeQuery): boolean {
  return (
    beginsWith(key, prefix) &&
    (from === undefined || compareKeys(key, from) >= 0) &&
    (to === undefined || compareKeys(key, to) < 0)
  )
}

/** The rows under the keys by which the table, or one of its indexes, is walked. */
function entriesOf(schema: TableSchema | undefined, index: string | undefined, rows: readonly ModelRow[]): ModelRow[] {
  if (index === undefined) return [...rows]
  const fields = schema?.indexes[index] ?? []
  return rows
    .filter(({ row }) => fields.every((field) => row[field] !== undefined))
    .map(({ key, row }) => ({ key: [...partsOf(fields, row), ...key], row }))
}

function partsOf(fields: readonly string[], row: Row): Key {
  return fields.map((field) => row[field] as KeyPart)
}
