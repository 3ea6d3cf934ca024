import { conversationFlags, type OperationName, type OperationParameters } from '@latchkey/core/driver'
import * as v from './schema.js'
import {
  clientMadeID,
  conversationEntries,
  groupID,
  integer,
  list,
  order,
  secret,
  text,
  time,
  userID,
} from './bounded-values.js'
import {
  attributeEntries,
  callInvitationMode,
  customStatus,
  draft,
  extendedData,
  friendAttributes,
  groupAttributeKey,
  groupBeInviteMode,
  groupInviteMode,
  groupJoinMode,
  name,
  pushRuleEntries,
  reactionType,
} from './facts.js'
import { sendableContent, sentContent } from './message-content.js'
import { readWith } from './validation.js'
import { wireLimits } from './wire-limits.js'

const messageEntries = { ...conversationEntries, messageID: clientMadeID }
const someUserIDs = list(userID, wireLimits.maxListLength, 1)
const reaction = v.object({ ...messageEntries, reactionType })
const friendNotes = { userID, friendAlias: name, friendAttributes }
const group = v.object({ groupID })
const groupApplicant = v.object({ groupID, userID })
const groupInviter = v.object({ groupID, inviterUserID: userID })
const ordinaryRole = v.oneOf('admin', 'member')
const muteDuration = { durationSeconds: v.optional(integer(1, wireLimits.maxMuteSeconds)) }
const call = v.object({ callID: clientMadeID })
const callReply = v.object({
  callID: clientMadeID,
  extendedData: v.optional(text(wireLimits.maxExtendedDataBytes)),
})

