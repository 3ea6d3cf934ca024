import { createFilesSql, filesTable } from './sqlite-files.js'
import type { SqliteStep } from './sqlite-executor.js'
import { namePrefix, quote, searchPrefix } from './sql-names.js'
import type { TableSql } from './table-sql.js'

/** A table or an index that a database has, with the text that created it. */
export interface SchemaObject {
  readonly type: string
  readonly name: string
  readonly sql: string
}

/**
 * Yields every `SchemaObject` of ours. SQLite itself keeps the list, so it cannot be out of step with the tables. What a virtual table
 * makes for itself is not among them: it comes and goes with it.
 */
export const schemaObjectsSql =
  `SELECT type,name,sql FROM sqlite_schema WHERE name GLOB '${namePrefix}*' OR name='${filesTable}'` +
  ` OR (name GLOB '${searchPrefix}*' AND sql LIKE 'CREATE VIRTUAL TABLE%')`

/** The steps that make a database which has `objects` into one that has `tables`; none when it is one already. */
export function schemaSteps(objects: readonly SchemaObject[], tables: readonly TableSql[]): SqliteStep[] {
  const wantedTables = [
    ...tables.map((table) => ({ name: namePrefix + table.name, sql: table.create })),
    ...tables.flatMap(({ search }) => (search ? [{ name: search.name, sql: search.create }] : [])),
    { name: filesTable, sql: createFilesSql },
  ]
  const wantedIndexes = tables.flatMap((table) => [...table.createIndexes].map(([name, sql]) => ({ name, sql })))
  const wantedTableNames = new Set(wantedTables.map(({ name }) => name))
  const wantedIndexSql = new Set(wantedIndexes.map(({ sql }) => sql))
  const existingTableNames = new Set(objects.filter(({ type }) => type === 'table').map(({ name }) => name))
  const existingIndexSql = new Set(objects.filter(({ type }) => type === 'index').map(({ sql }) => sql))

  return [
    // Indexes first: those of a dropped table go with it, and could not be dropped after it. Other fields make another text, so
    // an index that changed is dropped here and created anew below, which fills it from the rows.
    ...objects
      .filter(({ type, sql }) => type === 'index' && !wantedIndexSql.has(sql))
      .map(({ name }) => ({ sql: `DROP INDEX ${quote(name)}` })),
    ...[...existingTableNames]
      .filter((name) => !wantedTableNames.has(name))
      .map((name) => ({ sql: `DROP TABLE ${quote(name)}` })),
    ...wantedTables.filter(({ name }) => !existingTableNames.has(name)).map(({ sql }) => ({ sql })),
    ...wantedIndexes.filter(({ sql }) => !existingIndexSql.has(sql)).map(({ sql }) => ({ sql })),
  ]
}
