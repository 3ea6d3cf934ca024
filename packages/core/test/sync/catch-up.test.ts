import { ChatError } from '@latchkey/core/driver'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Change } from '../../src/contract/changes.js'
import { settle } from '../support/test-platform.js'
import { createWorld, eventOf, recordEvents, type Device, type World, type TestChat } from '../support/world.js'
import { createTap, tappedTransport, type Tap } from './tapped-transport.js'

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const page = { count: 100 }

let world: World
let tap: Tap
let phone: Device
let written: number

beforeEach(async () => {
  world = await createWorld({ limits: { maxPageBytes: 2_000 } })
  tap = createTap()
  phone = world.device()
  written = 0
})

/** Ada on one of her devices, caught up. */
async function login(device: Device = phone): Promise<TestChat> {
  const chat = device.launch({ transport: tappedTransport(world.network.transport(), tap) })
  onTestFinished(() => chat.destroy())
  const isCaughtUp = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
  await chat.login('ada', { token: world.network.issueToken('ada') })
  await isCaughtUp
  await settle()
  return chat
}

/** Bob writes `count` messages, numbered on. */
async function bobWrites(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    written += 1
    const name = `m${String(written)}`
    const content = { type: 'text', text: name } as const
    const parameters = { ...withAda, messageID: name, content, sentTime: world.platform.clock.now() }
    await world.network.backend.perform('bob', 'sendMessage', parameters, { operationID: `operation-${name}` })
  }
}

/** Ada has the first `known` messages, and misses `missed` more, of which the log tells no longer. */
async function missTrimmed(missed: number, { known = 0 } = {}): Promise<void> {
  const before = await login()
  await bobWrites(known)
  await settle()
  await before.destroy()
  await bobWrites(missed)
  await world.network.trimLog()
}

/** History cannot be asked for, until the tap lets it through again. */
function loseHistory(): void {
  tap.beforeHistory = () => {
    throw new ChatError('transport-unreachable')
  }
}

function names(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `m${String(from + index)}`)
}

async function history(chat: TestChat) {
  const { messageList, stoppedAtGap } = await chat.queryHistoryMessage(withBob, page)
  return { messageIDs: messageList.map(({ messageID }) => messageID), stoppedAtGap }
}

/** Ada's whole change log comes once more, as if it followed what she has. */
async function replay(): Promise<readonly Change[]> {
  const later = await world.network.backend.pull('ada', tap.pages.at(-1)?.cursor, 500)
  if (later === 'tooFarBack') throw new Error('The log must reach back.')
  const changes = [...tap.pages.flatMap((pulled) => pulled.changes), ...later.changes]
  await tap.sink?.changes({ after: later.cursor, cursor: later.cursor, changes })
  await settle()
  return changes
}

/** What is stored, as far as a chat tells. */
async function everything(chat: TestChat) {
  return {
    history: await chat.queryHistoryMessage(withBob, page),
    conversations: await chat.queryConversationList(page),
    unread: await chat.queryConversationTotalUnreadMessageCount(),
    users: await chat.queryUsersInfo(['ada', 'bob']),
    groups: await chat.queryGroupList(page),
    members: await chat.queryGroupMemberList('team', page),
    calls: await chat.queryCallInvitationList(page),
  }
}

test('OL-37 a long absence is caught up in pages, in order and without a hole', async () => {
  await (await login()).destroy()
  await bobWrites(60)
  tap.pages.length = 0
  const ada = phone.launch({ transport: tappedTransport(world.network.transport(), tap) })
  onTestFinished(() => ada.destroy())
  const received = recordEvents(ada, 'messageReceived')
  const isCaughtUp = eventOf(ada, 'syncStateChanged', ({ state }) => state === 'finished')
  await ada.login('ada', { token: world.network.issueToken('ada') })
  await isCaughtUp

  expect(tap.pages.length).toBeGreaterThan(3)
  expect(received.flatMap(({ messageList }) => messageList.map(({ messageID }) => messageID))).toEqual(names(1, 60))
  expect(await history(ada)).toEqual({ messageIDs: names(1, 60), stoppedAtGap: false })
  expect(await ada.queryConversationTotalUnreadMessageCount()).toEqual({ unreadMessageCount: 60 })
})

