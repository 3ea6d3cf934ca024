import { memoryStorage } from '@latchkey/storage-memory'
import { loopbackTokenReader } from '@latchkey/transport-loopback'
import { expect, onTestFinished, test } from 'vitest'
import { createChat } from '../../src/chat.js'
import type { Chat } from '../../src/contract/chat.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { friendsFeature } from '../../src/features/friends.js'
import { groupsFeature } from '../../src/features/groups.js'
import { searchFeature, type SearchMethods } from '../../src/features/search.js'
import { createBrowser } from '../support/test-tabs.js'
import { clientsWith } from '../support/clients.js'
import { settle, testPlatform } from '../support/test-platform.js'
import { codeOf, createWorld, type World } from '../support/world.js'
import { page, text, withBob } from '../sync/outbox-scene.js'

const withEve = { conversationType: 'peer', conversationID: 'eve' } as const

function optionsOf(world: World, storage: StorageDriver) {
  return {
    app: 'test',
    storage,
    transport: world.network.transport(),
    tokenReader: loopbackTokenReader(),
    platform: { ...world.platform, locks: testPlatform().locks },
  }
}

type SearchingChat = Chat & SearchMethods

const { launch, join } = clientsWith([searchFeature, friendsFeature, groupsFeature])

async function say(chat: SearchingChat, conversation: typeof withBob | typeof withEve, value: string) {
  const { operationID, message } = await chat.sendMessage(conversation, text(value))
  await chat.whenSettled(operationID)
  await settle()
  return message.messageID
}

async function found(chat: Pick<SearchingChat, 'searchGlobalLocalMessages'>, ...keywords: readonly string[]) {
  const { messageList } = await chat.searchGlobalLocalMessages({ ...page, keywords })
  return messageList.map(({ foundText }) => foundText)
}

test('messages are found by words, beginnings, phrases and pieces of Chinese, newest first, with their places', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  await say(ada, withBob, 'The café is closed')
  await world.platform.control.advance(1_000)
  await say(ada, withEve, 'Cafeteria, not the cafe')
  await world.platform.control.advance(1_000)
  await say(ada, withBob, '明天去北京大学')

  expect(await found(ada, 'cafe')).toEqual(['Cafeteria, not the cafe', 'The café is closed'])
  expect(await found(ada, 'CAFÉT')).toEqual(['Cafeteria, not the cafe'])
  expect(await found(ada, 'the cafe')).toEqual(['Cafeteria, not the cafe', 'The café is closed'])
  expect(await found(ada, 'cafe the')).toEqual([])
  expect(await found(ada, 'closed', 'the')).toEqual(['The café is closed'])
  expect(await found(ada, '北京')).toEqual(['明天去北京大学'])
  expect(await found(ada, '京北')).toEqual([])
  expect(await found(ada, '…')).toEqual([])

  const { messageList, totalCount, isComplete } = await ada.searchGlobalLocalMessages({ count: 1, keywords: ['cafe'] })
  expect({ totalCount, isComplete }).toEqual({ totalCount: 2, isComplete: true })
  expect(messageList).toMatchObject([{ conversationID: 'eve', matches: [{ start: 0, length: 9 }, { start: 19, length: 4 }] }]) // prettier-ignore
})

test('a search in one conversation finds that one, page by page', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  for (let index = 1; index <= 5; index += 1) await say(ada, withBob, `apple ${String(index)}`)
  await say(ada, withEve, 'apple')

  for (const order of ['newest', 'rank'] as const) {
    const texts: string[] = []
    let cursor: string | undefined
    do {
      const options = { count: 2, keywords: ['apple'], order, ...(cursor === undefined ? {} : { cursor }) }
      const { messageList, totalCount, nextCursor } = await ada.searchLocalMessages(withBob, options)
      expect(totalCount).toBe(5)
      texts.push(...messageList.map(({ foundText }) => foundText))
      cursor = nextCursor
    } while (cursor !== undefined)
    const newestFirst = [5, 4, 3, 2, 1].map((index) => `apple ${String(index)}`)
    expect(order === 'newest' ? texts : texts.toSorted().toReversed()).toEqual(newestFirst)
  }
})

