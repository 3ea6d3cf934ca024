import type { StorageFiles, StorageSession } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { ada, expectCode, schema } from './case-data.js'
import { storageCase, type StorageCase } from './storage-case.js'

const chunkBytes = 1024 * 1024

/** `count` bytes of no pattern that repeats within any power of two. */
function bytesOf(count: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length: count }, (_, index) => ((index + seed) * 2_654_435_761) >>> 23)
}

function filesOf({ files }: StorageSession): StorageFiles {
  if (!files) throw new Error('The session claims files and has none.')
  return files
}

/** The whole of a file of at most 1 MiB. */
async function wholeOf(files: StorageFiles, name: string): Promise<number[] | undefined> {
  const bytes = await files.read(name, 0, chunkBytes)
  return bytes && [...bytes]
}

function fileCase(clause: string, title: string, run: StorageCase['run']): StorageCase {
  return storageCase(clause, title, run, { needs: 'files' })
}

/** Bytes beside the tables. */
export const fileCases: readonly StorageCase[] = [
  fileCase('SF-01', 'a file reads back as it was written, in any pieces, under any name', async ({ open }) => {
    const files = filesOf(await open())
    const names = ['a', 'A', ' ', 'a/b', '../a', "it's", '"', '%', 'n'.repeat(128)]
    for (const [index, name] of names.entries()) await files.write(name, 0, bytesOf(300, index))

    for (const [index, name] of names.entries()) {
      const [first, second] = [await files.read(name, 0, 100), await files.read(name, 100, 1000)]
      expect([...(first ?? []), ...(second ?? [])]).toEqual([...bytesOf(300, index)])
    }
  }),

  fileCase('SF-02', 'writes at its end make a file longer, up to 1 MiB each', async ({ open }) => {
    const files = filesOf(await open())
    const whole = bytesOf(2 * chunkBytes + 7)
    for (let offset = 0; offset < whole.length; offset += chunkBytes) {
      await files.write('a', offset, whole.subarray(offset, offset + chunkBytes))
    }

    const across = await files.read('a', chunkBytes - 3, chunkBytes)
    expect(await files.size('a')).toBe(whole.length)
    expect(across && Array.from(across).join()).toBe(whole.subarray(chunkBytes - 3, 2 * chunkBytes - 3).join())
  }),

  fileCase('SF-03', 'a write within a file replaces all that was there from its place on', async ({ open }) => {
    const files = filesOf(await open())
    for (const offset of [0, 4, 8]) await files.write('a', offset, bytesOf(4, offset))
    await files.write('a', 6, Uint8Array.of(1, 2, 3))
    expect(await wholeOf(files, 'a')).toEqual([...bytesOf(4, 0), ...bytesOf(2, 4), 1, 2, 3])

    await files.write('a', 4, Uint8Array.of(9))
    expect(await wholeOf(files, 'a')).toEqual([...bytesOf(4, 0), 9])
    await files.write('a', 0, Uint8Array.of(8))
    expect(await wholeOf(files, 'a')).toEqual([8])
  }),

  fileCase('SF-04', 'a write beyond the end of a file is refused and changes nothing', async ({ open }) => {
    const files = filesOf(await open())
    await files.write('a', 0, bytesOf(4))
    await expectCode(files.write('a', 5, bytesOf(4)), 'storage-conflict')
    await expectCode(files.write('absent', 1, bytesOf(4)), 'storage-conflict')

    expect(await wholeOf(files, 'a')).toEqual([...bytesOf(4)])
    expect(await files.size('absent')).toBeUndefined()
  }),

  fileCase('SF-05', 'a read ends with the file', async ({ open }) => {
    const files = filesOf(await open())
    await files.write('a', 0, bytesOf(4))
    await files.write('a', 4, bytesOf(4, 9))

    expect(await files.read('a', 6, 100)).toHaveLength(2)
    expect(await files.read('a', 8, 1)).toHaveLength(0)
    expect(await files.read('a', 1000, 1)).toHaveLength(0)
    expect(await files.read('a', 3, 2)).toHaveLength(2)
    expect(await files.read('absent', 0, 1)).toBeUndefined()
  }),

  fileCase('SF-06', 'a file can be empty, and is not absent', async ({ open }) => {
    const files = filesOf(await open())
    await files.write('a', 0, new Uint8Array())

    expect(await files.size('a')).toBe(0)
    expect(await files.read('a', 0, 1)).toHaveLength(0)
    expect(await files.size('absent')).toBeUndefined()
    await files.write('a', 0, bytesOf(4))
    expect(await wholeOf(files, 'a')).toEqual([...bytesOf(4)])
  }),

  fileCase('SF-07', 'a removed file is gone, and no other; removing an absent one does nothing', async ({ open }) => {
    const files = filesOf(await open())
    for (const name of ['a', 'ab', 'A']) await files.write(name, 0, bytesOf(4))
    await files.remove('a')
    await files.remove('absent')

    expect(await files.size('a')).toBeUndefined()
    expect(await files.read('a', 0, 1)).toBeUndefined()
    expect(await files.list({ limit: 10 })).toEqual(['A', 'ab'].map((name) => ({ name, size: 4 })))
  }),

  fileCase('SF-08', 'a list names files with their sizes, by byte, from a name on, up to a limit', async ({ open }) => {
    const files = filesOf(await open())
    expect(await files.list({ limit: 10 })).toEqual([])
    for (const name of ['b', 'a', '~', 'B', 'aa']) await files.write(name, 0, bytesOf(name.length))
    await files.write('a', 1, bytesOf(4))
    const listed = [
      { name: 'B', size: 1 },
      { name: 'a', size: 5 },
      { name: 'aa', size: 2 },
      { name: 'b', size: 1 },
      { name: '~', size: 1 },
    ]

    expect(await files.list({ limit: 1000 })).toEqual(listed)
    expect(await files.list({ limit: 2 })).toEqual(listed.slice(0, 2))
    expect(await files.list({ after: 'a', limit: 2 })).toEqual(listed.slice(2, 4))
    expect(await files.list({ after: '~', limit: 2 })).toEqual([])
  }),

  fileCase('SF-09', 'bytes that are changed after they were given change nothing stored', async ({ open }) => {
    const files = filesOf(await open())
    const bytes = bytesOf(4)
    const writing = files.write('a', 0, bytes)
    bytes.fill(0)
    await writing

    const read = await files.read('a', 0, 4)
    expect([...(read ?? [])]).toEqual([...bytesOf(4)])
    read?.fill(0)
    expect(await wholeOf(files, 'a')).toEqual([...bytesOf(4)])
  }),

  fileCase('SF-10', 'files belong to one database, which finds them again', async ({ open }) => {
    const session = await open()
    await filesOf(session).write('a', 0, bytesOf(4))
    await session.close()

    const his = await open({ scope: { ...ada, userID: 'bob' } })
    expect(await filesOf(his).list({ limit: 10 })).toEqual([])
    await filesOf(his).write('a', 0, bytesOf(2))
    await his.close()
    expect(await wholeOf(filesOf(await open()), 'a')).toEqual([...bytesOf(4)])
  }),

  fileCase('SF-11', 'removing a database removes its files', async ({ driver, open }) => {
    const session = await open()
    await filesOf(session).write('a', 0, bytesOf(4))
    await session.close()
    await driver.remove(ada)

    expect(await filesOf(await open()).list({ limit: 10 })).toEqual([])
  }),

  fileCase('SF-12', 'files stay when the tables change', async ({ open }) => {
    const session = await open()
    await filesOf(session).write('a', 0, bytesOf(4))
    await session.close()

    const tables = [{ name: 'others', key: ['id'], indexes: {} }]
    const changed = await open({ schema: { version: schema.version + 1, tables } })
    expect(await wholeOf(filesOf(changed), 'a')).toEqual([...bytesOf(4)])
  }),
]
