import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { PageOptions } from '../../src/contract/page.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents, type Device, type World, type TestChat } from '../support/world.js'

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const withEve = { conversationType: 'peer', conversationID: 'eve' } as const
const page = { count: 100 }
const text = { type: 'text', text: 'Hello' } as const

let world: World
let device: Device
let operations: number

beforeEach(async () => {
  world = await createWorld()
  device = world.device()
  operations = 0
})

async function login(): Promise<TestChat> {
  const chat = device.launch()
  onTestFinished(() => chat.destroy())
  const isCaughtUp = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
  await chat.login('ada', { token: world.network.issueToken('ada') })
  await isCaughtUp
  await settle()
  return chat
}

/** Each of the people writes to Ada, one after the other, a second apart. */
async function write(...userIDs: string[]): Promise<void> {
  for (const userID of userIDs) {
    operations += 1
    const messageID = `m${String(operations)}`
    const parameters = { ...withAda, messageID, content: text, sentTime: 0 }
    await world.network.backend.perform(userID, 'sendMessage', parameters, { operationID: `operation-${messageID}` })
    await world.platform.control.advance(1_000)
  }
}

async function addGroups(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const groupID = `g${String(index)}`
    const parameters = { groupID, groupName: `Group ${groupID}`, userIDs: ['bob', 'eve'] }
    await world.network.backend.perform('ada', 'createGroup', parameters, { operationID: `operation-${groupID}` })
  }
}

/** Every page from the first to the last. */
async function pagesOf<Row>(
  read: (options: PageOptions) => Promise<{ readonly rows: readonly Row[]; readonly nextCursor?: string }>,
  count: number,
): Promise<readonly (readonly Row[])[]> {
  const pages: (readonly Row[])[] = []
  let cursor: string | undefined
  do {
    const { rows, nextCursor } = await read({ count, ...(cursor === undefined ? {} : { cursor }) })
    pages.push(rows)
    cursor = nextCursor
  } while (cursor !== undefined && pages.length < 100)
  return pages
}

function idsOf(list: readonly { readonly conversationID: string }[]): string[] {
  return list.map(({ conversationID }) => conversationID)
}

test('the conversation list is read to its end in pages that neither repeat nor leave out', async () => {
  const userIDs = Array.from({ length: 7 }, (_, index) => `user${String(index)}`)
  for (const userID of userIDs) await world.network.addUser({ userID, userName: userID })
  await write(...userIDs)
  const ada = await login()
  const pages = await pagesOf(async (options) => {
    const { conversationList, nextCursor } = await ada.queryConversationList(options)
    return { rows: idsOf(conversationList), ...(nextCursor === undefined ? {} : { nextCursor }) }
  }, 3)
  expect(pages).toEqual([['user6', 'user5', 'user4'], ['user3', 'user2', 'user1'], ['user0']])
})

test('history is read to its beginning, and forward again, in pages', async () => {
  await write('bob', 'bob', 'bob', 'bob', 'bob', 'bob', 'bob')
  const ada = await login()
  const older = await pagesOf(async (options) => {
    const { messageList, nextCursor } = await ada.queryHistoryMessage(withBob, options)
    const rows = messageList.map(({ messageID }) => messageID)
    return { rows, ...(nextCursor === undefined ? {} : { nextCursor }) }
  }, 3)
  expect(older).toEqual([['m5', 'm6', 'm7'], ['m2', 'm3', 'm4'], ['m1']])

  const { nextCursor = '' } = await ada.queryHistoryMessage(withBob, { count: 5 })
  const newer = await ada.queryHistoryMessage(withBob, { count: 2, cursor: nextCursor, direction: 'newer' })
  expect(newer.messageList.map(({ messageID }) => messageID)).toEqual(['m4', 'm5'])
})

