import { memoryStorage } from '@latchkey/storage-memory'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { ChatError } from '../../src/errors/chat-error.js'
import type { LiveQuery } from '../../src/contract/live.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { settle } from '../support/test-platform.js'
import { createWorld, eventOf, type Device, type World, type TestChat } from '../support/world.js'

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const withEve = { conversationType: 'peer', conversationID: 'eve' } as const
const page = { count: 20 }

let world: World
let device: Device
let written: number

beforeEach(async () => {
  world = await createWorld()
  device = world.device()
  written = 0
})

function launch(from: Device = device): TestChat {
  const chat = from.launch()
  onTestFinished(() => chat.destroy())
  return chat
}

async function login(chat: TestChat, userID = 'ada'): Promise<void> {
  const isCaughtUp = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
  await chat.login(userID, { token: world.network.issueToken(userID) })
  await isCaughtUp
  await settle()
}

async function write(...userIDs: string[]): Promise<void> {
  for (const userID of userIDs) {
    written += 1
    const messageID = `m${String(written)}`
    const parameters = { ...withAda, messageID, content: { type: 'text', text: messageID }, sentTime: 0 } as const
    await world.network.backend.perform(userID, 'sendMessage', parameters, { operationID: `operation-${messageID}` })
    await world.platform.control.advance(1_000)
  }
}

/** Subscribes, and keeps every snapshot that is told. */
function watch<Snapshot>(live: LiveQuery<Snapshot>): { readonly snapshots: Snapshot[]; readonly stop: () => void } {
  const snapshots: Snapshot[] = []
  const stop = live.subscribe(() => snapshots.push(live.getSnapshot()))
  return { snapshots, stop }
}

test('a live list shows what comes, and its other rows keep their identity', async () => {
  await write('bob', 'eve')
  const ada = launch()
  await login(ada)
  const live = ada.live.queryConversationList(page)
  watch(live)
  await settle()
  const before = live.getSnapshot()
  expect(before.conversationList.map(({ conversationID }) => conversationID)).toEqual(['eve', 'bob'])
  await write('bob')
  await settle()
  const after = live.getSnapshot()
  expect(after.conversationList.map(({ conversationID }) => conversationID)).toEqual(['bob', 'eve'])
  expect(after.conversationList[1]).toBe(before.conversationList[0])
  expect(after.conversationList[0]).not.toBe(before.conversationList[1])
})

test('a write that changes nothing of what is shown tells nobody, and leaves the rows the same', async () => {
  await write('bob')
  const ada = launch()
  await login(ada)
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  const live = ada.live.queryHistoryMessage(withBob, page)
  const { snapshots } = watch(live)
  await settle()
  const told = snapshots.length
  const before = live.getSnapshot()
  await ada.sendMessage(withEve, { type: 'text', text: 'Elsewhere' })
  await settle()
  expect(live.getSnapshot()).toBe(before)
  expect(snapshots).toHaveLength(told)
})

test('a live query is loading, then saved offline, then current, then saved again', async () => {
  await write('bob')
  const first = launch()
  await login(first)
  await first.destroy()
  world.network.setConnectivity('refused')
  const ada = launch()
  const live = ada.live.queryConversationList(page)
  watch(live)
  expect(live.getSnapshot()).toEqual({ conversationList: [], hasMore: false, status: 'loading' })
  await ada.login('ada', { token: world.network.issueToken('ada'), isOfflineLogin: true })
  await settle()
  expect(live.getSnapshot()).toMatchObject({ status: 'saved', conversationList: [{ conversationID: 'bob' }] })
  world.network.setConnectivity('up')
  world.platform.control.comeOnline()
  await settle()
  expect(live.getSnapshot()).toMatchObject({ status: 'current', syncedAt: world.platform.clock.now() })
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  expect(live.getSnapshot()).toMatchObject({ status: 'saved', conversationList: [{ conversationID: 'bob' }] })
})

test('a live query whose database cannot be read has failed, and keeps what it shows', async () => {
  await write('bob')
  let isBroken = false
  const { open, ...rest } = memoryStorage()
  const storage: StorageDriver = {
    ...rest,
    async open(...parameters) {
      const session = await open(...parameters)
      return {
        ...session,
        async range(...query) {
          if (isBroken) throw new ChatError('storage-failed')
          return session.range(...query)
        },
      }
    },
  }
  const ada = launch(world.device(storage))
  await login(ada)
  const list = ada.live.queryConversationList(page)
  watch(list)
  await settle()
  isBroken = true
  await list.loadMore()
  expect(list.getSnapshot()).toMatchObject({
    status: 'failed',
    error: { code: 'storage-failed' },
    conversationList: [{ conversationID: 'bob' }],
  })
  isBroken = false
  await list.loadMore()
  expect(list.getSnapshot()).toMatchObject({ status: 'current' })
  expect(list.getSnapshot()).not.toHaveProperty('error')
})

