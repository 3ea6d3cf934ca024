import { ChatError, type ConversationReference, type Message } from '@latchkey/core'

import { contentOf, textualContentOf } from '../contents.js'
import type { ZIMConversationType } from '../enums.js'
import { given, numbered, refuse } from '../errors/zim-error.js'
import { messageIDOf, placeOf, referenceOf, zimMessage, zimReactions } from '../messages.js'
import type { Scene } from '../scene.js'
import type {
  ZIMMessage,
  ZIMMessageDeleteConfig,
  ZIMMessageQueryConfig,
  ZIMMessageReaction,
  ZIMMessageSendConfig,
  ZIMMessageSendNotification,
} from '../types/message-types.js'
import type { ConversationAnswer } from './conversations.js'

export interface MessageMethods {
  /**
   * Resolves when the message was sent. Without a connection it resolves as soon as the message is stored on this device,
   * with the status `Sending`: it is sent later, after a restart too, and `messageSentStatusChanged` tells what became of it.
   */
  sendMessage(
    message: ZIMMessage,
    toConversationID: string,
    conversationType: ZIMConversationType,
    config: ZIMMessageSendConfig,
    notification?: ZIMMessageSendNotification,
  ): Promise<{ readonly message: ZIMMessage }>
  /** Oldest first. Offline a page ends where this device does not know what comes next. */
  queryHistoryMessage(
    conversationID: string,
    conversationType: ZIMConversationType,
    config: ZIMMessageQueryConfig,
  ): Promise<ConversationAnswer & { readonly messageList: readonly ZIMMessage[] }>
  /** 1 to 100 messages. Offline, with `isAlsoDeleteServerMessage`, it is kept and sent later. */
  deleteMessages(
    messageList: readonly ZIMMessage[],
    conversationID: string,
    conversationType: ZIMConversationType,
    config: ZIMMessageDeleteConfig,
  ): Promise<ConversationAnswer>
  /** Offline, with `isAlsoDeleteServerMessage`, it is kept and sent later. */
  deleteAllMessage(
    conversationID: string,
    conversationType: ZIMConversationType,
    config: ZIMMessageDeleteConfig,
  ): Promise<ConversationAnswer>
  /** The same for every conversation. */
  deleteAllConversationMessages(config: ZIMMessageDeleteConfig): Promise<void>
  insertMessageToLocalDB(
    message: ZIMMessage,
    conversationID: string,
    conversationType: ZIMConversationType,
    senderUserID: string,
  ): Promise<{ readonly message: ZIMMessage }>
  /** Resolves with what is left of it; with the message itself when it was not sent yet, and then it is gone. */
  revokeMessage(message: ZIMMessage): Promise<{ readonly message: ZIMMessage }>
  /** Text and Custom. Offline it is kept and sent later. */
  editMessage(message: ZIMMessage): Promise<{ readonly message: ZIMMessage }>
  /** Offline it is kept and sent later. */
  addMessageReaction(
    reactionType: string,
    message: ZIMMessage,
  ): Promise<{ readonly reaction: ZIMMessageReaction | undefined }>
  /** `reaction`: what others still answer with this sign; absent when nobody does. */
  deleteMessageReaction(
    reactionType: string,
    message: ZIMMessage,
  ): Promise<{ readonly reaction: ZIMMessageReaction | undefined }>
}

