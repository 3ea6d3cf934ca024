import type { OperationName, OperationResult } from '@latchkey/core/driver'
import * as v from './schema.js'
import { clientMadeID, groupID, list, time, userID, integer } from './bounded-values.js'
import {
  callInvitation,
  conversationSettings,
  group,
  groupMember,
  message,
  readMark,
  removedCount,
  statusEntries,
  user,
} from './facts.js'
import { combinedContent } from './message-content.js'
import { register, registersAnswer } from './registers.js'
import { readWith } from './validation.js'
import { wireLimits } from './wire-limits.js'

const messageAnswer = v.object({ message })
const settingsAnswer = v.object({ settings: conversationSettings })
const groupAnswer = v.object({ group })
const someOfGroupAnswer = v.object({ group, errorUserIDs: list(userID) })
const groupEndAnswer = v.object({ groupID })
const callAnswer = v.object({ callInvitation })

/** The schema of every operation's result. */
export const resultSchemas = {
  sendMessage: messageAnswer,
  editMessage: messageAnswer,
  revokeMessage: messageAnswer,
  deleteMessages: v.object({ messageList: list(message) }),
  deleteAllMessages: registersAnswer,
  addMessageReaction: messageAnswer,
  deleteMessageReaction: messageAnswer,
  setConversationDraft: settingsAnswer,
  markRead: v.object({ readMark, removedCount }),
  updateConversationPinnedState: settingsAnswer,
  setConversationFlag: settingsAnswer,
  deleteConversation: settingsAnswer,
  setUserBlocked: registersAnswer,
  updateUserProfile: registersAnswer,
  updateUserOfflinePushRule: registersAnswer,
  updateUserCustomStatus: registersAnswer,
  subscribeUsersStatus: registersAnswer,
  unsubscribeUsersStatus: registersAnswer,
  queryUsersStatus: v.object({ userStatusList: list(v.object({ userID, ...statusEntries })) }),
  pinMessage: registersAnswer,
  queryMessages: v.object({ messageList: list(message) }),
  addFriend: registersAnswer,
  deleteFriend: registersAnswer,
  updateFriendAlias: registersAnswer,
  updateFriendAttributes: registersAnswer,
  sendFriendApplication: registersAnswer,
  acceptFriendApplication: registersAnswer,
  rejectFriendApplication: registersAnswer,
  checkFriendsRelation: v.object({
    relationList: list(v.object({ userID, isFriend: v.boolean, isFriendOfUser: v.boolean }), 20),
  }),
  createGroup: someOfGroupAnswer,
  inviteUsersIntoGroup: someOfGroupAnswer,
  leaveGroup: groupEndAnswer,
  joinGroup: groupAnswer,
  updateGroup: groupAnswer,
  updateGroupAttributes: registersAnswer,
  updateGroupAlias: registersAnswer,
  sendGroupJoinApplication: registersAnswer,
  acceptGroupJoinApplication: registersAnswer,
  rejectGroupJoinApplication: registersAnswer,
  sendGroupInviteApplications: registersAnswer,
  acceptGroupInviteApplication: registersAnswer,
  rejectGroupInviteApplication: registersAnswer,
  dismissGroup: groupEndAnswer,
  transferGroupOwner: groupAnswer,
  kickGroupMembers: someOfGroupAnswer,
  setGroupMemberRole: groupAnswer,
  setGroupMemberNickname: groupAnswer,
  muteGroup: groupAnswer,
  muteGroupMembers: someOfGroupAnswer,
  callInvite: callAnswer,
  callCancel: callAnswer,
  callAccept: callAnswer,
  callReject: callAnswer,
  callingInvite: callAnswer,
  callJoin: callAnswer,
  callQuit: callAnswer,
  callEnd: callAnswer,
  renewToken: v.object({ tokenExpiresAt: time }),
  queryUsersInfo: v.object({ userList: list(user) }),
  queryMessageReactionUserList: v.object({
    userList: list(user),
    totalCount: integer(0),
    next: v.optional(integer(0)),
  }),
  queryMessageRepliedList: v.object({ messageList: list(message), more: v.boolean }),
  queryMessageReceiptsInfo: v.object({
    receiptList: list(
      v.object({ messageID: clientMadeID, readMemberCount: integer(0), unreadMemberCount: integer(0) }),
    ),
    revision: integer(0),
  }),
  queryMessageReceiptMemberList: v.object({
    memberList: list(groupMember),
    userList: list(user),
    registerList: list(register),
    more: v.boolean,
  }),
  queryCombineMessageDetail: v.object({
    combinedList: list(
      v.object({ messageID: clientMadeID, senderUserID: userID, timestamp: time, content: combinedContent }),
      wireLimits.maxListLength,
      1,
    ),
    userList: list(user),
  }),
  queryGroupInfo: groupAnswer,
  queryGroupMemberList: v.object({ memberList: list(groupMember), userList: list(user), more: v.boolean }),
}

const typedSchemas: { readonly [Name in OperationName]: v.Schema<OperationResult<Name>> } = resultSchemas

/** Every operation that this version of the wire can carry. */
export const operationNames: readonly OperationName[] = Object.keys(resultSchemas).filter(isOperationName)

/** Whether `method` is an operation that this version of the wire can carry. */
export function isOperationName(method: string): method is OperationName {
  return Object.hasOwn(resultSchemas, method)
}

/** Reads the result of an operation at the client. Throws `protocol-violation`. */
export function readOperationResult<Name extends OperationName>(name: Name, value: unknown): OperationResult<Name> {
  return readWith(typedSchemas[name], value, name)
}
