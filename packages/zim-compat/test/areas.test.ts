import { expect, test } from 'vitest'
import type { ZIMConversation, ZIMMessage } from '../src/index.js'
import { createWorld, numberOf, told } from './world.js'

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const text = (message: string) => ({ type: 1, message }) as const
const saidBy = (messageList: readonly ZIMMessage[]) =>
  messageList.map((message) => ('message' in message ? message.message : message.type))

test('a message goes to another client and back, and its status is told', async () => {
  const world = await createWorld()
  const bob = await world.join('bob')
  const ada = await world.launchAda()
  const arrived = new Promise<unknown>((resolve) => bob.on('messageReceived', resolve))
  const isSent = told(ada, 'messageSentStatusChanged', ({ infos }) => infos[0]?.status === 1)
  const attached: ZIMMessage[] = []
  const { message } = await ada.sendMessage(
    text('hello'),
    'bob',
    0,
    { priority: 2 },
    {
      onMessageAttached: (stored) => attached.push(stored),
    },
  )
  expect(attached).toMatchObject([{ sentStatus: 0, localMessageID: message.localMessageID }])
  expect(attached[0]).not.toHaveProperty('messageID')
  expect(message).toMatchObject({
    type: 1,
    message: 'hello',
    sentStatus: 1,
    direction: 0,
    messageID: message.localMessageID,
    messageSeq: 1,
    conversationID: 'bob',
    conversationType: 0,
    senderUserID: 'ada',
  })
  expect(await isSent).toMatchObject({ infos: [{ status: 1, reason: '', message: { messageID: message.messageID } }] })
  expect(await arrived).toMatchObject({ messageList: [{ content: { text: 'hello' } }] })

  const isReceived = told(ada, 'peerMessageReceived')
  await bob.sendMessage(withAda, { type: 'text', text: 'and back' })
  expect(await isReceived).toMatchObject({
    fromConversationID: 'bob',
    info: { isOfflineMessage: false },
    messageList: [{ type: 1, message: 'and back', direction: 1, sentStatus: 1 }],
  })
})

test('OL-36 a message written offline resolves as Sending, and is sent once after a restart', async () => {
  const world = await createWorld()
  const token = world.network.issueToken('ada')
  await world.launchAda(token)
  world.network.setConnectivity('hung')
  world.network.cut()
  const offline = world.launch()
  await offline.login('ada', { token, isOfflineLogin: true })
  const { message } = await offline.sendMessage(text('from a tunnel'), 'bob', 0, {})
  expect(message.sentStatus).toBe(0)
  const again = world.launch()
  const isSent = told(again, 'messageSentStatusChanged', ({ infos }) => infos.some(({ status }) => status === 1))
  world.network.setConnectivity('up')
  await again.login('ada', { token, isOfflineLogin: true })
  await isSent
  const bob = await world.join('bob')
  expect((await bob.queryHistoryMessage(withAda, { count: 10 })).messageList).toMatchObject([
    { messageID: message.localMessageID },
  ])
})

test('what the backend refuses rejects with its number and is told as failed, and can be sent once more', async () => {
  const world = await createWorld()
  const ada = await world.launchAda()
  const isFailed = told(ada, 'messageSentStatusChanged', ({ infos }) => infos[0]?.status === 2)
  expect(await numberOf(ada.sendMessage(text('hello'), 'nobody', 0, {}))).toBe(6000204)
  const failed = (await isFailed).infos[0]
  expect(failed).toMatchObject({ reason: 'user-not-found' })
  await world.network.addUser({ userID: 'nobody', userName: 'Somebody now' })
  if (failed === undefined) throw new TypeError('Nothing failed.')
  const { message } = await ada.sendMessage(failed.message, 'nobody', 0, { isRetrySend: true })
  expect(message).toMatchObject({ sentStatus: 1, localMessageID: failed.message.localMessageID })
  expect(await numberOf(ada.sendMessage(message, 'nobody', 0, { isRetrySend: true }))).toBe(6000001)
})

