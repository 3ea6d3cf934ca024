import { expect, onTestFinished, test } from 'vitest'
import { memoryStorage } from '@latchkey/storage-memory'
import { loopbackTokenReader } from '@latchkey/transport-loopback'
import { createChat } from '../../src/chat.js'
import { attachmentsFeature } from '../../src/features/attachments.js'
import { combineMessagesFeature } from '../../src/features/combine-messages.js'
import { settle, testPlatform } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents, type World } from '../support/world.js'
import { text } from '../sync/outbox-scene.js'

const peer = (conversationID: string) => ({ conversationType: 'peer', conversationID }) as const
const [ada, bob, eve] = [peer('ada'), peer('bob'), peer('eve')]

function launch(world: World, storage = memoryStorage()) {
  const chat = createChat({
    app: 'test',
    storage,
    transport: world.network.transport(),
    tokenReader: loopbackTokenReader(),
    platform: { ...world.platform, locks: testPlatform().locks },
    features: [combineMessagesFeature, attachmentsFeature],
  })
  onTestFinished(() => chat.destroy())
  return chat
}

async function join(world: World, userID: string, storage = memoryStorage()) {
  const chat = launch(world, storage)
  const isCaughtUp = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
  await chat.login(userID, { token: world.network.issueToken(userID) })
  await isCaughtUp
  return chat
}

type TestChat = ReturnType<typeof launch>

async function send(chat: TestChat, conversation: typeof ada, words: string) {
  const { message, operationID } = await chat.sendMessage(conversation, text(words))
  await chat.whenSettled(operationID)
  return message.messageID
}

async function goOffline(world: World) {
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
}

const wordsOf = async (
  chat: TestChat,
  conversation: typeof ada,
  messageID: string,
  options?: { readonly path: number[] },
) => {
  const { combinedList } = await chat.queryCombineMessageDetail(conversation, messageID, options)
  return combinedList.map(({ content }) => ('text' in content ? content.text : content.type))
}

