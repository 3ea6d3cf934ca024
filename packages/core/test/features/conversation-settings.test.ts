import { memoryStorage } from '@latchkey/storage-memory'
import { expect, onTestFinished, test } from 'vitest'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { conversationSettingsFeature } from '../../src/features/conversation-settings.js'
import { clientsWith } from '../support/clients.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents, type World } from '../support/world.js'
import { text } from '../sync/outbox-scene.js'

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const withEve = { conversationType: 'peer', conversationID: 'eve' } as const
const page = { count: 100 }

type SettingsChat = ReturnType<typeof launch>

const { launch, join } = clientsWith([conversationSettingsFeature])

/** Bob and Eve have written to Ada: two messages and one. */
async function createScene(storage: StorageDriver = memoryStorage()) {
  const world = await createWorld()
  const bob = await join(world, 'bob')
  const eve = await join(world, 'eve')
  for (const [chat, value] of [
    [bob, 'one'],
    [bob, 'two'],
    [eve, 'three'],
  ] as const) {
    const { operationID } = await chat.sendMessage(withAda, text(value))
    await chat.whenSettled(operationID)
  }
  const token = world.network.issueToken('ada')
  const ada = await join(world, 'ada', storage)
  return { world, storage, token, ada, bob, eve, other: await join(world, 'ada') }
}

async function goOffline({ network }: World): Promise<void> {
  network.setConnectivity('refused')
  network.cut()
  await settle()
}

async function goOnline({ network, platform }: World): Promise<void> {
  network.setConnectivity('up')
  platform.control.comeOnline()
  await settle()
}

async function listed(chat: SettingsChat): Promise<readonly string[]> {
  return (await chat.queryConversationList(page)).conversationList
    .map(({ conversationID }) => conversationID)
    .toSorted()
}

async function archived(chat: SettingsChat): Promise<readonly string[]> {
  return (await chat.queryConversationArchivedList(page)).conversationList.map(({ conversationID }) => conversationID)
}

async function unread(
  chat: SettingsChat,
  filter?: Parameters<SettingsChat['queryConversationTotalUnreadMessageCount']>[0],
) {
  return (await chat.queryConversationTotalUnreadMessageCount(filter)).unreadMessageCount
}

/** Each setting, and what a conversation with it shows. */
const settings: readonly {
  readonly name: string
  set(chat: SettingsChat, isOn: boolean): Promise<unknown>
  readonly shown: object
  readonly before: object
}[] = [
  {
    name: 'not to be disturbed',
    set: (chat, isOn) => chat.setConversationNotificationStatus(withBob, isOn ? 'doNotDisturb' : 'notify'),
    before: { notificationStatus: 'notify' },
    shown: { notificationStatus: 'doNotDisturb' },
  },
  {
    name: 'marked as unread',
    set: (chat, isOn) => chat.setConversationMarkedUnread(withBob, isOn),
    before: { isMarkedUnread: false },
    shown: { isMarkedUnread: true },
  },
  {
    name: 'archived',
    set: (chat, isOn) => chat.updateConversationArchivedState(withBob, isOn),
    before: { isArchived: false },
    shown: { isArchived: true },
  },
  {
    name: 'marked by the app',
    set: (chat, isOn) => chat.setConversationMark([withBob], 7, isOn),
    before: { marks: [] },
    shown: { marks: [7] },
  },
]

test.each(settings)(
  'that a conversation is $name is set offline, shown after a relaunch, and told to the other devices once it is sent (OL-36)',
  async ({ set, shown, before }) => {
    const { world, storage, token, ada, bob, other } = await createScene()
    const toldBob = recordEvents(bob, 'conversationChanged')
    await goOffline(world)
    const told = eventOf(ada, 'conversationChanged')
    await set(ada, true)
    expect((await told).conversationList).toMatchObject([shown])
    await ada.destroy()

    const again = launch(world, storage)
    await again.login('ada', { token, isOfflineLogin: true })
    expect((await again.queryConversation(withBob)).conversation).toMatchObject(shown)
    expect((await other.queryConversation(withBob)).conversation).toMatchObject(before)

    const toldOther = recordEvents(other, 'conversationChanged')
    await goOnline(world)
    // What was read again at the connection may be told before.
    await expect.poll(() => toldOther.at(-1)?.conversationList).toMatchObject([shown])
    await expect.poll(async () => (await again.queryOperationList(page)).operationList).toEqual([])
    expect((await again.queryConversation(withBob)).conversation).toMatchObject(shown)
    expect((await (await join(world, 'ada')).queryConversation(withBob)).conversation).toMatchObject(shown)

    const isToldAgain = eventOf(again, 'conversationChanged')
    await set(other, false)
    expect((await isToldAgain).conversationList).toMatchObject([before])
    expect(toldBob).toEqual([])
  },
)

