import * as v from './schema.js'
import {
  clientMadeID,
  conversationEntries,
  groupID,
  identifier,
  integer,
  list,
  order,
  text,
  time,
  userID,
} from './bounded-values.js'
import { messageContent } from './message-content.js'
import { wireLimits } from './wire-limits.js'

/** The facts of a backend (`backend-facts.ts` of the contract), with their bounds. */

export const name = text(wireLimits.maxNameBytes)
export const url = text(wireLimits.maxUrlBytes)
export const extendedData = text(wireLimits.maxExtendedDataBytes)

export const user = v.object({ userID, userName: name, userAvatarUrl: url, userExtendedData: extendedData })

const muteEntries = { expireTime: v.optional(time) }
const memberRole = v.oneOf('owner', 'admin', 'member')
export const groupJoinMode = v.oneOf('any', 'application', 'closed')
export const groupInviteMode = v.oneOf('any', 'admin')
export const groupBeInviteMode = v.oneOf('any', 'application')

export const group = v.object({
  groupID,
  groupName: name,
  groupAvatarUrl: url,
  groupNotice: extendedData,
  createTime: time,
  memberCount: integer(0),
  joinMode: v.optional(groupJoinMode),
  inviteMode: v.optional(groupInviteMode),
  beInviteMode: v.optional(groupBeInviteMode),
  mute: v.optional(v.object({ memberRoles: list(memberRole), ...muteEntries })),
  revision: v.optional(integer(0)),
})

export const groupMember = v.object({
  groupID,
  userID,
  memberRole,
  memberNickname: name,
  enterTime: time,
  mute: v.optional(v.object(muteEntries)),
})

/** A sign that people give to a message. */
export const reactionType = text(wireLimits.maxReactionBytes, 1)

const messageReaction = v.object({
  reactionType,
  totalCount: integer(1),
  isSelfIncluded: v.boolean,
  userIDs: list(userID, wireLimits.maxReactionUsers),
})

/** What a sender says beside what a message says. */
export const attributeEntries = {
  mentionedUserIDs: v.optional(list(userID, wireLimits.maxMentions)),
  isMentionAll: v.optional(v.oneOf(true)),
  extendedData: v.optional(extendedData),
}

export const message = v.object({
  ...conversationEntries,
  messageID: clientMadeID,
  senderUserID: userID,
  content: messageContent,
  timestamp: time,
  order,
  follows: v.optional(v.nullable(order)),
  messageSeq: v.optional(integer(1)),
  countedSeq: v.optional(integer(0)),
  revision: v.optional(integer(0)),
  editTime: v.optional(time),
  reactionList: v.optional(list(messageReaction)),
  operationID: v.optional(clientMadeID),
  repliedInfo: v.optional(v.object({ messageID: clientMadeID, senderUserID: userID, order })),
  repliedCount: v.optional(integer(1)),
  ...attributeEntries,
})

export const readMark = v.object({ ...conversationEntries, order, countedSeq: integer(0) })

export const removedCount = integer(0)

export const draft = text(wireLimits.maxDraftBytes)

const settingsEntries = {
  // Version 1 knew no drafts.
  draft: (value: unknown) => (value === undefined ? '' : draft(value)),
  flags: v.optional(list(identifier(32))),
  deletedOrder: v.optional(order),
  revision: v.optional(integer(0)),
  isPinned: v.boolean,
  pinnedTime: v.optional(time),
}

export const conversationSettings = v.object({ ...conversationEntries, ...settingsEntries })

export const conversationHead = v.object({
  ...conversationEntries,
  lastMessage: v.optional(message),
  readMark: v.optional(readMark),
  removedCount,
  ...settingsEntries,
})

export const callInvitationMode = v.oneOf('general', 'advanced')

export const callInvitation = v.object({
  callID: clientMadeID,
  caller: userID,
  mode: callInvitationMode,
  state: v.oneOf('started', 'ended'),
  createTime: time,
  expireTime: time,
  endTime: v.optional(time),
  endReason: v.optional(v.oneOf('answered', 'cancelled', 'expired', 'ended', 'left')),
  endedBy: v.optional(userID),
  revision: v.optional(integer(0)),
  extendedData,
  callUserList: list(
    v.object({
      userID,
      inviter: v.optional(userID),
      expireTime: v.optional(time),
      answerTime: v.optional(time),
      quitTime: v.optional(time),
      state: v.oneOf('inviting', 'accepted', 'rejected', 'cancelled', 'timeout'),
      extendedData,
    }),
  ),
})

/** What a user notes of a friend. */
export const friendAttributes = v.object({
  k0: v.optional(name),
  k1: v.optional(name),
  k2: v.optional(name),
  k3: v.optional(name),
  k4: v.optional(name),
})

export const groupAttributeKey = text(wireLimits.maxAttributeKeyBytes, 1)

const platforms = list(identifier(32), wireLimits.maxPlatforms)

export const pushRuleEntries = { onlinePlatforms: platforms, notToReceiveOfflinePushPlatforms: platforms }

export const customStatus = text(wireLimits.maxCustomStatusBytes)

export const statusEntries = {
  onlineStatus: v.oneOf('online', 'offline'),
  onlinePlatforms: platforms,
  customStatus,
  customStatusExpireTime: v.optional(time),
  updateTime: time,
}
