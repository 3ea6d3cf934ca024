import { isNamed, StorageFailure, toStorageFailure } from './storage-failure.js'

// A page that is reloaded asks again before the browser has let go of what its last self held. Another tab that really has the database
// costs the caller this long before it is told.
const patienceMs = 1000
const pauseMs = 25

/**
 * Becomes the one owner of a directory, over all tabs and workers of the origin. Answers what gives it back; it also goes back
 * when the page or the worker ends. Rejects `storage-owned-elsewhere`.
 */
export async function acquireOwnership(directory: string): Promise<() => void> {
  const giveUp = AbortSignal.timeout(patienceMs)
  return new Promise((resolve, reject) => {
    const holding = navigator.locks.request(
      `latchkey-storage:${directory}`,
      { signal: giveUp },
      () => new Promise<void>((release) => resolve(release)),
    )
    holding.catch((error: unknown) =>
      reject(
        giveUp.aborted
          ? new StorageFailure('storage-owned-elsewhere', 'another tab or worker has it')
          : toStorageFailure(error),
      ),
    )
  })
}

/**
 * Does what needs the files of a directory that is owned already. An owner that has just ended may be about to lose its handles, so
 * it is tried again for a while.
 */
export async function withReleasedFiles<Result>(work: (attempt: number) => Promise<Result>): Promise<Result> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work(attempt)
    } catch (error) {
      if (!isNamed(error, 'NoModificationAllowedError')) throw error
      if (attempt * pauseMs > patienceMs) throw error
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}