test('OL-37 a catch-up that fails keeps what is there, and the next connection goes on from it', async () => {
  const before = await login()
  await bobWrites(5)
  await settle()
  await before.destroy()
  await bobWrites(40)
  let pulls = 0
  tap.beforePull = () => {
    pulls += 1
    if (pulls === 2) throw new ChatError('backend-failed')
  }
  const ada = phone.launch({ transport: tappedTransport(world.network.transport(), tap) })
  onTestFinished(() => ada.destroy())
  const hasFailed = eventOf(ada, 'syncStateChanged', ({ state }) => state === 'failed')
  await ada.login('ada', { token: world.network.issueToken('ada') })
  expect(await hasFailed).toMatchObject({ error: { code: 'backend-failed' } })
  const saved = (await history(ada)).messageIDs
  expect(saved.length).toBeGreaterThan(5)
  expect(saved).toEqual(names(46 - saved.length, 45))

  tap.beforePull = undefined
  const isCaughtUp = eventOf(ada, 'syncStateChanged', ({ state }) => state === 'finished')
  world.network.cut()
  await world.platform.control.advance(60_000)
  await isCaughtUp
  expect((await history(ada)).messageIDs).toEqual(names(1, 45))
})

test('OL-38 after a push that got lost the next one is not taken for the next: the client pulls', async () => {
  const ada = await login()
  await bobWrites(1)
  await settle()
  tap.losesPushes = true
  await bobWrites(2)
  await settle()
  expect((await history(ada)).messageIDs).toEqual(names(1, 1))
  tap.losesPushes = false
  await bobWrites(1)
  await settle()
  expect(await history(ada)).toEqual({ messageIDs: names(1, 4), stoppedAtGap: false })
})

test('OL-38 pushed changes that follow another cursor are not applied, and move nothing', async () => {
  const ada = await login()
  await bobWrites(1)
  await settle()
  const user = { userID: 'bob', userName: 'Mallory', userAvatarUrl: '', userExtendedData: '' }
  await tap.sink?.changes({ after: 'elsewhere', cursor: 'further', changes: [{ type: 'userChanged', user }] })
  await settle()
  expect((await ada.queryUsersInfo(['bob'])).userList).toMatchObject([{ userName: 'Bob Hopper' }])
  await bobWrites(1)
  await settle()
  expect((await history(ada)).messageIDs).toEqual(names(1, 2))
})

test('OL-37 OL-38 a log that no longer reaches back wipes nothing; the gap is told offline and filled online', async () => {
  await missTrimmed(20, { known: 5 })
  loseHistory()
  const ada = await login()

  expect(await history(ada)).toEqual({ messageIDs: names(25, 25), stoppedAtGap: true })
  expect((await ada.queryMessages(withBob, names(1, 5))).errorMessageList).toEqual([])
  expect(await ada.queryConversationTotalUnreadMessageCount()).toEqual({ unreadMessageCount: 25 })

  tap.beforeHistory = undefined
  expect(await history(ada)).toEqual({ messageIDs: names(1, 25), stoppedAtGap: false })
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  expect(await history(ada)).toEqual({ messageIDs: names(1, 25), stoppedAtGap: false })
})

test('OL-38 a page of history is whole, however little each answer of the backend brings', async () => {
  await missTrimmed(80)
  // Nothing is filled in the background.
  loseHistory()
  const ada = await login()
  tap.beforeHistory = undefined
  expect(await history(ada)).toEqual({ messageIDs: names(1, 80), stoppedAtGap: false })
})

test('OL-38 a backend whose history brings nothing is not asked again and again', async () => {
  await missTrimmed(20)
  loseHistory()
  const ada = await login()
  let asked = 0
  tap.beforeHistory = () => {
    asked += 1
  }
  tap.changeHistory = (page) => ({ ...page, messages: [], joinsBefore: false, joinsAfter: false, reachedStart: false })
  expect(await history(ada)).toEqual({ messageIDs: names(20, 20), stoppedAtGap: true })
  expect(asked).toBe(1)
})

test('OL-38 a gap is filled in the background, without being asked for', async () => {
  await missTrimmed(20, { known: 5 })
  const ada = await login()
  await ada.destroy()
  world.network.setConnectivity('refused')
  const offline = phone.launch()
  onTestFinished(() => offline.destroy())
  await offline.login('ada', { token: world.network.issueToken('ada'), isOfflineLogin: true })
  expect(await history(offline)).toEqual({ messageIDs: names(1, 25), stoppedAtGap: false })
})

