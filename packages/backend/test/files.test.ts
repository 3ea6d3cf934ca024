import { createHash } from 'node:crypto'
import type { FileContent, FileDescription, SendableContent } from '@latchkey/core/driver'
import { describe, expect, test } from 'vitest'
import { createBackend, memoryFileStore, memoryLogStore, type BackendFiles } from '../src/index.js'
import { peer } from './world.js'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const bytes = Uint8Array.from({ length: 10 }, (_, index) => index * 7)
const file: FileDescription = { fileID: 'f', size: bytes.length, sha256: sha256(bytes) }
const content: FileContent = { type: 'file', fileName: 'a.bin', mimeType: '', fileSize: 10, fileID: 'f' }

const picture = { ...content, type: 'image', width: 4, height: 3 } as const
const place = { type: 'location', latitude: 0, longitude: 0, title: '', address: '' } as const
const longText = { type: 'text', text: 'x'.repeat(5_000) } as const

async function createFilesWorld({ maxUnusedFiles = 3 } = {}) {
  let now = 1_000
  const store = memoryLogStore()
  const limits = { maxUnusedFiles, maxFileBytes: 1_000 }
  const fileStore = memoryFileStore({ sha256 })
  const backend = createBackend({ store, files: fileStore, clock: { now: () => now }, limits })
  for (const userID of ['ada', 'bob', 'cyd']) await backend.putUser({ userID })
  const { files } = backend
  if (!files) throw new Error('A backend with a file store takes files.')
  let count = 0
  return {
    files,
    fileStore,
    advance(durationMs: number) {
      now += durationMs
      return now
    },
    change(operation: 'revokeMessage' | 'editMessage', messageID: string) {
      const options = { operationID: `c${++count}` }
      const parameters = { ...peer('bob'), messageID, content: { type: 'text', text: 'instead' } } as const
      return backend.perform('ada', operation, parameters, options)
    },
    async send(userID: string, to: string, sent: SendableContent = content) {
      const parameters = { ...peer(to), messageID: `m${++count}`, content: sent, sentTime: now }
      return backend.perform(userID, 'sendMessage', parameters, { operationID: `o${count}` })
    },
  }
}

function isThere(files: BackendFiles, userID: string): Promise<boolean> {
  return files.get(userID, 'f', 0, 1).then(
    () => true,
    () => false,
  )
}

