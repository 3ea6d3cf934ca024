import { expect } from 'vitest'
import { allOf, fieldOf, putAll } from './case-data.js'
import { storageCase, type StorageCase } from './storage-case.js'

/** What another driver object over the same place finds. */
export const durableCases: readonly StorageCase[] = [
  storageCase(
    'ST-57',
    'rows, revisions, indexes and files are there after a relaunch',
    async ({ fixture, open }) => {
      const before = await open()
      await putAll(before, 'notes', [
        { room: 'a', id: 1, time: 2 },
        { room: 'a', id: 2, time: 1 },
      ])
      await putAll(before, 'notes', [{ room: 'a', id: 1, time: 2 }])
      const stored = await allOf(before, 'notes')
      await before.files?.write('a', 0, Uint8Array.of(1))
      await before.files?.write('a', 1, Uint8Array.of(2))
      await before.close()

      const relaunched = await fixture.relaunch?.()
      const after = await open(relaunched && { driver: relaunched })
      expect(await allOf(after, 'notes')).toEqual(stored)
      expect(fieldOf('id', await after.range('notes', { index: 'by_time', limit: 10 }))).toEqual([2, 1])
      if (after.files) expect(await after.files.read('a', 0, 10)).toEqual(Uint8Array.of(1, 2))
    },
    { needs: 'durable' },
  ),

  storageCase(
    'ST-58',
    'small records are there after a relaunch',
    async ({ driver, fixture }) => {
      await driver.small.put('acme', 'last-login', 'ada')
      await driver.small.put('acme', 'gone', 'x')
      await driver.small.remove('acme', 'gone')

      const relaunched = await fixture.relaunch?.()
      expect(await relaunched?.small.get('acme', 'last-login')).toBe('ada')
      expect(await relaunched?.small.get('acme', 'gone')).toBeUndefined()
    },
    { needs: 'durable' },
  ),
]
