import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sqliteNodeStorage } from '../src/sqlite-node-storage.js'
import { schema } from './programs/schema.js'

let above: string
let folder: string

beforeEach(async () => {
  above = await mkdtemp(join(tmpdir(), 'latchkey-'))
  folder = join(above, 'not', 'there', 'yet')
})

afterEach(() => rm(above, { recursive: true }))

const keyPath = (): string => join(folder, 'small.key')

test('ST-05 names of apps and users reach no other path', async () => {
  const storage = sqliteNodeStorage({ folder })
  const session = await storage.open({ app: '../../../a', userID: '/etc/b/../c\\d' }, schema)
  await storage.small.put('../../../a', '/etc/b', 'value')
  await session.close()

  expect(await readdir(above)).toEqual(['not'])
  for (const name of await readdir(folder)) expect(name).toMatch(/^([0-9a-f]{64}\.(sqlite|sealed)|small\.key)$/)
})

test('ST-10 a removed database leaves no file behind', async () => {
  const storage = sqliteNodeStorage({ folder })
  const scope = { app: 'acme', userID: 'ada' }
  await (await storage.open(scope, schema)).close()
  await storage.remove(scope)
  expect(await readdir(folder)).toEqual([])
})

test('the log is written ahead, and nobody else reads the database', async () => {
  const session = await sqliteNodeStorage({ folder }).open({ app: 'acme', userID: 'ada' }, schema)
  const [name = ''] = (await readdir(folder)).filter((file) => file.endsWith('.sqlite'))
  expect(await readdir(folder)).toEqual([name, `${name}-wal`])
  const other = new DatabaseSync(join(folder, name), { readOnly: true })
  expect(() => other.prepare('SELECT 1 FROM sqlite_schema').get()).toThrow('locked')
  other.close()
  await session.close()
})

test('what is sealed, and its key, are for the owner alone', async () => {
  await sqliteNodeStorage({ folder }).small.put('acme', 'last-login', 'ada')
  for (const name of await readdir(folder)) {
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
  }
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
})

test('a put leaves no temporary file behind', async () => {
  const { small } = sqliteNodeStorage({ folder })
  await Promise.all([1, 2, 3, 4].map((number) => small.put('acme', 'last-login', `${number}`)))
  expect((await readdir(folder)).sort()).toEqual([expect.stringMatching(/\.sealed$/), 'small.key'])
  expect(['1', '2', '3', '4']).toContain(await small.get('acme', 'last-login'))
})

test('ST-66 a record without its key is refused, and a put makes all well again', async () => {
  const { small } = sqliteNodeStorage({ folder })
  await small.put('acme', 'last-login', 'ada')
  await rm(keyPath())
  await expect(small.get('acme', 'last-login')).rejects.toMatchObject({ code: 'storage-tampered' })

  await small.put('acme', 'last-login', 'bob')
  expect(await small.get('acme', 'last-login')).toBe('bob')
})

test('ST-66 a damaged key is refused, and a put replaces it', async () => {
  const { small } = sqliteNodeStorage({ folder })
  await small.put('acme', 'last-login', 'ada')
  await writeFile(keyPath(), 'short')
  await expect(small.get('acme', 'last-login')).rejects.toMatchObject({ code: 'storage-tampered' })

  await small.put('acme', 'last-login', 'bob')
  expect(await small.get('acme', 'last-login')).toBe('bob')
  expect(await readFile(keyPath())).toHaveLength(32)
})

test('drivers that start together in a new folder agree on one key', async () => {
  const drivers = Array.from({ length: 8 }, () => sqliteNodeStorage({ folder }))
  await Promise.all(drivers.map(({ small }, index) => small.put('acme', `record-${index}`, `${index}`)))
  for (const [index, { small }] of drivers.entries())
    expect(await small.get('acme', `record-${index}`)).toBe(`${index}`)
})

test('a folder that cannot be one is unavailable storage', async () => {
  const file = join(above, 'file')
  await writeFile(file, '')
  const storage = sqliteNodeStorage({ folder: join(file, 'folder') })
  const scope = { app: 'acme', userID: 'ada' }
  await expect(storage.open(scope, schema)).rejects.toMatchObject({ code: 'storage-unavailable' })
  await expect(storage.small.put('acme', 'last-login', 'ada')).rejects.toMatchObject({
    code: 'storage-unavailable',
    details: { reason: 'ENOTDIR' },
  })
})

test('an empty folder name is refused', () => {
  expect(() => sqliteNodeStorage({ folder: '' })).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
})
