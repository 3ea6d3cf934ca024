import { searchPrefix } from './sql-names.js'

/** The texts of every statement that searching one table needs, and their parameters. */
export interface SearchSql {
  /** The name of the virtual table. */
  readonly name: string
  readonly create: string
  /** Gives a row its tokens in place of those it had. Parameters: tokens, key. */
  readonly putTokens: string
  /** Takes a row's tokens away. Parameters: key. */
  readonly deleteTokens: string
  /** Takes the tokens of a range of rows away. Parameters: from, to. */
  readonly deleteTokensOfRange: string
  /** How many rows match, up to a number. Parameters: match, number. */
  readonly countMatches: string
  /** By the schema's index name; `undefined` is the key. */
  readonly queries: ReadonlyMap<string | undefined, SearchQueries>
}

/** How a search reads one walk. `match` is what FTS5 is asked; the others are bounds of entries. */
export interface SearchQueries {
  /** Few matches, each looked up and sorted. Parameters: match, from, to, limit. */
  readonly sortedNewest: string
  /** Many matches: the index is walked from its end. Parameters: from, to, match, limit. */
  readonly walkedNewest: string
  /** Parameters: match, from, to. */
  readonly countFewWithin: string
  /** Parameters: from, to, match. */
  readonly countManyWithin: string
  /** Parameters: match, limit, offset. */
  readonly ranked: string
  /** Parameters: match, from, to, limit, offset. */
  readonly rankedWithin: string
}

/**
 * `table` is the quoted name of the rows' table; `walks` gives the source and the entry of each of its walks. A row's tokens lie under its
 * rowid, and nowhere else: FTS5 is asked which rows match, the rows themselves and their order are those of the table. The `ascii` tokenizer
 * parts tokens at spaces and changes none, since they hold no other ASCII than lower-case letters and digits. A rowid stays while its row does:
 * VACUUM, which may renumber them, is never run.
 */
export function searchSql(
  tableName: string,
  table: string,
  walks: ReadonlyMap<string | undefined, { readonly source: string; readonly entry: string }>,
): SearchSql {
  const name = searchPrefix + tableName
  const search = `"${name}"`
  const matching = `SELECT rowid FROM ${search} WHERE tokens MATCH ?`
  const queries = new Map<string | undefined, SearchQueries>()
  for (const [index, { source, entry }] of walks) {
    const within = `${entry}>=? AND ${entry}<?`
    // The unary plus keeps SQLite from walking the index: it begins with the matches.
    const few = `FROM ${search} CROSS JOIN ${table} ON ${table}.rowid=${search}.rowid WHERE tokens MATCH ? AND +${entry}>=? AND +${entry}<?`
    const many = `FROM ${source} WHERE ${within} AND rowid IN (${matching})`
    queries.set(index, {
      sortedNewest: `SELECT key,${entry} AS place ${few} ORDER BY place DESC LIMIT ?`,
      walkedNewest: `SELECT key,${entry} AS place ${many} ORDER BY ${entry} DESC LIMIT ?`,
      countFewWithin: `SELECT count(*) AS total ${few}`,
      countManyWithin: `SELECT count(*) AS total ${many}`,
      ranked: rankedSql(matching, search, table),
      rankedWithin: rankedSql(`${matching} AND rowid IN (SELECT rowid FROM ${source} WHERE ${within})`, search, table),
    })
  }
  return {
    name,
    create: `CREATE VIRTUAL TABLE ${search} USING fts5(tokens,content='',contentless_delete=1,tokenize='ascii')`,
    putTokens: `INSERT OR REPLACE INTO ${search}(rowid,tokens) SELECT rowid,? FROM ${table} WHERE key=?`,
    deleteTokens: `DELETE FROM ${search} WHERE rowid=(SELECT rowid FROM ${table} WHERE key=?)`,
    deleteTokensOfRange: `DELETE FROM ${search} WHERE rowid IN (SELECT rowid FROM ${table} WHERE key>=? AND key<?)`,
    countMatches: `SELECT count(*) AS total FROM (${matching} LIMIT ?)`,
    queries,
  }
}

// The rows are looked up when the page is cut out, and not for every match.
function rankedSql(matching: string, search: string, table: string): string {
  const scored = matching.replace('SELECT rowid', `SELECT rowid,bm25(${search}) AS score`)
  const page = `${scored} ORDER BY score,rowid DESC LIMIT ? OFFSET ?`
  return `SELECT (SELECT key FROM ${table} WHERE rowid=page.rowid) AS key FROM (${page}) AS page ORDER BY page.score,page.rowid DESC`
}
