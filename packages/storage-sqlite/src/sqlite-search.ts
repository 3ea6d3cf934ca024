import {
  ChatError,
  type Key,
  type KeyPart,
  type SearchPage,
  type SearchQuery,
  type SearchTerm,
} from '@latchkey/core/driver'
import { decodeKey, prefixBounds } from './key-encoding.js'
import { searchSql, type SearchQueries } from './search-sql.js'
import type { SqliteExecutor, SqliteRow, SqliteValue } from './sqlite-executor.js'
import type { TableSql } from './table-sql.js'

/** Up to so many matches are sorted one by one. With more, it is quicker to walk the index until a page is full. */
const mostSorted = 2_000

/** What searches a database, as a value of its own: whoever does not search carries none of it. */
export interface SqliteSearch {
  readonly sql: typeof searchSql
  readonly find: typeof searchTable
}

export const sqliteSearch: SqliteSearch = { sql: searchSql, find: searchTable }

/** Runs one search. Fails with a `SqliteError`. */
async function searchTable(executor: SqliteExecutor, table: TableSql, query: SearchQuery): Promise<SearchPage> {
  const sql = table.search
  if (!sql) throw new ChatError('internal-error', { message: `The table "${table.name}" is not searched.` })
  const queries = sql.queries.get(query.index)
  if (!queries) throw new ChatError('internal-error', { message: `The schema has no index "${query.index}".` })
  const count = async (text: string, parameters: readonly SqliteValue[]) => {
    const [row] = await executor.all({ sql: text, parameters })
    return Number(row?.['total'])
  }

  const match = toMatch(query.terms)
  const isAnywhere = query.within === undefined || query.within.length === 0
  const matches = await count(sql.countMatches, [match, isAnywhere ? Number.MAX_SAFE_INTEGER : mostSorted + 1])
  if (matches === 0) return { keys: [], total: 0 }
  const isFew = matches <= mostSorted
  const { from, to } = prefixBounds(query.within ?? [])
  const total = isAnywhere
    ? matches
    : isFew
      ? await count(queries.countFewWithin, [match, from, to])
      : await count(queries.countManyWithin, [from, to, match])
  const parts = { executor, queries, query, match, from, to, isFew, isAnywhere, total }
  return query.order === 'rank' ? ranked(parts) : newest(parts)
}

interface SearchParts {
  readonly executor: SqliteExecutor
  readonly queries: SearchQueries
  readonly query: SearchQuery
  readonly match: string
  /** The bounds of `within`. */
  readonly from: string
  readonly to: string
  readonly isFew: boolean
  readonly isAnywhere: boolean
  readonly total: number
}

async function newest({ executor, queries, query, match, from, to, isFew, total }: SearchParts): Promise<SearchPage> {
  const { limit, place } = query
  const below = place !== undefined && place < to ? place : to
  const rows = await executor.all(
    isFew
      ? { sql: queries.sortedNewest, parameters: [match, from, below, limit + 1] }
      : { sql: queries.walkedNewest, parameters: [from, below, match, limit + 1] },
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { keys: page.map(toKey), total, ...(rows.length > limit && last && { next: String(last['place']) }) }
}

async function ranked({
  executor,
  queries,
  query,
  match,
  from,
  to,
  isAnywhere,
  total,
}: SearchParts): Promise<SearchPage> {
  const { limit } = query
  const offset = toOffset(query.place)
  const rows = await executor.all(
    isAnywhere
      ? { sql: queries.ranked, parameters: [match, limit, offset] }
      : { sql: queries.rankedWithin, parameters: [match, from, to, limit, offset] },
  )
  const end = offset + rows.length
  return { keys: rows.map(toKey), total, ...(rows.length > 0 && end < total && { next: String(end) }) }
}

function toOffset(place: string | undefined): number {
  const offset = Number(place ?? 0)
  return Number.isSafeInteger(offset) && offset > 0 ? offset : 0
}

/** What FTS5 is asked. Tokens hold no quotes, so nothing in them is syntax between quotes. */
function toMatch(terms: readonly SearchTerm[]): string {
  return terms.map(toMatchTerm).join(' AND ')
}

function toMatchTerm(term: SearchTerm): string {
  switch (term.type) {
    case 'word':
      return `"${term.token}"`
    case 'prefix':
      return `"${term.token}" *`
    case 'phrase':
      return `"${term.tokens.join(' ')}"${term.isPrefix ? ' *' : ''}`
  }
}

function toKey(row: SqliteRow): readonly KeyPart[] {
  return decodeKey(String(row['key'])) satisfies Key
}
