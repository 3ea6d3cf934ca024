import type { Backend } from '@latchkey/backend'
import type { Connections } from './connections.js'
import type { ServerLog } from './server-log.js'

const trimIntervalMs = 60 * 60 * 1_000
/** How late the end of a call that nobody answered may be told. */
const callIntervalMs = 1_000
/** How long an upload that is in no message is kept: time enough for a device to come back and go on. */
const unusedFileDays = 7
const dayMs = 24 * 60 * 60 * 1_000

export interface HousekeepingOptions {
  readonly backend: Backend
  readonly connections: Connections
  readonly retentionDays: number
  readonly pulseIntervalMs: number
  readonly log: ServerLog
}

/** What is done from time to time: silent clients are given up, the end of calls that nobody answered is told, the log is trimmed, and what was uploaded and never sent is forgotten. Returns what ends it. */
export function startHousekeeping(options: HousekeepingOptions): () => void {
  const { backend, connections, retentionDays, pulseIntervalMs, log } = options

  function trim(): void {
    backend.trimLog(Date.now() - retentionDays * dayMs).catch((error: unknown) => {
      log('error', 'The change log could not be trimmed.', { error })
    })
  }
  function expireFiles(): void {
    backend.files?.expire(Date.now() - unusedFileDays * dayMs).catch((error: unknown) => {
      log('error', 'Files that nobody sent could not be removed.', { error })
    })
  }
  function expireCalls(): void {
    backend.expireCalls().catch((error: unknown) => {
      log('error', 'The end of calls could not be told.', { error })
    })
  }
  trim()
  expireFiles()
  const timers = [
    setInterval(() => connections.checkPulses(), pulseIntervalMs),
    setInterval(expireCalls, callIntervalMs),
    setInterval(trim, trimIntervalMs),
    setInterval(expireFiles, trimIntervalMs),
  ]
  return () => timers.forEach(clearInterval)
}
