import {
  ChatError,
  type BackendMessage,
  type OperationParameters,
  type OperationResult,
  type SendableContent,
} from '@latchkey/core/driver'
import type { WriteGrounds } from './authorisation.js'
import { toConversationReference } from './conversation-key.js'
import { assertPrintable } from './identifiers.js'
import { assertBytes, assertCount, assertRule, contractLimits, type BackendLimits } from './limits.js'
import type { ConversationRow, MessageRow, NewLogEntry } from './log-store.js'
import { toGroup, toUser, type OperationContext } from './operation-context.js'
import { toOrder } from './order.js'

/**
 * A repeat of a messageID with the same sender and content is the same message, so that a message survives even the
 * loss of what the backend remembers of operations.
 */
export async function sendMessage(
  context: OperationContext,
  { messageID, content }: OperationParameters<'sendMessage'>,
  { conversationKey }: WriteGrounds,
): Promise<OperationResult<'sendMessage'>> {
  assertPrintable('messageID', messageID)
  assertContent(content, context.limits)

  const sent = await context.reader.findMessage(conversationKey, messageID)
  if (sent) {
    if (sent.senderUserID !== context.userID || !isSameContent(sent.content, content)) {
      throw new ChatError('message-id-reused')
    }
    return { message: toMessage(context.userID, sent) }
  }

  const conversation = await context.reader.getConversation(conversationKey)
  const message: MessageRow = {
    conversationKey,
    messageSeq: (conversation?.lastSeq ?? 0) + 1,
    countedSeq: (conversation?.countedSeq ?? 0) + 1,
    messageID,
    senderUserID: context.userID,
    content,
    timestamp: context.now,
    operationID: context.operationID,
  }
  await context.transaction.addMessage(message)
  await moveOwnMark(context, message)
  const activityPosition = await announce(context, message)
  await context.transaction.putConversation({
    conversationKey,
    lastSeq: message.messageSeq,
    countedSeq: message.countedSeq,
    activityPosition,
  } satisfies ConversationRow)
  return { message: toMessage(context.userID, message) }
}

/** The message as `userID` sees it. */
export function toMessage(userID: string, row: MessageRow): BackendMessage {
  return {
    ...toConversationReference(userID, row.conversationKey),
    messageID: row.messageID,
    senderUserID: row.senderUserID,
    content: row.content,
    timestamp: row.timestamp,
    order: toOrder(row.messageSeq),
    follows: row.messageSeq === 1 ? null : toOrder(row.messageSeq - 1),
    messageSeq: row.messageSeq,
    countedSeq: row.countedSeq,
    ...(row.senderUserID === userID && { operationID: row.operationID }),
  }
}

function assertContent(content: SendableContent, limits: BackendLimits): void {
  switch (content.type) {
    case 'text':
      assertRule('content.text', 'not blank', content.text.trim() !== '')
      assertBytes('maxTextBytes', content.text, limits.maxTextBytes)
      return
    case 'custom':
      assertCount('content.subType', content.subType, 0, contractLimits.customSubType)
      assertBytes('maxTextBytes', content.payload, limits.maxTextBytes)
      assertBytes('searchedText', content.searchedText ?? '', contractLimits.extendedDataBytes)
  }
}

function isSameContent(one: SendableContent, other: SendableContent): boolean {
  if (one.type === 'text') return other.type === 'text' && one.text === other.text
  return (
    other.type === 'custom' &&
    one.subType === other.subType &&
    one.payload === other.payload &&
    one.searchedText === other.searchedText
  )
}

// Who writes has read what stands above. The first message also lists the conversation for the other user.
async function moveOwnMark(context: OperationContext, message: MessageRow): Promise<void> {
  const { conversationKey } = message
  const reference = toConversationReference(context.userID, conversationKey)
  const own = await context.reader.getConversationState(context.userID, conversationKey)
  const moved = {
    ...(own ?? newState(context.userID, conversationKey)),
    readSeq: message.messageSeq,
    readCountedSeq: message.countedSeq,
  }
  const isFirstOfPeer = message.messageSeq === 1 && reference.conversationType === 'peer'
  await context.transaction.putConversationStates(
    isFirstOfPeer ? [moved, newState(reference.conversationID, conversationKey)] : [moved],
  )
}

function newState(userID: string, conversationKey: string) {
  return { userID, conversationKey, readSeq: 0, readCountedSeq: 0, isPinned: false, isListed: true }
}

function announce(context: OperationContext, message: MessageRow): Promise<number> {
  const { conversationKey, messageSeq } = message
  const { conversationType, conversationID } = toConversationReference(context.userID, conversationKey)
  const reference = { type: 'message', conversationKey, messageSeq } as const
  const added: NewLogEntry[] =
    conversationType === 'group'
      ? [toGroup(context, conversationID, reference)]
      : [toUser(context, conversationID, reference), toUser(context, context.userID, reference)]
  return context.append([...added, toUser(context, context.userID, { type: 'readMark', conversationKey })])
}
