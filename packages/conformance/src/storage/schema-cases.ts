import type { StorageSchema } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { allOf, expectCode, fieldOf, put, putAll, schema } from './case-data.js'
import { storageCase, type StorageCase } from './storage-case.js'

const notesKey = ['room', 'id']
const marks = { name: 'marks', key: ['id'], indexes: {} }

function version(number: number, ...tables: StorageSchema['tables']): StorageSchema {
  return { version: number, tables }
}

/** Tables and indexes that come, go and change between one open and the next. */
export const schemaCases: readonly StorageCase[] = [
  storageCase('ST-14', 'a new table is added beside the rows that are there', async ({ open }) => {
    const before = await open({ schema: version(1, marks) })
    await before.write({ writes: [put('marks', { id: 'a' })] })
    await before.close()

    const after = await open({ schema: version(2, marks, { name: 'notes', key: notesKey, indexes: {} }) })
    await after.write({ writes: [put('notes', { room: 'r', id: 1 })] })
    expect(fieldOf('id', await allOf(after, 'notes'))).toEqual([1])
    expect(fieldOf('id', await allOf(after, 'marks'))).toEqual(['a'])
  }),

  storageCase('ST-15', 'a table that is no longer declared is dropped with its rows', async ({ open }) => {
    const notes = { name: 'notes', key: notesKey, indexes: { by_time: ['time'] } }
    const before = await open({ schema: version(1, marks, notes) })
    await before.write({ writes: [put('notes', { room: 'r', id: 1, time: 1 }), put('marks', { id: 'a' })] })
    await before.close()
    const between = await open({ schema: version(2, marks) })
    expect(fieldOf('id', await allOf(between, 'marks'))).toEqual(['a'])
    await between.close()

    const after = await open({ schema: version(3, marks, notes) })
    expect(await allOf(after, 'notes')).toEqual([])
    expect(await after.range('notes', { index: 'by_time', limit: 10 })).toEqual([])
  }),

  storageCase('ST-16', 'a new index holds the rows that were there before it', async ({ open }) => {
    const before = await open({ schema: version(1, { name: 'notes', key: notesKey, indexes: {} }) })
    await putAll(before, 'notes', [
      { room: 'r', id: 1, time: 20 },
      { room: 'r', id: 2, time: 10 },
    ])
    await before.close()

    const after = await open({ schema: version(2, { name: 'notes', key: notesKey, indexes: { by_time: ['time'] } }) })
    expect(fieldOf('id', await after.range('notes', { index: 'by_time', limit: 10 }))).toEqual([2, 1])
  }),

  storageCase('ST-17', 'an index whose fields changed holds the new fields', async ({ open }) => {
    const before = await open({ schema: version(1, { name: 'notes', key: notesKey, indexes: { sorted: ['time'] } }) })
    await putAll(before, 'notes', [
      { room: 'r', id: 1, time: 1, author: 'b' },
      { room: 'r', id: 2, time: 2, author: 'a' },
    ])
    await before.close()

    const after = await open({ schema: version(2, { name: 'notes', key: notesKey, indexes: { sorted: ['author'] } }) })
    expect(fieldOf('id', await after.range('notes', { index: 'sorted', limit: 10 }))).toEqual([2, 1])
  }),

  storageCase('ST-18', 'a database of a higher version refuses to open and stays as it is', async ({ open }) => {
    const newer = { ...schema, version: 9 }
    const session = await open({ schema: newer })
    await session.write({ writes: [put('marks', { id: 'a' })] })
    await session.close()

    await expectCode(
      open({ schema: version(8, { name: 'notes', key: notesKey, indexes: {} }) }),
      'storage-schema-newer',
    )
    expect(fieldOf('id', await allOf(await open({ schema: newer }), 'marks'))).toEqual(['a'])
  }),
]