test('an edited message is found by what it says now, a revoked or deleted one not at all', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  const bob = await join(world, 'bob')
  const [edited, revoked, deleted] = [
    await say(ada, withBob, 'pear one'),
    await say(ada, withBob, 'pear two'),
    await say(ada, withBob, 'pear three'),
  ]
  expect(await found(bob, 'pear')).toHaveLength(3)

  await ada.editMessage(withBob, edited, text('plum one'))
  expect(await found(ada, 'plum')).toEqual(['plum one'])
  await ada.revokeMessage(withBob, revoked)
  await ada.deleteMessages(withBob, [deleted])
  await settle()
  expect([await found(ada, 'pear'), await found(ada, 'two'), await found(ada, 'plum')]).toEqual([[], [], ['plum one']])
  expect([await found(bob, 'pear'), await found(bob, 'plum')]).toEqual([['pear three'], ['plum one']])
})

test('what waits is found offline, and after a relaunch too (OL-36)', async () => {
  const world = await createWorld()
  const storage = memoryStorage()
  const token = world.network.issueToken('ada')
  const ada = await join(world, 'ada', storage)
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  await ada.sendMessage(withBob, text('written on a train'))
  expect(await found(ada, 'train')).toEqual(['written on a train'])
  await ada.destroy()

  const again = launch(world, storage)
  await again.login('ada', { token, isOfflineLogin: true })
  expect(await found(again, 'train')).toEqual(['written on a train'])
  await again.insertMessageToLocalDB(withBob, text('a note about trains'), { senderUserID: 'ada' })
  expect(await found(again, 'train')).toHaveLength(2)
})

test('conversations and groups are found by the names they have now', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  await say(ada, withBob, 'hello')
  await ada.createGroup('team', { groupName: 'Équipe de Paris', userIDs: ['bob'] })
  await settle()
  const names = async (keyword: string) =>
    (await ada.searchLocalConversations({ ...page, keywords: [keyword] })).conversationList.map(
      ({ conversationName }) => conversationName,
    )
  expect([await names('hopper'), await names('equipe')]).toEqual([['Bob Hopper'], ['Équipe de Paris']])
  const { groupList } = await ada.searchLocalGroups({ ...page, keywords: ['paris'] })
  expect(groupList).toMatchObject([{ groupID: 'team', foundText: 'Équipe de Paris', matches: [{ start: 10, length: 5 }] }]) // prettier-ignore

  await ada.deleteConversation(withBob)
  expect(await names('hopper')).toEqual([])
  await ada.leaveGroup('team')
  await settle()
  expect((await ada.searchLocalGroups({ ...page, keywords: ['paris'] })).totalCount).toBe(0)
})

test('members are found by their names, page by page', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  const members = Array.from({ length: 7 }, (_, index) => `user${String(index)}`)
  for (const userID of members) await world.network.addUser({ userID, userName: `Jo Ünit ${userID}` })
  await ada.createGroup('team', { groupName: 'Team', userIDs: [...members, 'bob'] })
  await settle()
  await ada.queryGroupMemberList('team', { ...page, isQueryFromServer: true })
  const options = { count: 4, keywords: ['unit', 'jo'] }
  const first = await ada.searchLocalGroupMembers('team', options)
  const second = await ada.searchLocalGroupMembers('team', { ...options, cursor: first.nextCursor ?? '' })
  const all = [...first.groupMemberList, ...second.groupMemberList]
  expect(all.map(({ userID }) => userID)).toEqual(members)
  expect(second.nextCursor).toBeUndefined()
  expect(all[0]).toMatchObject({ foundText: 'Jo Ünit user0', matches: [{ start: 0, length: 2 }, { start: 3, length: 4 }] }) // prettier-ignore
})

test('what was there before the search is indexed once the search is there, and again after a chat without it', async () => {
  const world = await createWorld()
  const storage = memoryStorage()
  const token = world.network.issueToken('ada')
  const plain = () => createChat(optionsOf(world, storage))
  const writeWith = async (chat: ReturnType<typeof plain>, value: string) => {
    await chat.login('ada', { token, isOfflineLogin: value !== 'first' })
    for (let index = 0; index < 450; index += 1) await chat.insertMessageToLocalDB(withBob, text(value), { senderUserID: 'ada' }) // prettier-ignore
    await chat.destroy()
  }
  await writeWith(plain(), 'first')
  const searching = launch(world, storage)
  await searching.login('ada', { token, isOfflineLogin: true })
  await settle()
  const indexed = await searching.searchGlobalLocalMessages({ ...page, keywords: ['first'] })
  expect(indexed).toMatchObject({ totalCount: 450, isComplete: true })
  await searching.destroy()

  await writeWith(plain(), 'second')
  const again = launch(world, storage)
  await again.login('ada', { token, isOfflineLogin: true })
  await settle()
  const reindexed = await again.searchGlobalLocalMessages({ ...page, keywords: ['second'] })
  expect(reindexed).toMatchObject({ totalCount: 450, isComplete: true })
})

