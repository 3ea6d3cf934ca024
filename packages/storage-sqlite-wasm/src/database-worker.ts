import { wrap, type Remote } from 'comlink'
import { ChatError } from '@latchkey/core/driver'
import type { SqliteExecutor } from '@latchkey/storage-sqlite'
import type { DatabaseHost } from './database-host.js'
import { fromOutcome, type Outcome } from './outcome.js'

/** A worker with SQLite in it, seen from the page. It serves one database and ends with it. */
export interface DatabaseWorker extends SqliteExecutor {
  open(directory: string): Promise<void>
  confirm(): Promise<void>
  /** Ends the worker; calls that are pending reject `storage-closed`. */
  terminate(): void
}

/** Starts a worker, which loads SQLite at once. */
export function startDatabaseWorker(): DatabaseWorker {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'latchkey-storage' })
  const host = wrap<DatabaseHost>(worker)

  // A worker that does not load, breaks or is ended answers nothing any more, so every call also waits for this.
  let fail: (error: ChatError) => void = () => undefined
  const failed = new Promise<never>((_, reject) => {
    fail = reject
  })
  failed.catch(() => undefined)
  worker.addEventListener('error', ({ message }) =>
    fail(new ChatError('storage-unavailable', { details: { reason: `the worker failed: ${message}` } })),
  )

  async function call<Result>(work: (host: Remote<DatabaseHost>) => Promise<Outcome<Result>>): Promise<Result> {
    return fromOutcome(await Promise.race([work(host), failed]))
  }

  function terminate(): void {
    worker.terminate()
    fail(new ChatError('storage-closed'))
  }

  return {
    open: (directory) => call((remote) => remote.open(directory)),
    confirm: () => call((remote) => remote.confirm()),
    run: (statement) => call((remote) => remote.run(statement)),
    all: (statement) => call((remote) => remote.all(statement)),
    transaction: (steps) => call((remote) => remote.transaction(steps)),

    async close() {
      try {
        await call((remote) => remote.close())
      } finally {
        terminate()
      }
    },

    terminate,
  }
}
