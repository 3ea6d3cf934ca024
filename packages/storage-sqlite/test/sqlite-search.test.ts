import type { Key, SearchQuery, StorageSchema } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { sqliteSearch } from '../src/sqlite-search.js'
import { openSqliteSession } from '../src/sqlite-session.js'
import { createSynchronousExecutor } from '../src/synchronous-executor.js'
import { tableSql } from '../src/table-sql.js'
import { openMemoryBinding } from './memory-binding.js'

const schema: StorageSchema = {
  version: 1,
  tables: [
    {
      name: 'notes',
      key: ['room', 'id'],
      indexes: { by_time: ['time'], by_place: ['room', 'time'] },
      isSearched: true,
    },
  ],
}
const [notes] = schema.tables

/** Every third row has the rare token too. Times run against the keys. */
async function openNotes(count: number) {
  const executor = createSynchronousExecutor(openMemoryBinding())
  const session = await openSqliteSession(executor, schema, sqliteSearch)
  const rows = Array.from({ length: count }, (_, id) => ({ room: id % 2 === 0 ? 'a' : 'b', id, time: count - id }))
  await session.write({
    writes: rows.map((row) => ({
      type: 'put',
      table: 'notes',
      row,
      tokens: row.id % 3 === 0 ? ['common', 'rare'] : ['common'],
    })),
  })
  const search = (query: Partial<SearchQuery>) =>
    session.search?.('notes', { terms: [{ type: 'word', token: 'common' }], order: 'newest', limit: 100, ...query })
  return { executor, session, rows, search }
}

test('SE-09 SE-10 SE-12 more matches than are sorted are found by walking, with the same order and total', async () => {
  const { rows, search } = await openNotes(3_000)
  const toKey = ({ room, id }: (typeof rows)[number]): Key => [room, id]
  expect(await search({ index: 'by_time' })).toMatchObject({ total: 3_000, keys: rows.slice(0, 100).map(toKey) })
  const inRoom = rows.filter(({ room }) => room === 'a')
  expect(await search({ index: 'by_place', within: ['a'] })).toMatchObject({
    total: 1_500,
    keys: inRoom.slice(0, 100).map(toKey),
  })
  expect(await search({ within: ['b'], order: 'rank' })).toMatchObject({ total: 1_500 })
})

test('SE-11 a walk goes on where its page ended', async () => {
  const { rows, search } = await openNotes(2_100)
  const found: Key[] = []
  let place: string | undefined
  do {
    const page = await search({ index: 'by_time', ...(place !== undefined && { place }) })
    found.push(...(page?.keys ?? []))
    place = page?.next
  } while (place !== undefined)
  expect(found).toEqual(rows.map(({ room, id }) => [room, id]))
})

test('a place that no page gave does no harm', async () => {
  const { search } = await openNotes(5)
  for (const place of ['', "'; DROP TABLE", '\u0000', '-1', '1e99', 'NaN']) {
    for (const order of ['newest', 'rank'] as const) expect((await search({ place, order }))?.total).toBe(5)
  }
})

test('no statement of a search goes over the rows of its table', async () => {
  const { executor } = await openNotes(1)
  const search = notes && tableSql(notes, sqliteSearch.sql).search
  const texts = [...(search?.queries.values() ?? [])].flatMap((queries) => Object.values<string>({ ...queries }))
  expect(texts).toHaveLength(18)
  for (const sql of [...texts, search?.putTokens, search?.deleteTokens, search?.deleteTokensOfRange]) {
    const plan = executor.all({ sql: `EXPLAIN QUERY PLAN ${String(sql)}` }).map((step) => String(step['detail']))
    expect(plan.join('\n'), sql).not.toMatch(/SCAN "?rows_notes/)
  }
})

test('an index walk with many matches reads no row that it does not answer', async () => {
  const { executor } = await openNotes(1)
  const queries = notes && tableSql(notes, sqliteSearch.sql).search?.queries.get('by_time')
  const plan = executor.all({ sql: `EXPLAIN QUERY PLAN ${String(queries?.countManyWithin)}` })
  expect(plan.map((step) => String(step['detail'])).join('\n')).toMatch(/COVERING INDEX/)
})

test('a session without the search keeps the rows and drops their tokens', async () => {
  const { executor, rows } = await openNotes(3)
  const plain = await openSqliteSession(executor, schema)
  expect(plain.search).toBeUndefined()
  await plain.write({
    writes: [{ type: 'put', table: 'notes', row: { room: 'b', id: 9, time: 0 }, tokens: ['common'] }],
  })
  expect(await plain.range('notes', { limit: 10 })).toHaveLength(rows.length + 1)
  const searching = await openSqliteSession(executor, schema, sqliteSearch)
  const terms = [{ type: 'word', token: 'common' }] as const
  expect(await searching.search?.('notes', { terms, order: 'newest', limit: 10 })).toEqual({ keys: [], total: 0 })
})
