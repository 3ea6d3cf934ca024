import { createHash } from 'node:crypto'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { diskFileStore } from '../src/disk-file-store.js'
import { temporaryFolder } from './running-server.js'

const bytes = Uint8Array.from({ length: 10 }, (_, index) => index * 7)
const hash = createHash('sha256').update(bytes).digest('hex')

test('a file is what was appended, also for another store over the folder', async () => {
  const folder = join(await temporaryFolder(), 'files')
  const store = diskFileStore(folder)
  await store.append('f', 0, bytes.subarray(0, 4))
  await store.append('f', 4, bytes.subarray(4))

  const again = diskFileStore(folder)
  expect(await again.size('f')).toBe(10)
  expect([...(await again.read('f', 3, 4))]).toEqual([...bytes.subarray(3, 7)])
  expect([...(await again.read('f', 8, 4))]).toEqual([...bytes.subarray(8)])
  expect(await again.read('f', 10, 4)).toHaveLength(0)
  expect(await again.sha256('f')).toBe(hash)
})

test('a file that is not there is empty, and removing it does nothing', async () => {
  const store = diskFileStore(join(await temporaryFolder(), 'files'))
  expect(await store.size('f')).toBe(0)
  expect(await store.read('f', 0, 4)).toHaveLength(0)
  expect(await store.sha256('f')).toBe(createHash('sha256').digest('hex'))
  await store.remove('f')
})

test('no fileID reaches beyond the folder, and none is taken for another', async () => {
  const parent = await temporaryFolder()
  const store = diskFileStore(join(parent, 'files'))
  const fileIDs = ['../../escaped', '/etc/passwd', 'a', 'A', 'CON', '.', '..', 'x'.repeat(128)]
  for (const [index, fileID] of fileIDs.entries()) await store.append(fileID, 0, bytes.subarray(0, index + 1))

  expect(await readdir(parent)).toEqual(['files'])
  expect(await Promise.all(fileIDs.map((fileID) => store.size(fileID)))).toEqual(fileIDs.map((_, index) => index + 1))
})

test('nobody else on the machine can read a file', { skip: process.platform === 'win32' }, async () => {
  const folder = join(await temporaryFolder(), 'files')
  await diskFileStore(folder).append('f', 0, bytes)
  const [inner = ''] = await readdir(folder)
  const [name = ''] = await readdir(join(folder, inner))
  expect((await stat(join(folder, inner))).mode & 0o077).toBe(0)
  expect((await stat(join(folder, inner, name))).mode & 0o077).toBe(0)
})

test('bytes for a file that has vanished are not taken', async () => {
  const folder = join(await temporaryFolder(), 'files')
  const store = diskFileStore(folder)
  await store.append('f', 0, bytes.subarray(0, 4))
  await rm(folder, { recursive: true })
  await expect(store.append('f', 4, bytes.subarray(4))).rejects.toMatchObject({ code: 'storage-failed' })
  expect(await store.size('f')).toBe(0)
})

test('a folder that cannot be made is told as a failure of the storage', async () => {
  const blocked = join(await temporaryFolder(), 'file')
  await writeFile(blocked, '')
  await expect(diskFileStore(blocked).append('f', 0, bytes)).rejects.toMatchObject({ code: 'storage-failed' })
})
