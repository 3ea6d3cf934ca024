import { memoryStorage } from '@latchkey/storage-memory'
import { expect, onTestFinished, test } from 'vitest'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { createWorld, type TestChat } from '../support/world.js'

/** A method, what is passed to it from JavaScript, and the argument that is refused. */
type Row = readonly [method: keyof TestChat, parameters: readonly unknown[], argument: string]

const conversation = { conversationType: 'peer', conversationID: 'bob' }
const text = { type: 'text', text: 'Hello' }
const byAda = { senderUserID: 'ada' }
const tooManyIDs = Array.from({ length: 101 }, (_, index) => `id-${String(index)}`)

/** Each method that takes a conversation first, with the rest of a good call. */
const conversationMethods: readonly (readonly [keyof TestChat, ...unknown[]])[] = [
  ['queryHistoryMessage', { count: 10 }],
  ['queryMessages', ['id']],
  ['downloadFile', 'id'],
  ['insertMessageToLocalDB', text, byAda],
  ['deleteMessages', ['id']],
  ['sendMessage', text],
  ['sendAttachment', text],
  ['editMessage', 'id', text],
  ['revokeMessage', 'id'],
  ['addMessageReaction', 'id', '+1'],
  ['deleteMessageReaction', 'id', '+1'],
  ['queryConversation'],
  ['clearConversationUnreadMessageCount'],
  ['setConversationDraft', 'Dear'],
  ['deleteConversation'],
  ['updateConversationPinnedState', true],
]

/** Each method that takes a page, with what stands before it. */
const pageMethods: readonly (readonly [keyof TestChat, ...unknown[]])[] = [
  ['queryGroupList'],
  ['queryGroupMemberList', 'team'],
  ['queryHistoryMessage', conversation],
  ['queryCallInvitationList'],
  ['queryConversationList'],
  ['queryConversationPinnedList'],
  ['queryOperationList'],
]

/** Each method that takes one group, user, call or operation first, with the rest of a good call. */
const identifierMethods: readonly (readonly [keyof TestChat, argument: string, ...rest: unknown[]])[] = [
  ['login', 'userID', { token: 'token' }],
  ['queryGroupInfo', 'groupID'],
  ['queryGroupMemberCount', 'groupID'],
  ['queryGroupMemberList', 'groupID', { count: 10 }],
  ['createGroup', 'groupID', { groupName: 'Team', userIDs: [] }],
  ['inviteUsersIntoGroup', 'groupID', ['bob']],
  ['leaveGroup', 'groupID'],
  ['joinGroup', 'groupID'],
  ['dismissGroup', 'groupID'],
  ['updateGroupName', 'groupID', 'Team'],
  ['updateGroupAvatarUrl', 'groupID', ''],
  ['updateGroupNotice', 'groupID', ''],
  ['updateGroupJoinMode', 'groupID', 'any'],
  ['updateGroupInviteMode', 'groupID', 'any'],
  ['updateGroupBeInviteMode', 'groupID', 'any'],
  ['transferGroupOwner', 'groupID', 'bob'],
  ['setGroupMemberRole', 'groupID', 'bob', 'admin'],
  ['setGroupMemberNickname', 'groupID', 'bob', ''],
  ['callAccept', 'callID'],
  ['callReject', 'callID'],
  ['callCancel', 'callID'],
  ['callingInvite', 'callID', ['bob']],
  ['callJoin', 'callID'],
  ['callQuit', 'callID'],
  ['callEnd', 'callID'],
  ['retryOperation', 'operationID'],
  ['discardOperation', 'operationID'],
  ['whenSettled', 'operationID'],
]

/** Each method that takes a list of IDs, with the argument's name and what stands before it. */
const listMethods: readonly (readonly [keyof TestChat, argument: string, ...before: unknown[]])[] = [
  ['queryUsersInfo', 'userIDs'],
  ['queryMessages', 'messageIDs', conversation],
  ['deleteMessages', 'messageIDs', conversation],
  ['inviteUsersIntoGroup', 'userIDs', 'team'],
  ['kickGroupMembers', 'userIDs', 'team'],
  ['queryGroupMemberInfo', 'userIDs', 'team'],
  ['callInvite', 'invitees'],
]

