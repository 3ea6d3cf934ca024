import type { TableSchema } from '@latchkey/core/driver'
import { encodeFieldSql } from './key-encoding.js'
import type { SearchSql, searchSql } from './search-sql.js'
import { namePrefix, quote } from './sql-names.js'

/** The texts of every statement that one table needs. They depend on its schema alone. */
export interface TableSql {
  readonly name: string
  readonly key: readonly string[]
  readonly create: string
  /** What creates each index, by the index's name in SQL. */
  readonly createIndexes: ReadonlyMap<string, string>
  readonly get: string
  readonly isPresent: string
  readonly isRevision: string
  readonly put: string
  readonly delete: string
  readonly deleteRange: string
  /** Parameters: from, to, limit. By the schema's index name; `undefined` is the key. */
  readonly ranges: ReadonlyMap<string | undefined, { readonly ascending: string; readonly descending: string }>
  /** Absent where rows carry no tokens. */
  readonly search?: SearchSql
}

/** `search`: what writes the statements of a search. Without it rows carry no tokens. */
export function tableSql({ name, key, indexes, isSearched }: TableSchema, search?: typeof searchSql): TableSql {
  const table = quote(namePrefix + name)
  const createIndexes = new Map<string, string>()
  const walks = new Map([[undefined as string | undefined, { source: table, entry: 'key' }]])
  for (const [index, fields] of Object.entries(indexes)) {
    const indexName = `${namePrefix}${name}.${index}`
    const entry = [...fields.map(encodeFieldSql), 'key'].join('||')
    createIndexes.set(indexName, `CREATE INDEX ${quote(indexName)} ON ${table}(${entry}) WHERE ${entry} IS NOT NULL`)
    walks.set(index, { source: `${table} INDEXED BY ${quote(indexName)}`, entry })
  }
  return {
    name,
    key,
    create: `CREATE TABLE ${table}(key TEXT NOT NULL UNIQUE,revision INTEGER NOT NULL,value TEXT NOT NULL)`,
    createIndexes,
    get: `SELECT key,revision,value FROM ${table} WHERE key IN (SELECT value FROM json_each(?))`,
    isPresent: `SELECT 1 FROM ${table} WHERE key=?`,
    isRevision: `SELECT 1 FROM ${table} WHERE key=? AND revision=?`,
    put:
      `INSERT INTO ${table}(key,revision,value) VALUES(?,1,?)` +
      ` ON CONFLICT(key) DO UPDATE SET revision=revision+1,value=excluded.value`,
    delete: `DELETE FROM ${table} WHERE key=?`,
    deleteRange: `DELETE FROM ${table} WHERE key>=? AND key<?`,
    ranges: new Map([...walks].map(([index, { source, entry }]) => [index, rangeSql(source, entry)])),
    ...(isSearched && search && { search: search(name, table, walks) }),
  }
}

function rangeSql(source: string, entry: string): { ascending: string; descending: string } {
  const covered = `SELECT revision,value FROM ${source} WHERE ${entry}>=? AND ${entry}<? ORDER BY ${entry}`
  return { ascending: `${covered} LIMIT ?`, descending: `${covered} DESC LIMIT ?` }
}