describe('files', () => {
  test.each([
    ['a fileID that is not printable', { ...file, fileID: 'é' }, 0, 0, 'fileID'],
    ['a size below zero', { ...file, size: -1 }, 0, 0, 'size'],
    ['a hash that is none', { ...file, sha256: 'abc' }, 0, 0, 'sha256'],
    ['an offset beyond the size', file, 11, 0, 'offset'],
    ['bytes beyond the size', file, 8, 3, 'bytes'],
    ['a fraction of a byte', file, 0.5, 0, 'offset'],
  ])('%s is refused before anything is stored', async (_, offered, offset, count, argument) => {
    const { files, fileStore } = await createFilesWorld()
    await expect(files.put('ada', offered, offset, new Uint8Array(count))).rejects.toMatchObject({
      code: 'invalid-argument',
      details: { argument },
    })
    expect(await fileStore.size(offered.fileID)).toBe(0)
  })

  test('a piece of more than 256 KiB is refused', async () => {
    const { files } = await createFilesWorld()
    await expect(files.get('ada', 'f', 0, 256 * 1024 + 1)).rejects.toMatchObject({ code: 'invalid-argument' })
  })

  test('a user has so many files in no message and no more, until one is sent', async () => {
    const { files, send } = await createFilesWorld()
    await files.put('ada', file, 0, bytes)
    for (const fileID of ['g', 'h']) await files.put('ada', { ...file, fileID }, 0, bytes)
    const another = { ...file, fileID: 'i' }
    await expect(files.put('ada', another, 0, bytes)).rejects.toMatchObject({
      code: 'limit-exceeded',
      details: { limit: 'maxUnusedFiles' },
    })
    await files.put('bob', { ...file, fileID: 'j' }, 0, bytes)

    await send('ada', 'bob')
    expect(await files.put('ada', another, 0, bytes)).toBe(10)
  })

  test('who received a file can send it on, and who is told of it in passing cannot', async () => {
    const { files, send } = await createFilesWorld()
    await files.put('ada', file, 0, bytes)
    await send('ada', 'bob')
    await expect(send('cyd', 'bob')).rejects.toMatchObject({ code: 'file-not-found' })
    await send('bob', 'cyd')
    expect(await files.get('cyd', 'f', 0, 100)).toEqual(bytes)
  })

  test.each([
    ['no name', { ...content, fileName: '' }, 'invalid-argument'],
    ['too long a name', { ...content, fileName: 'ü'.repeat(129) }, 'limit-exceeded'],
    ['too long a kind', { ...content, mimeType: 'x'.repeat(257) }, 'limit-exceeded'],
  ])('a message whose file has %s is refused', async (_, sent, code) => {
    const { files, send } = await createFilesWorld()
    await files.put('ada', file, 0, bytes)
    await expect(send('ada', 'bob', sent)).rejects.toMatchObject({ code })
  })

  test('the file of a message that was revoked or edited is for its uploader alone', async () => {
    const { files, send, change } = await createFilesWorld()
    await files.put('ada', file, 0, bytes)
    const messageIDs: string[] = []
    for (const _ of [1, 2]) messageIDs.push((await send('ada', 'bob')).message.messageID)
    await change('revokeMessage', messageIDs[0] ?? '')
    expect(await isThere(files, 'bob')).toBe(true)
    await change('editMessage', messageIDs[1] ?? '')
    expect(await isThere(files, 'bob')).toBe(false)
    expect(await isThere(files, 'ada')).toBe(true)
  })

  test('several files of one message are held together, and let go together', async () => {
    const { files, send, change } = await createFilesWorld()
    await files.put('ada', file, 0, bytes)
    await files.put('ada', { ...file, fileID: 'g' }, 0, bytes)
    const image = { ...content, type: 'image', fileID: 'g', width: 2, height: 1 } as const
    const { message } = await send('ada', 'bob', { type: 'multiple', itemList: [content, image] })
    expect(await files.get('bob', 'g', 0, 10)).toEqual(bytes)
    await change('revokeMessage', message.messageID)
    expect(await isThere(files, 'bob')).toBe(false)
    await expect(files.get('bob', 'g', 0, 1)).rejects.toMatchObject({ code: 'file-not-found' })
  })

  test.each<[string, SendableContent, string]>([
    ['a claim about its size that is not so', { ...picture, fileSize: 9 }, 'file-mismatch'],
    ['no height', { ...picture, height: 0 }, 'invalid-argument'],
    ['a thumbhash that is too long', { ...picture, thumbhash: 'x'.repeat(65) }, 'limit-exceeded'],
    ['no length', { ...content, type: 'audio', durationMs: -1 }, 'invalid-argument'],
    ['a place beyond the pole', { ...place, latitude: 91 }, 'invalid-argument'],
    ['a place that is no number', { ...place, longitude: Number.NaN }, 'invalid-argument'],
    ['a title that is too long', { ...place, title: 'x'.repeat(257) }, 'limit-exceeded'],
    ['nothing', { type: 'multiple', itemList: [] }, 'invalid-argument'],
    ['too many parts', { type: 'multiple', itemList: Array.from({ length: 21 }, () => place) }, 'invalid-argument'],
    ['too many files', { type: 'multiple', itemList: Array.from({ length: 11 }, () => picture) }, 'limit-exceeded'],
    ['too much text', { type: 'multiple', itemList: [longText, longText] }, 'limit-exceeded'],
    ['a file of somebody else', { type: 'multiple', itemList: [{ ...picture, fileID: 'h' }] }, 'file-not-found'],
  ])('a message with %s is refused', async (_, sent, code) => {
    const { files, send } = await createFilesWorld()
    await files.put('ada', file, 0, bytes)
    await files.put('cyd', { ...file, fileID: 'h' }, 0, bytes)
    await expect(send('ada', 'bob', sent)).rejects.toMatchObject({ code })
  })

  test('what was begun long ago and is in no message is forgotten, with its bytes', async () => {
    const { files, fileStore, send, advance } = await createFilesWorld()
    await files.put('ada', file, 0, bytes)
    await files.put('ada', { ...file, fileID: 'begun' }, 0, bytes.subarray(0, 4))
    const later = advance(1_000)
    await files.put('ada', { ...file, fileID: 'young' }, 0, bytes)
    await send('ada', 'bob')
    await files.expire(later)

    expect(await isThere(files, 'bob')).toBe(true)
    expect(await Promise.all(['f', 'begun', 'young'].map((fileID) => fileStore.size(fileID)))).toEqual([10, 0, 10])
    expect(await files.put('ada', { ...file, fileID: 'begun' }, 0, new Uint8Array())).toBe(0)
  })

  test('more than one step of old files is forgotten', async () => {
    const { files, fileStore, advance } = await createFilesWorld({ maxUnusedFiles: 250 })
    const fileIDs = Array.from({ length: 205 }, (_, index) => `f${index}`)
    for (const fileID of fileIDs) await files.put('ada', { ...file, fileID }, 0, bytes)
    await files.expire(advance(1))
    expect(await Promise.all(fileIDs.map((fileID) => fileStore.size(fileID)))).toEqual(fileIDs.map(() => 0))
  })
})