test('history is paged by messages, back and forth, from any of them', async () => {
  const world = await createWorld()
  const ada = await world.launchAda()
  for (let index = 1; index <= 7; index += 1) await ada.sendMessage(text(`m${String(index)}`), 'bob', 0, {})
  const page = async (count: number, reverse: boolean, nextMessage?: ZIMMessage | null) =>
    (await ada.queryHistoryMessage('bob', 0, { count, reverse, ...(nextMessage === undefined ? {} : { nextMessage }) }))
      .messageList
  const newest = await page(3, true, null)
  expect(saidBy(newest)).toEqual(['m5', 'm6', 'm7'])
  const middle = await page(3, true, newest[0])
  expect(saidBy(middle)).toEqual(['m2', 'm3', 'm4'])
  expect(saidBy(await page(3, true, middle[0]))).toEqual(['m1'])
  // A copy, of a message with which no page ended.
  expect(saidBy(await page(2, true, structuredClone(newest[1])))).toEqual(['m4', 'm5'])
  expect(saidBy(await page(2, false, middle[1]))).toEqual(['m4', 'm5'])
  expect(await page(2, false, newest[2])).toEqual([])
  const [oldest] = await page(1, true, middle[0])
  expect(await page(2, true, oldest)).toEqual([])
  expect(await numberOf(page(2, true, { type: 1, message: 'x', messageID: 'elsewhere' }))).toBe(6000001)
  expect(await numberOf(page(2, false))).toBe(6000001)
  expect(await numberOf(page(0, true))).toBe(6000001)
  const keys = [...middle, ...newest].map(({ orderKey = 0 }) => orderKey)
  expect(keys).toEqual(keys.toSorted((left, right) => left - right))
})

test('messages are edited, answered with a sign, taken back and deleted', async () => {
  const world = await createWorld()
  const bob = await world.join('bob')
  const ada = await world.launchAda()
  const { message } = await ada.sendMessage(text('helo'), 'bob', 0, {})
  const edited = await ada.editMessage({ ...message, type: 1, message: 'hello' })
  expect(edited.message).toMatchObject({ message: 'hello', messageID: message.messageID })
  expect(edited.message.editedTime).toBeGreaterThan(0)
  const { reaction } = await ada.addMessageReaction('+1', message)
  expect(reaction).toMatchObject({
    reactionType: '+1',
    totalCount: 1,
    isSelfIncluded: true,
    userList: [{ userID: 'ada' }],
  })
  const isAnswered = told(ada, 'messageReactionsChanged', ({ reactions }) => reactions[0]?.totalCount === 2)
  await bob.addMessageReaction(withAda, message.messageID ?? '', '+1')
  expect(await isAnswered).toMatchObject({ reactions: [{ messageID: message.messageID, conversationID: 'bob' }] })
  expect((await ada.deleteMessageReaction('+1', message)).reaction).toMatchObject({
    totalCount: 1,
    isSelfIncluded: false,
  })
  const isRevoked = told(ada, 'messageRevokeReceived')
  const { message: revoked } = await ada.revokeMessage(message)
  expect(revoked).toMatchObject({ type: 31, operatedUserID: 'ada', revokeType: 0, messageID: message.messageID })
  expect((await isRevoked).messageList).toMatchObject([{ type: 31 }])
  expect(await numberOf(ada.editMessage({ ...message, type: 1, message: 'again' }))).toBe(6000279)
  const isDeleted = told(ada, 'messageDeleted')
  await ada.deleteMessages([revoked], 'bob', 0, { isAlsoDeleteServerMessage: true })
  expect(await isDeleted).toMatchObject({ conversationID: 'bob', messageList: [{ messageID: message.messageID }] })
  expect((await ada.queryHistoryMessage('bob', 0, { count: 10, reverse: true })).messageList).toEqual([])
})