const rows: readonly Row[] = [
  ...conversationMethods.flatMap(([method, ...rest]): Row[] => [
    [method, [undefined, ...rest], 'conversation'],
    [method, ['bob', ...rest], 'conversation'],
    [method, [{ conversationID: 'bob' }, ...rest], 'conversation.conversationType'],
    [method, [{ ...conversation, conversationType: 0 }, ...rest], 'conversation.conversationType'],
    [method, [{ ...conversation, conversationID: '' }, ...rest], 'conversation.conversationID'],
    [method, [{ ...conversation, conversationID: 'x'.repeat(33) }, ...rest], 'conversation.conversationID'],
    [method, [{ ...conversation, conversationID: 'bób' }, ...rest], 'conversation.conversationID'],
  ]),
  ...pageMethods.flatMap(([method, ...before]): Row[] => [
    [method, before, 'options'],
    [method, [...before, [10]], 'options'],
    [method, [...before, {}], 'options.count'],
    [method, [...before, { count: 0 }], 'options.count'],
    [method, [...before, { count: 101 }], 'options.count'],
    [method, [...before, { count: 1.5 }], 'options.count'],
    [method, [...before, { count: '10' }], 'options.count'],
    [method, [...before, { count: 10, cursor: '' }], 'options.cursor'],
    [method, [...before, { count: 10, cursor: 7 }], 'options.cursor'],
    [method, [...before, { count: 10, cursor: 'made up' }], 'options.cursor'],
    [method, [...before, { count: 10, cursor: 'x'.repeat(2_049) }], 'options.cursor'],
  ]),
  ...identifierMethods.flatMap(([method, argument, ...rest]): Row[] => [
    [method, [undefined, ...rest], argument],
    [method, [7, ...rest], argument],
    [method, ['', ...rest], argument],
    [method, ['x'.repeat(129), ...rest], argument],
    [method, ['a\nb', ...rest], argument],
  ]),
  ...listMethods.flatMap(([method, argument, ...before]): Row[] => [
    [method, [...before, undefined], argument],
    [method, [...before, 'bob'], argument],
    [method, [...before, []], argument],
    [method, [...before, tooManyIDs], argument],
    [method, [...before, ['bob', 'bob']], argument],
    [method, [...before, ['bob', 7]], `${argument}[1]`],
    [method, [...before, ['']], `${argument}[0]`],
  ]),
  ['callInvite', [Array.from({ length: 10 }, (_, index) => `user-${String(index)}`)], 'invitees'],
  ['callInvite', [['bob'], { mode: 'loud' }], 'options.mode'],
  ['callInvite', [['bob'], { timeoutSeconds: 601 }], 'options.timeoutSeconds'],
  ['callInvite', [['bob'], { extendedData: 'é'.repeat(513) }], 'options.extendedData'],
  ['createGroup', ['#team', { groupName: 'Team', userIDs: [] }], 'groupID'],
  ['createGroup', ['team'], 'options'],
  ['createGroup', ['team', { groupName: '', userIDs: [] }], 'options.groupName'],
  ['createGroup', ['team', { groupName: 'é'.repeat(129), userIDs: [] }], 'options.groupName'],
  ['createGroup', ['team', { groupName: 'Team', userIDs: tooManyIDs }], 'options.userIDs'],
  ['queryUsersInfo', [['bob'], { isQueryFromServer: 'yes' }], 'options.isQueryFromServer'],
  ['queryGroupInfo', ['team', { isQueryFromServer: 1 }], 'options.isQueryFromServer'],
  ['queryGroupMemberCount', ['team', { isQueryFromServer: 1 }], 'options.isQueryFromServer'],
  ['queryGroupMemberList', ['team', { count: 10, isQueryFromServer: 1 }], 'options.isQueryFromServer'],
  ['queryHistoryMessage', [conversation, { count: 10, direction: 'up' }], 'options.direction'],
  ['queryHistoryMessage', [conversation, { count: 10, direction: 'newer' }], 'options.cursor'],
  ['insertMessageToLocalDB', [conversation, text], 'options'],
  ['insertMessageToLocalDB', [conversation, text, {}], 'options.senderUserID'],
  ['setConversationDraft', [conversation, 7], 'draft'],
  ['setConversationDraft', [conversation, 'é'.repeat(24_577)], 'draft'],
  ['updateConversationPinnedState', [conversation, 1], 'isPinned'],
  ['login', ['ada', 'token'], 'config'],
  ['login', ['ada', { token: 7 }], 'config.token'],
  ['login', ['ada', { token: 'token', userName: 'é'.repeat(129) }], 'config.userName'],
  ['login', ['ada', { token: 'token', isOfflineLogin: 1 }], 'config.isOfflineLogin'],
  ['renewToken', [7], 'token'],
  ['renewToken', [''], 'token'],
  ['sendMessage', [conversation, text, 7], 'options'],
  ['sendAttachment', [conversation, text, 7], 'options'],
  ['sendMessage', [conversation, text, { mentionedUserIDs: 'bob' }], 'options.mentionedUserIDs'],
  ['sendMessage', [conversation, text, { mentionedUserIDs: ['bob', 'bob'] }], 'options.mentionedUserIDs'],
  ['sendMessage', [conversation, text, { mentionedUserIDs: ['b b'] }], 'options.mentionedUserIDs[0]'],
  ['sendMessage', [conversation, text, { isMentionAll: 1 }], 'options.isMentionAll'],
  ['sendMessage', [conversation, text, { extendedData: 'é'.repeat(513) }], 'options.extendedData'],
  ['sendMessage', [conversation, text, { repliedMessageID: '' }], 'options.repliedMessageID'],
  ['downloadFile', [conversation, ''], 'messageID'],
  ['downloadFile', [conversation, 'id', { fileID: '' }], 'options.fileID'],
  ...(['editMessage', 'revokeMessage', 'addMessageReaction', 'deleteMessageReaction'] as const).map((method): Row => [
    method,
    [conversation, '', method === 'editMessage' ? text : '+1'],
    'messageID',
  ]),
  ...(['addMessageReaction', 'deleteMessageReaction'] as const).flatMap((method): Row[] => [
    [method, [conversation, 'id', ''], 'reactionType'],
    [method, [conversation, 'id', 'é'.repeat(17)], 'reactionType'],
    [method, [conversation, 'id', 1], 'reactionType'],
  ]),
  ['deleteMessages', [conversation, ['id'], { isAlsoDeleteServerMessage: 1 }], 'options.isAlsoDeleteServerMessage'],
  ['logout', ['now'], 'options'],
  ['logout', [{ isClearDB: 1 }], 'options.isClearDB'],
]

