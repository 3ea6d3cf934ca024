import type { KeyPart } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { allOf, fieldOf, keysOf, putAll, rowsOf } from './case-data.js'
import { storageCase, type StorageCase, type StorageCaseContext } from './storage-case.js'

const numbers = [
  Number.MIN_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER + 1,
  -(2 ** 32),
  -256,
  -10,
  -9,
  -1,
  0,
  1,
  2,
  9,
  10,
  100,
  255,
  256,
  2 ** 31,
  2 ** 32,
  Number.MAX_SAFE_INTEGER - 1,
  Number.MAX_SAFE_INTEGER,
]
const strings = [
  '',
  ' ',
  '!',
  '"',
  '%',
  '*',
  '0',
  '10',
  '9',
  'A',
  'B',
  '_',
  'a',
  'a ',
  'a!',
  'aa',
  'ab',
  'b',
  '~',
  '~~',
]
const longest = ['a'.repeat(255), 'a'.repeat(256), `${'a'.repeat(255)}b`]

const pairsOfNumbers = [
  [1, 23],
  [2, 1],
  [12, 3],
] as const
const pairsOfStrings = [
  ['', 'a'],
  ['a', ''],
  ['a', 'b,c'],
  ['a', 'bc'],
  ['a ', 'b'],
  ['a,b', 'c'],
  ['ab', ''],
  ['ab', 'c'],
] as const

/** Puts keys of one part, the last first, and expects them back in order. */
async function expectOrder({ open }: StorageCaseContext, parts: readonly KeyPart[]): Promise<void> {
  const session = await open()
  await putAll(session, 'marks', rowsOf(parts.toReversed()))

  expect(fieldOf('id', await allOf(session, 'marks'))).toEqual(parts)
  expect(fieldOf('id', await session.get('marks', keysOf(parts)))).toEqual(parts)
}

/** In which order keys are, and that no two of them are one. */
export const keyCases: readonly StorageCase[] = [
  storageCase('ST-27', 'numbers sort by value', (context) => expectOrder(context, numbers)),

  storageCase('ST-28', 'strings sort by byte', (context) => expectOrder(context, [...strings, ...longest].sort())),

  storageCase('ST-29', 'numbers sort before strings', (context) => expectOrder(context, [2, 3, '', '1', '2', 'a'])),

  storageCase('ST-30', 'keys are compared part by part', async ({ open }) => {
    for (const keys of [pairsOfNumbers, pairsOfStrings]) {
      const session = await open()
      await session.write({ writes: [{ type: 'deleteRange', table: 'notes', prefix: [] }] })
      const rows = keys.map(([room, id]) => ({ room, id }))
      await putAll(session, 'notes', rows.toReversed())
      const stored = await allOf(session, 'notes')
      await session.close()

      expect(stored.map(({ row }) => row)).toEqual(rows)
    }
  }),
]