test('who has read is told, and every message is deleted', async () => {
  const world = await createWorld()
  const bob = await world.join('bob')
  const ada = await world.launchAda()
  const { message } = await ada.sendMessage(text('hello'), 'bob', 0, {})
  const { messageID = '' } = message
  const counts = (readMemberCount: number) => ({ messageID, readMemberCount, unreadMemberCount: 1 - readMemberCount })
  const ask = () => ada.queryMessageReceiptsInfo([message, { ...message, messageID: 'unknown' }], 'bob', 0)
  expect(await ask()).toMatchObject({ infos: [{ ...counts(0), status: 1 }], errorMessageIDs: ['unknown'] })
  await bob.syncNow()
  await bob.clearConversationUnreadMessageCount(withAda)
  await expect.poll(ask).toMatchObject({ infos: [{ ...counts(1), status: 2 }] })

  const { groupInfo } = await ada.createGroup({ groupID: 'rowers', groupName: 'Rowers', groupAvatarUrl: '' }, ['bob'])
  const { groupID } = groupInfo.baseInfo
  const sent = await ada.sendMessage(text('hello'), groupID, 2, {})
  const page = { count: 10, nextFlag: 0 }
  const read = await ada.queryGroupMessageReceiptReadMemberList(sent.message, groupID, page)
  expect(read).toEqual({ groupID, userList: [], nextFlag: 0 })
  const unread = await ada.queryGroupMessageReceiptUnreadMemberList(sent.message, groupID, page)
  expect(unread.userList).toMatchObject([{ userID: 'bob' }])

  const isDeleted = told(ada, 'messageDeleted')
  await ada.deleteAllMessage('bob', 0, { isAlsoDeleteServerMessage: true })
  expect(await isDeleted).toMatchObject({
    conversationID: 'bob',
    isDeleteConversationAllMessage: true,
    messageDeleteType: 1,
  })
  await ada.deleteAllConversationMessages({ isAlsoDeleteServerMessage: false })
  for (const [conversationID, type] of [
    ['bob', 0],
    [groupID, 2],
  ] as const) {
    const history = await ada.queryHistoryMessage(conversationID, type, { count: 10, reverse: true })
    expect(history.messageList).toEqual([])
  }
})

test('kinds of messages have their numbers; what has none is Unknown', async () => {
  const world = await createWorld()
  const bob = await world.join('bob')
  const ada = await world.launchAda()
  const custom = { type: 200, message: '{"n":1}', subType: 7, searchedContent: 'one' } as const
  const file = new File(['12345'], 'notes.txt', { type: 'text/plain' })
  expect((await ada.sendMessage(custom, 'bob', 0, {})).message).toMatchObject(custom)
  const progress: number[] = []
  const { message } = await ada.sendMessage(
    { type: 12, fileLocalPath: file },
    'bob',
    0,
    {},
    {
      onMediaUploadingProgress: (_message, current, total) => progress.push(current, total),
    },
  )
  expect(message).toMatchObject({ type: 12, fileName: 'notes.txt', fileSize: 5 })
  expect(progress.slice(-2)).toEqual([5, 5])
  const image = { type: 11, fileLocalPath: file } as const
  expect(await numberOf(ada.sendMessage(image, 'bob', 0, {}))).toBe(6000001)
  const sized = { ...image, originalImageWidth: 4, originalImageHeight: 3 }
  expect((await ada.sendMessage(sized, 'bob', 0, {})).message).toMatchObject({ type: 11, originalImageWidth: 4 })
  const multiple = {
    type: 10,
    messageInfoList: [text('two'), { type: 13, fileLocalPath: file, audioDuration: 1.5 }],
  } as const
  expect((await ada.sendMessage(multiple, 'bob', 0, {})).message).toMatchObject({
    type: 10,
    messageInfoList: [text('two'), { type: 13, audioDuration: 1.5, fileSize: 5 }],
  })
  const isReceived = told(ada, 'peerMessageReceived')
  await bob.sendMessage(withAda, { type: 'location', latitude: 1, longitude: 2, title: '', address: '' })
  expect((await isReceived).messageList).toMatchObject([{ type: 0 }])
})

test('conversations are listed in pages, pinned, read, drafted and deleted', async () => {
  const world = await createWorld()
  const bob = await world.join('bob')
  const ada = await world.launchAda()
  const isAdded = told(ada, 'conversationChanged')
  await ada.sendMessage(text('hello'), 'eve', 0, {})
  expect((await isAdded).infoList).toMatchObject([{ event: 0, conversation: { conversationID: 'eve', type: 0 } }])
  const isUnread = told(ada, 'conversationTotalUnreadMessageCountUpdated')
  await bob.sendMessage(withAda, { type: 'text', text: 'hello' })
  expect(await isUnread).toEqual({ totalUnreadMessageCount: 1 })
  expect(await ada.queryConversationTotalUnreadMessageCount()).toEqual({ unreadMessageCount: 1 })
  const list = async (count: number, nextConversation?: ZIMConversation | null) =>
    (await ada.queryConversationList(nextConversation === undefined ? { count } : { count, nextConversation }))
      .conversationList
  const [first, ...others] = await list(1, null)
  expect(first).toMatchObject({ conversationID: 'bob', unreadMessageCount: 1, conversationName: 'Bob Hopper' })
  expect(others).toEqual([])
  const [second] = await list(1, first)
  expect(second).toMatchObject({ conversationID: 'eve', lastMessage: { message: 'hello' } })
  expect(await list(1, second)).toEqual([])

  expect(await ada.clearConversationUnreadMessageCount('bob', 0)).toEqual({
    conversationID: 'bob',
    conversationType: 0,
  })
  await ada.updateConversationPinnedState(true, 'eve', 0)
  await ada.setConversationDraft('dear Eve', 'eve', 0)
  expect((await ada.queryConversationPinnedList({ count: 10 })).conversationList).toMatchObject([
    { conversationID: 'eve', isPinned: true, draft: 'dear Eve' },
  ])
  expect((await ada.queryConversation('bob', 0)).conversation).toMatchObject({ unreadMessageCount: 0, pinnedTime: 0 })
  await ada.deleteConversation('bob', 0, { isAlsoDeleteServerConversation: false })
  expect((await list(10)).map(({ conversationID }) => conversationID)).toEqual(['eve'])
  expect(await numberOf(ada.queryConversation('nobody', 0))).toBe(6000603)
})

