import { describe, expect, test } from 'vitest'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import type { TransportDriver } from '../../src/contract/transport-driver.js'
import { createChat } from '../../src/chat.js'
import { testPlatform } from '../support/test-platform.js'
import { codeOf, createWorld } from '../support/world.js'

/** Drivers that fail the test when they are touched. */
function untouchable() {
  const touched: string[] = []
  const touch = (name: string) => async () => {
    touched.push(name)
    throw new Error(`${name} was called`)
  }
  const storage: StorageDriver = {
    contractVersion: 1,
    name: 'untouchable',
    supports: {},
    small: { get: touch('small.get'), put: touch('small.put'), remove: touch('small.remove') },
    open: touch('open'),
    remove: touch('remove'),
  }
  const transport: TransportDriver = {
    contractVersion: 1,
    name: 'untouchable',
    supports: {},
    connect: touch('connect'),
  }
  const chat = createChat({ app: 'test', storage, transport, platform: testPlatform() })
  return { chat, touched }
}

const longUserID = 'a'.repeat(32)

describe('OL-02 userIDs', () => {
  test.each([
    ['an empty one', ''],
    ['33 bytes', `${longUserID}a`],
    ['a space', 'ada lovelace'],
    ['a letter that is not ASCII', 'adä'],
    ['a slash', 'ada/bob'],
    ['a quote', "ada'"],
    ['an asterisk', 'ada*'],
    ['a number', 7],
    ['nothing', undefined],
  ])('OL-02 %s is refused with the rule, before any I/O', async (_name, userID) => {
    const { chat, touched } = untouchable()
    const failure = await chat.login(userID as string, { token: 'x' }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'invalid-argument', details: { argument: 'userID' } })
    expect(String((failure as Error).message)).toContain('1 to 32 bytes')
    expect(touched).toEqual([])
  })

  test.each([longUserID, '09azAZ!#$%&()+-:;<=.>?@[]^_{}|~'])('OL-02 %s is accepted', async (userID) => {
    const { network, device } = await createWorld()
    await network.addUser({ userID, userName: '' })
    const chat = device().launch()
    expect(await codeOf(chat.login(userID, { token: network.issueToken(userID) }))).toBeUndefined()
    expect(chat.userID).toBe(userID)
    await chat.destroy()
  })
})

test('OL-01 without isOfflineLogin a login is online, even for the last user', async () => {
  const world = await createWorld()
  const { launch, token } = await world.returningDevice('ada')
  world.network.setConnectivity('refused')
  expect(await codeOf(launch().login('ada', { token }))).toBe('transport-unreachable')
})

test('OL-03 a userName of 257 bytes is refused, one of 256 is taken, and an absent one leaves the last', async () => {
  const { network, device } = await createWorld()
  const { launch } = device()
  const chat = launch()
  const token = network.issueToken('ada')
  expect(await codeOf(chat.login('ada', { token, userName: 'ä'.repeat(128) + 'a' }))).toBe('invalid-argument')
  await chat.login('ada', { token, userName: 'ä'.repeat(128) })
  await chat.destroy()
  const again = launch()
  await again.login('ada', { token, userName: '' })
  expect((await again.queryLastLogin())?.userName).toBe('ä'.repeat(128))
  await again.destroy()
})

test('OL-04 a login needs a token in token mode and none in app-sign mode', async () => {
  const { network, device } = await createWorld({ appSign: 'sign' })
  const { launch } = device()
  expect(await codeOf(launch().login('ada'))).toBe('invalid-argument')
  const online = launch({ appSign: 'sign' })
  await online.login('ada')
  await online.destroy()
  network.setConnectivity('refused')
  const offline = launch({ appSign: 'sign' })
  await offline.login('ada', { isOfflineLogin: true })
  expect(offline.userID).toBe('ada')
  await offline.destroy()
})

describe('OL-05 a token lives at most 24 days', () => {
  const dayMs = 86_400_000
  test.each([
    [24 * dayMs, undefined],
    [24 * dayMs + 1, 'token-too-long-lived'],
  ])('OL-05 %d ms → %s, on the device and before the network', async (tokenLifeMs, code) => {
    const { network, device } = await createWorld({ tokenLifeMs })
    const chat = device().launch()
    if (code !== undefined) network.setConnectivity('hung')
    expect(await codeOf(chat.login('ada', { token: network.issueToken('ada') }))).toBe(code)
    await chat.destroy()
  })
})

