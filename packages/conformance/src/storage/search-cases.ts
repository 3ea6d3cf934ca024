import type { Key, Row, SearchQuery, SearchTerm, StorageSchema, StorageSession } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { ada, expectCode, schema as plainSchema } from './case-data.js'
import { storageCase, type StorageCase, type StorageCaseContext } from './storage-case.js'

/** The tables of the cases, of which two are searched. */
export const searchSchema: StorageSchema = {
  version: plainSchema.version,
  tables: [
    {
      name: 'notes',
      key: ['room', 'id'],
      indexes: { by_time: ['time'], by_place: ['room', 'time'] },
      isSearched: true,
    },
    { name: 'marks', key: ['id'], indexes: {}, isSearched: true },
    { name: 'plain', key: ['id'], indexes: {} },
  ],
}

const word = (token: string): SearchTerm => ({ type: 'word', token })
const prefix = (token: string): SearchTerm => ({ type: 'prefix', token })
const phrase = (...tokens: readonly string[]): SearchTerm => ({ type: 'phrase', tokens })

/** Rows with the tokens that the text's words are. */
function putTexts(table: string, rows: readonly (Row & { readonly text: string })[]) {
  return rows.map((row) => ({ type: 'put' as const, table, row, tokens: row.text.split(' ').filter(Boolean) }))
}

async function openMarks({ open }: StorageCaseContext, texts: Readonly<Record<string, string>>) {
  const session = await open({ schema: searchSchema })
  const rows = Object.entries(texts).map(([id, text]) => ({ id, text }))
  await session.write({ writes: putTexts('marks', rows) })
  return session
}

async function search(session: StorageSession, table: string, query: Partial<SearchQuery>) {
  if (!session.search) throw new Error('The session claims search and has none.')
  return session.search(table, { terms: [], order: 'newest', limit: 100, ...query })
}

/** The IDs of the marks that hold all terms, highest first. */
async function idsOf(session: StorageSession, ...terms: readonly SearchTerm[]): Promise<unknown[]> {
  return (await search(session, 'marks', { terms })).keys.map(([id]) => id)
}

/** Every page of a search, two rows each. */
async function pagesOf(session: StorageSession, table: string, query: Partial<SearchQuery>): Promise<Key[]> {
  const keys: Key[] = []
  let place: string | undefined
  do {
    const page = await search(session, table, { ...query, limit: 2, ...(place !== undefined && { place }) })
    keys.push(...page.keys)
    place = page.next
  } while (place !== undefined && keys.length < 100)
  return keys
}

function searchCase(clause: string, title: string, run: StorageCase['run']): StorageCase {
  return storageCase(clause, title, run, { needs: 'search' })
}

/** Notes 1 to 3 in rooms a, b and c, of which those with an odd number have the token; times run against the keys. */
async function openRooms({ open }: StorageCaseContext): Promise<StorageSession> {
  const session = await open({ schema: searchSchema })
  const rows = ['a', 'b', 'c', 'ab'].flatMap((room, place) =>
    [1, 2, 3].map((id) => ({ room, id, time: 100 - 10 * place - id, text: id % 2 === 1 ? 'apple' : 'pear' })),
  )
  await session.write({ writes: putTexts('notes', rows) })
  return session
}

