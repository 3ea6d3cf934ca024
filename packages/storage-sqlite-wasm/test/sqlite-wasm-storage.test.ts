import { expect, test } from 'vitest'
import { sqliteSearch, sqliteWasmStorage } from '../src/index.js'

const scope = { app: 'acme', userID: 'ada' }

test('where there is no browser it can be made, and says what is missing when it is used', async () => {
  const storage = sqliteWasmStorage()
  await expect(storage.open(scope, { version: 1, tables: [] })).rejects.toMatchObject({
    code: 'storage-unavailable',
    details: { reason: 'this platform has no Worker' },
  })
  await expect(storage.remove(scope)).rejects.toMatchObject({ code: 'storage-unavailable' })
  await expect(storage.small.get('acme', 'last-login')).rejects.toMatchObject({
    code: 'storage-unavailable',
    details: { reason: 'this platform has no IndexedDB' },
  })
})

test('it says that it searches where it was given what searches', () => {
  expect(sqliteWasmStorage().supports.search).toBe(false)
  expect(sqliteWasmStorage({ search: sqliteSearch }).supports.search).toBe(true)
})

test.each(['', 'a/b', '..', 'a b', 'é', 'a'.repeat(65)])('the folder name "%s" is refused', (folder) => {
  expect(() => sqliteWasmStorage({ folder })).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
})
