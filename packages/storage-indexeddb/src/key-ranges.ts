import type { Key, RangeQuery } from '@latchkey/core/driver'

/** What sorts after every key that begins with these parts: an array is higher than any number or string. */
function endOf(prefix: Key): IDBValidKey {
  return [...prefix, []]
}

/** Every key that begins with these parts. */
export function prefixRange(prefix: Key): IDBKeyRange {
  return IDBKeyRange.bound([...prefix], endOf(prefix), false, true)
}

/** The keys of a query; `undefined` when it can have none. */
export function toKeyRange({ prefix = [], from = [], to }: RangeQuery): IDBKeyRange | undefined {
  const [lower, end] = [highest([...prefix], [...from]), endOf(prefix)]
  const upper = to === undefined || indexedDB.cmp([...to], end) > 0 ? end : [...to]
  return indexedDB.cmp(lower, upper) < 0 ? IDBKeyRange.bound(lower, upper, false, true) : undefined
}

function highest(left: IDBValidKey, right: IDBValidKey): IDBValidKey {
  return indexedDB.cmp(left, right) < 0 ? right : left
}
