import type { FileContent, FileDescription, TransportFiles } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { expectCode, expectRefusal, groupConversation, makeGroup, peerConversation } from './case-data.js'
import { newID } from './identifiers.js'
import { transportCase, type Link, type TransportCase, type TransportCaseNeeds } from './transport-case.js'

const chunkBytes = 256 * 1024
const files: TransportCaseNeeds = { files: true }
const sends: TransportCaseNeeds = { files: true, operations: ['sendMessage'] }

/** Bytes, and what is stated of them. */
interface Sample {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly file: FileDescription
}

// The SHA-256 of each sample that the cases use, by its length.
const hashes: { readonly [length: number]: string } = {
  0: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  10: 'e8e3021c3b13005ab437bc1d97eba3e03d9606b7d4ceb3f3a25b16a9ece3b59e',
  11: '3a462bad25306a5dfac3fa6fa2a4973e498df7d9f44613322c7b22d94a54caeb',
  263144: 'b42ee2b32ae9119bc6c8f8d0f1f8d8df75b3823ae05089f2d0ac56f239db660f',
}

/** Bytes that repeat within no power of two. */
function sampleOf(length: number): Sample {
  const sha256 = hashes[length]
  if (sha256 === undefined) throw new Error(`There is no sample of ${length} bytes.`)
  const bytes = new Uint8Array(length)
  for (let index = 0; index < length; index++) bytes[index] = (index * 2_654_435_761) >>> 23
  return { bytes, file: { fileID: newID(), size: length, sha256 } }
}

function filesOf({ connection }: Link): TransportFiles {
  if (!connection.files) throw new Error('The driver claims files, and the connection has none.')
  return connection.files
}

async function putWhole(link: Link, count: number): Promise<Sample> {
  const sample = sampleOf(count)
  await filesOf(link).put(sample.file, 0, sample.bytes)
  return sample
}

function contentOf({ file }: Sample): FileContent {
  return { type: 'file', fileName: 'boat.png', mimeType: 'image/png', fileSize: file.size, fileID: file.fileID }
}

function sendFile({ connection }: Link, conversation: ReturnType<typeof groupConversation>, content: FileContent) {
  const parameters = { ...conversation, messageID: newID(), content, sentTime: Date.now() }
  return connection.call('sendMessage', parameters, { operationID: newID() })
}

function textOf(bytes: Uint8Array): string {
  return bytes.join()
}