test('a storage that cannot search says so, and members are found all the same', async () => {
  const world = await createWorld()
  const storage = memoryStorage()
  const ada = await join(world, 'ada', {
    ...storage,
    supports: { files: true },
    async open(scope, schema) {
      const { search: _search, ...session } = await storage.open(scope, schema)
      return session
    },
  })
  expect(await codeOf(ada.searchGlobalLocalMessages({ ...page, keywords: ['a'] }))).toBe('not-supported')
  expect(await codeOf(ada.searchLocalConversations({ ...page, keywords: ['!'] }))).toBe('not-supported')
  expect(await ada.searchLocalGroupMembers('team', { ...page, keywords: ['a'] })).toEqual({ groupMemberList: [] })
})

test('a second tab searches through the first one’s database', async () => {
  const world = await createWorld()
  const device = await world.returningDevice('ada')
  const browser = createBrowser(device, world.network.transport())
  const openTab = async () => {
    const tab = browser.open({ features: [searchFeature] })
    onTestFinished(() => tab.chat.destroy())
    await tab.chat.login('ada', { token: device.token, isOfflineLogin: true })
    await settle()
    return tab
  }
  await openTab()
  const second = await openTab()
  await second.chat.insertMessageToLocalDB(withBob, text('from the second tab'), { senderUserID: 'ada' })
  expect(await found(second.chat, 'second')).toEqual(['from the second tab'])
  expect(second.opened).toBe(0)
})

test.each([
  ['no keyword', { keywords: [] }],
  ['six keywords', { keywords: ['a', 'b', 'c', 'd', 'e', 'f'] }],
  ['an empty keyword', { keywords: [''] }],
  ['a long keyword', { keywords: ['a'.repeat(129)] }],
  ['an unknown order', { keywords: ['a'], order: 'oldest' as 'newest' }],
  ['a cursor of another search', { keywords: ['a'], cursor: 'searchLocalMessages:newest:x' }],
  ['a count of 0', { keywords: ['a'], count: 0 }],
])('a search is refused with %s', async (_, options) => {
  const world = await createWorld()
  const chat = launch(world)
  expect(await codeOf(chat.searchGlobalLocalMessages({ ...page, ...options }))).toBe('invalid-argument')
})

test('friends are found by their name, and by their alias when asked, newest first and in pages, offline too', async () => {
  const world = await createWorld()
  for (const [userID, userName] of [
    ['kit', 'Ada Kitson'],
    ['mia', ''],
  ] as const) {
    await world.network.addUser({ userID, userName })
  }
  const storage = memoryStorage()
  const token = world.network.issueToken('ada')
  const ada = await join(world, 'ada', storage)
  for (const userID of ['bob', 'eve', 'kit', 'mia']) {
    await world.platform.control.advance(1_000)
    const { operationID } = await ada.addFriend(userID, { friendAlias: userID === 'eve' ? 'Ada at work' : '' })
    await ada.whenSettled(operationID ?? '')
    await settle()
  }
  await ada.destroy()
  world.network.setConnectivity('refused')
  const offline = launch(world, storage)
  await offline.login('ada', { token, isOfflineLogin: true })
  const search = async (options: { readonly keywords: readonly string[]; readonly isAlsoMatchFriendAlias?: boolean }) =>
    (await offline.searchLocalFriends({ ...page, ...options })).friendList.map(({ userID, foundText }) => [
      userID,
      foundText,
    ])
  expect(await search({ keywords: ['ada'] })).toEqual([['kit', 'Ada Kitson']])
  expect(await search({ keywords: ['MI'] })).toEqual([['mia', 'mia']])
  expect(await search({ keywords: ['bob', 'hop'] })).toEqual([['bob', 'Bob Hopper']])
  const both = { keywords: ['ada'], isAlsoMatchFriendAlias: true }
  expect(await search(both)).toEqual([
    ['kit', 'Ada Kitson'],
    ['eve', 'Ada at work'],
  ])
  const first = await offline.searchLocalFriends({ ...both, count: 1 })
  const second = await offline.searchLocalFriends({ ...both, count: 1, cursor: first.nextCursor ?? '' })
  expect([first, second].map(({ friendList }) => friendList.map(({ userID }) => userID))).toEqual([['kit'], ['eve']])
  expect(second.nextCursor).toBeUndefined()
  const forged = { ...both, count: 1, cursor: 'searchLocalFriends:newest:x' }
  expect(await codeOf(offline.searchLocalFriends(forged))).toBe('invalid-argument')
})
