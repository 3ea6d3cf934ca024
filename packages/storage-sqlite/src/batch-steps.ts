import { ChatError, type StorageBatch, type StorageCondition, type StorageWrite } from '@latchkey/core/driver'
import { encodeKey, prefixBounds } from './key-encoding.js'
import type { SqliteStep } from './sqlite-executor.js'
import type { TableSql } from './table-sql.js'

/** A batch as the steps of one transaction. Its conditions come first and in order, so a check's index is its condition's. */
export function batchSteps(
  tables: ReadonlyMap<string, TableSql>,
  { conditions = [], writes }: StorageBatch,
): SqliteStep[] {
  return [
    ...conditions.map((condition) => conditionStep(tableOf(tables, condition.table), condition)),
    ...writes.map((write) => writeStep(tableOf(tables, write.table), write)),
  ]
}

function conditionStep(table: TableSql, condition: StorageCondition): SqliteStep {
  const key = encodeKey(condition.key)
  switch (condition.type) {
    case 'absent':
      return { sql: table.isPresent, parameters: [key], expectedRows: 0 }
    case 'present':
      return { sql: table.isPresent, parameters: [key], expectedRows: 1 }
    case 'revision':
      return { sql: table.isRevision, parameters: [key, condition.revision], expectedRows: 1 }
  }
}

function writeStep(table: TableSql, write: StorageWrite): SqliteStep {
  switch (write.type) {
    case 'put': {
      const key = table.key.map((field) => write.row[field] as string | number)
      return { sql: table.put, parameters: [encodeKey(key), JSON.stringify(write.row)] }
    }
    case 'delete':
      return { sql: table.delete, parameters: [encodeKey(write.key)] }
    case 'deleteRange': {
      const { from, to } = prefixBounds(write.prefix)
      return { sql: table.deleteRange, parameters: [from, to] }
    }
  }
}

export function tableOf(tables: ReadonlyMap<string, TableSql>, name: string): TableSql {
  const table = tables.get(name)
  if (!table) throw new ChatError('internal-error', { message: `The schema has no table "${name}".` })
  return table
}
