import type { Key, RangeQuery, SearchPage, SearchQuery, StorageSession } from '../contract/storage-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { toTyped, type Draft } from './draft.js'
import type { TableName, TableRows } from './schema.js'
import { createUpdateQueue, type UpdateOptions } from './update-queue.js'

/** Typed access to the user's database. Everything that core stores goes through here. */
export interface Store {
  get<Name extends TableName>(table: Name, key: Key): Promise<TableRows[Name] | undefined>
  /** In the order asked; absent ones are `undefined`. */
  getAll<Name extends TableName>(table: Name, keys: readonly Key[]): Promise<readonly (TableRows[Name] | undefined)[]>
  range<Name extends TableName>(table: Name, query: RangeQuery): Promise<readonly TableRows[Name][]>
  /** Absent where the storage cannot search. */
  search?(table: TableName, query: SearchQuery): Promise<SearchPage>
  /**
   * Reads and changes rows as one step: `work` sees what all updates before it made of the database and its own changes,
   * and no other update runs meanwhile. What it changed is written in one batch, perhaps with that of others, and durable
   * when this resolves. When `work` or the write rejects, nothing has changed.
   */
  update<Result>(work: (draft: Draft) => Promise<Result>, options?: UpdateOptions): Promise<Result>
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
  const listeners = new Set<(tables: ReadonlySet<TableName>) => void>()
  await session.write({ writes: [{ type: 'put', table: 'meta', row: { name: 'writer', writerID: fence.writerID } }] })
  const [writer] = await session.get('meta', [['writer']])
  if (writer === undefined) throw new ChatError('storage-failed')
  const updates = createUpdateQueue(session, {
    // The only condition is that this writer is still the one, so a conflict means that another took its place.
    condition: { type: 'revision', table: 'meta', key: ['writer'], revision: writer.revision },
    onConflict: () => {
      fence.onTakenOver()
    },
  })

  const { search } = session
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
    ...(search && { search: (table, query) => search(table, query) }),
    async update(work, options = {}) {
      const { result, tables } = await updates.run(work, options)
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