/** Files, in pieces. */
export const fileCases: readonly TransportCase[] = [
  transportCase('TF-01', 'a connection has files exactly when they are claimed', {}, async (context) => {
    const { connection } = await context.connect(context.subject)
    const isOffered = connection.account.limits.maxFileBytes !== undefined
    expect(connection.files !== undefined).toBe(context.options.supports.files === true && isOffered)
  }),

  transportCase('TF-02', 'a file that was put in pieces is read in any pieces', files, async ({ subject, connect }) => {
    const link = await connect(subject)
    const { bytes, file } = sampleOf(chunkBytes + 1000)
    expect(await filesOf(link).put(file, 0, bytes.subarray(0, chunkBytes))).toBe(chunkBytes)
    expect(await filesOf(link).put(file, chunkBytes, bytes.subarray(chunkBytes))).toBe(bytes.length)

    const first = await filesOf(link).get(file.fileID, 0, 900)
    const second = await filesOf(link).get(file.fileID, 900, chunkBytes)
    expect([first.length, second.length]).toEqual([900, chunkBytes])
    expect(first.every((byte, index) => byte === bytes[index])).toBe(true)
    expect(second.every((byte, index) => byte === bytes[900 + index])).toBe(true)
  }),

  transportCase('TF-03', 'what the backend has is told to every device of the user', files, async (context) => {
    const first = await context.connect(context.subject)
    const { bytes, file } = sampleOf(10)
    const nothing = new Uint8Array()
    expect(await filesOf(first).put(file, 0, nothing)).toBe(0)
    await filesOf(first).put(file, 0, bytes.subarray(0, 4))
    await first.connection.close()

    const second = filesOf(await context.connect(context.subject))
    expect(await second.put(file, 0, nothing)).toBe(4)
    expect(await second.put(file, 4, bytes.subarray(4))).toBe(10)
    expect(textOf(await second.get(file.fileID, 0, 100))).toBe(textOf(bytes))
  }),

  transportCase('TF-04', 'bytes that do not continue what is there are left out', files, async (context) => {
    const link = await context.connect(context.subject)
    const { bytes, file } = sampleOf(10)
    await filesOf(link).put(file, 0, bytes.subarray(0, 4))
    expect(await filesOf(link).put(file, 0, bytes.subarray(0, 4))).toBe(4)
    expect(await filesOf(link).put(file, 6, bytes.subarray(6))).toBe(4)
    expect(await filesOf(link).put(file, 4, bytes.subarray(4))).toBe(10)
  }),

  transportCase('TF-05', 'bytes that are not those stated are refused and forgotten', files, async (context) => {
    const link = await context.connect(context.subject)
    const { bytes, file } = sampleOf(10)
    const others = bytes.map((byte) => byte ^ 1)
    await expectRefusal(filesOf(link).put(file, 0, others), 'file-mismatch', 'not-applied')
    expect(await filesOf(link).put(file, 0, bytes)).toBe(10)
    expect(textOf(await filesOf(link).get(file.fileID, 0, 100))).toBe(textOf(bytes))
  }),

  transportCase('TF-06', 'a fileID stands for one file of one user', files, async ({ subject, partner, connect }) => {
    const link = await connect(subject)
    const { bytes, file } = await putWhole(link, 10)
    const other = sampleOf(11)
    const reused = { ...other.file, fileID: file.fileID }
    await expectRefusal(filesOf(link).put(reused, 0, other.bytes), 'file-mismatch', 'not-applied')
    await expectRefusal(filesOf(await connect(partner)).put(file, 0, bytes), 'file-mismatch', 'not-applied')
  }),

  transportCase('TF-07', 'a whole file stays as it is', files, async ({ subject, connect }) => {
    const link = await connect(subject)
    const { bytes, file } = await putWhole(link, 10)
    for (const offset of [0, 4, 10]) expect(await filesOf(link).put(file, offset, bytes.subarray(offset))).toBe(10)
    expect(textOf(await filesOf(link).get(file.fileID, 0, 100))).toBe(textOf(bytes))
  }),

  transportCase('TF-08', 'a file can be empty', sends, async ({ subject, partner, connect }) => {
    const link = await connect(subject)
    const sample = await putWhole(link, 0)
    await sendFile(link, peerConversation(partner), contentOf(sample))
    expect(await filesOf(link).get(sample.file.fileID, 0, 1)).toHaveLength(0)
  }),

  transportCase('TF-09', 'a file longer than the account allows is refused', files, async ({ subject, connect }) => {
    const link = await connect(subject)
    const { file } = sampleOf(1)
    const size = (link.connection.account.limits.maxFileBytes ?? 0) + 1
    const refused = filesOf(link).put({ ...file, size }, 0, new Uint8Array())
    await expectRefusal(refused, 'limit-exceeded', 'not-applied')
  }),

  transportCase('TF-10', 'a message holds whole files only, as they are', sends, async (context) => {
    const link = await context.connect(context.subject)
    const conversation = peerConversation(context.partner)
    const sample = sampleOf(10)
    await expectCode(sendFile(link, conversation, contentOf(sample)), 'file-not-found')
    await filesOf(link).put(sample.file, 0, sample.bytes.subarray(0, 4))
    await expectCode(sendFile(link, conversation, contentOf(sample)), 'file-not-found')
    await filesOf(link).put(sample.file, 4, sample.bytes.subarray(4))
    const longer = { ...contentOf(sample), fileSize: 11 }
    await expectCode(sendFile(link, conversation, longer), 'file-mismatch')

    await sendFile(link, conversation, contentOf(sample))
    const { messages } = await link.connection.history(conversation, { type: 'newest', limit: 2 })
    expect(messages.map(({ content }) => content)).toEqual([contentOf(sample)])
  }),

  transportCase('TF-11', 'for others a file does not exist before a message holds it', sends, async (context) => {
    const link = await context.connect(context.subject)
    const sample = await putWhole(link, 10)
    const other = await context.connect(context.partner)
    await expectCode(filesOf(other).get(sample.file.fileID, 0, 10), 'file-not-found')
    await expectCode(filesOf(other).get(newID(), 0, 10), 'file-not-found')
    const sent = sendFile(other, peerConversation(context.subject), contentOf(sample))
    await expectCode(sent, 'file-not-found')
  }),

  transportCase('TF-12', 'who is in the conversation of a message can read its file', sends, async (context) => {
    const link = await context.connect(context.subject)
    const sample = await putWhole(link, 10)
    await sendFile(link, peerConversation(context.partner), contentOf(sample))
    const other = filesOf(await context.connect(context.partner))
    expect(textOf(await other.get(sample.file.fileID, 0, 100))).toBe(textOf(sample.bytes))
  }),

  transportCase(
    'TF-13',
    'who has left the conversation can no longer read its file',
    { files: true, operations: ['sendMessage', 'createGroup', 'leaveGroup'] },
    async ({ subject, partner, connect }) => {
      const link = await connect(subject)
      const groupID = await makeGroup(link, [partner])
      const sample = await putWhole(link, 10)
      await sendFile(link, groupConversation(groupID), contentOf(sample))
      const other = await connect(partner)
      expect(await filesOf(other).get(sample.file.fileID, 0, 100)).toHaveLength(10)

      await other.connection.call('leaveGroup', { groupID }, { operationID: newID() })
      await expectCode(filesOf(other).get(sample.file.fileID, 0, 100), 'file-not-found')
    },
  ),

  transportCase('TF-14', 'a read ends with the file', files, async ({ subject, connect }) => {
    const link = await connect(subject)
    const { bytes, file } = await putWhole(link, 10)
    expect(textOf(await filesOf(link).get(file.fileID, 6, chunkBytes))).toBe(textOf(bytes.subarray(6)))
    expect(await filesOf(link).get(file.fileID, 10, 1)).toHaveLength(0)
    expect(await filesOf(link).get(file.fileID, 1000, 1)).toHaveLength(0)
  }),

  transportCase('TF-15', 'on a connection that has ended neither is sent', files, async ({ subject, connect }) => {
    const link = await connect(subject)
    const { bytes, file } = await putWhole(link, 10)
    const { files: ended } = link.connection
    await link.connection.close()
    await expectCode(Promise.resolve(ended?.put(file, 0, bytes)), 'transport-unreachable')
    await expectCode(Promise.resolve(ended?.get(file.fileID, 0, 1)), 'transport-unreachable')
  }),

  transportCase('TF-16', 'one that was aborted before it began is not sent', files, async ({ subject, connect }) => {
    const link = await connect(subject)
    const { bytes, file } = sampleOf(10)
    const signal = AbortSignal.abort()
    await expectCode(filesOf(link).put(file, 0, bytes, { signal }), 'call-aborted')
    await expectCode(filesOf(link).get(file.fileID, 0, 1, { signal }), 'call-aborted')
    expect(await filesOf(link).put(file, 0, new Uint8Array())).toBe(0)
  }),

  transportCase(
    'TF-17',
    'a piece whose answer got lost is there and need not be put again',
    { files: true, controls: ['loseNextAnswer'] },
    async ({ subject, connect, use }) => {
      const link = await connect(subject)
      const { bytes, file } = sampleOf(10)
      await use('loseNextAnswer')()
      const lost = filesOf(link).put(file, 0, bytes.subarray(0, 4))
      await expectRefusal(lost, 'transport-unreachable', 'unknown')
      expect(await filesOf(await connect(subject)).put(file, 0, new Uint8Array())).toBe(4)
    },
  ),
]
