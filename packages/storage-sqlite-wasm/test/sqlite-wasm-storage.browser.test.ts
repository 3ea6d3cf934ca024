import type { StorageSchema } from '@latchkey/core/driver'
import { deleteDB, openDB } from 'idb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sqliteWasmStorage } from '../src/sqlite-wasm-storage.js'
import { damagePool, holdSpareFiles, removeFolder } from './origin-files.js'

const scope = { app: 'acme', userID: 'ada' }
const schema: StorageSchema = { version: 1, tables: [{ name: 'marks', key: ['id'], indexes: {} }] }

let folder: string

beforeEach(() => {
  folder = `test-${crypto.randomUUID()}`
})

afterEach(() => removeFolder(folder))

test('ST-13 a database whose file is lost is corrupt, and not an empty one', async () => {
  const storage = sqliteWasmStorage({ folder })
  const session = await storage.open(scope, schema)
  await session.write({ writes: [{ type: 'put', table: 'marks', row: { id: 1 } }] })
  await session.close()
  await damagePool(folder)

  await expect(storage.open(scope, schema)).rejects.toMatchObject({ code: 'storage-corrupt' })
  await storage.remove(scope)
  const empty = await storage.open(scope, schema)
  expect(await empty.range('marks', { limit: 10 })).toEqual([])
  await empty.close()
})

test('ST-06 a pool of which somebody holds a file is refused and not touched', async () => {
  const storage = sqliteWasmStorage({ folder })
  const session = await storage.open(scope, schema)
  await session.write({ writes: [{ type: 'put', table: 'marks', row: { id: 1 } }] })
  await session.close()
  const holder = await holdSpareFiles(folder)
  await expect(storage.open(scope, schema)).rejects.toMatchObject({ code: 'storage-owned-elsewhere' })

  holder.release()
  const later = await storage.open(scope, schema)
  expect(await later.range('marks', { limit: 10 })).toHaveLength(1)
  await later.close()
})

test('ST-10 a removed database leaves no file behind', async () => {
  const storage = sqliteWasmStorage({ folder })
  await (await storage.open(scope, schema)).close()
  await storage.remove(scope)

  const directory = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder)
  const names: string[] = []
  for await (const name of directory.keys()) names.push(name)
  expect(names).toEqual([])
})

test('ST-68 the key of the small records can be used and not read', async () => {
  await sqliteWasmStorage({ folder }).small.put('acme', 'last-login', 'ada')
  const database = await openDB(folder)
  const kept: unknown = await database.get('keys', 'seal')
  database.close()

  const { key } = kept as { key: CryptoKey }
  expect(key.algorithm).toMatchObject({ name: 'AES-GCM', length: 256 })
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
})

test('drivers that start together agree on one key', async () => {
  const drivers = Array.from({ length: 8 }, () => sqliteWasmStorage({ folder }))
  await Promise.all(drivers.map(({ small }, index) => small.put('acme', `record-${index}`, `${index}`)))
  for (const [index, { small }] of drivers.entries())
    expect(await small.get('acme', `record-${index}`)).toBe(`${index}`)
})

test('ST-66 a record without its key is refused, and a put makes all well again', async () => {
  const { small } = sqliteWasmStorage({ folder })
  await small.put('acme', 'last-login', 'ada')
  const database = await openDB(folder)
  await database.delete('keys', 'seal')
  database.close()
  await expect(small.get('acme', 'last-login')).rejects.toMatchObject({ code: 'storage-tampered' })

  await small.put('acme', 'last-login', 'bob')
  expect(await small.get('acme', 'last-login')).toBe('bob')
})

test('small records survive that their connection is taken away', async () => {
  const { small } = sqliteWasmStorage({ folder })
  await small.put('acme', 'last-login', 'ada')
  await deleteDB(folder)

  expect(await small.get('acme', 'last-login')).toBeUndefined()
  await small.put('acme', 'last-login', 'bob')
  expect(await small.get('acme', 'last-login')).toBe('bob')
})
