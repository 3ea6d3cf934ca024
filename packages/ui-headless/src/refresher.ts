/**
 * Runs `read` now or, while it runs, once more after; never twice at a time. For what has to be read again after each of
 * many events. `read` never rejects.
 */
export function createRefresher(read: () => Promise<void>): () => void {
  let state: 'idle' | 'reading' | 'stale' = 'idle'

  async function run(): Promise<void> {
    do {
      state = 'reading'
      await read()
    } while (isStale())
    state = 'idle'
  }

  // A function, because `state` changes while `run` waits.
  const isStale = () => state === 'stale'

  return () => {
    if (state === 'idle') void run()
    else state = 'stale'
  }
}
