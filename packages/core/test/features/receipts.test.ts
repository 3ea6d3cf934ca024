import { expect, onTestFinished, test } from 'vitest'
import { memoryStorage } from '@latchkey/storage-memory'
import { groupsFeature } from '../../src/features/groups.js'
import { receiptsFeature } from '../../src/features/receipts.js'
import { clientsWith } from '../support/clients.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents, type World } from '../support/world.js'
import { text } from '../sync/outbox-scene.js'

const bob = { conversationType: 'peer', conversationID: 'bob' } as const
const ada = { conversationType: 'peer', conversationID: 'ada' } as const
const rowers = { conversationType: 'group', conversationID: 'rowers' } as const

const { launch, join } = clientsWith([receiptsFeature, groupsFeature])

type TestChat = ReturnType<typeof launch>

async function send(chat: TestChat, conversation: typeof bob | typeof ada | typeof rowers, words: string) {
  const { message, operationID } = await chat.sendMessage(conversation, text(words))
  await chat.whenSettled(operationID)
  return message.messageID
}

async function read(chat: TestChat, conversation: typeof ada | typeof rowers) {
  const receipt = await chat.clearConversationUnreadMessageCount(conversation)
  await chat.whenSettled(receipt?.operationID ?? '')
}

async function goOffline(world: World) {
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
}

test('who wrote in a peer conversation learns that it was read, on all devices and offline after a relaunch; nobody else does', async () => {
  const world = await createWorld()
  const storage = memoryStorage()
  const token = world.network.issueToken('ada')
  const chat = await join(world, 'ada', storage)
  const [second, bobs, eves] = [await join(world, 'ada'), await join(world, 'bob'), await join(world, 'eve')]
  const messageID = await send(chat, bob, 'Boathouse at 7')
  await expect.poll(async () => (await bobs.queryHistoryMessage(ada, { count: 1 })).messageList).toHaveLength(1)
  const unread = { receiptList: [{ messageID, readMemberCount: 0, unreadMemberCount: 1 }], errorMessageList: [] }
  expect(await chat.queryMessageReceiptsInfo(bob, [messageID])).toEqual(unread)
  const live = chat.live.queryMessageReceiptsInfo(bob, [messageID])
  onTestFinished(live.subscribe(() => undefined))
  await expect.poll(() => live.getSnapshot().receiptList).toEqual(unread.receiptList)

  const told = [chat, second].map((other) => eventOf(other, 'conversationMessageReceiptChanged'))
  const toldOthers = [bobs, eves].map((other) => recordEvents(other, 'conversationMessageReceiptChanged'))
  await read(bobs, ada)
  expect(await Promise.all(told)).toMatchObject([
    { ...bob, userID: 'bob' },
    { ...bob, userID: 'bob' },
  ])
  const { messageList } = await chat.queryMessages(bob, [messageID])
  expect(await chat.queryConversationReadMark(bob)).toMatchObject({ readMark: { order: messageList[0]?.order } })
  const receiptList = [{ messageID, readMemberCount: 1, unreadMemberCount: 0 }]
  await expect.poll(() => live.getSnapshot().receiptList).toEqual(receiptList)
  expect((await second.queryMessageReceiptsInfo(bob, [messageID])).receiptList).toEqual(receiptList)
  // Of what somebody else wrote nothing is told.
  expect((await bobs.queryMessageReceiptsInfo(ada, [messageID])).receiptList).toEqual([
    { messageID, readMemberCount: 0, unreadMemberCount: 0 },
  ])
  expect(toldOthers).toEqual([[], []])

  await goOffline(world)
  const mark = await chat.queryConversationReadMark(bob)
  await chat.destroy()
  const again = launch(world, storage)
  await again.login('ada', { token, isOfflineLogin: true })
  expect(await again.queryConversationReadMark(bob)).toEqual(mark)
  const waiting = await again.sendMessage(bob, text('Still there?'))
  const asked = [messageID, waiting.message.messageID, 'unknown']
  expect(await again.queryMessageReceiptsInfo(bob, asked)).toEqual({
    receiptList: [...receiptList, { messageID: asked[1], readMemberCount: 0, unreadMemberCount: 0 }],
    errorMessageList: [{ messageID: 'unknown', code: 'message-not-found' }],
  })
})

