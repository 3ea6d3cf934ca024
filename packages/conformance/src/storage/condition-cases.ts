import type { StorageCondition, StorageSession, StoredRow } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { allOf, put, putAll } from './case-data.js'
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
    const revision = (await session.get('marks', [[1]]))[0]?.revision ?? 0
    expect(await holds(session, { type: 'revision', table: 'marks', key: [1], revision })).toBe(true)
    expect(await holds(session, { type: 'revision', table: 'marks', key: [1], revision: 99 })).toBe(false)
    expect(await holds(session, { type: 'revision', table: 'marks', key: [2], revision })).toBe(false)

    await putAll(session, 'marks', [{ id: 1 }])
    expect(await holds(session, { type: 'revision', table: 'marks', key: [1], revision })).toBe(false)
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

  storageCase('ST-56', 'no call sees a batch half written', async ({ open }) => {
    const session = await open()
    const writing: Promise<void>[] = []
    const reading: Promise<readonly StoredRow[]>[] = []
    for (let batch = 0; batch < 5; batch++) {
      writing.push(session.write({ writes: [put('marks', { id: 1, batch }), put('marks', { id: 2, batch })] }))
      for (let moment = 0; moment < 10; moment++) {
        reading.push(allOf(session, 'marks'))
        await Promise.resolve()
      }
    }
    await Promise.all(writing)

    for (const [first, second] of await Promise.all(reading)) {
      expect(second?.row['batch']).toBe(first?.row['batch'])
    }
  }),
]