test('groups, members and waiting operations are read to their end in pages', async () => {
  await addGroups(5)
  const ada = await login()
  const groups = await pagesOf(async (options) => {
    const { groupList, nextCursor } = await ada.queryGroupList(options)
    return { rows: groupList.map(({ groupID }) => groupID), ...(nextCursor === undefined ? {} : { nextCursor }) }
  }, 2)
  expect(groups).toEqual([['g0', 'g1'], ['g2', 'g3'], ['g4']])
  const members = await pagesOf(async (options) => {
    const { groupMemberList, nextCursor } = await ada.queryGroupMemberList('g0', options)
    return { rows: groupMemberList.map(({ userID }) => userID), ...(nextCursor === undefined ? {} : { nextCursor }) }
  }, 1)
  expect(members).toEqual([['ada'], ['bob'], ['eve']])

  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  const sent = []
  for (let index = 0; index < 3; index += 1) sent.push((await ada.sendMessage(withBob, text)).operationID)
  const waiting = await pagesOf(async (options) => {
    const { operationList, nextCursor } = await ada.queryOperationList(options)
    const rows = operationList.map(({ operationID }) => operationID)
    return { rows, ...(nextCursor === undefined ? {} : { nextCursor }) }
  }, 2)
  expect(waiting).toEqual([sent.slice(0, 2), sent.slice(2)])
})

test('a cursor is refused by every other query', async () => {
  await addGroups(2)
  await write('bob', 'bob', 'eve')
  const ada = await login()
  for (const conversation of [withBob, withEve]) {
    const { operationID } = await ada.updateConversationPinnedState(conversation, true)
    await ada.whenSettled(operationID)
  }
  const queries = {
    conversations: (options: PageOptions) => ada.queryConversationList(options),
    pinned: (options: PageOptions) => ada.queryConversationPinnedList(options),
    history: (options: PageOptions) => ada.queryHistoryMessage(withBob, options),
    groups: (options: PageOptions) => ada.queryGroupList(options),
    members: (options: PageOptions) => ada.queryGroupMemberList('g0', options),
  }
  for (const [name, query] of Object.entries(queries)) {
    const { nextCursor } = await query({ count: 1 })
    expect(nextCursor, name).toBeDefined()
    const cursor = nextCursor ?? ''
    for (const [other, ask] of Object.entries({
      ...queries,
      calls: (options: PageOptions) => ada.queryCallInvitationList(options),
    })) {
      const code = await codeOf(ask({ count: 1, cursor }))
      expect({ from: name, to: other, code }).toEqual({
        from: name,
        to: other,
        code: name === other ? undefined : 'invalid-argument',
      })
    }
  }
})

test('what is not there is told one by one in a batch, and with its code alone', async () => {
  await write('bob')
  const ada = await login()
  const users = await ada.queryUsersInfo(['nobody', 'bob'])
  expect(users.userList.map(({ userID }) => userID)).toEqual(['bob'])
  expect(users.errorUserList).toEqual([{ userID: 'nobody', code: 'user-not-found' }])
  const messages = await ada.queryMessages(withBob, ['nothing', 'm1'])
  expect(messages.messageList.map(({ messageID }) => messageID)).toEqual(['m1'])
  expect(messages.errorMessageList).toEqual([{ messageID: 'nothing', code: 'message-not-found' }])
  expect((await ada.deleteMessages(withBob, ['m1', 'nothing'])).errorMessageList).toEqual([
    { messageID: 'nothing', code: 'message-not-found' },
  ])
  expect(await codeOf(ada.queryConversation(withEve))).toBe('conversation-not-found')
  expect(await codeOf(ada.deleteConversation(withEve))).toBe('conversation-not-found')
  expect(await codeOf(ada.queryGroupInfo('nowhere'))).toBe('group-not-found')
  expect(await codeOf(ada.queryGroupMemberCount('nowhere'))).toBe('group-not-found')
  expect(await ada.queryGroupMemberList('nowhere', page)).toEqual({ groupMemberList: [] })
  expect((await ada.queryHistoryMessage(withEve, page)).messageList).toEqual([])
})

test('a deleted conversation is off the lists and the count, keeps its messages, and returns with a new one', async () => {
  await write('bob', 'eve')
  const ada = await login()
  await ada.deleteConversation(withBob)
  expect(idsOf((await ada.queryConversationList(page)).conversationList)).toEqual(['eve'])
  expect(await ada.queryConversationTotalUnreadMessageCount()).toEqual({ unreadMessageCount: 1 })
  expect((await ada.queryHistoryMessage(withBob, page)).messageList).toHaveLength(1)
  await write('bob')
  await settle()
  expect(idsOf((await ada.queryConversationList(page)).conversationList)).toEqual(['bob', 'eve'])
})

