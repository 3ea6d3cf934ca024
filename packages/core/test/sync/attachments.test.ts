import { memoryStorage } from '@latchkey/storage-memory'
import { expect, test } from 'vitest'
import { createChat } from '../../src/chat.js'
import type { Chat } from '../../src/contract/chat.js'
import { ConnectionState } from '../../src/contract/connection-state.js'
import type { FileAttachment } from '../../src/contract/message-content.js'
import type { TransportDriver, TransportFiles } from '../../src/contract/transport-driver.js'
import { attachmentsFeature } from '../../src/features/attachments.js'
import { createTabScene } from '../support/tab-scene.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents, type Device } from '../support/world.js'

const bob = { conversationType: 'peer', conversationID: 'bob' } as const
const ada = { conversationType: 'peer', conversationID: 'ada' } as const
const eve = { conversationType: 'peer', conversationID: 'eve' } as const
const pieceBytes = 256 * 1_024

function attachmentOf(count: number, fileName = 'boat.png'): FileAttachment & { readonly bytes: Uint8Array } {
  const bytes = new Uint8Array(count)
  for (let index = 0; index < count; index++) bytes[index] = (index * 2_654_435_761) >>> 23
  return { type: 'file', fileName, mimeType: 'image/png', bytes }
}

/** `driver` with its `put` in the hands of the test. */
function withPut(
  driver: TransportDriver,
  put: (real: TransportFiles, ...given: Parameters<TransportFiles['put']>) => Promise<number>,
): TransportDriver {
  return {
    ...driver,
    async connect(...request) {
      const connection = await driver.connect(...request)
      const { files } = connection
      return { ...connection, ...(files && { files: { ...files, put: (...given) => put(files, ...given) } }) }
    },
  }
}

async function messageOf(chat: Chat, conversation: typeof bob | typeof ada | typeof eve, messageID: string) {
  const { messageList } = await chat.queryMessages(conversation, [messageID])
  return messageList[0]
}

async function filesOn(device: Device): Promise<readonly string[]> {
  const session = await device.storage.open({ app: 'test', userID: 'ada' }, { version: 99, tables: [] })
  const listed = (await session.files?.list({ limit: 10 })) ?? []
  await session.close()
  return listed.map(({ name }) => name)
}

test('OL-36 a file attached offline is sent after a relaunch, arrives, and is readable offline at both ends', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  const hers = await world.returningDevice('bob')
  world.network.setConnectivity('refused')
  const attachment = attachmentOf(pieceBytes + 1_000)
  const before = device.launch()
  await before.login('ada', { token, isOfflineLogin: true })
  const { message } = await before.sendAttachment(bob, attachment)
  expect(message).toMatchObject({ sentStatus: 'waiting', content: { type: 'file', fileName: 'boat.png' } })
  attachment.bytes.fill(0)
  await before.destroy()

  world.network.setConnectivity('up')
  const after = device.launch()
  const progress = recordEvents(after, 'fileUploadProgressed')
  const settled = eventOf(after, 'operationSettled')
  await after.login('ada', { token, isOfflineLogin: true })
  expect(await settled).toMatchObject({ operation: 'sendMessage', outcome: 'succeeded' })
  expect(progress.map(({ sentBytes, totalBytes }) => [sentBytes, totalBytes])).toEqual(
    [0, pieceBytes, pieceBytes + 1_000].map((sentBytes) => [sentBytes, pieceBytes + 1_000]),
  )

  const { bytes } = attachmentOf(pieceBytes + 1_000)
  const receiver = hers.launch()
  const caughtUp = eventOf(receiver, 'syncStateChanged', ({ state }) => state === 'finished')
  await receiver.login('bob', { token: hers.token })
  await caughtUp
  const both = await Promise.all([1, 2].map(() => receiver.downloadFile(ada, message.messageID)))
  for (const read of both) expect(Buffer.compare(read.bytes, bytes)).toBe(0)

  world.network.setConnectivity('refused')
  world.network.cut()
  expect(Buffer.compare((await receiver.downloadFile(ada, message.messageID)).bytes, bytes)).toBe(0)
  expect(Buffer.compare((await after.downloadFile(bob, message.messageID)).bytes, bytes)).toBe(0)
})

