import type { LogReader, LogStore, LogTransaction } from './log-store.js'
import { createMemoryReader } from './memory-reader.js'
import { createMemoryRows } from './memory-rows.js'
import { createMemoryWriter } from './memory-writer.js'

/**
 * A log store that lives as long as the object. It uses nothing but the language. `epoch` names the log: give another
 * one to a store that stands for another database.
 */
export function memoryLogStore({ epoch = 'memory' }: { readonly epoch?: string } = {}): LogStore {
  const rows = createMemoryRows(epoch)
  const reader: LogReader = createMemoryReader(rows)
  let queue: Promise<unknown> = Promise.resolve()

  // One at a time: nobody reads what is not committed.
  function enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = queue.then(work)
    queue = result.catch(() => undefined)
    return result
  }

  return {
    read: (work) => enqueue(() => work(reader)),

    transact: (work) =>
      enqueue(async () => {
        const undo: (() => void)[] = []
        try {
          const transaction: LogTransaction = { ...reader, ...createMemoryWriter(rows, undo) }
          return await work(transaction)
        } catch (cause) {
          for (const step of undo.reverse()) step()
          throw cause
        }
      }),

    async close() {
      await queue
    },
  }
}
