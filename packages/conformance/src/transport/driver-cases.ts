import type { OperationName, OperationParameters } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { everyOperation, expectRefusal, peerConversation } from './case-data.js'
import { newGroupID, newID } from './identifiers.js'
import { transportCase, type Link, type TransportCase, type TransportCaseContext } from './transport-case.js'

/** Parameters with which an operation may be refused for what it asks, but not for its name. */
async function plausibleParameters({
  subject,
  partner,
}: TransportCaseContext): Promise<{ readonly [Name in OperationName]: OperationParameters<Name> }> {
  const conversation = peerConversation(partner)
  const credential = await subject.credential()
  return {
    sendMessage: {
      ...conversation,
      messageID: newID(),
      content: { type: 'text', text: 'hello' },
      sentTime: Date.now(),
    },
    editMessage: { ...conversation, messageID: newID(), content: { type: 'text', text: 'hello' } },
    revokeMessage: { ...conversation, messageID: newID() },
    deleteMessages: { ...conversation, messageIDs: [newID()] },
    deleteAllMessages: { ...conversation, order: '0000000000000001' },
    addMessageReaction: { ...conversation, messageID: newID(), reactionType: '👍' },
    deleteMessageReaction: { ...conversation, messageID: newID(), reactionType: '👍' },
    setConversationDraft: { ...conversation, draft: 'hel' },
    markRead: { ...conversation, order: '0' },
    updateConversationPinnedState: { ...conversation, isPinned: true },
    setConversationFlag: { ...conversation, flag: 'mark1', isOn: true },
    deleteConversation: { ...conversation, order: '0' },
    pinMessage: { ...conversation, messageID: newID(), isPinned: false },
    queryMessages: { ...conversation, messageIDs: [newID()] },
    setUserBlocked: { userID: partner.userID, isBlocked: false },
    updateUserProfile: { field: 'userExtendedData', text: '' },
    updateUserOfflinePushRule: { onlinePlatforms: [], notToReceiveOfflinePushPlatforms: [] },
    updateUserCustomStatus: { customStatus: '' },
    subscribeUsersStatus: { userIDs: [partner.userID], durationSeconds: 60 },
    unsubscribeUsersStatus: { userIDs: [partner.userID] },
    queryUsersStatus: { userIDs: [partner.userID] },
    addFriend: { userID: partner.userID, friendAlias: '', friendAttributes: {} },
    deleteFriend: { userID: partner.userID, isBothSides: false },
    updateFriendAlias: { userID: partner.userID, friendAlias: '' },
    updateFriendAttributes: { userID: partner.userID, friendAttributes: {} },
    sendFriendApplication: { userID: partner.userID, friendAlias: '', friendAttributes: {}, wording: '' },
    acceptFriendApplication: { userID: partner.userID, friendAlias: '', friendAttributes: {} },
    rejectFriendApplication: { userID: partner.userID },
    checkFriendsRelation: { userIDs: [partner.userID] },
    createGroup: { groupID: newGroupID(), groupName: 'Rowing club', userIDs: [] },
    inviteUsersIntoGroup: { groupID: newGroupID(), userIDs: [partner.userID] },
    leaveGroup: { groupID: newGroupID() },
    joinGroup: { groupID: newGroupID() },
    updateGroup: { groupID: newGroupID(), groupName: 'Rowing club' },
    updateGroupAttributes: { groupID: newGroupID(), attributeList: [{ key: 'boat' }] },
    updateGroupAlias: { groupID: newGroupID(), groupAlias: '' },
    sendGroupJoinApplication: { groupID: newGroupID(), wording: '' },
    acceptGroupJoinApplication: { groupID: newGroupID(), userID: partner.userID },
    rejectGroupJoinApplication: { groupID: newGroupID(), userID: partner.userID },
    sendGroupInviteApplications: { groupID: newGroupID(), userIDs: [partner.userID], wording: '' },
    acceptGroupInviteApplication: { groupID: newGroupID(), inviterUserID: partner.userID },
    rejectGroupInviteApplication: { groupID: newGroupID(), inviterUserID: partner.userID },
    dismissGroup: { groupID: newGroupID() },
    transferGroupOwner: { groupID: newGroupID(), userID: partner.userID },
    kickGroupMembers: { groupID: newGroupID(), userIDs: [partner.userID] },
    setGroupMemberRole: { groupID: newGroupID(), userID: partner.userID, memberRole: 'admin' },
    setGroupMemberNickname: { groupID: newGroupID(), userID: partner.userID, memberNickname: 'Stroke' },
    muteGroup: { groupID: newGroupID(), memberRoles: [] },
    muteGroupMembers: { groupID: newGroupID(), userIDs: [partner.userID], isMuted: false },
    callInvite: {
      callID: newID(),
      invitees: [partner.userID],
      mode: 'general',
      timeoutSeconds: 60,
      extendedData: '',
    },
    callCancel: { callID: newID() },
    callAccept: { callID: newID() },
    callReject: { callID: newID() },
    callingInvite: { callID: newID(), invitees: [partner.userID], timeoutSeconds: 30 },
    callJoin: { callID: newID() },
    callQuit: { callID: newID() },
    callEnd: { callID: newID() },
    renewToken: { token: credential.type === 'token' ? credential.token : 'none' },
    queryUsersInfo: { userIDs: [partner.userID] },
    queryMessageReactionUserList: { ...conversation, messageID: newID(), reactionType: '👍', count: 1 },
    queryMessageRepliedList: { ...conversation, messageID: newID(), count: 1 },
    queryMessageReceiptsInfo: { groupID: newGroupID(), messageIDs: [newID()] },
    queryMessageReceiptMemberList: { groupID: newGroupID(), messageID: newID(), isRead: true, count: 1 },
    queryCombineMessageDetail: { ...conversation, messageID: newID(), path: [] },
    queryGroupInfo: { groupID: newGroupID() },
    queryGroupMemberList: { groupID: newGroupID(), count: 1 },
  }
}

