import type { Key, RangeQuery, StorageSession } from '../contract/storage-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { createSerialQueue } from '../runtime/serial-queue.js'
import { createDraft, toTyped, type Draft } from './draft.js'
import type { TableName, TableRows } from './schema.js'

/** Typed access to the user's database. Everything that core stores goes through here. */
export interface Store {
  get<Name extends TableName>(table: Name, key: Key): Promise<TableRows[Name] | undefined>
  /** In the order asked; absent ones are `undefined`. */
  getAll<Name extends TableName>(table: Name, keys: readonly Key[]): Promise<readonly (TableRows[Name] | undefined)[]>
  range<Name extends TableName>(table: Name, query: RangeQuery): Promise<readonly TableRows[Name][]>
  /**
   * Reads and changes rows as one step: `work` sees the database as it is and its own changes, and no other update runs
   * meanwhile. What it changed is written in one batch, durable when this resolves. When `work` or the write rejects,
   * nothing has changed.
   */
  update<Result>(work: (draft: Draft) => Promise<Result>): Promise<Result>
  /** Calls back after every write with the tables it changed. Returns what ends it. */
  onWrite(listener: (tables: ReadonlySet<TableName>) => void): () => void
  close(): Promise<void>
  /** Raised each time that somebody opens this database to write: the higher one is the one that writes. */
  readonly epoch: number
}

/** Refuses everything written by a writer whose place another has taken. */
export interface WriterFence {
  readonly writerID: string
  onTakenOver(): void
}

export async function createStore(session: StorageSession, fence: WriterFence): Promise<Store> {
  const updates = createSerialQueue()
  const listeners = new Set<(tables: ReadonlySet<TableName>) => void>()
  await session.write({ writes: [{ type: 'put', table: 'meta', row: { name: 'writer', writerID: fence.writerID } }] })
  const [writer] = await session.get('meta', [['writer']])
  if (writer === undefined) throw new ChatError('storage-failed')
  const isWriter = { type: 'revision', table: 'meta', key: ['writer'], revision: writer.revision } as const

  return {
    epoch: writer.revision,
    async get(table, key) {
      const [stored] = await session.get(table, [key])
      return toTyped(table, stored?.row)
    },
    async getAll(table, keys) {
      if (keys.length === 0) return []
      const stored = await session.get(table, keys)
      return stored.map((entry) => toTyped(table, entry?.row))
    },
    async range(table, query) {
      const stored = await session.range(table, query)
      return stored.flatMap(({ row }) => toTyped(table, row) ?? [])
    },
    async update(work) {
      const { result, tables } = await updates.run(async () => {
        const open = createDraft(session)
        const result = await work(open.draft)
        const writes = open.writes()
        if (writes.length > 0) {
          await session.write({ conditions: [isWriter], writes }).catch((error: unknown) => {
            // The only condition is that this writer is still the one, so a conflict means that another took its place.
            if (ChatError.is(error) && error.code === 'storage-conflict') fence.onTakenOver()
            throw error
          })
        }
        return { result, tables: open.tables() }
      })
      if (tables.size > 0) for (const listener of [...listeners]) listener(tables)
      return result
    },
    onWrite(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    async close() {
      listeners.clear()
      await session.close()
    },
  }
}
