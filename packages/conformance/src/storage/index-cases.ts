import type { Row, StorageSession } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { fieldOf, putAll } from './case-data.js'
import { storageCase, type StorageCase, type StorageCaseContext } from './storage-case.js'

async function openNotes({ open }: StorageCaseContext, rows: readonly Row[]): Promise<StorageSession> {
  const session = await open()
  await putAll(session, 'notes', rows)
  return session
}

async function byTime(session: StorageSession): Promise<unknown[]> {
  return fieldOf('id', await session.range('notes', { index: 'by_time', limit: 100 }))
}

async function byAuthor(session: StorageSession): Promise<unknown[]> {
  return fieldOf('id', await session.range('notes', { index: 'by_author', limit: 100 }))
}

/** What indexes hold, and ranges over them. */
export const indexCases: readonly StorageCase[] = [
  storageCase('ST-40', 'an index is in the order of its fields, ties in the order of the key', async (context) => {
    const session = await openNotes(context, [
      { room: 'b', id: 1, author: 'ada', time: 20 },
      { room: 'a', id: 3, author: 'bob', time: 20 },
      { room: 'a', id: 2, author: 'bob', time: 20 },
      { room: 'c', id: 4, author: 'bob', time: 10 },
    ])
    expect(await byTime(session)).toEqual([4, 2, 3, 1])
    expect(await byAuthor(session)).toEqual([1, 4, 2, 3])
    const reversed = await session.range('notes', { index: 'by_time', reverse: true, limit: 10 })
    expect(fieldOf('id', reversed)).toEqual([1, 3, 2, 4])
  }),

  storageCase('ST-41', 'a row that lacks a field of an index is not in it', async (context) => {
    const session = await openNotes(context, [
      { room: 'a', id: 1, time: 10 },
      { room: 'a', id: 2, author: 'ada' },
      { room: 'a', id: 3, author: 'ada', time: undefined },
      { room: 'a', id: 4, author: '', time: 0 },
    ])
    expect(await byTime(session)).toEqual([4, 1])
    expect(await byAuthor(session)).toEqual([4])
  }),

  storageCase('ST-42', 'a row that is put again is in an index once, at its new place', async (context) => {
    const session = await openNotes(context, [
      { room: 'a', id: 1, time: 10 },
      { room: 'a', id: 2, time: 20 },
      { room: 'a', id: 3, time: 30 },
    ])
    await putAll(session, 'notes', [{ room: 'a', id: 1, time: 25 }])
    expect(await byTime(session)).toEqual([2, 1, 3])
  }),

  storageCase('ST-43', 'a deleted row is in no index', async (context) => {
    const session = await openNotes(context, [
      { room: 'a', id: 1, time: 10 },
      { room: 'a', id: 2, time: 20 },
      { room: 'b', id: 3, time: 30 },
    ])
    await session.write({ writes: [{ type: 'delete', table: 'notes', key: ['a', 1] }] })
    expect(await byTime(session)).toEqual([2, 3])
    await session.write({ writes: [{ type: 'deleteRange', table: 'notes', prefix: ['b'] }] })
    expect(await byTime(session)).toEqual([2])
  }),

  storageCase('ST-44', 'bounds of an index are compared with its fields followed by the key', async (context) => {
    const session = await openNotes(context, [
      { room: 'a', id: 1, time: 10 },
      { room: 'b', id: 2, time: 10 },
      { room: 'c', id: 3, time: 10 },
      { room: 'a', id: 4, time: 20 },
    ])
    const index = { index: 'by_time', limit: 10 }
    expect(fieldOf('id', await session.range('notes', { ...index, prefix: [10] }))).toEqual([1, 2, 3])
    expect(fieldOf('id', await session.range('notes', { ...index, prefix: [10, 'b'] }))).toEqual([2])
    expect(fieldOf('id', await session.range('notes', { ...index, from: [10, 'b'] }))).toEqual([2, 3, 4])
    expect(fieldOf('id', await session.range('notes', { ...index, from: [10, 'b', 5] }))).toEqual([3, 4])
    expect(fieldOf('id', await session.range('notes', { ...index, to: [10, 'b', 5] }))).toEqual([1, 2])
    expect(fieldOf('id', await session.range('notes', { ...index, to: [20, 'A'] }))).toEqual([1, 2, 3])
  }),
]
