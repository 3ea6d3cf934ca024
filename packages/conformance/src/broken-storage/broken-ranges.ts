import { ChatError, type Key, type RangeQuery, type StorageDriver } from '@latchkey/core/driver'
import { beginsWith, compareKeys, isCovered } from '../storage/storage-model.js'
import { withSessions, type BrokenStorageDriver } from './broken-storage-driver.js'
import { entryKey, select, withRanges } from './entries.js'

/** A driver whose ranges cover other keys than they should. `isShort` says whether a bound has fewer parts than the key. */
function withBounds(
  driver: StorageDriver,
  covers: (key: Key, query: RangeQuery, isShort: (bound: Key | undefined) => boolean) => boolean,
): StorageDriver {
  return withRanges(driver, ({ query, entries }) =>
    select(entries, query, (key) => covers(key, query, (bound) => bound !== undefined && bound.length < key.length)),
  )
}

/** A driver that is asked for another range than it was given. */
function withQueries(driver: StorageDriver, change: (query: RangeQuery) => RangeQuery): StorageDriver {
  return withSessions(driver, (session) => ({ range: (table, query) => session.range(table, change(query)) }))
}

function without(query: RangeQuery, ...names: readonly (keyof RangeQuery)[]): RangeQuery {
  const kept = Object.entries(query).filter(([name]) => !names.some((other) => other === name))
  return { ...Object.fromEntries(kept), limit: query.limit }
}

/** Whether a key begins with the parts of `prefix`, of which the last one may be the beginning of a string. */
export function isSibling(key: Key, prefix: Key): boolean {
  const last = prefix.at(-1)
  const part = key[prefix.length - 1]
  return typeof last === 'string' && typeof part === 'string'
    ? beginsWith(key, prefix.slice(0, -1)) && part.startsWith(last)
    : beginsWith(key, prefix)
}

export const brokenRanges: readonly BrokenStorageDriver[] = [
  {
    defect: 'a prefix matches the beginning of its last string',
    clauses: ['ST-31'],
    wrap: (driver) =>
      withBounds(
        driver,
        (key, query) => isCovered(key, without(query, 'prefix')) && isSibling(key, query.prefix ?? []),
      ),
  },
  {
    defect: 'from is exclusive',
    clauses: ['ST-32'],
    wrap: (driver) =>
      withBounds(driver, (key, query) => isCovered(key, query) && compareKeys(key, query.from ?? []) !== 0),
  },
  {
    defect: 'to is inclusive',
    clauses: ['ST-33'],
    wrap: (driver) =>
      withBounds(
        driver,
        (key, query) =>
          isCovered(key, query) ||
          (query.to !== undefined && compareKeys(key, query.to) === 0 && isCovered(key, without(query, 'to'))),
      ),
  },
  {
    defect: 'a from of fewer parts excludes the keys that begin with it',
    clauses: ['ST-34'],
    wrap: (driver) =>
      withBounds(driver, (key, query, isShort) => {
        const { index, from } = query
        return isCovered(key, query) && !(index === undefined && isShort(from) && beginsWith(key, from ?? []))
      }),
  },
  {
    defect: 'a to of fewer parts includes the keys that begin with it',
    clauses: ['ST-35'],
    wrap: (driver) =>
      withBounds(driver, (key, query, isShort) => {
        const { index, to } = query
        return isCovered(key, query) || (index === undefined && isShort(to) && beginsWith(key, to ?? []))
      }),
  },
  {
    defect: 'reverse swaps from and to',
    clauses: ['ST-36'],
    wrap: (driver) =>
      withBounds(driver, (key, query) => {
        const { from = [], to } = query
        if (!query.reverse) return isCovered(key, query)
        return (to === undefined || compareKeys(key, to) >= 0) && (from.length === 0 || compareKeys(key, from) < 0)
      }),
  },
  {
    defect: 'limit keeps the lowest rows in both directions',
    clauses: ['ST-37'],
    wrap: (driver) =>
      withSessions(driver, (session) => ({
        async range(table, query) {
          const found = await session.range(table, without(query, 'reverse'))
          return query.reverse ? found.toReversed() : found
        },
      })),
  },
  {
    defect: 'a from makes it forget the prefix',
    clauses: ['ST-38'],
    wrap: (driver) => withQueries(driver, (query) => (query.from ? without(query, 'prefix') : query)),
  },
  {
    defect: 'it fails when from is after to',
    clauses: ['ST-39'],
    wrap: (driver) =>
      withQueries(driver, (query) => {
        if (query.from && query.to && compareKeys(query.from, query.to) > 0) throw new ChatError('storage-failed')
        return query
      }),
  },
  {
    defect: 'an index is sorted by its first field only',
    clauses: ['ST-40'],
    wrap: (driver) =>
      withRanges(driver, ({ table, query, entries }) => {
        const fields = table.indexes[query.index ?? ''] ?? []
        const sortKey = (key: Key): Key => [...key.slice(0, 1), ...key.slice(fields.length)]
        const ordered =
          fields.length > 1
            ? entries.toSorted((left, right) => compareKeys(sortKey(left.key), sortKey(right.key)))
            : entries
        return select(ordered, query, (key) => isCovered(key, query))
      }),
  },
  {
    defect: 'rows that lack a field of an index are at its end',
    clauses: ['ST-41'],
    wrap: (driver) =>
      withRanges(driver, ({ table, query, entries, rows }) => {
        const fields = table.indexes[query.index ?? ''] ?? []
        const lacking = rows.filter(({ row }) => fields.some((field) => row[field] === undefined))
        const added = lacking.map((stored) => ({ key: ['~', ...entryKey(table, undefined, stored.row)], stored }))
        return select([...entries, ...added], query, (key) => isCovered(key, query))
      }),
  },
  {
    defect: 'bounds of an index are cut to its fields',
    clauses: ['ST-44'],
    wrap: (driver) =>
      withRanges(driver, ({ table, query, entries }) => {
        const length = query.index === undefined ? Infinity : (table.indexes[query.index] ?? []).length
        const { prefix, from, to, limit } = query
        const bounds: RangeQuery = {
          limit,
          ...(prefix && { prefix: prefix.slice(0, length) }),
          ...(from && { from: from.slice(0, length) }),
          ...(to && { to: to.slice(0, length) }),
        }
        return select(entries, query, (key) => isCovered(key, bounds))
      }),
  },
]
