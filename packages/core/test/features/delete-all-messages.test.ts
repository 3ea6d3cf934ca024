import { expect, test } from 'vitest'
import { memoryStorage } from '@latchkey/storage-memory'
import { deleteAllMessagesFeature } from '../../src/features/delete-all-messages.js'
import { clientsWith } from '../support/clients.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents, type World } from '../support/world.js'
import { text } from '../sync/outbox-scene.js'

const bob = { conversationType: 'peer', conversationID: 'bob' } as const
const eve = { conversationType: 'peer', conversationID: 'eve' } as const
const ada = { conversationType: 'peer', conversationID: 'ada' } as const
const isAlsoDeleteServerMessage = true

const { launch, join } = clientsWith([deleteAllMessagesFeature])

type TestChat = ReturnType<typeof launch>

async function send(chat: TestChat, conversation: typeof bob | typeof eve | typeof ada, words: string) {
  const { message, operationID } = await chat.sendMessage(conversation, text(words))
  await chat.whenSettled(operationID)
  return message.messageID
}

async function wordsOf(chat: TestChat, conversation: typeof bob | typeof eve | typeof ada) {
  const { messageList, stoppedAtGap } = await chat.queryHistoryMessage(conversation, { count: 100 })
  expect(stoppedAtGap).toBe(false)
  return messageList.map(({ content }) => (content.type === 'text' ? content.text : content.type))
}

async function goOffline(world: World) {
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
}

async function comeBack(world: World) {
  world.network.setConnectivity('up')
  world.platform.control.comeOnline()
  await settle()
}

test('OL-36 all messages deleted offline are gone here at once, after a relaunch too, and on the other device once that is sent', async () => {
  const world = await createWorld()
  const storage = memoryStorage()
  const token = world.network.issueToken('ada')
  const chat = await join(world, 'ada', storage)
  const [second, bobs] = [await join(world, 'ada'), await join(world, 'bob')]
  const messageID = await send(bobs, ada, 'one')
  await send(chat, bob, 'two')
  await send(chat, eve, 'to Eve')
  await expect.poll(() => wordsOf(second, bob)).toEqual(['one', 'two'])
  await chat.insertMessageToLocalDB(bob, text('Note'), { senderUserID: 'ada' })
  const toldBob = recordEvents(bobs, 'messageDeleted')
  await goOffline(world)
  await chat.sendMessage(bob, text('waits'))
  const told = recordEvents(chat, 'messageDeleted')
  await chat.deleteAllMessage(bob, { isAlsoDeleteServerMessage })
  expect(told.at(-1)).toEqual({ ...bob, messageIDs: [], areAllDeleted: true })
  expect(await wordsOf(chat, bob)).toEqual([])
  const { conversation } = await chat.queryConversation(bob)
  expect(conversation).toMatchObject({ unreadMessageCount: 0 })
  expect(conversation).not.toHaveProperty('lastMessage')
  await chat.destroy()

  const again = launch(world, storage)
  await again.login('ada', { token, isOfflineLogin: true })
  expect(await wordsOf(again, bob)).toEqual([])
  expect(await wordsOf(again, eve)).toEqual(['to Eve'])
  const toldSecond = eventOf(second, 'messageDeleted')
  await comeBack(world)
  expect(await toldSecond).toEqual({ ...bob, messageIDs: [], areAllDeleted: true })
  expect(await wordsOf(second, bob)).toEqual([])
  expect(await wordsOf(bobs, ada)).toEqual(['one', 'two'])
  expect(toldBob).toEqual([])

  // What becomes of them later does not bring them back, and what is new is there.
  await bobs.editMessage(ada, messageID, text('one, edited'))
  await send(bobs, ada, 'three')
  for (const device of [again, second]) await expect.poll(() => wordsOf(device, bob)).toEqual(['three'])
  const third = await join(world, 'ada')
  expect(await wordsOf(third, bob)).toEqual(['three'])
})

test('without the backend they are gone from this device alone, of one conversation or of all', async () => {
  const world = await createWorld()
  const [chat, second] = [await join(world, 'ada'), await join(world, 'ada')]
  const bobs = await join(world, 'bob')
  const messageID = await send(bobs, ada, 'one')
  await send(chat, eve, 'to Eve')
  await expect.poll(() => wordsOf(second, bob)).toEqual(['one'])
  await chat.deleteAllMessage(bob)
  await bobs.editMessage(ada, messageID, text('one, edited'))
  await expect.poll(() => wordsOf(second, bob)).toEqual(['one, edited'])
  await chat.syncNow()
  expect(await wordsOf(chat, bob)).toEqual([])
  expect(await wordsOf(chat, eve)).toEqual(['to Eve'])
  await chat.deleteAllConversationMessages()
  expect(await wordsOf(chat, eve)).toEqual([])
  await send(bobs, ada, 'two')
  await expect.poll(() => wordsOf(chat, bob)).toEqual(['two'])
  expect((await chat.queryConversationList({ count: 10 })).conversationList).toHaveLength(2)
})

test('what cannot be deleted is refused', async () => {
  const world = await createWorld()
  const chat = await join(world, 'ada')
  expect(await codeOf(chat.deleteAllMessage(bob))).toBe('conversation-not-found')
  expect(await codeOf(chat.deleteAllMessage({ conversationType: 'peer', conversationID: '' }))).toBe('invalid-argument')
  await chat.logout()
  expect(await codeOf(chat.deleteAllConversationMessages())).toBe('not-logged-in')
})
