import { ChatError, type StorageSchema, type StorageSession, type TableSchema } from '@latchkey/core/driver'
import { toKeyRange } from './key-ranges.js'
import { inTransaction, resultOf, walk } from './origin/database.js'
import type { KeptConnection } from './origin/kept-connection.js'
import { withChatErrors } from './origin.js'
import { prepareBatch } from './row-batch.js'
import { searchStore } from './row-search.js'
import { storedFiles } from './stored-files.js'
import { readRow, storeName } from './stored-record.js'

/** The session over a database that has the stores of `schema`. `release` is called once, when it has been closed. */
export function createSession(connection: KeptConnection, schema: StorageSchema, release: () => void): StorageSession {
  const schemas = new Map(schema.tables.map((table) => [table.name, table]))

  function schemaOf(name: string): TableSchema {
    const table = schemas.get(name)
    if (!table) throw new ChatError('internal-error', { message: `The schema has no table "${name}".` })
    return table
  }

  function run<Result>(work: (database: IDBDatabase) => Promise<Result>): Promise<Result> {
    return withChatErrors(() => connection.use(work))
  }

  function reading<Result>(table: string, work: (store: IDBObjectStore) => Promise<Result>): Promise<Result> {
    return run((database) => {
      const name = storeName(schemaOf(table).name)
      return inTransaction(database, [name], 'readonly', (store) => work(store(name)))
    })
  }

  return {
    get: (table, keys) =>
      reading(table, async (store) => {
        const found = await Promise.all(keys.map((key) => resultOf<unknown>(store.get([...key]))))
        return found.map((stored) => (stored === undefined ? undefined : readRow(stored)))
      }),

    range: (table, query) =>
      reading(table, async (store) => {
        const range = toKeyRange(query)
        if (range === undefined) return []
        const source = query.index === undefined ? store : store.index(query.index)
        if (!query.reverse) return (await resultOf<unknown[]>(source.getAll(range, query.limit))).map(readRow)
        const found: unknown[] = []
        await walk(source.openCursor(range, 'prev'), ({ value }) => found.push(value) < query.limit)
        return found.map(readRow)
      }),

    async write(batch) {
      const { stores, apply } = prepareBatch(batch, schemaOf)
      if (stores.length > 0) await run((database) => inTransaction(database, stores, 'readwrite', apply))
    },

    search: (table, query) => reading(table, (store) => searchStore(store, query)),

    files: storedFiles(run),

    async close() {
      connection.close()
      release()
    },
  }
}