test('loadMore lengthens the list by its count until there are no more', async () => {
  await write('bob', 'bob', 'bob', 'bob', 'bob')
  const ada = launch()
  await login(ada)
  const live = ada.live.queryHistoryMessage(withBob, { count: 2 })
  watch(live)
  await settle()
  const shown = () => [live.getSnapshot().messageList.map(({ messageID }) => messageID), live.getSnapshot().hasMore]
  expect(shown()).toEqual([['m4', 'm5'], true])
  await live.loadMore()
  expect(shown()).toEqual([['m2', 'm3', 'm4', 'm5'], true])
  await live.loadMore()
  expect(shown()).toEqual([['m1', 'm2', 'm3', 'm4', 'm5'], false])
})

test('a live query goes on until the last subscriber has left, and starts again with the next', async () => {
  const ada = launch()
  await login(ada)
  const live = ada.live.queryConversationTotalUnreadMessageCount()
  const first = watch(live)
  const second = watch(live)
  await settle()
  first.stop()
  first.stop()
  await write('bob')
  await settle()
  expect(live.getSnapshot().unreadMessageCount).toBe(1)
  second.stop()
  await write('bob')
  await settle()
  expect(live.getSnapshot().unreadMessageCount).toBe(1)
  watch(live)
  await settle()
  expect(live.getSnapshot().unreadMessageCount).toBe(2)
})

test('OL-09 nothing of one user is in sight of the next', async () => {
  await write('bob')
  const chat = launch()
  const lists = [chat.live.queryConversationList(page), chat.live.queryHistoryMessage(withBob, page)] as const
  const seen = lists.map((live) => watch<object>(live).snapshots)
  const unread = chat.live.queryConversationTotalUnreadMessageCount()
  watch(unread)
  await login(chat)
  expect(lists[0].getSnapshot().conversationList).toHaveLength(1)
  expect(unread.getSnapshot().unreadMessageCount).toBe(1)
  await chat.logout()
  expect(lists[0].getSnapshot()).toEqual({ conversationList: [], hasMore: false, status: 'loading' })
  expect(lists[1].getSnapshot()).toMatchObject({ messageList: [], status: 'loading' })
  expect(unread.getSnapshot()).toEqual({ status: 'loading' })

  for (const snapshots of seen) snapshots.length = 0
  await login(chat, 'eve')
  expect(seen.flat().length).toBeGreaterThan(0)
  for (const snapshot of seen.flat()) {
    if ('conversationList' in snapshot) expect(snapshot.conversationList).toEqual([])
    if ('messageList' in snapshot) expect(snapshot.messageList).toEqual([])
  }
})

test('OL-09 what a live query showed to one user is not there for the next, also when nobody subscribed meanwhile', async () => {
  await write('bob')
  const chat = launch()
  const live = chat.live.queryConversationList(page)
  const stop = live.subscribe(() => undefined)
  await login(chat)
  expect(live.getSnapshot().conversationList).toHaveLength(1)
  stop()
  expect(live.getSnapshot().conversationList).toHaveLength(1)
  await chat.logout()
  const empty = { conversationList: [], hasMore: false, status: 'loading' }
  expect(live.getSnapshot()).toEqual(empty)
  await login(chat, 'eve')
  expect(live.getSnapshot()).toEqual(empty)
  expect(live.getSnapshot()).toBe(live.getSnapshot())
})

test('OL-09 a live query that is subscribed to again under another user begins empty', async () => {
  await write('bob')
  const chat = launch()
  const live = chat.live.queryConversationList(page)
  const stop = live.subscribe(() => undefined)
  await login(chat)
  expect(live.getSnapshot().conversationList).toHaveLength(1)
  stop()
  await chat.logout()
  await login(chat, 'eve')
  onTestFinished(live.subscribe(() => undefined))
  expect(live.getSnapshot().conversationList).toEqual([])
})

test('groups, members and calls have live twins that follow too', async () => {
  const ada = launch()
  await login(ada)
  const groups = ada.live.queryGroupList(page)
  const members = ada.live.queryGroupMemberList('team', page)
  const calls = ada.live.queryCallInvitationList(page)
  const conversation = ada.live.queryConversation(withBob)
  for (const live of [groups, members, calls, conversation]) watch<object>(live)
  await settle()
  expect(conversation.getSnapshot()).toMatchObject({ status: 'current' })
  expect(conversation.getSnapshot()).not.toHaveProperty('conversation')

  const { backend } = world.network
  const team = { groupID: 'team', groupName: 'The team', userIDs: ['ada'] }
  await backend.perform('bob', 'createGroup', team, { operationID: 'operation-group' })
  const call = { callID: 'call-1', invitees: ['ada'], mode: 'general', timeoutSeconds: 60, extendedData: '' } as const
  await backend.perform('bob', 'callInvite', call, { operationID: 'operation-call' })
  await write('bob')
  await settle()
  expect(groups.getSnapshot().groupList.map(({ groupName }) => groupName)).toEqual(['The team'])
  expect(members.getSnapshot().groupMemberList.map(({ userID }) => userID)).toEqual(['ada', 'bob'])
  expect(calls.getSnapshot().callInvitationList.map(({ callID }) => callID)).toEqual(['call-1'])
  expect(conversation.getSnapshot().conversation).toMatchObject({ conversationName: 'Bob Hopper' })
})
