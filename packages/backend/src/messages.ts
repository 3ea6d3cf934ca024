import {
  ChatError,
  type CombineContent,
  type OperationParameters,
  type OperationResult,
  type SendableContent,
} from '@latchkey/core/driver'
import type { WriteGrounds } from './authorisation.js'
import { assertNotBlocked } from './blocking.js'
import { holdCombined } from './combined-messages.js'
import { toConversationReference } from './conversation-key.js'
import { readState } from './conversation-settings.js'
import { exchangeFile } from './files.js'
import { assertPrintable } from './identifiers.js'
import { assertRule } from './limits.js'
import type { ConversationRow, MessageRow, RepliedMessage } from './log-rows.js'
import { assertContent, isSameContent } from './message-content.js'
import { takeAttributes } from './message-attributes.js'
import { changeMessage, toConversation } from './message-log.js'
import { assertNotMuted } from './mutes.js'
import { toUser, type OperationContext } from './operation-context.js'
import { presentMessage } from './present-messages.js'
import { tellReading } from './receipts.js'

/**
 * A repeat of a messageID with the same sender and content is the same message, so that a message survives even the
 * loss of what the backend remembers of operations.
 */
export async function sendMessage(
  context: OperationContext,
  { messageID, content, combined: source, repliedMessageID, ...given }: OperationParameters<'sendMessage'>,
  { conversationKey, stay }: WriteGrounds,
): Promise<OperationResult<'sendMessage'>> {
  assertPrintable('messageID', messageID)
  assertContent(content, context.limits)
  assertRule('combined', 'goes with a combined message', (content.type === 'combine') === (source !== undefined))
  const attributes = takeAttributes(given)

  const sent = await context.reader.findMessage(conversationKey, messageID)
  if (sent) {
    if (!isRepeat(context, sent, content)) throw new ChatError('message-id-reused')
    return { message: await presentMessage(context, sent) }
  }

  // Not before: what was sent before stays sent, and its repeat is told so.
  const { conversationType, conversationID } = toConversationReference(context.userID, conversationKey)
  if (conversationType === 'peer') await assertNotBlocked(context, [conversationID])
  if (stay) assertNotMuted(context, stay.group, stay.membership)

  const original =
    repliedMessageID === undefined ? undefined : await context.reader.findMessage(conversationKey, repliedMessageID)
  if (repliedMessageID !== undefined && !original) throw new ChatError('message-not-found')
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
    revision: 0,
    changePosition: 0,
    signCount: 0,
    replyCount: 0,
    ...(original && { replied: toReplied(original) }),
    ...(attributes && { attributes }),
  }
  await exchangeFile(context, message, undefined, content)
  await context.transaction.addMessage(message)
  if (source) await holdCombined(context, message, source)
  const drafters = await moveOwnMark(context, message)
  const activityPosition = await announce(context, message, drafters)
  if (original) await changeMessage(context, { ...original, replyCount: original.replyCount + 1 })
  await context.transaction.putConversation({
    conversationKey,
    lastSeq: message.messageSeq,
    countedSeq: message.countedSeq,
    activityPosition,
  } satisfies ConversationRow)
  return { message: await presentMessage(context, message) }
}

function toReplied({ messageSeq, messageID, senderUserID }: MessageRow): RepliedMessage {
  return { messageSeq, messageID, senderUserID }
}

// What an edited or revoked message said first is gone: then the operation that sent it says that this is a repeat.
function isRepeat(context: OperationContext, sent: MessageRow, content: SendableContent | CombineContent): boolean {
  if (sent.senderUserID !== context.userID) return false
  if (isSameContent(sent.content, content)) return true
  const isChanged = sent.editTime !== undefined || sent.content.type === 'revoked'
  return isChanged && sent.operationID === context.operationID
}

// Who writes has read what stands above. The first message also lists the conversation for the other user.
// Returns who has written a draft there, or taken one away, while it was on no list: no snapshot has told their devices of it.
async function moveOwnMark(context: OperationContext, message: MessageRow): Promise<readonly string[]> {
  const { reader, transaction, userID } = context
  const { conversationKey } = message
  const { conversationType, conversationID } = toConversationReference(userID, conversationKey)
  const own = await readState(reader, userID, conversationKey)
  const moved = { ...own, readSeq: message.messageSeq, readCountedSeq: message.countedSeq, isListed: true }
  const isFirstOfPeer = message.messageSeq === 1 && conversationType === 'peer'
  const others = isFirstOfPeer ? [await readState(reader, conversationID, conversationKey)] : []
  await transaction.putConversationStates([moved, ...others.map((state) => ({ ...state, isListed: true }))])
  if (own.readSeq < message.messageSeq - 1) await tellReading(context, moved)
  return [own, ...others].flatMap((state) => (!state.isListed && state.settingsRevision > 0 ? [state.userID] : []))
}

function announce(context: OperationContext, message: MessageRow, drafters: readonly string[]): Promise<number> {
  const { conversationKey } = message
  return context.append([
    ...toConversation(context, message, 'message'),
    toUser(context, context.userID, { type: 'readMark', conversationKey }),
    ...drafters.map((userID) => toUser(context, userID, { type: 'settings', conversationKey })),
  ])
}
