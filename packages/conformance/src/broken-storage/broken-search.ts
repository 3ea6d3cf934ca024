import type {
  SearchPage,
  SearchQuery,
  SearchTerm,
  StorageBatch,
  StorageDriver,
  StorageSession,
  StorageWrite,
} from '@latchkey/core/driver'
import { beginsWith } from '../storage/storage-model.js'
import { copyOf, withSessions, type BrokenStorageDriver } from './broken-storage-driver.js'
import { entryKey } from './entries.js'

type Search = NonNullable<StorageSession['search']>
type Put = Extract<StorageWrite, { type: 'put' }>

function withSearches(
  driver: StorageDriver,
  answer: (search: Search, table: string, query: SearchQuery) => Promise<SearchPage>,
): StorageDriver {
  return withSessions(driver, (session) => ({
    ...(session.search && {
      search: (table, query) => answer((...asked) => session.search?.(...asked) ?? nothing(), table, query),
    }),
  }))
}

async function nothing(): Promise<SearchPage> {
  return { keys: [], total: 0 }
}

/** A driver that understands some terms as others. */
function withTerms(driver: StorageDriver, change: (term: SearchTerm) => readonly SearchTerm[]): StorageDriver {
  return withSearches(driver, (search, table, query) => search(table, { ...query, terms: query.terms.flatMap(change) }))
}

/** A driver that writes other tokens than it was given. */
function withPuts(driver: StorageDriver, change: (put: Put) => Put): StorageDriver {
  return withSessions(driver, (session) => ({
    write: (batch) =>
      session.write({ ...batch, writes: batch.writes.map((write) => (write.type === 'put' ? change(write) : write)) }),
  }))
}

interface Remembered {
  readonly tokens: readonly string[]
  readonly isDeleted: boolean
}

/** A driver that gives a put other tokens because of those that its key had. */
function withMemory(
  driver: StorageDriver,
  change: (tokens: Put['tokens'], had: Remembered | undefined) => Put['tokens'],
): StorageDriver {
  return withSessions(driver, (session, schema) => {
    const memory = new Map<string, Remembered>()
    const remember = (write: StorageWrite): StorageWrite => {
      const table = schema.tables.find(({ name }) => name === write.table)
      if (!table?.isSearched) return write
      if (write.type !== 'put') {
        const prefix = write.type === 'delete' ? write.key : write.prefix
        for (const [name, had] of memory) {
          const [ofTable, ...key] = JSON.parse(name) as [string, ...(string | number)[]]
          if (ofTable === table.name && beginsWith(key, prefix)) memory.set(name, { ...had, isDeleted: true })
        }
        return write
      }
      const name = JSON.stringify([table.name, ...entryKey(table, undefined, write.row)])
      const tokens = change(write.tokens, memory.get(name))
      if (tokens) memory.set(name, { tokens, isDeleted: false })
      return { ...write, ...(tokens && { tokens }) }
    }
    return { write: (batch) => session.write({ ...batch, writes: copyOf(batch).writes.map(remember) }) }
  })
}

/** A driver that does something to the rows of its searched tables whenever it opens them. */
function withOpening(driver: StorageDriver, change: (put: Put) => Put | undefined): StorageDriver {
  return {
    ...driver,
    async open(scope, schema) {
      const session = await driver.open(scope, schema)
      for (const { name, isSearched } of schema.tables) {
        const rows = isSearched ? await session.range(name, { limit: 1000 }) : []
        await session.write({
          writes: rows.flatMap(({ row }) => change({ type: 'put', table: name, row }) ?? []),
        })
      }
      return session
    },
  }
}

async function writeTokensAnyway(session: StorageSession, batch: StorageBatch): Promise<void> {
  try {
    await session.write(batch)
  } catch (error) {
    await session.write({ writes: batch.writes.filter((write) => write.type === 'put' && write.tokens) })
    throw error
  }
}

