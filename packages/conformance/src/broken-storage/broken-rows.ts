import type { JsonValue, Row, StorageBatch, StorageDriver, StoredRow } from '@latchkey/core/driver'
import { compareKeys } from '../storage/storage-model.js'
import { withSessions, type BrokenStorageDriver } from './broken-storage-driver.js'

/** A driver that puts other rows than it was given. */
function withRows(driver: StorageDriver, change: (row: Row) => Row): StorageDriver {
  return withSessions(driver, (session) => ({
    write: (batch) =>
      session.write({
        ...batch,
        writes: batch.writes.map((write) => (write.type === 'put' ? { ...write, row: change(write.row) } : write)),
      }),
  }))
}

/** A driver that answers other rows than it found, and is asked for other revisions than it was given. */
function withAnswers(
  driver: StorageDriver,
  change: (stored: StoredRow) => StoredRow,
  changeBatch: (batch: StorageBatch) => StorageBatch = (batch) => batch,
): StorageDriver {
  return withSessions(driver, (session) => ({
    get: async (table, keys) => (await session.get(table, keys)).map((stored) => stored && change(stored)),
    range: async (table, query) => (await session.range(table, query)).map(change),
    write: (batch) => session.write(changeBatch(batch)),
  }))
}

function copyOf(row: Row, replace: (value: JsonValue | undefined) => JsonValue | undefined): Row {
  return JSON.parse(JSON.stringify(row, (_, value: JsonValue | undefined) => replace(value))) as Row
}

export const brokenRows: readonly BrokenStorageDriver[] = [
  {
    defect: 'rows come in the order of their keys and not in the order asked',
    clauses: ['ST-19'],
    wrap: (driver) =>
      withSessions(driver, (session) => ({ get: (table, keys) => session.get(table, [...keys].sort(compareKeys)) })),
  },
  {
    defect: 'it finds no more than 999 rows at a time',
    clauses: ['ST-20'],
    wrap: (driver) =>
      withSessions(driver, (session) => ({
        async get(table, keys) {
          const found = await session.get(table, keys)
          return found.map((stored, index) => (index < 999 ? stored : undefined))
        },
      })),
  },
  {
    defect: 'it drops fields that are null',
    clauses: ['ST-21'],
    wrap: (driver) => withRows(driver, (row) => copyOf(row, (value) => (value === null ? undefined : value))),
  },
  {
    defect: 'fields that are undefined become null',
    clauses: ['ST-22'],
    wrap: (driver) => withRows(driver, (row) => copyOf(row, (value) => (value === undefined ? null : value))),
  },
  {
    defect: 'it reads the rows of a batch only when its turn comes',
    clauses: ['ST-23'],
    wrap: (driver) =>
      withSessions(driver, (session) => ({
        async write(batch) {
          await Promise.resolve()
          await session.write(batch)
        },
      })),
  },
  {
    defect: 'equal rows are answered with one and the same object',
    clauses: ['ST-24'],
    wrap(driver) {
      const answered = new Map<string, Row>()
      return withAnswers(driver, ({ revision, row }) => {
        const text = JSON.stringify(row)
        const shared = answered.get(text) ?? row
        answered.set(text, shared)
        return { revision, row: shared }
      })
    },
  },
  {
    defect: 'revisions begin at 0',
    clauses: ['ST-25'],
    wrap: (driver) =>
      withAnswers(
        driver,
        ({ revision, row }) => ({ revision: revision - 1, row }),
        (batch) => ({
          ...batch,
          conditions: (batch.conditions ?? []).map((condition) =>
            condition.type === 'revision' ? { ...condition, revision: condition.revision + 1 } : condition,
          ),
        }),
      ),
  },
  {
    defect: 'it never reports a raised revision',
    clauses: ['ST-26'],
    wrap: (driver) => withAnswers(driver, ({ row }) => ({ revision: 1, row })),
  },
]
