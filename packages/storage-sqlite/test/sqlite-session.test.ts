import { DatabaseSync } from 'node:sqlite'
import type { StorageSchema } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import type { SqliteExecutor, SqliteStep } from '../src/sqlite-executor.js'
import { openSqliteSession } from '../src/sqlite-session.js'
import { createSynchronousExecutor } from '../src/synchronous-executor.js'
import { openMemoryBinding } from './memory-binding.js'

const schema: StorageSchema = {
  version: 3,
  tables: [{ name: 'notes', key: ['room', 'id'], indexes: { by_time: ['time'] } }],
}

/** An executor that remembers its transactions, over a database that outlives its sessions. */
function watch(database: DatabaseSync): { executor: SqliteExecutor; transactions: (readonly SqliteStep[])[] } {
  const transactions: (readonly SqliteStep[])[] = []
  const inner = createSynchronousExecutor({ ...openMemoryBinding(database), close: () => undefined })
  return {
    transactions,
    executor: {
      ...inner,
      transaction(steps) {
        transactions.push(steps)
        return inner.transaction(steps)
      },
    },
  }
}

test('a batch is one transaction, its conditions first', async () => {
  const { executor, transactions } = watch(new DatabaseSync(':memory:'))
  const session = await openSqliteSession(executor, schema)
  transactions.length = 0
  await session.write({
    conditions: [{ type: 'absent', table: 'notes', key: ['a', 1] }],
    writes: [
      { type: 'put', table: 'notes', row: { room: 'a', id: 1 } },
      { type: 'delete', table: 'notes', key: ['a', 2] },
    ],
  })
  expect(transactions.map((steps) => steps.map(({ expectedRows }) => expectedRows))).toEqual([
    [0, undefined, undefined],
  ])
})

test('ST-57 every commit is synced, and the connection is exclusive', async () => {
  const { executor } = watch(new DatabaseSync(':memory:'))
  await openSqliteSession(executor, schema)
  expect(await executor.all({ sql: 'PRAGMA synchronous' })).toEqual([{ synchronous: 2 }])
  expect(await executor.all({ sql: 'PRAGMA main.locking_mode' })).toEqual([{ locking_mode: 'exclusive' }])
})

test('a database that has the schema already is opened without a write', async () => {
  const database = new DatabaseSync(':memory:')
  await (await openSqliteSession(watch(database).executor, schema)).close()
  const { executor, transactions } = watch(database)
  await openSqliteSession(executor, schema)
  expect(transactions).toEqual([])
})

test('ST-14 ST-16 a schema that cannot be reached whole leaves the database as it was', async () => {
  const database = new DatabaseSync(':memory:')
  const { executor } = watch(database)
  const session = await openSqliteSession(executor, schema)
  await session.write({ writes: [{ type: 'put', table: 'notes', row: { room: 'a', id: 1, time: 1 } }] })
  const objects = (): unknown => database.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all()
  const before = objects()

  // The last of the new tables fails: its name is taken by something that is not ours.
  database.exec('CREATE VIEW rows_zebras AS SELECT 1')
  const tables = [
    { name: 'marks', key: ['id'], indexes: {} },
    { name: 'zebras', key: ['id'], indexes: {} },
  ]
  const next: StorageSchema = { version: 4, tables }
  await expect(openSqliteSession(watch(database).executor, next)).rejects.toThrow()
  database.exec('DROP VIEW rows_zebras')

  expect(objects()).toEqual(before)
  expect(await session.range('notes', { index: 'by_time', limit: 10 })).toHaveLength(1)
})

test('ST-18 a database of a higher version says both versions', async () => {
  const database = new DatabaseSync(':memory:')
  await openSqliteSession(watch(database).executor, schema)
  await expect(openSqliteSession(watch(database).executor, { ...schema, version: 2 })).rejects.toMatchObject({
    code: 'storage-schema-newer',
    details: { stored: 3, known: 2 },
  })
})

test('opening that fails closes the connection', async () => {
  const database = new DatabaseSync(':memory:')
  await openSqliteSession(watch(database).executor, schema)
  let isClosed = false
  const executor = { ...watch(database).executor, close: () => void (isClosed = true) }
  await expect(openSqliteSession(executor, { ...schema, version: 2 })).rejects.toThrow()
  expect(isClosed).toBe(true)
})
