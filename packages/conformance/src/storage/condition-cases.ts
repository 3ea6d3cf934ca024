import type { StorageCondition, StorageSession } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { allOf, fieldOf, put, putAll } from './case-data.js'
import { storageCase, type StorageCase } from './storage-case.js'

/** Whether a batch that asks for `condition` is written. */
async function holds(session: StorageSession, condition: StorageCondition): Promise<boolean> {
  return session.write({ conditions: [condition], writes: [] }).then(
    () => true,
    () => false,
  )
}

/** When the conditions of a batch hold. */
export const conditionCases: readonly StorageCase[] = [
  storageCase('ST-51', 'absent holds for a key that has no row', async ({ open }) => {
    const session = await open()
    await putAll(session, 'marks', [{ id: 1 }])
    expect(await holds(session, { type: 'absent', table: 'marks', key: [2] })).toBe(true)
    expect(await holds(session, { type: 'absent', table: 'marks', key: [1] })).toBe(false)

    await session.write({ writes: [{ type: 'delete', table: 'marks', key: [1] }] })
    expect(await holds(session, { type: 'absent', table: 'marks', key: [1] })).toBe(true)
  }),

  storageCase('ST-52', 'present holds for a key that has a row', async ({ open }) => {
    const session = await open()
    await putAll(session, 'marks', [{ id: 1 }])
    expect(await holds(session, { type: 'present', table: 'marks', key: [1] })).toBe(true)
    expect(await holds(session, { type: 'present', table: 'marks', key: [2] })).toBe(false)

    await session.write({ writes: [{ type: 'delete', table: 'marks', key: [1] }] })
    expect(await holds(session, { type: 'present', table: 'marks', key: [1] })).toBe(false)
  }),

  storageCase('ST-53', 'revision holds for a row whose revision is that number', async ({ open }) => {
    const session = await open()
    await putAll(session, 'marks', [{ id: 1 }])
    expect(await holds(session, { type: 'revision', table: 'marks', key: [1], revision: 1 })).toBe(true)
    expect(await holds(session, { type: 'revision', table: 'marks', key: [1], revision: 99 })).toBe(false)
    expect(await holds(session, { type: 'revision', table: 'marks', key: [2], revision: 1 })).toBe(false)

    await putAll(session, 'marks', [{ id: 1 }])
    expect(await holds(session, { type: 'revision', table: 'marks', key: [1], revision: 1 })).toBe(false)
  }),

  storageCase('ST-54', 'conditions are judged before the writes of their batch', async ({ open }) => {
    const session = await open()
    await session.write({
      conditions: [{ type: 'absent', table: 'marks', key: [1] }],
      writes: [put('marks', { id: 1 })],
    })
    const batch = session.write({
      conditions: [{ type: 'present', table: 'marks', key: [2] }],
      writes: [put('marks', { id: 2 })],
    })
    await expect(batch).rejects.toThrow()
  }),

  storageCase('ST-56', 'batches that are sent at once are written whole, one after the other', async ({ open }) => {
    const session = await open()
    const batches = Array.from({ length: 10 }, (_, id) =>
      session.write({
        writes: [
          { type: 'deleteRange', table: 'notes', prefix: [] },
          put('notes', { room: 'a', id }),
          put('marks', { id: 'last', note: id }),
        ],
      }),
    )
    const between = await allOf(session, 'notes')
    await Promise.all(batches)
    const notes = await allOf(session, 'notes')
    const [last] = await session.get('marks', [['last']])

    expect(between.length).toBeLessThanOrEqual(1)
    expect(fieldOf('id', notes)).toEqual([last?.row['note']])
  }),
]
