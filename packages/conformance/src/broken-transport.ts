import { brokenAttempts } from './broken-transport/broken-attempts.js'
import { brokenCalls } from './broken-transport/broken-calls.js'
import { brokenChangeLog } from './broken-transport/broken-change-log.js'
import { brokenClaims } from './broken-transport/broken-claims.js'
import { brokenEnds } from './broken-transport/broken-ends.js'
import { brokenFiles } from './broken-transport/broken-files.js'
import { brokenHeads } from './broken-transport/broken-heads.js'
import { brokenHistory } from './broken-transport/broken-history.js'
import { brokenMessageChanges } from './broken-transport/broken-message-changes.js'
import { brokenPushes } from './broken-transport/broken-pushes.js'
import type { BrokenTransportDriver } from './broken-transport/broken-transport-driver.js'

/** Defects of transport drivers, each of which the kit finds by exactly the clauses it breaks. */
export const brokenTransportDrivers: readonly BrokenTransportDriver[] = [
  ...brokenClaims,
  ...brokenAttempts,
  ...brokenCalls,
  ...brokenChangeLog,
  ...brokenHistory,
  ...brokenFiles,
  ...brokenPushes,
  ...brokenEnds,
  ...brokenMessageChanges,
  ...brokenHeads,
]