/** What is found, and in which order. */
export const searchCases: readonly StorageCase[] = [
  searchCase('SE-01', 'a word matches whole tokens', async (context) => {
    const session = await openMarks(context, { a: 'apple', b: 'apples pear', c: 'pear apple', d: 'pineapple' })
    expect(await idsOf(session, word('apple'))).toEqual(['c', 'a'])
    expect(await idsOf(session, word('appl'))).toEqual([])
  }),

  searchCase('SE-02', 'a prefix matches the beginnings of tokens', async (context) => {
    const session = await openMarks(context, { a: 'apple', b: 'pear apples', c: 'pineapple', d: 'äpple', e: '日本 本' })
    expect(await idsOf(session, prefix('app'))).toEqual(['b', 'a'])
    expect(await idsOf(session, prefix('apple'))).toEqual(['b', 'a'])
    expect(await idsOf(session, prefix('日'))).toEqual(['e'])
  }),

  searchCase('SE-03', 'a phrase matches tokens directly after one another', async (context) => {
    const texts = { a: 'one two three', b: 'two one', c: 'one three two', d: 'three one two', e: 'one twofold' }
    const session = await openMarks(context, texts)
    expect(await idsOf(session, phrase('one', 'two'))).toEqual(['d', 'a'])
    expect(await idsOf(session, phrase('one', 'two', 'three'))).toEqual(['a'])
    expect(await idsOf(session, phrase('two'))).toEqual(['d', 'c', 'b', 'a'])
  }),

  searchCase('SE-04', 'the last token of a prefix phrase need only begin so', async (context) => {
    const session = await openMarks(context, { a: 'one two', b: 'one twofold', c: 'onefold two', d: 'one the two' })
    expect(await idsOf(session, { type: 'phrase', tokens: ['one', 'tw'], isPrefix: true })).toEqual(['b', 'a'])
    expect(await idsOf(session, { type: 'phrase', tokens: ['one', 'tw'] })).toEqual([])
  }),

  searchCase('SE-05', 'every term must hold', async (context) => {
    const session = await openMarks(context, { a: 'one two three', b: 'two three', c: 'three one', d: 'one' })
    expect(await idsOf(session, word('one'), word('three'))).toEqual(['c', 'a'])
    expect(await idsOf(session, word('one'), phrase('two', 'three'))).toEqual(['a'])
    const many = Array.from({ length: 16 }, () => word('three'))
    expect(await idsOf(session, ...many)).toEqual(['c', 'b', 'a'])
  }),

  searchCase('SE-06', 'tokens of a put replace those that the row had', async (context) => {
    const session = await openMarks(context, { a: 'one', b: 'one' })
    await session.write({ writes: putTexts('marks', [{ id: 'a', text: 'two' }]) })
    expect([await idsOf(session, word('one')), await idsOf(session, word('two'))]).toEqual([['b'], ['a']])
    await session.write({ writes: putTexts('marks', [{ id: 'b', text: '' }]) })
    expect(await idsOf(session, word('one'))).toEqual([])
  }),

  searchCase('SE-07', 'a put without tokens leaves those that the row has', async (context) => {
    const session = await openMarks(context, { a: 'one' })
    const rows = [{ id: 'a', text: 'changed' }, { id: 'b' }]
    await session.write({ writes: rows.map((row) => ({ type: 'put', table: 'marks', row })) })
    expect(await idsOf(session, word('one'))).toEqual(['a'])
    expect(await idsOf(session, word('changed'))).toEqual([])
  }),

  searchCase('SE-08', 'a deleted row is not found, nor are its tokens when it comes again', async (context) => {
    const session = await openMarks(context, { a: 'one', b: 'one', c: 'one', d: 'one two' })
    await session.write({ writes: [{ type: 'delete', table: 'marks', key: ['a'] }] })
    expect(await idsOf(session, word('one'))).toEqual(['d', 'c', 'b'])
    await session.write({ writes: [{ type: 'deleteRange', table: 'marks', prefix: ['c'] }] })
    expect(await idsOf(session, word('one'))).toEqual(['d', 'b'])
    const returned = ['a', 'c'].map((id) => ({ type: 'put' as const, table: 'marks', row: { id } }))
    await session.write({ writes: returned })
    expect(await idsOf(session, word('one'))).toEqual(['d', 'b'])
  }),

  searchCase('SE-09', 'newest is the highest key first, or the highest entry of an index', async (context) => {
    const session = await openRooms(context)
    const terms = [word('apple')]
    const byKey = (await search(session, 'notes', { terms })).keys
    const byTime = (await search(session, 'notes', { terms, index: 'by_time' })).keys
    const keys = ['c', 'b', 'ab', 'a'].flatMap((room) => [3, 1].map((id) => [room, id]))
    expect(byKey).toEqual(keys)
    expect(byTime).toEqual(['a', 'b', 'c', 'ab'].flatMap((room) => [1, 3].map((id) => [room, id])))
  }),

  searchCase('SE-10', 'within covers the entries that begin with exactly these whole parts', async (context) => {
    const session = await openRooms(context)
    const terms = [word('apple')]
    for (const order of ['newest', 'rank'] as const) {
      const inKey = await search(session, 'notes', { terms, within: ['a'], order })
      const inIndex = await search(session, 'notes', { terms, within: ['b'], index: 'by_place', order })
      expect([inKey.total, inKey.keys.toSorted()]).toEqual([2, [['a', 1], ['a', 3]]]) // prettier-ignore
      expect([inIndex.total, inIndex.keys.toSorted()]).toEqual([2, [['b', 1], ['b', 3]]]) // prettier-ignore
      expect((await search(session, 'notes', { terms, within: ['z'], order })).total).toBe(0)
    }
  }),

  searchCase('SE-11', 'pages hold every match once, up to limit each', async (context) => {
    const session = await openRooms(context)
    for (const query of [{}, { index: 'by_time' }, { order: 'rank' }, { within: ['a'] }] as const) {
      const asked = { terms: [word('apple')], ...query }
      expect(await pagesOf(session, 'notes', asked)).toEqual((await search(session, 'notes', asked)).keys)
    }
    expect((await search(session, 'notes', { terms: [word('apple')], limit: 3 })).keys).toHaveLength(3)
  }),

  searchCase('SE-12', 'the total counts the matches of every page', async (context) => {
    const session = await openRooms(context)
    const terms = [word('apple')]
    const first = await search(session, 'notes', { terms, limit: 3 })
    expect(first.total).toBe(8)
    expect((await search(session, 'notes', { terms, limit: 3, ...placeOf(first.next) })).total).toBe(8)
    expect((await search(session, 'notes', { terms, limit: 3, order: 'rank' })).total).toBe(8)
    expect(await search(session, 'notes', { terms: [word('plum')] })).toEqual({ keys: [], total: 0 })
  }),

  searchCase('SE-13', 'with newest, rows that come between two pages displace no others', async (context) => {
    const session = await openMarks(context, { a: 'one', b: 'one', c: 'one', d: 'one' })
    const first = await search(session, 'marks', { terms: [word('one')], limit: 2 })
    await session.write({ writes: putTexts('marks', [{ id: 'e', text: 'one' }]) })
    const second = await search(session, 'marks', { terms: [word('one')], limit: 2, ...placeOf(first.next) })
    expect([first.keys, second.keys]).toEqual([[['d'], ['c']], [['b'], ['a']]]) // prettier-ignore
  }),

  searchCase('SE-14', 'rank puts the row first that holds a word more often', async (context) => {
    const texts = { a: 'x one x x', b: 'one x one one', c: 'x x one one', d: 'x x x x', e: 'x y z x' }
    const session = await openMarks(context, texts)
    const { keys } = await search(session, 'marks', { terms: [word('one')], order: 'rank' })
    expect(keys).toEqual([['b'], ['c'], ['a']])
  }),

  searchCase('SE-15', 'any tokens are found as they are, many and long', async ({ open }) => {
    const session = await open({ schema: searchSchema })
    const odd = [
      'or',
      'and',
      'not',
      'near',
      '0',
      'ä',
      'a\u0308',
      'ß',
      '日本',
      '\u{1f600}',
      '\u{10ffff}',
      '\u00a0',
      '“a”',
    ]
    const long = 'ä'.repeat(64)
    const tokens = [...odd, long, ...Array.from({ length: 4096 - odd.length - 1 }, (_, index) => `t${index}`)]
    await session.write({ writes: [{ type: 'put', table: 'marks', row: { id: 1 }, tokens }] })
    for (const token of [...odd, long, 't0', `t${4096 - odd.length - 2}`]) {
      expect([token, await idsOf(session, word(token))]).toEqual([token, [1]])
    }
    expect(await idsOf(session, phrase(...tokens.slice(0, 128)))).toEqual([1])
    expect(await idsOf(session, word('ss'))).toEqual([])
  }),

  searchCase('SE-16', 'tokens are written with their batch or not at all', async (context) => {
    const session = await openMarks(context, { a: 'one' })
    const conditions = [{ type: 'present', table: 'marks', key: ['z'] }] as const
    const writes = putTexts('marks', [{ id: 'b', text: 'one' }])
    await expectCode(session.write({ conditions, writes }), 'storage-conflict')
    expect(await idsOf(session, word('one'))).toEqual(['a'])
    await session.write({ conditions: [{ ...conditions[0], key: ['a'] }], writes })
    expect(await idsOf(session, word('one'))).toEqual(['b', 'a'])
  }),

  searchCase('SE-17', 'a search finds the rows of one table of one database', async (context) => {
    const session = await openMarks(context, { a: 'one' })
    await session.write({ writes: putTexts('notes', [{ room: 'a', id: 1, text: 'one' }]) })
    expect(await idsOf(session, word('one'))).toEqual(['a'])
    expect((await search(session, 'notes', { terms: [word('one')] })).keys).toEqual([['a', 1]])
    await session.close()
    const his = await context.open({ schema: searchSchema, scope: { ...ada, userID: 'bob' } })
    expect(await idsOf(his, word('one'))).toEqual([])
  }),

  searchCase('SE-18', 'tokens are there for a later session', async (context) => {
    const session = await openMarks(context, { a: 'one', b: 'two' })
    await session.close()
    const later = await context.open({ schema: searchSchema })
    expect(await idsOf(later, word('one'))).toEqual(['a'])
    await later.write({ writes: putTexts('marks', [{ id: 'a', text: 'two' }]) })
    expect([await idsOf(later, word('one')), await idsOf(later, word('two'))]).toEqual([[], ['b', 'a']])
  }),

  searchCase('SE-19', 'rows that are there when a table becomes searched carry no tokens', async ({ open }) => {
    const tables = searchSchema.tables.map(({ name, key, indexes }) => ({ name, key, indexes }))
    const plain = await open({ schema: { version: 1, tables } })
    await plain.write({ writes: [{ type: 'put', table: 'marks', row: { id: 'a', text: 'one' } }] })
    await plain.close()
    const searched = await open({ schema: searchSchema })
    expect(await idsOf(searched, word('one'))).toEqual([])
    await searched.write({ writes: putTexts('marks', [{ id: 'a', text: 'one' }]) })
    expect(await idsOf(searched, word('one'))).toEqual(['a'])
  }),

  searchCase('SE-20', 'a table that is searched no more loses its tokens and keeps its rows', async (context) => {
    const session = await openMarks(context, { a: 'one' })
    await session.close()
    const tables = searchSchema.tables.map(({ name, key, indexes }) => ({ name, key, indexes }))
    const plain = await context.open({ schema: { version: searchSchema.version, tables } })
    expect(await plain.get('marks', [['a']])).toHaveLength(1)
    await plain.write({ writes: [{ type: 'put', table: 'marks', row: { id: 'a' } }] })
    await plain.close()
    expect(await idsOf(await context.open({ schema: searchSchema }), word('one'))).toEqual([])
  }),
]

function placeOf(next: string | undefined): { readonly place?: string } {
  return next === undefined ? {} : { place: next }
}
