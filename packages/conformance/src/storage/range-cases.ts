import type { StorageSession } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { fieldOf, putAll, rowsOf } from './case-data.js'
import { storageCase, type StorageCase, type StorageCaseContext } from './storage-case.js'

/** Marks 10, 20, 30, 40, 50. */
async function openTens({ open }: StorageCaseContext): Promise<StorageSession> {
  const session = await open()
  await putAll(session, 'marks', rowsOf([10, 20, 30, 40, 50]))
  return session
}

/** Notes 10 and 20 in rooms a, b and c; their texts are a10, a20, b10 … */
async function openRooms({ open }: StorageCaseContext): Promise<StorageSession> {
  const session = await open()
  const rows = ['a', 'b', 'c'].flatMap((room) => [10, 20].map((id) => ({ room, id, text: `${room}${id}` })))
  await putAll(session, 'notes', rows)
  return session
}

/** Which rows a range over a table's key covers. */
export const rangeCases: readonly StorageCase[] = [
  storageCase('ST-31', 'a prefix matches whole key parts', async ({ open }) => {
    const session = await open()
    const rooms = ['roo', 'room', 'room!', 'room2', 'rooms', 1, 10, 12, 2]
    await putAll(
      session,
      'notes',
      rooms.map((room) => ({ room, id: 1 })),
    )

    expect(fieldOf('room', await session.range('notes', { prefix: ['room'], limit: 10 }))).toEqual(['room'])
    expect(fieldOf('room', await session.range('notes', { prefix: [1], limit: 10 }))).toEqual([1])
    expect(fieldOf('room', await session.range('notes', { prefix: ['room', 1], limit: 10 }))).toEqual(['room'])
    expect(await session.range('notes', { prefix: ['ro'], limit: 10 })).toEqual([])
    expect(await session.range('notes', { prefix: [], limit: 10 })).toHaveLength(9)
  }),

  storageCase('ST-32', 'from is inclusive', async (context) => {
    const session = await openTens(context)
    expect(fieldOf('id', await session.range('marks', { from: [30], limit: 10 }))).toEqual([30, 40, 50])
    expect(fieldOf('id', await session.range('marks', { from: [31], limit: 10 }))).toEqual([40, 50])
  }),

  storageCase('ST-33', 'to is exclusive', async (context) => {
    const session = await openTens(context)
    expect(fieldOf('id', await session.range('marks', { to: [30], limit: 10 }))).toEqual([10, 20])
    expect(fieldOf('id', await session.range('marks', { to: [31], limit: 10 }))).toEqual([10, 20, 30])
  }),

  storageCase('ST-34', 'a from of fewer parts covers every key that begins with it', async (context) => {
    const session = await openRooms(context)
    expect(fieldOf('text', await session.range('notes', { from: ['b'], limit: 10 }))).toEqual([
      'b10',
      'b20',
      'c10',
      'c20',
    ])
    expect(await session.range('notes', { from: [], limit: 10 })).toHaveLength(6)
  }),

  storageCase('ST-35', 'a to of fewer parts excludes every key that begins with it', async (context) => {
    const session = await openRooms(context)
    expect(fieldOf('text', await session.range('notes', { to: ['b'], limit: 10 }))).toEqual(['a10', 'a20'])
    expect(await session.range('notes', { to: [], limit: 10 })).toEqual([])
  }),

  storageCase('ST-36', 'reverse gives the highest key first, and from and to keep their meaning', async (context) => {
    const session = await openTens(context)
    const reversed = { reverse: true, limit: 10 }
    expect(fieldOf('id', await session.range('marks', reversed))).toEqual([50, 40, 30, 20, 10])
    expect(fieldOf('id', await session.range('marks', { ...reversed, from: [15] }))).toEqual([50, 40, 30, 20])
    expect(fieldOf('id', await session.range('marks', { ...reversed, to: [45] }))).toEqual([40, 30, 20, 10])
    expect(fieldOf('id', await session.range('marks', { ...reversed, from: [15], to: [45] }))).toEqual([40, 30, 20])
  }),

  storageCase('ST-37', 'limit keeps the first rows of the direction, a thousand at most', async ({ open }) => {
    const session = await open()
    const numbers = Array.from({ length: 1001 }, (_, index) => index * 10)
    await putAll(session, 'marks', rowsOf(numbers))

    expect(fieldOf('id', await session.range('marks', { limit: 1 }))).toEqual([0])
    expect(fieldOf('id', await session.range('marks', { from: [45], limit: 3 }))).toEqual([50, 60, 70])
    expect(fieldOf('id', await session.range('marks', { reverse: true, limit: 2 }))).toEqual([10_000, 9990])
    expect(fieldOf('id', await session.range('marks', { limit: 1000 }))).toEqual(numbers.slice(0, 1000))
  }),

  storageCase('ST-38', 'prefix, from and to hold together', async (context) => {
    const session = await openRooms(context)
    const inRoom = { prefix: ['b'], limit: 10 }
    expect(fieldOf('text', await session.range('notes', { ...inRoom, from: ['b', 15] }))).toEqual(['b20'])
    expect(fieldOf('text', await session.range('notes', { ...inRoom, from: ['a', 15] }))).toEqual(['b10', 'b20'])
    expect(await session.range('notes', { ...inRoom, from: ['c', 5] })).toEqual([])
    expect(fieldOf('text', await session.range('notes', { ...inRoom, to: ['b', 15] }))).toEqual(['b10'])
    expect(fieldOf('text', await session.range('notes', { ...inRoom, to: ['c', 15] }))).toEqual(['b10', 'b20'])
    expect(await session.range('notes', { ...inRoom, to: ['a', 25] })).toEqual([])
  }),

  storageCase('ST-39', 'a range that covers nothing is empty', async (context) => {
    const session = await openTens(context)
    expect(await session.range('marks', { from: [41], to: [49], limit: 10 })).toEqual([])
    expect(await session.range('marks', { from: [45], to: [15], limit: 10 })).toEqual([])
    expect(await session.range('marks', { prefix: [11], limit: 10 })).toEqual([])
  }),
]