test('OL-36 OL-37 applying every page and every push again changes nothing and tells of no message', async () => {
  const { backend } = world.network
  const group = { groupID: 'team', groupName: 'The team', userIDs: ['bob'] }
  await backend.perform('ada', 'createGroup', group, { operationID: 'operation-group' })
  await bobWrites(12)
  const call = { callID: 'call-1', invitees: ['ada'], mode: 'general', timeoutSeconds: 60, extendedData: '' } as const
  await backend.perform('bob', 'callInvite', call, { operationID: 'operation-call' })
  const ada = await login()
  const pin = await ada.updateConversationPinnedState(withBob, true)
  await ada.whenSettled(pin.operationID)
  await settle()

  const before = await everything(ada)
  const received = recordEvents(ada, 'messageReceived')
  const rung = recordEvents(ada, 'callInvitationReceived')
  const replayed = await replay()
  expect(new Set(replayed.map(({ type }) => type)).size).toBeGreaterThan(3)
  expect(await everything(ada)).toEqual(before)
  expect([received, rung]).toEqual([[], []])
})

test('OL-39 unread counts are the same on two devices, whoever of them reads or answers', async () => {
  const first = await login()
  const second = await login(world.device())
  const unread = async () => [
    (await first.queryConversationTotalUnreadMessageCount()).unreadMessageCount,
    (await second.queryConversationTotalUnreadMessageCount()).unreadMessageCount,
  ]
  await bobWrites(3)
  await settle()
  expect(await unread()).toEqual([3, 3])
  const mark = await first.clearConversationUnreadMessageCount(withBob)
  await first.whenSettled(mark?.operationID ?? '')
  await settle()
  expect(await unread()).toEqual([0, 0])
  await bobWrites(2)
  await settle()
  expect(await unread()).toEqual([2, 2])
  await second.whenSettled((await second.sendMessage(withBob, { type: 'text', text: 'Yes' })).operationID)
  await settle()
  expect(await unread()).toEqual([0, 0])
})

test('a message that was deleted here stays deleted, however often it comes', async () => {
  await bobWrites(4)
  const ada = await login()
  await ada.deleteMessages(withBob, ['m2', 'm4'])
  const received = recordEvents(ada, 'messageReceived')
  await replay()
  expect((await history(ada)).messageIDs).toEqual(['m1', 'm3'])
  expect(received).toEqual([])
  await ada.destroy()
  await bobWrites(1)
  await world.network.trimLog()
  const again = await login()
  expect((await history(again)).messageIDs).toEqual(['m1', 'm3', 'm5'])
  expect((await again.queryConversation(withBob)).conversation.lastMessage?.messageID).toBe('m5')
})

test('OL-42 a call that expired on its way does not ring', async () => {
  const ada = await login()
  const rung = recordEvents(ada, 'callInvitationReceived')
  const call = { callID: 'call-1', invitees: ['ada'], mode: 'general', timeoutSeconds: 60, extendedData: '' } as const
  tap.losesPushes = true
  const { callInvitation } = await world.network.backend.perform('bob', 'callInvite', call, {
    operationID: 'operation-call',
  })
  await settle()
  const cursor = tap.pages.at(-1)?.cursor ?? ''
  await world.platform.control.advance(61_000)
  await tap.sink?.changes({
    after: cursor,
    cursor,
    changes: [{ type: 'callInvitationChanged', callInvitation }],
  })
  await settle()
  expect(rung).toEqual([])
  expect((await ada.queryCallInvitationList(page)).callInvitationList).toMatchObject([
    { callID: 'call-1', state: 'ended' },
  ])
})

test('OL-38 what was sent before the first catch-up, and has changed since, is fetched again', async () => {
  await bobWrites(1)
  tap.beforePull = () => {
    throw new ChatError('backend-failed')
  }
  const ada = phone.launch({ transport: tappedTransport(world.network.transport(), tap) })
  onTestFinished(() => ada.destroy())
  await ada.login('ada', { token: world.network.issueToken('ada') })
  const { operationID, message } = await ada.sendMessage(withBob, { type: 'text', text: 'Hi' })
  await ada.whenSettled(operationID)
  const { messageList: sent } = await ada.queryHistoryMessage(withBob, page)
  const order = sent.find(({ messageID }) => messageID === message.messageID)?.order ?? ''
  const place = { ...withAda, messageID: message.messageID, order }
  const reaction = { ...place, reactionType: 'smile' }
  await world.network.backend.perform('bob', 'addMessageReaction', reaction, { operationID: 'operation-reaction' })
  await bobWrites(1)

  tap.beforePull = undefined
  const isCaughtUp = eventOf(ada, 'syncStateChanged', ({ state }) => state === 'finished')
  world.network.cut()
  await world.platform.control.advance(60_000)
  await isCaughtUp
  await settle()
  const { messageList } = await ada.queryHistoryMessage(withBob, page)
  expect(messageList.map(({ reactionList }) => reactionList?.length ?? 0)).toEqual([0, 1, 0])
})
