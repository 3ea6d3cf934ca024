import {
  ChatError,
  type RangeQuery,
  type Row,
  type StorageSchema,
  type StorageSession,
  type StoredRow,
} from '@latchkey/core/driver'
import { batchSteps, tableOf } from './batch-steps.js'
import { encodeKey, prefixBounds } from './key-encoding.js'
import { withChatErrors } from './result-codes.js'
import { createSqliteFiles } from './sqlite-files.js'
import type { SqliteSearch } from './sqlite-search.js'
import { schemaObjectsSql, schemaSteps, type SchemaObject } from './schema-steps.js'
import type { SqliteExecutor, SqliteRow, SqliteStatement } from './sqlite-executor.js'
import { tableSql, type TableSql } from './table-sql.js'

// The order matters: a connection that is exclusive before it first touches a write-ahead log keeps the log's index in its own memory
// and the file locked, so the log needs no shared memory and nobody else gets in. FULL syncs the log at every commit.
const pragmas = ['locking_mode=EXCLUSIVE', 'journal_mode=WAL', 'synchronous=FULL']

/**
 * Opens a session over a connection that nobody else uses, and brings the database to `schema` in one transaction. The executor
 * is the session's from here on: it is closed with the session, and when opening fails. Without `search` nothing of it is searched.
 */
export async function openSqliteSession(
  executor: SqliteExecutor,
  schema: StorageSchema,
  search?: SqliteSearch,
): Promise<StorageSession> {
  const tables = new Map(schema.tables.map((table) => [table.name, tableSql(table, search?.sql)]))
  return withChatErrors(async () => {
    try {
      for (const pragma of pragmas) await executor.run({ sql: `PRAGMA ${pragma}` })
      await bringToSchema(executor, schema.version, tables)
    } catch (error) {
      await executor.close()
      throw error
    }
    return createSession(executor, tables, search)
  })
}

async function bringToSchema(
  executor: SqliteExecutor,
  version: number,
  tables: ReadonlyMap<string, TableSql>,
): Promise<void> {
  const [first] = await executor.all({ sql: 'PRAGMA user_version' })
  const stored = Number(first?.['user_version'])
  if (stored > version) throw new ChatError('storage-schema-newer', { details: { stored, known: version } })

  const objects = (await executor.all({ sql: schemaObjectsSql })).map(toSchemaObject)
  const steps = schemaSteps(objects, [...tables.values()])
  if (stored !== version) steps.push({ sql: `PRAGMA user_version=${version}` })
  if (steps.length > 0) await executor.transaction(steps)
}

function createSession(
  executor: SqliteExecutor,
  tables: ReadonlyMap<string, TableSql>,
  search: SqliteSearch | undefined,
): StorageSession {
  let closing: Promise<void> | undefined

  return {
    async get(table, keys) {
      const encoded = keys.map(encodeKey)
      const statement = { sql: tableOf(tables, table).get, parameters: [JSON.stringify(encoded)] }
      const rows = await withChatErrors(() => executor.all(statement))
      const found = new Map(rows.map((row) => [row['key'], row]))
      return encoded.map((key) => {
        const row = found.get(key)
        return row && toStoredRow(row)
      })
    },

    async range(table, query) {
      const statement = rangeStatement(tableOf(tables, table), query)
      return (await withChatErrors(() => executor.all(statement))).map(toStoredRow)
    },

    async write(batch) {
      const steps = batchSteps(tables, batch)
      const failed = await withChatErrors(() => executor.transaction(steps))
      if (failed !== undefined) {
        throw new ChatError('storage-conflict', { details: { condition: batch.conditions?.[failed] } })
      }
    },

    ...(search && {
      search: async (table, query) => withChatErrors(() => search.find(executor, tableOf(tables, table), query)),
    }),

    files: createSqliteFiles(executor),

    close() {
      closing ??= withChatErrors(() => executor.close())
      return closing
    },
  }
}

function rangeStatement(table: TableSql, query: RangeQuery): SqliteStatement {
  const texts = table.ranges.get(query.index)
  if (!texts) throw new ChatError('internal-error', { message: `The schema has no index "${query.index}".` })
  const { from, to } = rangeBounds(query)
  return { sql: query.reverse ? texts.descending : texts.ascending, parameters: [from, to, query.limit] }
}

// Encoded keys are ASCII, so JavaScript compares them as SQLite does: by byte.
function rangeBounds({ prefix = [], from = [], to }: RangeQuery): { from: string; to: string } {
  const covered = prefixBounds(prefix)
  const first = encodeKey(from)
  const last = to ? encodeKey(to) : covered.to
  return { from: first > covered.from ? first : covered.from, to: last < covered.to ? last : covered.to }
}

function toStoredRow(row: SqliteRow): StoredRow {
  return { revision: Number(row['revision']), row: JSON.parse(String(row['value'])) as Row }
}

function toSchemaObject(row: SqliteRow): SchemaObject {
  return { type: String(row['type']), name: String(row['name']), sql: String(row['sql']) }
}
