import { createBackend, type Backend, type BackendLimits, type FileStore, type LogStore } from '@latchkey/backend'

/** A backend whose clock is set by hand. */
export interface Seeding {
  readonly backend: Backend
  /** What happens from now on happens at `time`, in milliseconds since the epoch. */
  setTime(time: number): void
}

export function createSeeding(store: LogStore, files: FileStore, limits: BackendLimits): Seeding {
  let now = Date.now()
  return {
    backend: createBackend({ store, files, clock: { now: () => now }, limits }),
    setTime(time) {
      now = time
    },
  }
}
