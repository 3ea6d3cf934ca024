import type { Key } from '@latchkey/core/driver'
import { compareBeginnings, compareKeys } from './key-order.js'

/** The part of a sorted map that a query covers. Absent bounds are open. */
export interface Span {
  readonly prefix?: Key | undefined
  /** Inclusive. */
  readonly from?: Key | undefined
  /** Exclusive. */
  readonly to?: Key | undefined
}

/** A map in key order. */
export interface SortedMap<Value> {
  get(key: Key): Value | undefined
  set(key: Key, value: Value): void
  delete(key: Key): void
  /** Values in key order, or highest key first. */
  values(span: Span, options?: { readonly reverse?: boolean | undefined; readonly limit?: number | undefined }): Value[]
}

interface Entry<Value> {
  readonly key: Key
  value: Value
}

/** One sorted array: binary search to find, a splice to insert. A range costs its own rows and no more. */
export function createSortedMap<Value>(): SortedMap<Value> {
  const entries: Entry<Value>[] = []

  /** Index of the first entry whose key is not before the place that `compare` describes. */
  function firstIndex(compare: (key: Key) => number): number {
    let low = 0
    let high = entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compare((entries[middle] as Entry<Value>).key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  function find(key: Key): { index: number; entry: Entry<Value> | undefined } {
    const index = firstIndex((other) => compareKeys(other, key))
    const entry = entries[index]
    return { index, entry: entry && compareKeys(entry.key, key) === 0 ? entry : undefined }
  }

  function bounds({ prefix = [], from, to }: Span): { start: number; end: number } {
    const start = firstIndex((key) => compareBeginnings(key, prefix))
    const end = firstIndex((key) => compareBeginnings(key, prefix) || -1)
    return {
      start: from
        ? Math.max(
            start,
            firstIndex((key) => compareKeys(key, from)),
          )
        : start,
      end: to
        ? Math.min(
            end,
            firstIndex((key) => compareKeys(key, to)),
          )
        : end,
    }
  }

  return {
    get: (key) => find(key).entry?.value,

    set(key, value) {
      const { index, entry } = find(key)
      if (entry) entry.value = value
      else entries.splice(index, 0, { key, value })
    },

    delete(key) {
      const { index, entry } = find(key)
      if (entry) entries.splice(index, 1)
    },

    values(span, { reverse = false, limit = Infinity } = {}) {
      const { start, end } = bounds(span)
      const covered = reverse
        ? entries.slice(Math.max(start, end - limit), Math.max(start, end)).reverse()
        : entries.slice(start, Math.min(end, start + limit))
      return covered.map((entry) => entry.value)
    },
  }
}
