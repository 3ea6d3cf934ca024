import type { JsonValue, Row } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { allOf, fieldOf, keysOf, put, putAll, rowsOf } from './case-data.js'
import { storageCase, type StorageCase } from './storage-case.js'

const everyKindOfValue: Row = {
  id: 1,
  nothing: null,
  yes: true,
  no: false,
  zero: 0,
  fraction: -0.1,
  large: Number.MAX_VALUE,
  tiny: Number.MIN_VALUE,
  safe: Number.MIN_SAFE_INTEGER,
  empty: '',
  text: 'quote " backslash \\ newline \n null \u0000 é 漢 👩‍👩‍👧 \u202e',
  halfOfAPair: '\ud83d',
  list: [1, [], [null, 'a', { deep: [true] }]],
  record: { '': 1, 'a.b': 2, "it's": 3, constructor: 4, nested: { list: [{}] } },
}

/** Rows, and the numbers beside them. */
export const rowCases: readonly StorageCase[] = [
  storageCase('ST-19', 'rows come in the order asked, undefined for absent ones', async ({ open }) => {
    const session = await open()
    await putAll(session, 'marks', rowsOf([1, 2, 'a']))

    const found = await session.get('marks', keysOf(['a', 9, 2, 'b', 1, 2]))
    expect(fieldOf('id', found)).toEqual(['a', undefined, 2, undefined, 1, 2])
  }),

  storageCase('ST-20', 'one call gets a thousand rows', async ({ open }) => {
    const session = await open()
    const numbers = Array.from({ length: 1000 }, (_, index) => index)
    await putAll(session, 'marks', rowsOf(numbers))

    expect(fieldOf('id', await session.get('marks', keysOf(numbers)))).toEqual(numbers)
  }),

  storageCase('ST-21', 'a row reads back as it was written, whatever JSON it holds', async ({ open }) => {
    const session = await open()
    const long: Row = { id: 2, text: 'é'.repeat(500_000), list: Array.from({ length: 10_000 }, (_, index) => index) }
    await putAll(session, 'marks', [everyKindOfValue, long])

    const stored = await session.get('marks', [[1], [2]])
    expect(stored.map((found) => found?.row)).toEqual([everyKindOfValue, long])
  }),

  storageCase('ST-22', 'a field that is undefined is absent', async ({ open }) => {
    const session = await open()
    await putAll(session, 'marks', [{ id: 1, gone: undefined, record: { gone: undefined, kept: 1 } }])

    const [stored] = await session.get('marks', [[1]])
    expect(Object.keys(stored?.row ?? {})).toEqual(['id', 'record'])
    expect(stored?.row['record']).toStrictEqual({ kept: 1 })
  }),

  storageCase('ST-23', 'a row that is changed after it was put changes nothing stored', async ({ open }) => {
    const session = await open()
    const list: JsonValue[] = ['written']
    const row = { id: 1, list }
    const writing = session.write({ writes: [put('marks', row)] })
    list.push('too late')
    await writing
    list.push('later still')

    expect(fieldOf('list', await session.get('marks', [[1]]))).toEqual([['written']])
  }),

  storageCase('ST-24', 'a returned row is the caller’s own', async ({ open }) => {
    const session = await open()
    await putAll(session, 'marks', [{ id: 1, list: ['written'] }])
    const gotten = await session.get('marks', [[1], [1]])
    const ranged = await allOf(session, 'marks')
    for (const stored of [...gotten, ...ranged]) {
      expect(stored?.row['list']).toEqual(['written'])
      ;(stored?.row['list'] as string[]).push('changed')
    }

    expect(fieldOf('list', await session.get('marks', [[1]]))).toEqual([['written']])
    expect(fieldOf('list', await allOf(session, 'marks'))).toEqual([['written']])
  }),

  storageCase('ST-25', 'the first put of a key gives it revision 1', async ({ open }) => {
    const session = await open()
    await putAll(session, 'marks', [{ id: 1 }, { id: 2 }])

    expect((await session.get('marks', [[1]]))[0]?.revision).toBe(1)
    expect((await allOf(session, 'marks')).map(({ revision }) => revision)).toEqual([1, 1])
  }),

  storageCase('ST-26', 'every further put raises the revision of its key alone', async ({ open }) => {
    const session = await open()
    const revisions: number[] = []
    await putAll(session, 'marks', [{ id: 1 }, { id: 2 }])
    const [, untouched] = await allOf(session, 'marks')
    for (const rows of [[{ id: 1 }], [{ id: 1 }], [{ id: 1 }, { id: 1 }]]) {
      revisions.push((await session.get('marks', [[1]]))[0]?.revision ?? 0)
      await putAll(session, 'marks', rows)
    }
    const [first = 0, second = 0, third = 0] = revisions
    const [touched, other] = await allOf(session, 'marks')

    expect(second).toBeGreaterThan(first)
    expect(third).toBeGreaterThan(second)
    expect(touched?.revision).toBeGreaterThan(third + 1)
    expect(other).toEqual(untouched)
  }),
]
