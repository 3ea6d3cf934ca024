import { expect, onTestFinished, test } from 'vitest'
import { memoryStorage } from '@latchkey/storage-memory'
import { localExtendedDataFeature } from '../../src/features/local-extended-data.js'
import { pinnedMessagesFeature } from '../../src/features/pinned-messages.js'
import { repliesFeature } from '../../src/features/replies.js'
import { clientsWith } from '../support/clients.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents } from '../support/world.js'
import { text } from '../sync/outbox-scene.js'

const bob = { conversationType: 'peer', conversationID: 'bob' } as const
const ada = { conversationType: 'peer', conversationID: 'ada' } as const

const { launch, join } = clientsWith([pinnedMessagesFeature, repliesFeature, localExtendedDataFeature])

async function sendAll(
  chat: ReturnType<typeof launch>,
  conversation: typeof bob | typeof ada,
  texts: readonly string[],
) {
  const messageIDs: string[] = []
  for (const value of texts) {
    const { message, operationID } = await chat.sendMessage(conversation, text(value))
    await chat.whenSettled(operationID)
    messageIDs.push(message.messageID)
  }
  return messageIDs
}

test('OL-36 what is pinned offline is pinned here at once, after a relaunch too, and for everybody once it is sent', async () => {
  const world = await createWorld()
  const storage = memoryStorage()
  const token = world.network.issueToken('ada')
  const chat = await join(world, 'ada', storage)
  const [second, bobs, eves] = [await join(world, 'ada'), await join(world, 'bob'), await join(world, 'eve')]
  const [messageID = ''] = await sendAll(chat, bob, ['Boathouse at 7'])
  const toldEve = recordEvents(eves, 'messagePinStatusChanged')
  const toldHere = recordEvents(chat, 'messagePinStatusChanged')
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  expect(await chat.pinMessage(bob, messageID, true)).toBeDefined()
  expect(toldHere).toEqual([{ ...bob, pinnedMessageIDs: [messageID], unpinnedMessageIDs: [] }])
  await chat.destroy()

  const again = launch(world, storage)
  await again.login('ada', { token, isOfflineLogin: true })
  expect((await again.queryPinnedMessageList(bob)).messageList).toMatchObject([{ messageID }])
  const told = [second, bobs].map((other) => eventOf(other, 'messagePinStatusChanged'))
  world.network.setConnectivity('up')
  world.platform.control.comeOnline()
  await Promise.all(told)
  expect((await second.queryPinnedMessageList(bob)).messageList).toMatchObject([{ messageID }])
  expect((await bobs.queryPinnedMessageList(ada)).messageList).toMatchObject([{ messageID }])
  expect(toldEve).toEqual([])

  const live = bobs.live.queryPinnedMessageList(ada)
  onTestFinished(live.subscribe(() => undefined))
  await expect.poll(() => live.getSnapshot().messageList).toHaveLength(1)
  await expect.poll(() => again.pinMessage(bob, messageID, true)).toBeUndefined()
  await again.pinMessage(bob, messageID, false)
  await expect.poll(() => live.getSnapshot().messageList).toHaveLength(0)
})

test('what is pinned and answered long ago is fetched for a device that does not have it, and kept', async () => {
  const world = await createWorld({ limits: { maxPageBytes: 2_000 } })
  const bobs = await join(world, 'bob')
  const [original = ''] = await sendAll(bobs, ada, ['Who rows?'])
  const reply = await bobs.sendMessage(ada, text('I do'), { repliedMessageID: original })
  await bobs.whenSettled(reply.operationID)
  await bobs.pinMessage(ada, original, true)
  await sendAll(bobs, ada, ['one', 'two', 'three'])
  const storage = memoryStorage()
  const chat = await join(world, 'ada', storage)
  expect((await chat.queryPinnedMessageList(bob)).messageList).toEqual([])
  expect(await chat.queryMessageRepliedList(bob, original, { count: 10 })).toEqual({ messageList: [] })
  const fetched = await chat.queryPinnedMessageList(bob, { isQueryFromServer: true })
  expect(fetched.messageList).toMatchObject([{ messageID: original, repliedCount: 1 }])
  const replies = await chat.queryMessageRepliedList(bob, original, { count: 10, isQueryFromServer: true })
  expect(replies).toMatchObject({ messageList: [{ content: text('I do'), repliedInfo: { messageID: original } }] })
  // The newest page of history does not pretend to reach that far.
  const { messageList } = await chat.queryHistoryMessage(bob, { count: 2 })
  expect(messageList.map(({ content }) => content)).toEqual([text('two'), text('three')])

  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  expect(await chat.queryPinnedMessageList(bob)).toEqual(fetched)
  expect(await chat.queryMessageRepliedList(bob, original, { count: 10 })).toEqual(replies)
  expect(await codeOf(chat.queryPinnedMessageList(bob, { isQueryFromServer: true }))).toBe('not-connected')
})