test('OL-36 an upload that is cut goes on where it was, and sends no byte twice', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  let putBytes = 0
  const transport = withPut(world.network.transport(), async (real, file, offset, bytes, options) => {
    const received = await real.put(file, offset, bytes, options)
    putBytes += bytes.length
    if (bytes.length > 0 && offset === 0) world.network.cut()
    return received
  })
  const chat = device.launch({ transport })
  chat.on('connectionStateChanged', ({ state }) => {
    if (state === ConnectionState.Reconnecting) chat.reconnectNow()
  })
  await chat.login('ada', { token })
  const settled = eventOf(chat, 'operationSettled')
  const { message } = await chat.sendAttachment(bob, attachmentOf(3 * pieceBytes))
  expect(await settled).toMatchObject({ outcome: 'succeeded' })
  expect(putBytes).toBe(3 * pieceBytes)
  expect(await messageOf(chat, bob, message.messageID)).toMatchObject({ sentStatus: 'sent' })
})

test('OL-36 a message behind a file waits for it, and other conversations do not', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const transport = withPut(world.network.transport(), async (real, ...given) => {
    await held
    return real.put(...given)
  })
  const chat = device.launch({ transport })
  await chat.login('ada', { token })
  const { message: file } = await chat.sendAttachment(bob, attachmentOf(10))
  const { message: behind, operationID } = await chat.sendMessage(bob, { type: 'text', text: 'behind' })
  const beside = await chat.sendMessage(eve, { type: 'text', text: 'beside' })
  await chat.whenSettled(beside.operationID)
  expect(await messageOf(chat, bob, behind.messageID)).toMatchObject({ sentStatus: 'waiting' })

  release()
  await chat.whenSettled(operationID)
  const { messageList } = await chat.queryHistoryMessage(bob, { count: 10 })
  expect(messageList.map(({ messageID }) => messageID)).toEqual([file.messageID, behind.messageID])
})

test('a message that is discarded while its file is on its way is not sent, and its bytes are gone', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  const chat = device.launch()
  await chat.login('ada', { token })
  const begun = eventOf(chat, 'fileUploadProgressed')
  const { operationID, message } = await chat.sendAttachment(bob, attachmentOf(40 * pieceBytes))
  await begun
  await chat.discardOperation(operationID)
  const { operationID: next } = await chat.sendMessage(bob, { type: 'text', text: 'instead' })
  await chat.whenSettled(next)

  const { messageList } = await chat.queryHistoryMessage(bob, { count: 10 })
  expect(messageList.map(({ content }) => content.type)).toEqual(['text'])
  expect(await codeOf(chat.downloadFile(bob, message.messageID))).toBe('message-not-found')
  await chat.destroy()
  expect(await filesOn(device)).toEqual([])
})

test('a message that is edited into a text before its file is on its way is sent as that, and its bytes are gone', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  world.network.setConnectivity('refused')
  const chat = device.launch()
  await chat.login('ada', { token, isOfflineLogin: true })
  const { operationID, message } = await chat.sendAttachment(bob, attachmentOf(10))
  await chat.editMessage(bob, message.messageID, { type: 'text', text: 'instead' })
  world.network.setConnectivity('up')
  chat.reconnectNow()
  expect(await chat.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
  expect(await messageOf(chat, bob, message.messageID)).toMatchObject({ content: { type: 'text', text: 'instead' } })
  await chat.destroy()
  expect(await filesOn(device)).toEqual([])
})

test('a file that is said to be longer than any may be is not fetched', async () => {
  const world = await createWorld({ limits: { maxFileBytes: 2 ** 40 } })
  const { token, ...device } = await world.returningDevice('ada')
  const chat = device.launch()
  await chat.login('ada', { token })
  const huge = { type: 'file', fileName: 'a', mimeType: '', fileSize: 2 ** 40, fileID: 'huge' } as const
  const { message } = await chat.insertMessageToLocalDB(bob, huge, { senderUserID: 'bob' })
  expect(await codeOf(chat.downloadFile(bob, message.messageID))).toBe('limit-exceeded')
})

test('a file that the backend refuses for good fails its message, which can be discarded', async () => {
  const world = await createWorld({ limits: { maxFileBytes: 100 } })
  const { token, ...device } = await world.returningDevice('ada')
  const chat = device.launch()
  await chat.login('ada', { token })
  const { operationID, message } = await chat.sendAttachment(bob, attachmentOf(101))
  expect(await chat.whenSettled(operationID)).toMatchObject({ outcome: 'failed', error: { code: 'limit-exceeded' } })
  expect(await messageOf(chat, bob, message.messageID)).toMatchObject({
    sentStatus: 'failed',
    failureCode: 'limit-exceeded',
  })
  expect((await chat.downloadFile(bob, message.messageID)).bytes).toHaveLength(101)
  await chat.discardOperation(operationID)
  await chat.destroy()
  expect(await filesOn(device)).toEqual([])
})

