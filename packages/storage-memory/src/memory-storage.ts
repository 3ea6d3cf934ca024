import {
  ChatError,
  type StorageBatch,
  type StorageCondition,
  type StorageDriver,
  type StorageFiles,
  type StorageSchema,
  type StorageScope,
  type StorageSession,
  type TableSchema,
} from '@latchkey/core/driver'
import { createMemoryFiles } from './memory-files.js'
import { createMemoryTable, prepareRow, type MemoryTable } from './memory-table.js'

interface Database {
  schema: StorageSchema
  readonly tables: Map<string, MemoryTable>
  readonly files: StorageFiles
  /** The one session that is open. */
  session: StorageSession | undefined
}

/**
 * The reference driver. Its data lives as long as the driver object and is shared with no other: a relaunch is a new
 * chat over the same object. It uses nothing but the language, so it runs wherever JavaScript does.
 */
export function memoryStorage(): StorageDriver {
  const databases = new Map<string, Database>()
  const small = new Map<string, string>()

  return {
    contractVersion: 1,
    name: 'memory',
    supports: { files: true, search: true },

    small: {
      get: async (app, name) => small.get(toName(app, name)),
      put: async (app, name, value) => void small.set(toName(app, name), value),
      remove: async (app, name) => void small.delete(toName(app, name)),
    },

    async open(scope, schema) {
      const database = databases.get(scopeName(scope)) ?? createDatabase(schema)
      if (database.session) throw new ChatError('storage-owned-elsewhere')
      if (database.schema.version > schema.version) {
        throw new ChatError('storage-schema-newer', {
          details: { stored: database.schema.version, known: schema.version },
        })
      }
      reshape(database, schema)
      databases.set(scopeName(scope), database)
      return (database.session = createSession(database))
    },

    async remove(scope) {
      if (databases.get(scopeName(scope))?.session) throw new ChatError('storage-owned-elsewhere')
      databases.delete(scopeName(scope))
    },
  }
}

function createDatabase(schema: StorageSchema): Database {
  return { schema, tables: new Map(), files: createMemoryFiles(), session: undefined }
}

function createSession(database: Database): StorageSession {
  const schemas = new Map(database.schema.tables.map((schema) => [schema.name, schema]))

  const session: StorageSession = {
    async get(table, keys) {
      const found = tableOf(database.tables, table)
      return keys.map((key) => found.get(key))
    },

    range: async (table, query) => tableOf(database.tables, table).range(query),

    async write(batch) {
      const changes = prepareWrites(database.tables, schemas, batch)
      for (const condition of batch.conditions ?? []) {
        if (!holds(tableOf(database.tables, condition.table), condition)) {
          throw new ChatError('storage-conflict', { details: { condition } })
        }
      }
      for (const change of changes) change()
    },

    search: async (table, query) => tableOf(database.tables, table).search(query),

    files: database.files,

    async close() {
      // A second `close` must not end the session that was opened since.
      if (database.session === session) database.session = undefined
    },
  }
  return session
}

// Everything that can throw happens here, so that a batch which cannot be written whole leaves nothing behind.
function prepareWrites(
  tables: ReadonlyMap<string, MemoryTable>,
  schemas: ReadonlyMap<string, TableSchema>,
  batch: StorageBatch,
): (() => void)[] {
  return batch.writes.map((write) => {
    const table = tableOf(tables, write.table)
    switch (write.type) {
      case 'put': {
        const prepared = prepareRow(tableOf(schemas, write.table), write.row, write.tokens)
        return () => table.put(prepared)
      }
      case 'delete':
        return () => table.delete(write.key)
      case 'deleteRange':
        return () => table.deleteRange(write.prefix)
    }
  })
}

function holds(table: MemoryTable, condition: StorageCondition): boolean {
  const revision = table.revision(condition.key)
  switch (condition.type) {
    case 'absent':
      return revision === undefined
    case 'present':
      return revision !== undefined
    case 'revision':
      return revision === condition.revision
  }
}

function reshape(database: Database, schema: StorageSchema): void {
  const names = new Set(schema.tables.map(({ name }) => name))
  for (const name of database.tables.keys()) {
    if (!names.has(name)) database.tables.delete(name)
  }
  for (const table of schema.tables) {
    const kept = database.tables.get(table.name) ?? createMemoryTable()
    kept.reshape(table)
    database.tables.set(table.name, kept)
  }
  database.schema = schema
}

function tableOf<Table>(tables: ReadonlyMap<string, Table>, name: string): Table {
  const table = tables.get(name)
  if (!table) throw new ChatError('internal-error', { message: `The schema has no table "${name}".` })
  return table
}

// JSON, so that no choice of app, user or name runs into another.
function toName(...parts: readonly string[]): string {
  return JSON.stringify(parts)
}

function scopeName({ app, userID }: StorageScope): string {
  return toName(app, userID)
}
