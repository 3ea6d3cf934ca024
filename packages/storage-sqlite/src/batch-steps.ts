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
    ...writes.flatMap((write) => writeSteps(tableOf(tables, write.table), write)),
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

function writeSteps(table: TableSql, write: StorageWrite): readonly SqliteStep[] {
  const { search } = table
  switch (write.type) {
    case 'put': {
      const key = encodeKey(table.key.map((field) => write.row[field] as string | number))
      const step = { sql: table.put, parameters: [key, JSON.stringify(write.row)] }
      const { tokens } = write
      if (!search || !tokens) return [step]
      return tokens.length === 0
        ? [step, { sql: search.deleteTokens, parameters: [key] }]
        : [step, { sql: search.putTokens, parameters: [tokens.join(' '), key] }]
    }
    case 'delete': {
      const parameters = [encodeKey(write.key)]
      return [...(search ? [{ sql: search.deleteTokens, parameters }] : []), { sql: table.delete, parameters }]
    }
    case 'deleteRange': {
      const { from, to } = prefixBounds(write.prefix)
      const parameters = [from, to]
      return [
        ...(search ? [{ sql: search.deleteTokensOfRange, parameters }] : []),
        { sql: table.deleteRange, parameters },
      ]
    }
  }
}

export function tableOf(tables: ReadonlyMap<string, TableSql>, name: string): TableSql {
  const table = tables.get(name)
  if (!table) throw new ChatError('internal-error', { message: `The schema has no table "${name}".` })
  return table
}