async function codeOf<Name extends OperationName>(
  { connection }: Link,
  name: Name,
  parameters: OperationParameters<Name>,
): Promise<unknown> {
  return connection.call(name, parameters, { operationID: newID() }).then(
    () => undefined,
    (error: { readonly code?: unknown }) => error.code,
  )
}

/** What a driver says of itself. */
export const driverCases: readonly TransportCase[] = [
  transportCase('TR-01', 'a driver says its contract version, its name and its claims', {}, async (context) => {
    const { driver } = context.subject
    expect(driver.contractVersion).toBe(1)
    expect(driver.name).toMatch(/^[a-z][a-z0-9-]*$/)
    const { operations = [], ...flags } = driver.supports
    const { operations: expected = [], ...expectedFlags } = context.options.supports
    expect(flags).toEqual(expectedFlags)
    expect(operations.toSorted()).toEqual(expected.toSorted())
  }),

  transportCase('TR-02', 'an operation that is claimed exists', {}, async (context) => {
    const { subject, options, connect } = context
    const link = await connect(subject)
    const parameters = await plausibleParameters(context)
    for (const name of options.supports.operations ?? []) {
      expect(await codeOf(link, name, parameters[name]), name).not.toBe('operation-unknown')
    }
  }),

  transportCase('TR-03', 'an operation that is not claimed is refused as unknown', {}, async (context) => {
    const { subject, options, connect } = context
    const link = await connect(subject)
    const parameters = await plausibleParameters(context)
    for (const name of everyOperation.filter((name) => !options.supports.operations?.includes(name))) {
      const called = link.connection.call(name, parameters[name], { operationID: newID() })
      await expectRefusal(called, 'operation-unknown', 'not-applied')
    }
  }),

  transportCase('TR-04', 'a rule for userIDs describes itself and accepts its own users', {}, async (context) => {
    const { subject, partner } = context
    const { idRule } = subject.driver
    const ruleOfCore = /^[\dA-Za-z!#$%&()+\-:;<=.>?@[\]^_{}|~]{1,32}$/
    for (const { userID } of [subject, partner]) {
      expect(idRule ? idRule.accepts(userID) : ruleOfCore.test(userID)).toBe(true)
    }
    if (idRule) expect(idRule.description).not.toBe('')
  }),
]