test('what is so already needs no operation, and of several changes of mind that wait the last one is sent', async () => {
  const { world, ada, other } = await createScene()
  expect(await ada.setConversationNotificationStatus(withBob, 'notify')).toBeUndefined()
  expect(await ada.setConversationMark([withBob, withEve], 1, false)).toEqual({ operationList: [] })
  await goOffline(world)
  await ada.setConversationMark([withBob], 1, true)
  await ada.setConversationMark([withBob, withEve], 2, true)
  await ada.setConversationMark([withBob], 1, false)
  await ada.setConversationMark([withBob], 1, true)
  const { operationList } = await ada.queryOperationList(page)
  expect(operationList.map(({ conversationID }) => conversationID)).toEqual(['bob', 'eve', 'bob'])
  await goOnline(world)
  expect((await other.queryConversation(withBob)).conversation.marks.toSorted()).toEqual([1, 2])
  expect((await other.queryConversation(withEve)).conversation.marks).toEqual([2])
})

test('OL-39 the total of what is unread leaves out what must not disturb and what is archived, unless asked', async () => {
  const { ada } = await createScene()
  const totals = recordEvents(ada, 'conversationTotalUnreadMessageCountUpdated')
  expect(await unread(ada)).toBe(3)
  await ada.setConversationNotificationStatus(withBob, 'doNotDisturb')
  await ada.setConversationMark([withEve], 9, true)
  await expect.poll(() => totals.at(-1)).toEqual({ unreadMessageCount: 1 })
  const live = ada.live.queryConversationTotalUnreadMessageCount({ isMutedIncluded: true })
  onTestFinished(live.subscribe(() => undefined))
  await expect.poll(() => live.getSnapshot().unreadMessageCount).toBe(3)
  expect(await unread(ada)).toBe(1)
  expect(await unread(ada, { isMutedIncluded: true })).toBe(3)
  expect(await unread(ada, { isMutedIncluded: true, marks: [8, 9] })).toBe(1)
  expect(await unread(ada, { isMutedIncluded: true, conversationTypes: ['group'] })).toBe(0)
  await ada.updateConversationArchivedState(withEve, true)
  expect(await unread(ada)).toBe(0)
  expect(await unread(ada, { isArchivedIncluded: true })).toBe(1)
  await expect.poll(() => totals.at(-1)).toEqual({ unreadMessageCount: 0 })
})

test('an archived conversation has a list of its own, and a newer message does not bring it back', async () => {
  const { world, ada, bob, other } = await createScene()
  const live = ada.live.queryConversationArchivedList({ count: 1 })
  onTestFinished(live.subscribe(() => undefined))
  await ada.updateConversationPinnedState(withBob, true)
  await ada.updateConversationArchivedState(withBob, true)
  expect(await listed(ada)).toEqual(['eve'])
  expect((await ada.queryConversationPinnedList(page)).conversationList).toEqual([])
  expect(await archived(ada)).toEqual(['bob'])
  const isTold = eventOf(other, 'messageReceived')
  await world.platform.control.advance(1_000)
  await bob.sendMessage(withAda, text('four'))
  await isTold
  expect(await listed(other)).toEqual(['eve'])
  await expect
    .poll(() => live.getSnapshot().conversationList.map(({ lastMessage }) => lastMessage?.content))
    .toEqual([text('four')])
  await ada.updateConversationArchivedState(withEve, true)
  const first = await ada.queryConversationArchivedList({ count: 1 })
  expect(first.conversationList.map(({ conversationID }) => conversationID)).toEqual(['bob'])
  const cursor = first.nextCursor ?? ''
  const second = await ada.queryConversationArchivedList({ count: 1, cursor })
  expect(second.conversationList.map(({ conversationID }) => conversationID)).toEqual(['eve'])
  expect(second.nextCursor).toBeUndefined()
})

test('reading a conversation that was marked as unread takes the mark back, on all devices', async () => {
  const { ada, other } = await createScene()
  await ada.clearConversationUnreadMessageCount(withBob)
  await ada.setConversationMarkedUnread(withBob, true)
  expect((await ada.queryConversation(withBob)).conversation).toMatchObject({
    unreadMessageCount: 0,
    isMarkedUnread: true,
  })
  const receipt = await ada.clearConversationUnreadMessageCount(withBob)
  await ada.whenSettled(receipt?.operationID ?? '')
  await settle()
  expect((await other.queryConversation(withBob)).conversation).toMatchObject({
    unreadMessageCount: 0,
    isMarkedUnread: false,
  })
  expect(await ada.clearConversationUnreadMessageCount(withBob)).toBeUndefined()
})

