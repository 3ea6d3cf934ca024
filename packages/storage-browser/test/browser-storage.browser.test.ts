import type { StorageSchema } from '@latchkey/core/driver'
import { sqliteWasmStorage } from '@latchkey/storage-sqlite-wasm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { browserStorage, type StorageChoice } from '../src/browser-storage.js'
import { removeFolder, withoutWorkers } from './places.js'

const scope = { app: 'acme', userID: 'ada' }
const schema: StorageSchema = { version: 1, tables: [{ name: 'marks', key: ['id'], indexes: {} }] }

let folder: string
let choices: StorageChoice[]
let undo: (() => void) | undefined

const storage = () => browserStorage({ folder, onChosen: (choice) => void choices.push(choice) })

/** Opens, answers which rows are there, puts one, and closes. */
async function visit(id: number): Promise<readonly number[]> {
  const session = await storage().open(scope, schema)
  const rows = await session.range('marks', { limit: 10 })
  await session.write({ writes: [{ type: 'put', table: 'marks', row: { id } }] })
  await session.close()
  return rows.map(({ row }) => Number(row['id']))
}

beforeEach(() => {
  folder = `test-${crypto.randomUUID()}`
  choices = []
})

afterEach(async () => {
  undo?.()
  undo = undefined
  await removeFolder(folder)
})

test('where SQLite runs it is chosen, and stays', async () => {
  expect(await visit(1)).toEqual([])
  expect(await visit(2)).toEqual([1])
  expect(choices).toEqual([
    { ...scope, driver: 'sqlite-wasm', reason: 'best' },
    { ...scope, driver: 'sqlite-wasm', reason: 'kept' },
  ])
})

test('where SQLite cannot run IndexedDB is chosen, and says why', async () => {
  undo = withoutWorkers()
  expect(await visit(1)).toEqual([])
  expect(await visit(2)).toEqual([1])
  expect(choices).toMatchObject([
    { driver: 'indexeddb', reason: 'sqlite-unavailable', cause: { code: 'storage-unavailable' } },
    { driver: 'indexeddb', reason: 'kept' },
  ])
})

test('a database stays where it was made, when SQLite can run on a later day', async () => {
  undo = withoutWorkers()
  await visit(1)
  undo()
  expect(await visit(2)).toEqual([1])
  expect(choices.at(-1)).toMatchObject({ driver: 'indexeddb', reason: 'kept' })
})

test('a database that is in SQLite is never begun anew elsewhere', async () => {
  await visit(1)
  undo = withoutWorkers()
  await expect(storage().open(scope, schema)).rejects.toMatchObject({ code: 'storage-unavailable' })
  undo()
  expect(await visit(2)).toEqual([1])
})

test('once it was removed a database is chosen for anew', async () => {
  undo = withoutWorkers()
  await visit(1)
  undo()
  await storage().remove(scope)
  expect(await visit(1)).toEqual([])
  expect(choices.at(-1)).toMatchObject({ driver: 'sqlite-wasm', reason: 'best' })
})

test('what the SQLite driver alone has left is found, and is removed', async () => {
  const alone = await sqliteWasmStorage({ folder }).open(scope, schema)
  await alone.write({ writes: [{ type: 'put', table: 'marks', row: { id: 1 } }] })
  await alone.close()
  expect(await visit(2)).toEqual([1])
  await storage().remove(scope)
  expect(await visit(1)).toEqual([])
})

test('users of one app are chosen for one by one', async () => {
  undo = withoutWorkers()
  await visit(1)
  undo()
  const session = await storage().open({ ...scope, userID: 'bob' }, schema)
  await session.close()
  expect(choices.map(({ userID, driver }) => [userID, driver])).toEqual([
    ['ada', 'indexeddb'],
    ['bob', 'sqlite-wasm'],
  ])
})
