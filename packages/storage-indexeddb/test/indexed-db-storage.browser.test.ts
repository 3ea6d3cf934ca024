import type { StorageSchema } from '@latchkey/core/driver'
import { deleteDB } from 'idb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { indexedDbStorage } from '../src/indexed-db-storage.js'
import { damageRows, removeDatabases } from './stored-databases.js'

const scope = { app: 'acme', userID: 'ada' }
const schema: StorageSchema = { version: 1, tables: [{ name: 'marks', key: ['id'], indexes: {} }] }

let folder: string

beforeEach(() => {
  folder = `test-${crypto.randomUUID()}`
})

afterEach(() => removeDatabases(folder))

test('ST-13 a record that is no row is corrupt, and not an absent one', async () => {
  const storage = indexedDbStorage({ folder })
  const session = await storage.open(scope, schema)
  await session.write({ writes: [{ type: 'put', table: 'marks', row: { id: 1 } }] })
  await session.close()
  await damageRows(folder, 'marks')

  const damaged = await storage.open(scope, schema)
  await expect(damaged.get('marks', [[1]])).rejects.toMatchObject({ code: 'storage-corrupt' })
  await damaged.close()
})

test('a database that is deleted while it is open says so, and never answers as an empty one', async () => {
  const storage = indexedDbStorage({ folder })
  const session = await storage.open(scope, schema)
  await session.write({ writes: [{ type: 'put', table: 'marks', row: { id: 1 } }] })
  const [{ name = '' } = {}] = (await indexedDB.databases()).filter((database) =>
    database.name?.startsWith(`${folder}/`),
  )
  await deleteDB(name)

  await expect(session.get('marks', [[1]])).rejects.toMatchObject({ code: 'storage-corrupt' })
  await expect(session.get('marks', [[1]])).rejects.toMatchObject({ code: 'storage-corrupt' })
  await session.close()
  expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(name)
})

test('ST-10 a removed database leaves nothing behind', async () => {
  const storage = indexedDbStorage({ folder })
  await (await storage.open(scope, schema)).close()
  await storage.remove(scope)
  expect((await indexedDB.databases()).filter(({ name }) => name?.startsWith(folder))).toEqual([])
})

test.each(['', 'a/b', 'x'.repeat(65)])('a folder that is no name (%j) is refused', (name) => {
  expect(() => indexedDbStorage({ folder: name })).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
})