const file = { fileName: 'a', mimeType: '', fileSize: 1, fileID: 'f' }
const multipleOf = (count: number, item: object) => ({
  type: 'multiple',
  itemList: Array.from({ length: count }, () => item),
})

/** What depends on the session is checked after it is known that there is one. */
const rowsOfASession: readonly Row[] = [
  ...(['sendMessage', 'sendAttachment', 'insertMessageToLocalDB'] as const).flatMap((method): Row[] => {
    const rest = method === 'insertMessageToLocalDB' ? [byAda] : []
    return [
      [method, [conversation, undefined, ...rest], 'content'],
      [method, [conversation, 'Hello', ...rest], 'content'],
      [method, [conversation, { type: 'poll' }, ...rest], 'content.type'],
      [method, [conversation, { type: 'image', ...file }, ...rest], 'content.width'],
      [method, [conversation, { type: 'image', ...file, width: 1, height: 0 }, ...rest], 'content.height'],
      [method, [conversation, { type: 'audio', ...file, durationMs: -1 }, ...rest], 'content.durationMs'],
      [method, [conversation, { type: 'location', latitude: 91 }, ...rest], 'content.latitude'],
      [method, [conversation, { type: 'location', latitude: 0, longitude: NaN }, ...rest], 'content.longitude'],
      [method, [conversation, { type: 'multiple', itemList: [] }, ...rest], 'content.itemList'],
      [method, [conversation, multipleOf(21, { type: 'text', text: 'a' }), ...rest], 'content.itemList'],
      [method, [conversation, multipleOf(11, { type: 'file', ...file }), ...rest], 'content.itemList'],
      [method, [conversation, multipleOf(9, { type: 'text', text: 'a'.repeat(1_000) }), ...rest], 'content.itemList'],
      [method, [conversation, multipleOf(1, multipleOf(1, {})), ...rest], 'content.itemList[0].type'],
      [method, [conversation, { type: 'file', fileSize: 1, fileID: 'f', mimeType: '' }, ...rest], 'content.fileName'],
      [method, [conversation, { type: 'file', fileName: 'a', mimeType: '', fileID: 'f' }, ...rest], 'content.fileSize'],
      [method, [conversation, { type: 'text' }, ...rest], 'content.text'],
      [method, [conversation, { type: 'text', text: '' }, ...rest], 'content.text'],
      [method, [conversation, { type: 'text', text: ' \n' }, ...rest], 'content.text'],
      [method, [conversation, { type: 'text', text: 'é'.repeat(4_097) }, ...rest], 'content.text'],
      [method, [conversation, { type: 'custom', subType: 201, payload: '' }, ...rest], 'content.subType'],
      [method, [conversation, { type: 'custom', subType: 1, payload: 7 }, ...rest], 'content.payload'],
    ]
  }),
  ['sendMessage', [{ ...conversation, conversationID: 'ada' }, text], 'conversation.conversationID'],
  ['sendAttachment', [{ ...conversation, conversationID: 'ada' }, text], 'conversation.conversationID'],
  ['insertMessageToLocalDB', [conversation, text, { senderUserID: 'eve' }], 'options.senderUserID'],
]