/** The schema of every operation's parameters. Only a server reads them, so that no client carries them. */
export const parameterSchemas = {
  sendMessage: v.object({
    ...messageEntries,
    content: sentContent,
    combined: v.optional(
      v.object({ ...conversationEntries, messageIDs: list(clientMadeID, wireLimits.maxListLength, 1) }),
    ),
    sentTime: time,
    repliedMessageID: v.optional(clientMadeID),
    ...attributeEntries,
  }),
  editMessage: v.object({ ...messageEntries, content: sendableContent }),
  revokeMessage: v.object(messageEntries),
  deleteMessages: v.object({ ...conversationEntries, messageIDs: list(clientMadeID, wireLimits.maxListLength, 1) }),
  deleteAllMessages: v.object({ ...conversationEntries, order }),
  addMessageReaction: reaction,
  deleteMessageReaction: reaction,
  setConversationDraft: v.object({ ...conversationEntries, draft }),
  markRead: v.object({ ...conversationEntries, order }),
  updateConversationPinnedState: v.object({ ...conversationEntries, isPinned: v.boolean }),
  setConversationFlag: v.object({ ...conversationEntries, flag: v.oneOf(...conversationFlags), isOn: v.boolean }),
  deleteConversation: v.object({ ...conversationEntries, order }),
  pinMessage: v.object({ ...messageEntries, isPinned: v.boolean }),
  queryMessages: v.object({ ...conversationEntries, messageIDs: list(clientMadeID, wireLimits.maxListLength, 1) }),
  setUserBlocked: v.object({ userID, isBlocked: v.boolean }),
  updateUserProfile: v.object({
    field: v.oneOf('userName', 'userAvatarUrl', 'userExtendedData'),
    text: text(wireLimits.maxExtendedDataBytes),
  }),
  updateUserOfflinePushRule: v.object(pushRuleEntries),
  updateUserCustomStatus: v.object({
    customStatus,
    durationSeconds: v.optional(integer(1, wireLimits.maxCustomStatusSeconds)),
  }),
  subscribeUsersStatus: v.object({
    userIDs: someUserIDs,
    durationSeconds: integer(60, wireLimits.maxSubscriptionSeconds),
  }),
  unsubscribeUsersStatus: v.object({ userIDs: someUserIDs }),
  queryUsersStatus: v.object({ userIDs: someUserIDs }),
  addFriend: v.object(friendNotes),
  deleteFriend: v.object({ userID, isBothSides: v.boolean }),
  updateFriendAlias: v.object({ userID, friendAlias: name }),
  updateFriendAttributes: v.object({ userID, friendAttributes }),
  sendFriendApplication: v.object({ ...friendNotes, wording: text(wireLimits.maxExtendedDataBytes) }),
  acceptFriendApplication: v.object(friendNotes),
  rejectFriendApplication: v.object({ userID }),
  checkFriendsRelation: v.object({ userIDs: list(userID, 20, 1) }),
  createGroup: v.object({ groupID, groupName: text(wireLimits.maxNameBytes), userIDs: list(userID) }),
  inviteUsersIntoGroup: v.object({ groupID, userIDs: someUserIDs }),
  leaveGroup: group,
  joinGroup: group,
  updateGroup: v.object({
    groupID,
    groupName: v.optional(text(wireLimits.maxNameBytes)),
    groupAvatarUrl: v.optional(text(wireLimits.maxUrlBytes)),
    groupNotice: v.optional(text(wireLimits.maxExtendedDataBytes)),
    joinMode: v.optional(groupJoinMode),
    inviteMode: v.optional(groupInviteMode),
    beInviteMode: v.optional(groupBeInviteMode),
  }),
  updateGroupAttributes: v.object({
    groupID,
    attributeList: list(
      v.object({ key: groupAttributeKey, text: v.optional(extendedData) }),
      wireLimits.maxAttributes,
      1,
    ),
  }),
  updateGroupAlias: v.object({ groupID, groupAlias: name }),
  sendGroupJoinApplication: v.object({ groupID, wording: extendedData }),
  acceptGroupJoinApplication: groupApplicant,
  rejectGroupJoinApplication: groupApplicant,
  sendGroupInviteApplications: v.object({ groupID, userIDs: someUserIDs, wording: extendedData }),
  acceptGroupInviteApplication: groupInviter,
  rejectGroupInviteApplication: groupInviter,
  dismissGroup: group,
  transferGroupOwner: v.object({ groupID, userID }),
  kickGroupMembers: v.object({ groupID, userIDs: someUserIDs }),
  setGroupMemberRole: v.object({ groupID, userID, memberRole: ordinaryRole }),
  setGroupMemberNickname: v.object({ groupID, userID, memberNickname: text(wireLimits.maxNameBytes) }),
  muteGroup: v.object({ groupID, memberRoles: list(ordinaryRole, 2), ...muteDuration }),
  muteGroupMembers: v.object({ groupID, userIDs: someUserIDs, isMuted: v.boolean, ...muteDuration }),
  callInvite: v.object({
    callID: clientMadeID,
    invitees: list(userID, 9, 1),
    mode: callInvitationMode,
    timeoutSeconds: integer(1, 600),
    extendedData: text(wireLimits.maxExtendedDataBytes),
  }),
  callCancel: call,
  callAccept: callReply,
  callReject: callReply,
  callingInvite: v.object({ callID: clientMadeID, invitees: list(userID, 9, 1), timeoutSeconds: integer(1, 600) }),
  callJoin: callReply,
  callQuit: call,
  callEnd: call,
  renewToken: v.object({ token: secret }),
  queryUsersInfo: v.object({ userIDs: someUserIDs }),
  queryMessageReactionUserList: v.object({
    ...messageEntries,
    reactionType,
    count: integer(1, wireLimits.maxListLength),
    after: v.optional(integer(0)),
  }),
  queryMessageRepliedList: v.object({
    ...messageEntries,
    count: integer(1, wireLimits.maxListLength),
    afterOrder: v.optional(order),
  }),
  queryMessageReceiptsInfo: v.object({ groupID, messageIDs: list(clientMadeID, wireLimits.maxListLength, 1) }),
  queryMessageReceiptMemberList: v.object({
    groupID,
    messageID: clientMadeID,
    isRead: v.boolean,
    count: integer(1, wireLimits.maxListLength),
    afterUserID: v.optional(userID),
  }),
  queryCombineMessageDetail: v.object({ ...messageEntries, path: list(integer(0, wireLimits.maxListLength), 3) }),
  queryGroupInfo: group,
  queryGroupMemberList: v.object({
    groupID,
    count: integer(1, wireLimits.maxListLength),
    afterUserID: v.optional(userID),
  }),
}

const typedSchemas: { readonly [Name in OperationName]: v.Schema<OperationParameters<Name>> } = parameterSchemas

const operationID = v.object({ operationID: clientMadeID })

/** One operation as it crosses the wire: the parameters and the operationID are fields of one object. */
export interface OperationRequest<Name extends OperationName> {
  readonly operationID: string
  readonly parameters: OperationParameters<Name>
}

/** Reads the parameters of an operation at the server. Throws `protocol-violation`. */
export function readOperationRequest<Name extends OperationName>(name: Name, value: unknown): OperationRequest<Name> {
  return {
    ...readWith(operationID, value, name),
    parameters: readWith(typedSchemas[name], value, name),
  }
}