test('answers come in pages, oldest first, those that wait last', async () => {
  const world = await createWorld()
  const chat = await join(world, 'ada')
  const [original = ''] = await sendAll(chat, bob, ['Who rows?'])
  for (const value of ['one', 'two', 'three']) {
    await chat.whenSettled((await chat.sendMessage(bob, text(value), { repliedMessageID: original })).operationID)
  }
  for (const isQueryFromServer of [true, false]) {
    const first = await chat.queryMessageRepliedList(bob, original, { count: 2, isQueryFromServer })
    const cursor = first.nextCursor ?? ''
    const rest = await chat.queryMessageRepliedList(bob, original, { count: 2, cursor, isQueryFromServer })
    expect([...first.messageList, ...rest.messageList].map(({ content }) => content)).toEqual(
      ['one', 'two', 'three'].map(text),
    )
    expect(rest).not.toHaveProperty('nextCursor')
  }
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  await chat.sendMessage(bob, text('four'), { repliedMessageID: original })
  const { messageList } = await chat.queryMessageRepliedList(bob, original, { count: 10 })
  expect(messageList.at(-1)).toMatchObject({ sentStatus: 'waiting', content: text('four') })
})

test('what cannot be pinned is refused before it waits', async () => {
  const world = await createWorld()
  const chat = await join(world, 'ada')
  const [revoked = ''] = await sendAll(chat, bob, ['one'])
  await chat.revokeMessage(bob, revoked)
  const local = await chat.insertMessageToLocalDB(bob, text('Note'), { senderUserID: 'ada' })
  expect(await codeOf(chat.pinMessage(bob, 'unknown', true))).toBe('message-not-found')
  expect(await codeOf(chat.pinMessage(bob, revoked, true))).toBe('message-revoked')
  expect(await codeOf(chat.pinMessage(bob, local.message.messageID, true))).toBe('not-allowed')
})

test('local extended data stays on the message of this device, whatever becomes of it, and is not in the list', async () => {
  const world = await createWorld()
  const chat = await join(world, 'ada')
  const [messageID = ''] = await sendAll(chat, bob, ['one'])
  const { message } = await chat.updateMessageLocalExtendedData(bob, messageID, '{"translated":"eins"}')
  expect(message.localExtendedData).toBe('{"translated":"eins"}')
  const edited = await chat.editMessage(bob, messageID, text('uno'))
  await chat.whenSettled(edited.operationID)
  const { messageList } = await chat.queryMessages(bob, [messageID])
  expect(messageList[0]).toMatchObject({ content: text('uno'), localExtendedData: '{"translated":"eins"}' })
  const { conversationList } = await chat.queryConversationList({ count: 1 })
  expect(conversationList[0]?.lastMessage).toMatchObject({ content: text('uno') })
  expect(conversationList[0]?.lastMessage).not.toHaveProperty('localExtendedData')
  expect((await chat.updateMessageLocalExtendedData(bob, messageID, '')).message).not.toHaveProperty(
    'localExtendedData',
  )
  expect(await codeOf(chat.updateMessageLocalExtendedData(bob, 'unknown', 'x'))).toBe('message-not-found')
  expect(await codeOf(chat.updateMessageLocalExtendedData(bob, messageID, 'é'.repeat(65_537)))).toBe('invalid-argument')
})
