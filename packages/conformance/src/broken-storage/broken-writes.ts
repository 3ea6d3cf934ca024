import {
  ChatError,
  type Key,
  type StorageBatch,
  type StorageCondition,
  type StorageDriver,
  type StorageSession,
  type StorageWrite,
} from '@latchkey/core/driver'
import { copyOf, withSessions, type BrokenStorageDriver } from './broken-storage-driver.js'
import { isSibling } from './broken-ranges.js'
import { entryKey } from './entries.js'

/** A driver that writes other batches than it was given. */
function withBatches(driver: StorageDriver, change: (batch: StorageBatch) => StorageBatch): StorageDriver {
  return withSessions(driver, (session) => ({ write: (batch) => session.write(change(batch)) }))
}

/** A driver that judges some conditions by what it remembers of the keys that were ever put. */
function withMemory(
  driver: StorageDriver,
  judge: (condition: StorageCondition, wasPut: boolean) => StorageCondition | undefined,
): StorageDriver {
  return withSessions(driver, (session, schema) => {
    const everPut = new Set<string>()
    return {
      async write(batch) {
        const conditions = (batch.conditions ?? [])
          .map((condition) => judge(condition, everPut.has(JSON.stringify([condition.table, condition.key]))))
          .filter((condition) => condition !== undefined)
        for (const write of batch.writes) {
          const table = schema.tables.find(({ name }) => name === write.table)
          if (write.type !== 'put' || !table) continue
          everPut.add(JSON.stringify([table.name, entryKey(table, undefined, write.row)]))
        }
        await session.write({ ...batch, conditions })
      },
    }
  })
}

/** Deletes of the rows whose keys a wrong prefix matches. */
async function widen(
  session: StorageSession,
  write: StorageWrite,
  keyFields: readonly string[],
): Promise<StorageWrite[]> {
  if (write.type !== 'deleteRange') return [write]
  const rows = await session.range(write.table, { limit: 1000 })
  const keys = rows.map(({ row }): Key => keyFields.map((field) => row[field] as string | number))
  return keys.filter((key) => isSibling(key, write.prefix)).map((key) => ({ type: 'delete', table: write.table, key }))
}

export const brokenWrites: readonly BrokenStorageDriver[] = [
  {
    defect: 'a put keeps the old fields that the new row lacks',
    clauses: ['ST-45'],
    wrap: (driver) =>
      withSessions(driver, (session, schema) => ({
        async write(batch) {
          const writes: StorageWrite[] = []
          for (const write of copyOf(batch).writes) {
            const table = schema.tables.find(({ name }) => name === write.table)
            if (write.type !== 'put' || !table) {
              writes.push(write)
              continue
            }
            const [old] = await session.get(table.name, [entryKey(table, undefined, write.row)])
            writes.push({ ...write, row: { ...old?.row, ...write.row } })
          }
          await session.write({ ...batch, writes })
        },
      })),
  },
  {
    defect: 'the last write of a batch takes effect first',
    clauses: ['ST-46'],
    wrap: (driver) => withBatches(driver, (batch) => ({ ...batch, writes: batch.writes.toReversed() })),
  },
  {
    defect: 'it fails to delete what is absent',
    clauses: ['ST-47'],
    wrap: (driver) =>
      withSessions(driver, (session) => ({
        async write(batch) {
          const { writes, ...rest } = copyOf(batch)
          for (const write of writes) {
            if (write.type !== 'delete') continue
            const [stored] = await session.get(write.table, [write.key])
            const isPutBefore = writes.some(({ type, table }) => type === 'put' && table === write.table)
            if (!stored && !isPutBefore) throw new ChatError('storage-failed')
          }
          await session.write({ ...rest, writes })
        },
      })),
  },
  {
    defect: 'deleteRange deletes keys that go on after the last string of the prefix',
    clauses: ['ST-48'],
    wrap: (driver) =>
      withSessions(driver, (session, schema) => ({
        async write(batch) {
          const writes: StorageWrite[] = []
          for (const write of copyOf(batch).writes) {
            const table = schema.tables.find(({ name }) => name === write.table)
            writes.push(...(await widen(session, write, table?.key ?? [])))
          }
          await session.write({ ...batch, writes })
        },
      })),
  },
  {
    defect: 'a batch whose condition fails is written all the same',
    clauses: ['ST-49', 'SE-16'],
    wrap: (driver) =>
      withSessions(driver, (session) => ({
        async write(batch) {
          const kept = copyOf(batch)
          try {
            await session.write(batch)
          } catch (error) {
            await session.write({ writes: kept.writes })
            throw error
          }
        },
      })),
  },
  {
    defect: 'a conflict does not say which condition failed',
    clauses: ['ST-50'],
    wrap: (driver) =>
      withSessions(driver, (session) => ({
        async write(batch) {
          try {
            await session.write(batch)
          } catch {
            throw new ChatError('storage-conflict')
          }
        },
      })),
  },
  {
    defect: 'a key whose row was deleted is not absent',
    clauses: ['ST-51'],
    wrap: (driver) =>
      withMemory(driver, (condition, wasPut) =>
        condition.type === 'absent' && wasPut ? { ...condition, type: 'present' } : condition,
      ),
  },
  {
    defect: 'a key whose row was deleted is present',
    clauses: ['ST-52'],
    wrap: (driver) =>
      withMemory(driver, (condition, wasPut) => (condition.type === 'present' && wasPut ? undefined : condition)),
  },
  {
    defect: 'a revision that was raised since still holds',
    clauses: ['ST-53'],
    wrap: (driver) =>
      withSessions(driver, (session) => ({
        async write(batch) {
          const { writes, conditions = [] } = copyOf(batch)
          const judged = await Promise.all(
            conditions.map(async (condition) => {
              if (condition.type !== 'revision') return condition
              const [stored] = await session.get(condition.table, [condition.key])
              return { ...condition, revision: Math.max(condition.revision, stored?.revision ?? 0) }
            }),
          )
          await session.write({ writes, conditions: judged })
        },
      })),
  },
  {
    defect: 'conditions are judged after the writes of their batch',
    clauses: ['ST-54'],
    wrap: (driver) =>
      withSessions(driver, (session, schema) => ({
        async write(batch) {
          const put = new Set(
            batch.writes.map((write) => {
              const table = schema.tables.find(({ name }) => name === write.table)
              return table && write.type === 'put' ? JSON.stringify(entryKey(table, undefined, write.row)) : undefined
            }),
          )
          const conditions = (batch.conditions ?? [])
            .filter(({ type, key }) => type !== 'present' || !put.has(JSON.stringify(key)))
            .map((condition): StorageCondition => {
              const isPut = condition.type === 'absent' && put.has(JSON.stringify(condition.key))
              return isPut ? { ...condition, type: 'present' } : condition
            })
          await session.write({ ...batch, conditions })
        },
      })),
  },
  {
    defect: 'it drops what is beyond five thousand writes',
    clauses: ['ST-55'],
    wrap: (driver) => withBatches(driver, (batch) => ({ ...batch, writes: batch.writes.slice(0, 5000) })),
  },
  {
    defect: 'it writes a batch a row at a time',
    clauses: ['ST-56'],
    wrap: (driver) =>
      withSessions(driver, (session) => ({
        async write(batch) {
          const { writes, conditions } = copyOf(batch)
          await session.write({ writes: [], ...(conditions && { conditions }) })
          for (const write of writes) await session.write({ writes: [write] })
        },
      })),
  },
]