/** Calls a method as JavaScript would: without types. */
async function call(chat: TestChat, method: keyof TestChat, parameters: readonly unknown[]): Promise<unknown> {
  const target: unknown = Reflect.get(chat, method)
  if (typeof target !== 'function') throw new TypeError(`${method} is no method.`)
  return Reflect.apply(target, chat, parameters) as unknown
}

/** Storage that counts what it is asked. */
function countingStorage(): { readonly driver: StorageDriver; readonly calls: () => number } {
  const { open, remove, small, ...rest } = memoryStorage()
  let calls = 0
  function counted<Parameters extends readonly unknown[], Result>(work: (...parameters: Parameters) => Result) {
    return (...parameters: Parameters): Result => {
      calls += 1
      return work(...parameters)
    }
  }
  const driver = {
    ...rest,
    open: counted(open),
    remove: counted(remove),
    small: { get: counted(small.get), put: counted(small.put), remove: counted(small.remove) },
  }
  return { driver, calls: () => calls }
}

function isRefused(argument: string) {
  const rule: unknown = expect.stringMatching(/^must /)
  return { code: 'invalid-argument', details: { argument, rule } }
}

test.for(rows)('OL-02 OL-03 %s refuses %j for %s before any I/O', async ([method, parameters, argument]) => {
  const world = await createWorld()
  const { driver, calls } = countingStorage()
  const chat = world.device(driver).launch()
  onTestFinished(() => chat.destroy())
  await expect(call(chat, method, parameters)).rejects.toMatchObject(isRefused(argument))
  expect(calls()).toBe(0)
})

test.for(rowsOfASession)('%s refuses %j for %s, and nothing is stored', async ([method, parameters, argument]) => {
  const world = await createWorld()
  const chat = world.device().launch()
  onTestFinished(() => chat.destroy())
  await chat.login('ada', { token: world.network.issueToken('ada') })
  await expect(call(chat, method, parameters)).rejects.toMatchObject(isRefused(argument))
  expect(await chat.queryConversationList({ count: 10 })).toEqual({ conversationList: [] })
  expect(await chat.queryOperationList({ count: 10 })).toEqual({ operationList: [] })
})

test('every method that takes an argument has rows here', async () => {
  const chat = (await createWorld()).device().launch()
  onTestFinished(() => chat.destroy())
  const withoutArguments = [
    'destroy',
    'reconnectNow',
    'queryLastLogin',
    'querySelfUserInfo',
    'syncNow',
    'retryAllOperations',
    'queryConversationTotalUnreadMessageCount',
    // Throws at once: see below.
    'on',
  ]
  const methods = Object.keys(chat).filter((name) => typeof Reflect.get(chat, name) === 'function')
  const covered = new Set([...rows, ...rowsOfASession].map(([method]) => method))
  expect(methods.filter((name) => !withoutArguments.includes(name)).sort()).toEqual([...covered].sort())
})

test.each([
  [['nameless', () => undefined], 'name'],
  [['constructor', () => undefined], 'name'],
  [['messageReceived', 'a listener'], 'listener'],
])('on throws at once for %j', async (parameters, argument) => {
  const chat = (await createWorld()).device().launch()
  onTestFinished(() => chat.destroy())
  expect(() => {
    Reflect.apply(chat.on, chat, parameters)
  }).toThrow(expect.objectContaining(isRefused(argument)))
})