test('a file can be empty, and can come as a Blob', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  const chat = device.launch()
  await chat.login('ada', { token })
  for (const bytes of [new Uint8Array(), new Blob(['boat'])]) {
    const { operationID, message } = await chat.sendAttachment(bob, { ...attachmentOf(0), bytes })
    expect(await chat.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
    const size = bytes instanceof Blob ? bytes.size : bytes.length
    expect((await chat.downloadFile(bob, message.messageID)).bytes).toHaveLength(size)
  }
})

test('the bytes of a message that was taken back or deleted do not stay', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  const chat = device.launch()
  await chat.login('ada', { token })
  const sent = [await chat.sendAttachment(bob, attachmentOf(10)), await chat.sendAttachment(bob, attachmentOf(11))]
  for (const { operationID } of sent) await chat.whenSettled(operationID)
  const receipt = await chat.revokeMessage(bob, sent[0]?.message.messageID ?? '')
  await chat.whenSettled(receipt?.operationID ?? '')
  await chat.deleteMessages(bob, [sent[1]?.message.messageID ?? ''])
  await chat.destroy()
  expect(await filesOn(device)).toEqual([])
})

test('what cannot be read says why', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  world.network.setConnectivity('refused')
  const chat = device.launch()
  await chat.login('ada', { token, isOfflineLogin: true })
  const content = { type: 'file', fileName: 'a', mimeType: '', fileSize: 10, fileID: 'elsewhere' } as const
  const { message: absent } = await chat.sendMessage(bob, content)
  const { message: huge } = await chat.sendMessage(bob, { ...content, fileSize: 2 ** 40 })
  const { message: text } = await chat.sendMessage(bob, { type: 'text', text: 'hello' })
  expect(await codeOf(chat.downloadFile(bob, absent.messageID))).toBe('not-connected')
  expect(await codeOf(chat.downloadFile(bob, huge.messageID))).toBe('not-connected')
  expect(await codeOf(chat.downloadFile(bob, text.messageID))).toBe('file-not-found')
  expect(await codeOf(chat.downloadFile(bob, 'nowhere'))).toBe('message-not-found')
})

test('a malformed attachment is refused before anything is kept', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  const chat = device.launch()
  await chat.login('ada', { token })
  const sound = attachmentOf(10)
  const malformed = [
    { ...sound, fileName: '' },
    { ...sound, fileName: 'x'.repeat(257) },
    { ...sound, mimeType: 'x'.repeat(257) },
    Object.assign({ ...sound }, { bytes: 'text' }),
    Object.assign({ ...sound }, { bytes: undefined }),
    { ...sound, bytes: Object.defineProperty(new Blob(), 'size', { value: 100 * 1_024 * 1_024 + 1 }) },
  ]
  for (const attachment of malformed) {
    expect(await codeOf(chat.sendAttachment(bob, attachment as FileAttachment))).toBe('invalid-argument')
  }
  await chat.destroy()
  expect(await filesOn(device)).toEqual([])
})

test('where the storage keeps no files none is sent', async () => {
  const world = await createWorld()
  const real = memoryStorage()
  const storage = {
    ...real,
    supports: {},
    async open(...given: Parameters<typeof real.open>) {
      const { files: _files, ...session } = await real.open(...given)
      return session
    },
  }
  const { token, ...device } = await world.returningDevice('ada', storage)
  const chat = device.launch()
  await chat.login('ada', { token })
  expect(await codeOf(chat.sendAttachment(bob, attachmentOf(10)))).toBe('not-supported')
  expect((await chat.queryHistoryMessage(bob, { count: 10 })).messageList).toEqual([])
})