describe('malformed arguments', () => {
  const conversation = { conversationType: 'peer', conversationID: 'bob' } as const
  // Values as a caller in JavaScript may give them.
  const nonsense = JSON.parse('{"value":{"conversationType":"room","conversationID":""}}') as {
    readonly value: typeof conversation
  }
  const nothing = JSON.parse('{}') as { readonly value: never }
  type AnyChat = ReturnType<typeof createChat>
  test.each<[string, (chat: AnyChat) => Promise<unknown>, string]>([
    ['login config', (chat) => chat.login('ada', nothing.value ?? { token: '' }), 'config.token'],
    ['logout', (chat) => chat.logout({ isClearDB: nonsense.value as never }), 'options.isClearDB'],
    ['renewToken', (chat) => chat.renewToken(''), 'token'],
    ['queryUsersInfo', (chat) => chat.queryUsersInfo([]), 'userIDs'],
    ['queryUsersInfo twice', (chat) => chat.queryUsersInfo(['ada', 'ada']), 'userIDs'],
    ['queryGroupList', (chat) => chat.queryGroupList({ count: 0 }), 'options.count'],
    ['queryGroupInfo', (chat) => chat.queryGroupInfo(''), 'groupID'],
    ['queryGroupMemberList', (chat) => chat.queryGroupMemberList('team', { count: 101 }), 'options.count'],
    ['queryGroupMemberCount', (chat) => chat.queryGroupMemberCount(nothing.value), 'groupID'],
    ['createGroup', (chat) => chat.createGroup('#team', { groupName: 'Team', userIDs: [] }), 'groupID'],
    ['createGroup name', (chat) => chat.createGroup('team', { groupName: '', userIDs: [] }), 'options.groupName'],
    ['inviteUsersIntoGroup', (chat) => chat.inviteUsersIntoGroup('team', []), 'userIDs'],
    ['leaveGroup', (chat) => chat.leaveGroup('a b'), 'groupID'],
    [
      'queryHistoryMessage',
      (chat) => chat.queryHistoryMessage(nonsense.value, { count: 1 }),
      'conversation.conversationType',
    ],
    [
      'queryHistoryMessage newer',
      (chat) => chat.queryHistoryMessage(conversation, { count: 1, direction: 'newer' }),
      'options.cursor',
    ],
    [
      'queryHistoryMessage cursor',
      (chat) => chat.queryHistoryMessage(conversation, { count: 1, cursor: 'x' }),
      'options.cursor',
    ],
    ['queryMessages', (chat) => chat.queryMessages(conversation, ['\n']), 'messageIDs[0]'],
    [
      'insertMessageToLocalDB',
      (chat) => chat.insertMessageToLocalDB(conversation, { type: 'text', text: 'x' }, { senderUserID: '' }),
      'options.senderUserID',
    ],
    ['deleteMessages', (chat) => chat.deleteMessages(conversation, []), 'messageIDs'],
    [
      'sendMessage without a conversation',
      (chat) => chat.sendMessage(nothing.value, { type: 'text', text: 'x' }),
      'conversation',
    ],
    ['queryCallInvitationList', (chat) => chat.queryCallInvitationList({ count: 1.5 }), 'options.count'],
    ['callInvite', (chat) => chat.callInvite([]), 'invitees'],
    ['callInvite time', (chat) => chat.callInvite(['bob'], { timeoutSeconds: 601 }), 'options.timeoutSeconds'],
    ['callCancel', (chat) => chat.callCancel(''), 'callID'],
    ['queryConversation', (chat) => chat.queryConversation(nonsense.value), 'conversation.conversationType'],
    [
      'queryConversationList',
      (chat) => chat.queryConversationList({ count: 10, cursor: 'history:["1"]' }),
      'options.cursor',
    ],
    ['queryConversationPinnedList', (chat) => chat.queryConversationPinnedList(nothing.value), 'options'],
    [
      'clearConversationUnreadMessageCount',
      (chat) => chat.clearConversationUnreadMessageCount(nothing.value),
      'conversation',
    ],
    ['setConversationDraft', (chat) => chat.setConversationDraft(conversation, 'x'.repeat(49_153)), 'draft'],
    ['deleteConversation', (chat) => chat.deleteConversation(nonsense.value), 'conversation.conversationType'],
    [
      'updateConversationPinnedState',
      (chat) => chat.updateConversationPinnedState(conversation, nothing.value),
      'isPinned',
    ],
    ['queryOperationList', (chat) => chat.queryOperationList({ count: -1 }), 'options.count'],
    ['retryOperation', (chat) => chat.retryOperation(''), 'operationID'],
    ['discardOperation', (chat) => chat.discardOperation('ä'), 'operationID'],
    ['whenSettled', (chat) => chat.whenSettled('x'.repeat(129)), 'operationID'],
  ])('%s: invalid-argument names the argument and its rule, before any I/O', async (_name, call, argument) => {
    const { chat, touched } = untouchable()
    const failure: unknown = await call(chat).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'invalid-argument', details: { argument } })
    expect(failure).toHaveProperty('details.rule')
    expect(touched).toEqual([])
  })

  test.each([
    ['blank text', { type: 'text', text: ' \n' }, 'content.text'],
    ['text beyond the limit of the account', { type: 'text', text: 'ä'.repeat(50_000) }, 'content.text'],
    ['a kind that cannot be sent', { type: 'unsupported', originalType: 'x', original: '' }, 'content.type'],
    ['a custom kind out of range', { type: 'custom', subType: 201, payload: '' }, 'content.subType'],
  ])('sendMessage refuses %s', async (_name, content, argument) => {
    const world = await createWorld()
    const chat = world.device().launch()
    await chat.login('ada', { token: world.network.issueToken('ada') })
    const failure: unknown = await chat.sendMessage(conversation, content as never).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'invalid-argument', details: { argument } })
    expect((await chat.queryOperationList({ count: 10 })).operationList).toEqual([])
    await chat.destroy()
  })
})
