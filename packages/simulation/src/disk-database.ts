import {
  ChatError,
  type StorageBatch,
  type StorageCondition,
  type StorageSchema,
  type StorageSession,
} from '@latchkey/core/driver'
import { createDiskTable, type DiskTable } from './disk-table.js'

/** The database of one user on a simulated disk, as whoever opens it reads and writes it. */
export function createDiskDatabase(schema: StorageSchema): Omit<StorageSession, 'close'> {
  const tables = new Map(schema.tables.map((table) => [table.name, createDiskTable(table)]))

  function tableOf(name: string): DiskTable {
    const table = tables.get(name)
    if (table === undefined) throw new ChatError('internal-error', { message: `There is no table ${name}.` })
    return table
  }

  function holds(condition: StorageCondition): boolean {
    const stored = tableOf(condition.table).get(condition.key)
    switch (condition.type) {
      case 'absent':
        return stored === undefined
      case 'present':
        return stored !== undefined
      case 'revision':
        return stored?.revision === condition.revision
    }
  }

  return {
    get: async (table, keys) => {
      const found = tableOf(table)
      return keys.map((key) => found.get(key))
    },
    range: async (table, query) => tableOf(table).range(query),
    async write({ conditions = [], writes }: StorageBatch) {
      for (const condition of conditions) {
        if (!holds(condition)) throw new ChatError('storage-conflict', { details: { condition } })
      }
      for (const write of writes) {
        const table = tableOf(write.table)
        if (write.type === 'put') table.put(write.row)
        else if (write.type === 'delete') table.delete(write.key)
        else table.deleteRange(write.prefix)
      }
    },
  }
}