test('OL-36 several files of one message are sent once each, told of as one, and read apart', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  const hers = await world.returningDevice('bob')
  const put = new Map<string, number>()
  const transport = withPut(world.network.transport(), async (real, file, offset, bytes, options) => {
    const received = await real.put(file, offset, bytes, options)
    put.set(file.fileID, (put.get(file.fileID) ?? 0) + bytes.length)
    if (bytes.length > 0 && put.size === 2) world.network.cut()
    return received
  })
  const chat = device.launch({ transport })
  chat.on('connectionStateChanged', ({ state }) => {
    if (state === ConnectionState.Reconnecting) chat.reconnectNow()
  })
  await chat.login('ada', { token })
  const [first, second] = [attachmentOf(1_000, 'one.png'), attachmentOf(2_000, 'two.png')]
  const picture = { ...first, type: 'image', width: 40, height: 30 } as const
  const progress = recordEvents(chat, 'fileUploadProgressed')
  const { message, operationID } = await chat.sendAttachment(bob, {
    type: 'multiple',
    itemList: [{ type: 'text', text: 'Both boats' }, picture, second],
  })
  await chat.whenSettled(operationID)
  expect([...put.values()]).toEqual([1_000, 2_000])
  expect(progress.at(-1)).toMatchObject({ sentBytes: 3_000, totalBytes: 3_000 })

  const receiver = hers.launch()
  const received = eventOf(receiver, 'messageReceived')
  await receiver.login('bob', { token: hers.token })
  const content = (await received).messageList[0]?.content
  expect(content).toEqual(message.content)
  if (content?.type !== 'multiple') throw new Error('The parts are gone.')
  const [text, image, file] = content.itemList
  expect(text).toEqual({ type: 'text', text: 'Both boats' })
  expect(image).toMatchObject({ type: 'image', width: 40, height: 30, fileSize: 1_000 })
  if (file?.type !== 'file') throw new Error('The file is gone.')
  const { messageID } = message
  expect((await receiver.downloadFile(ada, messageID)).bytes).toHaveLength(1_000)
  expect((await receiver.downloadFile(ada, messageID, { fileID: file.fileID })).bytes).toHaveLength(2_000)
  expect(await codeOf(receiver.downloadFile(ada, messageID, { fileID: 'other' }))).toBe('file-not-found')
})

test('OL-36 a message of several files that is discarded takes all of them from the device', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  world.network.setConnectivity('refused')
  const chat = device.launch()
  await chat.login('ada', { token, isOfflineLogin: true })
  const itemList = [attachmentOf(10), attachmentOf(20)]
  const { operationID } = await chat.sendAttachment(bob, { type: 'multiple', itemList })
  await chat.discardOperation(operationID)
  await chat.destroy()
  expect(await filesOn(device)).toEqual([])
})

test('OL-36 without the feature a file that waits fails in view and sends nothing, and a retry with it sends it', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  world.network.setConnectivity('refused')
  const before = device.launch()
  await before.login('ada', { token, isOfflineLogin: true })
  const { message, operationID } = await before.sendAttachment(bob, attachmentOf(1_000))
  await before.destroy()

  world.network.setConnectivity('up')
  const { storage, platform } = device
  const without = createChat({ app: 'test', storage, platform, transport: world.network.transport() })
  const settled = eventOf(without, 'operationSettled')
  await without.login('ada', { token, isOfflineLogin: true })
  expect(await settled).toMatchObject({ operationID, outcome: 'failed', error: { code: 'not-supported' } })
  expect(await messageOf(without, bob, message.messageID)).toMatchObject({
    sentStatus: 'failed',
    failureCode: 'not-supported',
  })
  await without.destroy()

  const after = device.launch()
  await after.login('ada', { token, isOfflineLogin: true })
  await after.retryOperation(operationID)
  expect(await after.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
  const { bytes } = await after.downloadFile(bob, message.messageID)
  expect(bytes).toEqual(attachmentOf(1_000).bytes)
  await after.destroy()
})

test(
  'a crash at any step of sending a file leaves its bytes with its message, or neither',
  { timeout: 60_000 },
  async () => {
    const kept: number[] = []
    for (let step = 0; ; step += 1) {
      const scene = await createTabScene()
      scene.world.network.setConnectivity('refused')
      const first = await scene.openTab({ features: [attachmentsFeature] })
      first.stopAfter(step)
      void codeOf(first.chat.sendAttachment(bob, attachmentOf(10)))
      await settle()
      const isOver = !first.isStopped
      await first.crash()
      const next = scene.device.launch()
      await next.login('ada', { token: scene.token, isOfflineLogin: true })
      const { messageList } = await next.queryHistoryMessage(bob, { count: 10 })
      await next.destroy()
      kept.push(messageList.length)
      expect(await filesOn(scene.device), `step ${String(step)}`).toHaveLength(messageList.length)
      if (isOver) break
    }
    expect([kept[0], kept.at(-1), kept.length > 4]).toEqual([0, 1, true])
  },
)