test('everything is read at once, also what is muted, archived or marked as unread', async () => {
  const { ada, other } = await createScene()
  await ada.clearConversationUnreadMessageCount(withEve)
  await ada.setConversationMarkedUnread(withEve, true)
  await ada.setConversationMarkedUnread(withBob, true)
  await ada.updateConversationArchivedState(withBob, true)
  await settle()
  await ada.clearConversationTotalUnreadMessageCount()
  await settle()
  for (const chat of [ada, other]) {
    expect(await unread(chat, { isMutedIncluded: true, isArchivedIncluded: true })).toBe(0)
    for (const conversation of [withBob, withEve]) {
      expect((await chat.queryConversation(conversation)).conversation.isMarkedUnread).toBe(false)
    }
  }
  expect((await ada.queryOperationList(page)).operationList).toEqual([])
})

test('a conversation is deleted from this device, and from the others where that is asked; a newer message brings it back', async () => {
  const { world, ada, other, bob } = await createScene()
  await ada.deleteConversation(withEve)
  await ada.deleteConversation(withBob, { isAlsoDeleteServerConversation: true })
  await settle()
  expect(await listed(ada)).toEqual([])
  expect(await listed(other)).toEqual(['eve'])
  expect(await unread(other)).toBe(1)
  expect(await listed(await join(world, 'ada'))).toEqual(['eve'])
  await bob.sendMessage(withAda, text('four'))
  await settle()
  expect(await listed(ada)).toEqual(['bob'])
  expect(await listed(other)).toEqual(['bob', 'eve'])
})

test('all conversations are deleted at once, archived ones too, offline and then everywhere', async () => {
  const { world, ada, other } = await createScene()
  await ada.updateConversationArchivedState(withBob, true)
  await ada.setConversationDraft(withEve, 'hel')
  await settle()
  await goOffline(world)
  await ada.deleteAllConversations({ isAlsoDeleteServerConversation: true })
  expect([await listed(ada), await archived(ada)]).toEqual([[], []])
  expect(await archived(other)).toEqual(['bob'])
  await goOnline(world)
  expect([await listed(other), await archived(other)]).toEqual([[], []])
  expect((await other.queryConversation(withEve)).conversation.draft).toBe('')
})

test('bad arguments are refused by name, and what is unknown changes nothing', async () => {
  const { ada } = await createScene()
  const nobody = { conversationType: 'peer', conversationID: 'nobody' } as const
  const never = 'x' as never
  for (const call of [
    () => ada.setConversationNotificationStatus(withBob, never),
    () => ada.setConversationMarkedUnread(never, true),
    () => ada.updateConversationArchivedState(withBob, never),
    () => ada.setConversationMark([], 1, true),
    () => ada.setConversationMark([withBob, withBob], 1, true),
    () => ada.setConversationMark([withBob], 0, true),
    () => ada.setConversationMark([withBob], 61, true),
    () => ada.setConversationMark([withBob], 1, never),
    () => ada.deleteAllConversations({ isAlsoDeleteServerConversation: never }),
    () => ada.queryConversationTotalUnreadMessageCount({ marks: [61] }),
    () => ada.queryConversationTotalUnreadMessageCount({ isMutedIncluded: never }),
  ]) {
    expect(await codeOf(call())).toBe('invalid-argument')
  }
  expect(await codeOf(ada.setConversationMark([withBob, nobody], 1, true))).toBe('conversation-not-found')
  expect(await codeOf(ada.setConversationMarkedUnread(nobody, true))).toBe('conversation-not-found')
  expect((await ada.queryConversation(withBob)).conversation.marks).toEqual([])
})

/** Counts what a list page asks of the storage. */
function countingStorage(): { readonly storage: StorageDriver; readonly reads: string[] } {
  const inner = memoryStorage()
  const reads: string[] = []
  const storage: StorageDriver = {
    ...inner,
    async open(...parameters) {
      const session = await inner.open(...parameters)
      return {
        ...session,
        get: (table, keys) => (reads.push(`get ${table}`), session.get(table, keys)),
        range: (table, query) => (reads.push(`range ${table}`), session.range(table, query)),
      }
    },
  }
  return { storage, reads }
}

test('a page of the list with last message, unread, draft, pin, mute and marks is one indexed range read', async () => {
  const { storage, reads } = countingStorage()
  const { ada } = await createScene(storage)
  await ada.setConversationDraft(withBob, 'hel')
  await ada.updateConversationPinnedState(withBob, true)
  await ada.setConversationNotificationStatus(withBob, 'doNotDisturb')
  await ada.setConversationMark([withBob], 3, true)
  await ada.setConversationMarkedUnread(withEve, true)
  await settle()
  reads.length = 0
  const { conversationList } = await ada.queryConversationList(page)
  expect(reads).toEqual(['range conversations'])
  expect(conversationList).toMatchObject([
    {
      ...withBob,
      conversationName: 'Bob Hopper',
      lastMessage: { content: text('two') },
      unreadMessageCount: 2,
      draft: 'hel',
      isPinned: true,
      notificationStatus: 'doNotDisturb',
      marks: [3],
    },
    { ...withEve, unreadMessageCount: 1, isMarkedUnread: true, isArchived: false },
  ])
})
