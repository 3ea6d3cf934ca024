import { brokenFiles } from './broken-storage/broken-files.js'
import { brokenIndexes } from './broken-storage/broken-indexes.js'
import { brokenLife, brokenSchemas } from './broken-storage/broken-life.js'
import { brokenOrder } from './broken-storage/broken-order.js'
import { brokenRanges } from './broken-storage/broken-ranges.js'
import { brokenRows } from './broken-storage/broken-rows.js'
import { brokenSearch } from './broken-storage/broken-search.js'
import { brokenSmall } from './broken-storage/broken-small.js'
import type { BrokenStorageDriver } from './broken-storage/broken-storage-driver.js'
import { brokenWrites } from './broken-storage/broken-writes.js'

/** Defects of storage drivers, each of which the kit finds by exactly the clauses it breaks. */
export const brokenStorageDrivers: readonly BrokenStorageDriver[] = [
  ...brokenLife,
  ...brokenSchemas,
  ...brokenRows,
  ...brokenOrder,
  ...brokenRanges,
  ...brokenIndexes,
  ...brokenWrites,
  ...brokenSmall,
  ...brokenFiles,
  ...brokenSearch,
]