test('a conversation that was deleted while a message waited in it returns with a new one too', async () => {
  await write('bob', 'eve')
  const ada = await login()
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  const { operationID } = await ada.sendMessage(withBob, text)
  await ada.deleteConversation(withBob)
  expect(idsOf((await ada.queryConversationList(page)).conversationList)).toEqual(['eve'])
  await ada.sendMessage(withBob, text)
  expect(idsOf((await ada.queryConversationList(page)).conversationList)).toEqual(['bob', 'eve'])
  await ada.deleteConversation(withBob)

  world.network.setConnectivity('up')
  world.platform.control.comeOnline()
  await ada.whenSettled(operationID)
  await settle()
  await write('bob')
  await settle()
  expect(idsOf((await ada.queryConversationList(page)).conversationList)).toEqual(['bob', 'eve'])
})

test('pinned conversations come first, also while the pin still waits, and have a list of their own', async () => {
  await write('bob', 'eve')
  const ada = await login()
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  await ada.updateConversationPinnedState(withBob, true)
  expect(idsOf((await ada.queryConversationList(page)).conversationList)).toEqual(['bob', 'eve'])
  expect(idsOf((await ada.queryConversationPinnedList(page)).conversationList)).toEqual(['bob'])
  await ada.updateConversationPinnedState(withBob, false)
  expect(idsOf((await ada.queryConversationList(page)).conversationList)).toEqual(['eve', 'bob'])
  expect(idsOf((await ada.queryConversationPinnedList(page)).conversationList)).toEqual([])
})

test('a draft stays with its conversation until it is emptied', async () => {
  const ada = await login()
  await ada.setConversationDraft(withBob, '')
  expect(await codeOf(ada.queryConversation(withBob))).toBe('conversation-not-found')
  await ada.setConversationDraft(withBob, 'Dear Bob')
  await ada.destroy()
  const again = await login()
  expect((await again.queryConversation(withBob)).conversation.draft).toBe('Dear Bob')
  await again.setConversationDraft(withBob, '')
  expect((await again.queryConversation(withBob)).conversation.draft).toBe('')
})

/** Bob calls Ada for a minute. */
function call(callID: string) {
  const parameters = { callID, invitees: ['ada'], mode: 'general', timeoutSeconds: 60, extendedData: '' } as const
  return world.network.backend.perform('bob', 'callInvite', parameters, { operationID: `operation-${callID}` })
}

test('OL-42 a call that is still open rings, once', async () => {
  const ada = await login()
  const rung = recordEvents(ada, 'callInvitationReceived')
  await call('call-1')
  await settle()
  await ada.callReject('call-1')
  await settle()
  expect(rung.map(({ callInvitation }) => callInvitation.callID)).toEqual(['call-1'])
  expect((await ada.queryCallInvitationList(page)).callInvitationList).toMatchObject([{ state: 'ended' }])
})

test('OL-42 a call past its expiry does not ring, and is shown as ended', async () => {
  await call('call-1')
  await world.platform.control.advance(61_000)
  await call('call-2')
  const ada = device.launch()
  onTestFinished(() => ada.destroy())
  const rung = recordEvents(ada, 'callInvitationReceived')
  await ada.login('ada', { token: world.network.issueToken('ada') })
  await settle()
  expect(rung.map(({ callInvitation }) => callInvitation.callID)).toEqual(['call-2'])
  expect((await ada.queryCallInvitationList(page)).callInvitationList).toMatchObject([
    { callID: 'call-2', state: 'started' },
    { callID: 'call-1', state: 'ended' },
  ])

  world.network.setConnectivity('refused')
  world.network.cut()
  await world.platform.control.advance(61_000)
  const { callInvitationList } = await ada.queryCallInvitationList(page)
  expect(callInvitationList[0]).toMatchObject({ callID: 'call-2', state: 'ended' })
  expect(callInvitationList[0]?.callUserList).toContainEqual(
    expect.objectContaining({ userID: 'ada', state: 'timeout' }),
  )
})