export const brokenSearch: readonly BrokenStorageDriver[] = [
  {
    defect: 'a word finds every token that begins with it',
    clauses: ['SE-01'],
    wrap: (driver) => withTerms(driver, (term) => [term.type === 'word' ? { ...term, type: 'prefix' } : term]),
  },
  {
    defect: 'a prefix finds whole tokens only',
    clauses: ['SE-02'],
    wrap: (driver) => withTerms(driver, (term) => [term.type === 'prefix' ? { ...term, type: 'word' } : term]),
  },
  {
    defect: 'a phrase finds its tokens anywhere in the row',
    clauses: ['SE-03'],
    wrap: (driver) =>
      withTerms(driver, (term) =>
        term.type === 'phrase' && !term.isPrefix
          ? term.tokens.map((token): SearchTerm => ({ type: 'word', token }))
          : [term],
      ),
  },
  {
    defect: 'the last token of a prefix phrase must be whole',
    clauses: ['SE-04'],
    wrap: (driver) => withTerms(driver, (term) => [term.type === 'phrase' ? { ...term, isPrefix: false } : term]),
  },
  {
    defect: 'terms behind the first are not looked at',
    clauses: ['SE-05'],
    wrap: (driver) =>
      withSearches(driver, (search, table, query) => search(table, { ...query, terms: query.terms.slice(0, 1) })),
  },
  {
    defect: 'a put adds its tokens to those that were there',
    clauses: ['SE-06'],
    wrap: (driver) =>
      withMemory(driver, (tokens, had) => tokens && [...(had?.isDeleted === false ? had.tokens : []), ...tokens]),
  },
  {
    defect: 'a put without tokens takes away those that were there',
    clauses: ['SE-07'],
    wrap: (driver) => withPuts(driver, (put) => ({ ...put, tokens: put.tokens ?? [] })),
  },
  {
    defect: 'a row that comes again has the tokens of the one that was deleted',
    clauses: ['SE-08'],
    wrap: (driver) => withMemory(driver, (tokens, had) => tokens ?? (had?.isDeleted ? had.tokens : undefined)),
  },
  {
    defect: 'newest is the order of the key, whatever the index',
    clauses: ['SE-09'],
    wrap: (driver) =>
      withSearches(driver, (search, table, { index, ...query }) =>
        search(table, query.within && index !== undefined ? { ...query, index } : query),
      ),
  },
  {
    defect: 'within is not looked at',
    clauses: ['SE-10'],
    wrap: (driver) => withSearches(driver, (search, table, { within: _within, ...query }) => search(table, query)),
  },
  {
    defect: 'every page of a ranking is the first',
    clauses: ['SE-11'],
    wrap: (driver) =>
      withSearches(driver, (search, table, { place, ...query }) =>
        search(table, query.order === 'newest' && place !== undefined ? { ...query, place } : query),
      ),
  },
  {
    defect: 'the total counts the page',
    clauses: ['SE-12'],
    wrap: (driver) =>
      withSearches(driver, async (search, table, query) => {
        const page = await search(table, query)
        return { ...page, total: page.keys.length }
      }),
  },
  {
    defect: 'pages are counted from the newest row that there is by then',
    clauses: ['SE-13'],
    wrap: (driver) =>
      withSearches(driver, async (search, table, { place, ...query }) => {
        const { keys, total } = await search(table, { ...query, limit: 100 })
        const start = Number(place ?? 0)
        const end = start + query.limit
        return { keys: keys.slice(start, end), total, ...(end < total && { next: String(end) }) }
      }),
  },
  {
    defect: 'a ranking is the order of the newest',
    clauses: ['SE-14'],
    wrap: (driver) => withSearches(driver, (search, table, query) => search(table, { ...query, order: 'newest' })),
  },
  {
    defect: 'long tokens are cut',
    clauses: ['SE-15'],
    wrap: (driver) =>
      withPuts(driver, ({ tokens, ...put }) => ({
        ...put,
        ...(tokens && { tokens: tokens.map((token) => token.slice(0, 63)) }),
      })),
  },
  {
    defect: 'tokens of a batch that is refused are written',
    clauses: ['SE-16'],
    wrap: (driver) =>
      withSessions(driver, (session) => ({ write: (batch) => writeTokensAnyway(session, copyOf(batch)) })),
  },
  {
    defect: 'the tables share one index',
    clauses: ['SE-17'],
    wrap: (driver) =>
      withSearches(driver, async (search, table, query) => {
        const page = await search(table, query)
        if (table !== 'marks') return page
        const others = await search('notes', query)
        return { ...page, keys: [...page.keys, ...others.keys], total: page.total + others.total }
      }),
  },
  {
    defect: 'tokens are forgotten when the database is opened again',
    clauses: ['SE-18'],
    wrap: (driver) => withOpening(driver, (put) => ({ ...put, tokens: [] })),
  },
  {
    defect: 'it makes tokens itself of rows that have none',
    clauses: ['SE-19'],
    wrap: (driver) =>
      withOpening(driver, (put) => {
        const text = put.row['text']
        return typeof text === 'string' ? { ...put, tokens: text.split(' ') } : undefined
      }),
  },
  {
    defect: 'tokens stay when their table is searched no more',
    clauses: ['SE-20'],
    wrap: (driver) => ({
      ...driver,
      open: (scope, schema) =>
        driver.open(scope, { ...schema, tables: schema.tables.map((table) => ({ ...table, isSearched: true })) }),
    }),
  },
]