export function messageMethods({ chat, anchors, settle }: Scene): MessageMethods {
  async function read(conversation: ConversationReference, messageID: string): Promise<Message> {
    const { messageList } = await chat.queryMessages(conversation, [messageID])
    const [message] = messageList
    if (message === undefined) throw new ChatError('message-not-found')
    return message
  }

  async function reactionOf(message: ZIMMessage, reactionType: string): Promise<ZIMMessageReaction | undefined> {
    const { conversation, messageID } = placeOf(message)
    const reactions = zimReactions(await read(conversation, messageID))
    return reactions.find((reaction) => reaction.reactionType === reactionType)
  }

  async function retry(conversation: ConversationReference, messageID: string): Promise<Message> {
    const message = await read(conversation, messageID)
    if (message.sentStatus !== 'failed') return refuse('message', 'must be one that failed')
    await chat.retryOperation(message.operationID)
    return read(conversation, messageID)
  }

  /** Tells of the upload until it is stopped. */
  function watchUpload(message: Message, notify: ZIMMessageSendNotification['onMediaUploadingProgress']): () => void {
    if (notify === undefined) return () => undefined
    return chat.on('fileUploadProgressed', ({ messageID, sentBytes, totalBytes }) => {
      if (messageID === message.messageID) notify(zimMessage(message), sentBytes, totalBytes)
    })
  }

  return {
    sendMessage: numbered('messages', async (message, toConversationID, conversationType, config, notification) => {
      const conversation = referenceOf(toConversationID, conversationType)
      const { isRetrySend = false } = given('config', config)
      const stored = isRetrySend
        ? await retry(conversation, messageIDOf(message))
        : (await chat.sendAttachment(conversation, contentOf(message))).message
      const stopWatching = watchUpload(stored, notification?.onMediaUploadingProgress)
      try {
        notification?.onMessageAttached?.(zimMessage(stored))
        if (stored.sentStatus !== 'sent') await settle(stored)
        return { message: zimMessage(await read(conversation, stored.messageID)) }
      } finally {
        stopWatching()
      }
    }),

    queryHistoryMessage: numbered('messages', async (conversationID, conversationType, config) => {
      const { count, nextMessage, reverse } = given('config', config)
      const conversation = referenceOf(conversationID, conversationType)
      const list = {
        name: `history ${String(conversationType)} ${conversationID}`,
        anchor: nextMessage ? messageIDOf(nextMessage) : undefined,
        keyOf: ({ messageID }: Message) => messageID,
        async read(pageCount: number, cursor?: string) {
          const options = cursor === undefined ? { count: pageCount } : { count: pageCount, cursor }
          const { messageList, nextCursor, stoppedAtGap } = await chat.queryHistoryMessage(conversation, options)
          const rows = messageList.toReversed()
          return nextCursor === undefined ? { rows } : { rows, nextCursor, stoppedAtGap }
        },
      }
      if (!reverse && list.anchor === undefined) return refuse('config.nextMessage', 'must be there to read forward')
      const rows = reverse
        ? await anchors.pageAfter({ ...list, count })
        : (await anchors.rowsBefore(list)).slice(-requireCount(count))
      return { conversationID, conversationType, messageList: rows.toReversed().map(zimMessage) }
    }),

    deleteMessages: numbered('messages', async (messageList, conversationID, conversationType, config) => {
      const messageIDs = Array.isArray(messageList)
        ? messageList.map(messageIDOf)
        : refuse('messageList', 'must be an array')
      const { isAlsoDeleteServerMessage = false } = given('config', config)
      const conversation = referenceOf(conversationID, conversationType)
      const { operationID } = await chat.deleteMessages(conversation, messageIDs, { isAlsoDeleteServerMessage })
      if (operationID !== undefined) await settle({ operationID })
      return { conversationID, conversationType }
    }),

    deleteAllMessage: numbered('messages', async (conversationID, conversationType, config) => {
      const { isAlsoDeleteServerMessage = false } = given('config', config)
      await chat.deleteAllMessage(referenceOf(conversationID, conversationType), { isAlsoDeleteServerMessage })
      return { conversationID, conversationType }
    }),

    deleteAllConversationMessages: numbered('messages', async (config) => {
      const { isAlsoDeleteServerMessage = false } = given('config', config)
      await chat.deleteAllConversationMessages({ isAlsoDeleteServerMessage })
    }),

    insertMessageToLocalDB: numbered('messages', async (message, conversationID, conversationType, senderUserID) => {
      const conversation = referenceOf(conversationID, conversationType)
      const inserted = await chat.insertMessageToLocalDB(conversation, textualContentOf(message), { senderUserID })
      return { message: zimMessage(inserted.message) }
    }),

    revokeMessage: numbered('messages', async (message) => {
      const { conversation, messageID } = placeOf(message)
      const receipt = await chat.revokeMessage(conversation, messageID)
      if (receipt === undefined) return { message }
      await settle(receipt)
      return { message: zimMessage(await read(conversation, messageID)) }
    }),

    editMessage: numbered('messages', async (message) => {
      const { conversation, messageID } = placeOf(message)
      await settle(await chat.editMessage(conversation, messageID, textualContentOf(message)))
      return { message: zimMessage(await read(conversation, messageID)) }
    }),

    addMessageReaction: numbered('messages', async (reactionType, message) => {
      const { conversation, messageID } = placeOf(message)
      await settle(await chat.addMessageReaction(conversation, messageID, reactionType))
      return { reaction: await reactionOf(message, reactionType) }
    }),

    deleteMessageReaction: numbered('messages', async (reactionType, message) => {
      const { conversation, messageID } = placeOf(message)
      await settle(await chat.deleteMessageReaction(conversation, messageID, reactionType))
      return { reaction: await reactionOf(message, reactionType) }
    }),
  }
}

function requireCount(count: unknown): number {
  return typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= 100
    ? count
    : refuse('config.count', 'must be a whole number from 1 to 100')
}
