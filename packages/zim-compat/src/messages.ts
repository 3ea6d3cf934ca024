import type { ContentItem, ConversationReference, Message, MessageContent } from '@latchkey/core'

import {
  ZIMConversationType,
  ZIMMessageDirection,
  ZIMMessageSentStatus,
  ZIMMessageType,
  ZIMRevokeType,
} from './enums.js'
import { refuse } from './errors/zim-error.js'
import type { ZIMMessage, ZIMMessageLiteInfo, ZIMMessageReaction } from './types/message-types.js'

const sentStatuses = {
  sent: ZIMMessageSentStatus.Success,
  waiting: ZIMMessageSentStatus.Sending,
  failed: ZIMMessageSentStatus.Failed,
} as const

/** Above every key of a message that was sent, and exact with a time added. */
const unsentOrderKey = 2 ** 52

/** The conversation that a ZIM app means. Throws `invalid-argument`. */
export function referenceOf(conversationID: string, conversationType: ZIMConversationType): ConversationReference {
  if (conversationType === ZIMConversationType.Peer) return { conversationType: 'peer', conversationID }
  if (conversationType === ZIMConversationType.Group) return { conversationType: 'group', conversationID }
  return refuse('conversationType', 'must be Peer or Group')
}

export function zimConversationType({ conversationType }: ConversationReference): ZIMConversationType {
  return conversationType === 'peer' ? ZIMConversationType.Peer : ZIMConversationType.Group
}

/** The messageID of Latchkey. Throws `invalid-argument` for a message that no conversation has. */
export function messageIDOf(message: ZIMMessage): string {
  const { messageID, localMessageID } = typeof message === 'object' && message !== null ? message : {}
  return messageID || localMessageID || refuse('message', 'must be one of a conversation')
}

/** Where a message stands. Throws `invalid-argument` for one that an app made and has not sent. */
export function placeOf(message: ZIMMessage): { conversation: ConversationReference; messageID: string } {
  const messageID = messageIDOf(message)
  const { conversationID, conversationType } = message
  if (conversationID === undefined || conversationType === undefined) {
    return refuse('message', 'must be one of a conversation')
  }
  return { conversation: referenceOf(conversationID, conversationType), messageID }
}

export function zimReactions(message: Message): readonly ZIMMessageReaction[] {
  return message.reactionList.map(({ reactionType, totalCount, isSelfIncluded, userIDs }) => ({
    reactionType,
    conversationID: message.conversationID,
    conversationType: zimConversationType(message),
    messageID: message.messageID,
    totalCount,
    isSelfIncluded,
    userList: userIDs.map((userID) => ({ userID })),
  }))
}

export function zimMessage(message: Message): ZIMMessage {
  const { messageID, timestamp } = message
  const isSent = message.sentStatus === 'sent'
  const messageSeq = isSent ? message.messageSeq : undefined
  const facts = {
    ...(isSent ? { messageID } : {}),
    localMessageID: messageID,
    ...(messageSeq === undefined ? {} : { messageSeq }),
    senderUserID: message.senderUserID,
    conversationID: message.conversationID,
    conversationType: zimConversationType(message),
    direction: message.direction === 'send' ? ZIMMessageDirection.Send : ZIMMessageDirection.Receive,
    sentStatus: sentStatuses[message.sentStatus],
    timestamp,
    orderKey: isSent ? timestamp * 1_000 + ((messageSeq ?? 999) % 1_000) : unsentOrderKey + timestamp,
    isUserInserted: message.isUserInserted,
    reactions: zimReactions(message),
    editedTime: message.editTime ?? 0,
  }
  const { content } = message
  if (content.type === 'revoked') {
    return {
      ...facts,
      type: ZIMMessageType.Revoke,
      revokeType: ZIMRevokeType.TwoWay,
      revokeTimestamp: content.revokeTime,
      operatedUserID: content.operatorUserID,
    }
  }
  if (content.type === 'multiple') {
    return { ...facts, type: ZIMMessageType.Multiple, messageInfoList: content.itemList.map(zimItem) }
  }
  return { ...facts, ...zimItem(content) }
}

function zimItem(
  content: ContentItem | Exclude<MessageContent, { type: 'revoked' } | { type: 'multiple' }>,
): ZIMMessageLiteInfo {
  switch (content.type) {
    case 'text':
      return { type: ZIMMessageType.Text, message: content.text }
    case 'custom':
      return {
        type: ZIMMessageType.Custom,
        message: content.payload,
        subType: content.subType,
        ...(content.searchedText === undefined ? {} : { searchedContent: content.searchedText }),
      }
    case 'image':
      return {
        type: ZIMMessageType.Image,
        ...fileOf(content),
        originalImageWidth: content.width,
        originalImageHeight: content.height,
      }
    case 'file':
      return { type: ZIMMessageType.File, ...fileOf(content) }
    case 'audio':
      return { type: ZIMMessageType.Audio, ...fileOf(content), audioDuration: content.durationMs / 1_000 }
    case 'video':
      return {
        type: ZIMMessageType.Video,
        ...fileOf(content),
        videoDuration: content.durationMs / 1_000,
        videoFirstFrameWidth: content.width,
        videoFirstFrameHeight: content.height,
      }
    default:
      return { type: ZIMMessageType.Unknown }
  }
}

function fileOf({ fileID, fileName, fileSize }: { fileID: string; fileName: string; fileSize: number }) {
  return { fileUID: fileID, fileName, fileSize }
}