test('readers of a group message are counted and listed by the backend, and offline as was last asked', async () => {
  const world = await createWorld()
  const storage = memoryStorage()
  const token = world.network.issueToken('ada')
  const chat = await join(world, 'ada', storage)
  await chat.createGroup('rowers', { groupName: 'Rowers', userIDs: ['bob', 'eve'] })
  const [bobs, eves] = [await join(world, 'bob'), await join(world, 'eve')]
  await world.platform.control.advance(1_000)
  const messageID = await send(chat, rowers, 'Boathouse at 7')
  await expect.poll(async () => (await eves.queryHistoryMessage(rowers, { count: 1 })).messageList).toHaveLength(1)
  expect(await chat.queryMessageReceiptsInfo(rowers, [messageID])).toEqual({
    receiptList: [],
    errorMessageList: [{ messageID, code: 'not-connected' }],
  })
  const isQueryFromServer = true
  const toldBob = recordEvents(bobs, 'messageReceiptChanged')
  const told = recordEvents(chat, 'messageReceiptChanged')
  await read(eves, rowers)
  const receiptList = [{ messageID, readMemberCount: 1, unreadMemberCount: 1 }]
  const counted = { receiptList, errorMessageList: [] }
  expect(await chat.queryMessageReceiptsInfo(rowers, [messageID], { isQueryFromServer })).toEqual(counted)
  expect(told).toEqual([{ ...rowers, receiptList }])
  expect(toldBob).toEqual([])

  const readers = async (asking: TestChat, options: { readonly isQueryFromServer?: boolean } = {}) => {
    const page = { count: 10, ...options }
    const { groupMemberList: read } = await asking.queryGroupMessageReceiptReadMemberList('rowers', messageID, page)
    const { groupMemberList: unread } = await asking.queryGroupMessageReceiptUnreadMemberList('rowers', messageID, page)
    return [read, unread].map((list) => list.map(({ userName }) => userName))
  }
  expect(await readers(chat, { isQueryFromServer })).toEqual([['Eve Moneypenny'], ['Bob Hopper']])
  expect(await codeOf(readers(bobs))).toBe('not-allowed')
  expect(await codeOf(readers(bobs, { isQueryFromServer }))).toBe('not-allowed')

  await goOffline(world)
  await chat.destroy()
  const again = launch(world, storage)
  await again.login('ada', { token, isOfflineLogin: true })
  expect(await again.queryMessageReceiptsInfo(rowers, [messageID])).toEqual(counted)
  expect(await readers(again)).toEqual([['Eve Moneypenny'], ['Bob Hopper']])
  expect(await codeOf(readers(again, { isQueryFromServer }))).toBe('not-connected')
})

test('what is asked wrongly of receipts is refused before anything is read', async () => {
  const world = await createWorld()
  const chat = launch(world)
  for (const messageIDs of [[], Array.from({ length: 101 }, (_, index) => `m${String(index)}`), ['']]) {
    expect(await codeOf(chat.queryMessageReceiptsInfo(bob, messageIDs))).toBe('invalid-argument')
  }
  expect(await codeOf(chat.queryGroupMessageReceiptReadMemberList('', 'm', { count: 1 }))).toBe('invalid-argument')
  expect(await codeOf(chat.queryGroupMessageReceiptReadMemberList('g', 'm', { count: 101 }))).toBe('invalid-argument')
  expect(await codeOf(chat.queryGroupMessageReceiptUnreadMemberList('g', 'm', { count: 1 }))).toBe('not-logged-in')
})
