import * as v from 'valibot'
import {
  clientMadeID,
  conversationEntries,
  groupID,
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

const name = text(wireLimits.maxNameBytes)
const url = text(wireLimits.maxUrlBytes)
const extendedData = text(wireLimits.maxExtendedDataBytes)

export const user = v.object({ userID, userName: name, userAvatarUrl: url, userExtendedData: extendedData })

export const group = v.object({
  groupID,
  groupName: name,
  groupAvatarUrl: url,
  groupNotice: extendedData,
  createTime: time,
  memberCount: integer(0),
  revision: v.exactOptional(integer(0)),
})

export const groupMember = v.object({
  groupID,
  userID,
  memberRole: v.picklist(['owner', 'admin', 'member']),
  memberNickname: name,
  enterTime: time,
})

/** A sign that people give to a message. */
export const reactionType = v.pipe(text(wireLimits.maxReactionBytes), v.minLength(1))

const messageReaction = v.object({
  reactionType,
  totalCount: integer(1),
  isSelfIncluded: v.boolean(),
  userIDs: list(userID, wireLimits.maxReactionUsers),
})

export const message = v.object({
  ...conversationEntries,
  messageID: clientMadeID,
  senderUserID: userID,
  content: messageContent,
  timestamp: time,
  order,
  follows: v.exactOptional(v.nullable(order)),
  messageSeq: v.exactOptional(integer(1)),
  countedSeq: v.exactOptional(integer(0)),
  revision: v.exactOptional(integer(0)),
  editTime: v.exactOptional(time),
  reactionList: v.exactOptional(list(messageReaction)),
  operationID: v.exactOptional(clientMadeID),
})

export const readMark = v.object({ ...conversationEntries, order, countedSeq: integer(0) })

export const removedCount = integer(0)

export const draft = text(wireLimits.maxDraftBytes)

const settingsEntries = {
  // Version 1 knew no drafts.
  draft: v.optional(draft, ''),
  revision: v.exactOptional(integer(0)),
  isPinned: v.boolean(),
  pinnedTime: v.exactOptional(time),
}

export const conversationSettings = v.object({ ...conversationEntries, ...settingsEntries })

export const conversationHead = v.object({
  ...conversationEntries,
  lastMessage: v.exactOptional(message),
  readMark: v.exactOptional(readMark),
  removedCount,
  ...settingsEntries,
})

export const callInvitationMode = v.picklist(['general', 'advanced'])

export const callInvitation = v.object({
  callID: clientMadeID,
  caller: userID,
  mode: callInvitationMode,
  state: v.picklist(['started', 'ended']),
  createTime: time,
  expireTime: time,
  endTime: v.exactOptional(time),
  extendedData,
  callUserList: list(
    v.object({
      userID,
      state: v.picklist(['inviting', 'accepted', 'rejected', 'cancelled', 'timeout']),
      extendedData,
    }),
  ),
})
