import type { Key, KeyPart, StorageDriver } from '@latchkey/core/driver'
import { compareKeys, isCovered } from '../storage/storage-model.js'
import type { BrokenStorageDriver } from './broken-storage-driver.js'
import { select, withRanges } from './entries.js'

/** A driver whose tables are in another order. */
function withOrder(driver: StorageDriver, compare: (left: Key, right: Key) => number): StorageDriver {
  return withRanges(driver, ({ query, entries }) => {
    const ordered =
      query.index === undefined ? entries.toSorted((left, right) => compare(left.key, right.key)) : entries
    return select(ordered, query, (key) => isCovered(key, query))
  })
}

/** An order by keys of which every part was changed. */
function byParts(change: (part: KeyPart) => KeyPart): (left: Key, right: Key) => number {
  return (left, right) => compareKeys(left.map(change), right.map(change))
}

export const brokenOrder: readonly BrokenStorageDriver[] = [
  {
    defect: 'numbers below zero sort by their distance from it',
    clauses: ['ST-27'],
    wrap: (driver) =>
      withOrder(
        driver,
        byParts((part) => (typeof part === 'number' && part < 0 ? Number.MIN_SAFE_INTEGER - part : part)),
      ),
  },
  {
    defect: 'strings sort without regard to case',
    clauses: ['ST-28'],
    wrap: (driver) =>
      withOrder(
        driver,
        byParts((part) => (typeof part === 'string' ? part.toLowerCase() : part)),
      ),
  },
  {
    defect: 'strings sort before numbers',
    clauses: ['ST-29'],
    wrap: (driver) =>
      withOrder(driver, (left, right) => {
        const place = left.findIndex((part, index) => part !== right[index])
        const isMixed = typeof left[place] !== typeof right[place]
        return isMixed ? -compareKeys(left, right) : compareKeys(left, right)
      }),
  },
  {
    defect: 'keys are compared as their parts joined with nothing between them',
    clauses: ['ST-30'],
    wrap: (driver) =>
      withOrder(driver, (left, right) =>
        left.length > 1 ? compareKeys([left.join('')], [right.join('')]) : compareKeys(left, right),
      ),
  },
]