test('OL-36 messages combined offline are opened here at once, and by who gets them level by level, then offline too', async () => {
  const world = await createWorld()
  const [storage, token] = [memoryStorage(), world.network.issueToken('eve')]
  const [chat, second, bobs] = [await join(world, 'ada'), await join(world, 'ada'), await join(world, 'bob')]
  const eves = await join(world, 'eve', storage)
  const messageIDs = [await send(bobs, ada, 'Who rows?'), await send(chat, bob, 'I do')]
  await expect.poll(() => codeOf(chat.editMessage(bob, messageIDs[0] ?? '', text('no')))).toBe('not-allowed')
  await goOffline(world)
  const combined = { ...bob, messageIDs: messageIDs.toReversed(), title: 'Rowing', summary: 'Who rows' }
  const { message, operationID } = await chat.sendCombineMessage(eve, combined)
  const content = { type: 'combine', title: 'Rowing', summary: 'Who rows', itemCount: 2 }
  expect(message).toMatchObject({ content, sentStatus: 'waiting' })
  expect(message).not.toHaveProperty('combinedLists')
  expect(await wordsOf(chat, eve, message.messageID)).toEqual(['Who rows?', 'I do'])

  const toldBob = recordEvents(bobs, 'messageReceived')
  const told = [eves, second].map((other) => eventOf(other, 'messageReceived'))
  world.network.setConnectivity('up')
  world.platform.control.comeOnline()
  for (const { messageList } of await Promise.all(told)) expect(messageList).toMatchObject([{ content }])
  expect(await chat.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
  expect(await wordsOf(chat, eve, message.messageID)).toEqual(['Who rows?', 'I do'])
  expect(await wordsOf(second, eve, message.messageID)).toEqual(['Who rows?', 'I do'])
  expect(toldBob).toEqual([])

  const nested = { ...ada, messageIDs: [message.messageID], title: 'Again', summary: '' }
  const again = await eves.sendCombineMessage(ada, nested)
  await eves.whenSettled(again.operationID)
  const path = [0]
  expect(await wordsOf(eves, ada, again.message.messageID)).toEqual(['combine'])
  await goOffline(world)
  // Opened by nobody on this device so far.
  expect(await codeOf(wordsOf(eves, ada, again.message.messageID, { path }))).toBe('not-connected')
  world.network.setConnectivity('up')
  world.platform.control.comeOnline()
  await world.platform.control.advance(60_000)
  await expect.poll(() => codeOf(wordsOf(eves, ada, again.message.messageID, { path }))).toBeUndefined()
  await goOffline(world)
  await eves.destroy()
  const relaunched = launch(world, storage)
  await relaunched.login('eve', { token, isOfflineLogin: true })
  expect(await wordsOf(relaunched, ada, again.message.messageID, { path })).toEqual(['Who rows?', 'I do'])
})

test('files in a combined message are read by who got it, until it is taken back', async () => {
  const world = await createWorld()
  const [chat, bobs, eves] = [await join(world, 'ada'), await join(world, 'bob'), await join(world, 'eve')]
  const bytes = Uint8Array.of(1, 2, 3)
  const file = { type: 'file', fileName: 'a', mimeType: '', bytes } as const
  const sent = await bobs.sendAttachment(ada, file)
  await bobs.whenSettled(sent.operationID)
  const { messageID } = sent.message
  await expect.poll(async () => (await chat.queryMessages(bob, [messageID])).messageList).toHaveLength(1)
  const told = eventOf(eves, 'messageReceived')
  const combined = { ...bob, messageIDs: [messageID], title: 'Files', summary: '' }
  const { message, operationID } = await chat.sendCombineMessage(eve, combined)
  await chat.whenSettled(operationID)
  await told
  expect(await wordsOf(eves, ada, message.messageID)).toEqual(['file'])
  expect((await eves.downloadFile(ada, message.messageID)).bytes).toEqual(bytes)
  const revoked = await chat.revokeMessage(eve, message.messageID)
  await chat.whenSettled(revoked?.operationID ?? '')
  await expect.poll(() => codeOf(wordsOf(eves, ada, message.messageID))).toBe('message-revoked')
  expect(await codeOf(eves.downloadFile(ada, message.messageID))).toBe('file-not-found')
})

test('what cannot be combined is refused before it waits', async () => {
  const world = await createWorld()
  const chat = await join(world, 'ada')
  const messageID = await send(chat, bob, 'one')
  const local = await chat.insertMessageToLocalDB(bob, text('Note'), { senderUserID: 'ada' })
  const revoked = await send(chat, bob, 'two')
  await chat.revokeMessage(bob, revoked)
  const attempt = (more: object) =>
    codeOf(chat.sendCombineMessage(eve, { ...bob, messageIDs: [messageID], title: 'T', summary: '', ...more }))
  expect(await attempt({ messageIDs: [messageID, 'unknown'] })).toBe('message-not-found')
  expect(await attempt({ messageIDs: [local.message.messageID] })).toBe('not-allowed')
  expect(await attempt({ messageIDs: [revoked] })).toBe('message-revoked')
  for (const wrong of [{ messageIDs: [] }, { title: ' ' }, { title: 'x'.repeat(101) }, { summary: 'x'.repeat(501) }]) {
    expect(await attempt(wrong)).toBe('invalid-argument')
  }
  expect(await codeOf(chat.queryCombineMessageDetail(bob, messageID))).toBe('not-allowed')
  expect(await codeOf(chat.queryCombineMessageDetail(bob, 'unknown'))).toBe('message-not-found')
  expect(await codeOf(chat.queryCombineMessageDetail(bob, messageID, { path: [0, 0, 0, 0] }))).toBe('invalid-argument')
  expect(
    (await chat.queryOperationList({ count: 10 })).operationList.filter(({ operation }) => operation === 'sendMessage'),
  ).toEqual([])
})
