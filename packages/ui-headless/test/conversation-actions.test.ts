import { createChat } from '@latchkey/core'
import { memoryStorage } from '@latchkey/storage-memory'
import { loopbackTokenReader } from '@latchkey/transport-loopback'
import {
  createConversationArchive,
  createConversationList,
  createKit,
  performConversationAction,
} from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle, testPlatform, testSurroundings } from './support/surroundings.js'
import { createWorld, follow, say, withBob } from './support/world.js'

test('what can be done with a conversation follows how it stands', async () => {
  const { chat, kit, signIn } = await createWorld()
  const list = await follow(createConversationList(kit))
  await say(await signIn('bob'), 'ada', 'Are you there?')
  expect(list.now.rows[0]?.actions).toEqual(['markRead', 'pin', 'mute', 'archive', 'deleteChat'])
  await performConversationAction(kit, withBob, 'markRead')
  await performConversationAction(kit, withBob, 'pin')
  await performConversationAction(kit, withBob, 'mute')
  await settle()
  expect(list.now.rows[0]).toMatchObject({
    isPinned: true,
    isMuted: true,
    badge: '',
    actions: ['markUnread', 'unpin', 'unmute', 'archive', 'deleteChat'],
  })
  await performConversationAction(kit, withBob, 'unpin')
  await performConversationAction(kit, withBob, 'unmute')
  await performConversationAction(kit, withBob, 'markUnread')
  await settle()
  expect(list.now.rows[0]).toMatchObject({ isPinned: false, isMuted: false, isMarkedUnread: true })
  expect((await chat.queryConversationTotalUnreadMessageCount()).unreadMessageCount).toBe(0)
})

test('OL-36 all of it is done without a network, and is so at the backend once there is one', async () => {
  const { chat, kit, network, time } = await createWorld()
  const list = await follow(createConversationList(kit))
  const archive = createConversationArchive(kit)
  if (archive === undefined) throw new Error('The chat has the feature.')
  const archived = await follow(archive)
  await say(chat, 'bob', 'Hello')
  await say(chat, 'eve', 'Hello')
  network.setConnectivity('hung')
  network.cut()
  await performConversationAction(kit, withBob, 'mute')
  await performConversationAction(kit, withBob, 'archive')
  await performConversationAction(kit, { conversationType: 'peer', conversationID: 'eve' }, 'deleteChat')
  await settle()
  expect(list.now).toMatchObject({ rows: [], state: 'empty' })
  expect(archived.now.rows).toMatchObject([
    { name: 'Bob Hopper', isMuted: true, actions: ['markUnread', 'unmute', 'unarchive', 'deleteChat'] },
  ])
  network.setConnectivity('up')
  await time.advance(120_000)
  expect((await chat.queryOperationList({ count: 10 })).operationList).toEqual([])
  await performConversationAction(kit, withBob, 'unarchive')
  await settle()
  expect(list.now.rows.map(({ conversationID }) => conversationID)).toEqual(['bob'])
  expect(archived.now.state).toBe('empty')
})

test('a newer message leaves an archived conversation in the archive, and brings a deleted one back', async () => {
  const { chat, kit, signIn } = await createWorld()
  const list = await follow(createConversationList(kit))
  await say(chat, 'bob', 'Hello')
  await say(chat, 'eve', 'Hello')
  await performConversationAction(kit, withBob, 'archive')
  await performConversationAction(kit, { conversationType: 'peer', conversationID: 'eve' }, 'deleteChat')
  await say(await signIn('bob'), 'ada', 'Are you there?')
  await say(await signIn('eve'), 'ada', 'Are you there?')
  expect(list.now.rows.map(({ conversationID }) => conversationID)).toEqual(['eve'])
})

test('a chat without the feature offers what every chat can, and no archive', async () => {
  const { chat: ada, network, time } = await createWorld()
  await say(ada, 'bob', 'Hello')
  const plain = createChat({
    app: 'plain',
    storage: memoryStorage(),
    transport: network.transport(),
    tokenReader: loopbackTokenReader(),
    platform: testPlatform(time),
  })
  await plain.login('ada', { token: network.issueToken('ada') })
  await settle()
  const kit = createKit(plain, testSurroundings(time))
  const list = await follow(createConversationList(kit))
  expect(list.now.rows[0]?.actions).toEqual(['pin', 'deleteChat'])
  expect(createConversationArchive(kit)).toBeUndefined()
  await expect(performConversationAction(kit, withBob, 'archive')).rejects.toMatchObject({ code: 'not-supported' })
})