test('conversations are muted, marked, all read and all deleted', async () => {
  const world = await createWorld()
  const bob = await world.join('bob')
  const ada = await world.launchAda()
  const isUnread = told(ada, 'conversationTotalUnreadMessageCountUpdated')
  await bob.sendMessage(withAda, { type: 'text', text: 'hello' })
  await isUnread
  await ada.setConversationNotificationStatus(2, 'bob', 0)
  const marked = await ada.setConversationMark(7, true, [{ conversationID: 'bob', conversationType: 0 }])
  expect(marked).toEqual({ failedConversationInfos: [] })
  const { conversation } = await ada.queryConversation('bob', 0)
  expect(conversation).toMatchObject({ notificationStatus: 2, marks: [7], unreadMessageCount: 1 })
  expect(await ada.queryConversationTotalUnreadMessageCount()).toEqual({ unreadMessageCount: 0 })
  await ada.clearConversationTotalUnreadMessageCount()
  expect((await ada.queryConversation('bob', 0)).conversation.unreadMessageCount).toBe(0)
  expect(await numberOf(ada.setConversationMark(61, true, [{ conversationID: 'bob', conversationType: 0 }]))).toBe(
    6000001,
  )
  await ada.deleteAllConversations({ isAlsoDeleteServerConversation: true })
  expect((await ada.queryConversationList({ count: 10 })).conversationList).toEqual([])
})

test('the own profile is changed, and told to those who know the user', async () => {
  const world = await createWorld()
  const bob = await world.join('bob')
  const ada = await world.launchAda()
  await ada.sendMessage(text('hello'), 'bob', 0, {})
  const isTold = new Promise<unknown>((resolve) => bob.on('userInfoUpdated', resolve))
  expect(await ada.updateUserName('Countess')).toEqual({ userName: 'Countess' })
  expect(await isTold).toMatchObject({ userList: [{ userID: 'ada', userName: 'Countess' }] })
  await ada.updateUserAvatarUrl('ada.png')
  await ada.updateUserExtendedData('{}')
  expect((await ada.querySelfUserInfo()).selfUserInfo.userFullInfo).toEqual({
    baseInfo: { userID: 'ada', userName: 'Countess', userAvatarUrl: 'ada.png', userExtendedData: '{}' },
    userAvatarUrl: 'ada.png',
    extendedData: '{}',
  })
})

