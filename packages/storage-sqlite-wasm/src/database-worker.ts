import { ChatError } from '@latchkey/core/driver'
import { SqliteError, type SqliteExecutor, type SqliteRow } from '@latchkey/storage-sqlite'
import type { HostAnswer, HostCall, HostRequest } from './host-call.js'

/** A worker with SQLite in it, seen from the page. It serves one database and ends with it. */
export interface DatabaseWorker extends SqliteExecutor {
  open(directory: string): Promise<void>
  confirm(): Promise<void>
  /** Ends the worker; calls that are pending reject `storage-closed`. */
  terminate(): void
}

interface PendingCall {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** Starts a worker, which loads SQLite at once. */
export function startDatabaseWorker(): DatabaseWorker {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'latchkey-storage' })
  const pending = new Map<number, PendingCall>()
  let lastNumber = 0
  let ended: ChatError | undefined

  worker.addEventListener('message', ({ data }: MessageEvent<HostAnswer>) => {
    const call = pending.get(data.number)
    pending.delete(data.number)
    if (data.type === 'done') call?.resolve(data.result)
    else call?.reject(toError(data))
  })
  // It did not load, or it broke. It answers nothing any more.
  worker.addEventListener('error', ({ message }) =>
    end(new ChatError('storage-unavailable', { details: { reason: `the worker failed: ${message}` } })),
  )

  function end(reason: ChatError): void {
    ended ??= reason
    worker.terminate()
    for (const { reject } of pending.values()) reject(ended)
    pending.clear()
  }

  function call(request: HostRequest): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (ended) return reject(ended)
      const number = ++lastNumber
      pending.set(number, { resolve, reject })
      worker.postMessage({ number, request } satisfies HostCall)
    })
  }

  function terminate(): void {
    end(new ChatError('storage-closed'))
  }

  return {
    open: async (directory) => void (await call({ type: 'open', directory })),
    confirm: async () => void (await call({ type: 'confirm' })),
    run: async (statement) => void (await call({ type: 'run', statement })),
    all: async (statement) => (await call({ type: 'all', statement })) as readonly SqliteRow[],
    transaction: async (steps) => (await call({ type: 'transaction', steps })) as number | undefined,

    async close() {
      try {
        await call({ type: 'close' })
      } finally {
        terminate()
      }
    },

    terminate,
  }
}

function toError(answer: Exclude<HostAnswer, { type: 'done' }>): Error {
  return answer.type === 'sqlite-failed'
    ? new SqliteError(answer.resultCode, answer.reason)
    : new ChatError(answer.code, { details: { reason: answer.reason } })
}