test('groups are made, joined by invitation, listed and left', async () => {
  const world = await createWorld()
  const bob = await world.join('bob')
  const ada = await world.launchAda()
  const made = await ada.createGroup({ groupID: '', groupName: 'Engines', groupAvatarUrl: '' }, ['bob', 'nobody'])
  const { groupID } = made.groupInfo.baseInfo
  expect(made).toMatchObject({
    groupInfo: { baseInfo: { groupName: 'Engines' } },
    errorUserList: [{ userID: 'nobody', reason: 6000011 }],
  })
  expect(await ada.queryGroupList()).toEqual({ groupList: [{ baseInfo: made.groupInfo.baseInfo }] })
  const isIn = told(ada, 'groupMemberStateChanged', ({ userList }) => userList.some(({ userID }) => userID === 'eve'))
  expect(await ada.inviteUsersIntoGroup(['eve'], groupID)).toEqual({ groupID, errorUserList: [] })
  expect(await isIn).toMatchObject({ groupID, state: 1 })
  const first = await ada.queryGroupMemberList(groupID, { count: 2, nextFlag: 0 })
  expect(first.userList).toMatchObject([
    { userID: 'ada', memberRole: 1 },
    { userID: 'bob', memberRole: 3, userName: 'Bob Hopper' },
  ])
  const second = await ada.queryGroupMemberList(groupID, { count: 2, nextFlag: first.nextFlag })
  expect(second).toMatchObject({ userList: [{ userID: 'eve' }], nextFlag: 0 })
  expect(await numberOf(ada.queryGroupMemberList(groupID, { count: 2, nextFlag: 99 }))).toBe(6000001)
  expect(await ada.queryGroupMemberCount(groupID)).toEqual({ groupID, count: 3 })
  const isGone = told(ada, 'groupMemberStateChanged', ({ state }) => state === 0)
  await bob.leaveGroup(groupID)
  expect(await isGone).toEqual({ groupID, state: 0, userList: [{ userID: 'bob' }] })
  const isReceived = told(ada, 'groupStateChanged')
  await ada.leaveGroup(groupID)
  expect(await isReceived).toMatchObject({ groupID, state: 0 })
  expect(await numberOf(ada.queryGroupInfo('nowhere'))).toBe(6000523)
})

test('calls ring, are answered and cancelled, and are listed', async () => {
  const world = await createWorld()
  const bob = await world.join('bob')
  const ada = await world.launchAda()
  const { callID, timeout } = await ada.callInvite(['bob', 'eve'], { timeout: 30, mode: 0, extendedData: 'video' })
  expect(timeout).toBe(30)
  const isAccepted = told(ada, 'callUserStateChanged', ({ callUserList }) =>
    callUserList.some(({ userID, state }) => userID === 'bob' && state === 1),
  )
  await bob.callAccept(callID)
  await isAccepted
  expect(await numberOf(ada.callCancel(['eve'], callID))).toBe(6000001)
  await ada.callCancel([], callID)
  expect((await ada.queryCallInvitationList({ count: 10 })).callList).toMatchObject([
    { callID, caller: 'ada', inviter: 'ada', mode: 0, extendedData: 'video', state: 2 },
  ])
  const isRinging = told(ada, 'callInvitationReceived')
  const { callInvitation } = await bob.callInvite(['ada'], { extendedData: 'voice' })
  expect(await isRinging).toMatchObject({
    callID: callInvitation.callID,
    caller: 'bob',
    mode: 0,
    extendedData: 'voice',
  })
  const isCancelled = told(ada, 'callInvitationCancelled')
  await bob.callCancel(callInvitation.callID)
  expect(await isCancelled).toMatchObject({ callID: callInvitation.callID, inviter: 'bob' })
  expect(await numberOf(ada.callAccept('no-such-call'))).toBe(6000276)
})

test('users are asked for and blocked, each with a number where it fails', async () => {
  const world = await createWorld()
  const bob = await world.join('bob')
  const ada = await world.launchAda()
  expect((await ada.querySelfUserInfo()).selfUserInfo.userFullInfo.baseInfo).toMatchObject({ userName: 'Ada Lovelace' })
  expect(await ada.queryUsersInfo(['bob', 'nobody'], { isQueryFromServer: true })).toMatchObject({
    userList: [{ baseInfo: { userID: 'bob', userName: 'Bob Hopper' } }],
    errorUserList: [{ userID: 'nobody', reason: 6000011 }],
  })
  const isTold = told(ada, 'blacklistChanged')
  expect(await ada.addUsersToBlacklist(['bob', 'nobody'])).toEqual({
    errorUserList: [{ userID: 'nobody', reason: 6000011 }],
  })
  expect(await isTold).toMatchObject({ action: 0 })
  expect(await ada.queryBlacklist({ count: 10 })).toMatchObject({ blacklist: [{ userID: 'bob' }], nextFlag: 0 })
  expect(await ada.checkUserIsInBlacklist('bob')).toEqual({ isUserInBlacklist: true })
  const { operationID } = await bob.sendMessage(withAda, { type: 'text', text: 'hello' })
  expect(await bob.whenSettled(operationID)).toMatchObject({ outcome: 'failed' })
  const isFree = told(ada, 'blacklistChanged')
  await ada.removeUsersFromBlacklist(['bob'])
  expect(await isFree).toMatchObject({ action: 1, userList: [{ userID: 'bob', userName: 'Bob Hopper' }] })
})
