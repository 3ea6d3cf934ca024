import type { CombinedSource, RepliedInfo } from '../../contract/backend-facts.js'
import type { ConversationReference } from '../../contract/conversation-reference.js'
import type { CombineContent, SendableContent } from '../../contract/message-content.js'
import type { Message, SendMessageOptions, WaitingMessage } from '../../contract/messages.js'
import type { MessageRow, OutboxUploads } from '../../store/schema.js'
import { messageKey } from '../../store/conversation-rows.js'
import { toMessage } from '../../store/message-rows.js'
import type { Update } from '../../store/writer.js'
import { requireMessage, sendOf } from './enqueue-change.js'
import { enqueue, nextSequence } from './queue.js'

/** Unsent messages sort after all others: no order of a backend begins with this character. */
const unsentOrderPrefix = '~'

export function paddedSequence(sequence: number): string {
  return String(sequence).padStart(16, '0')
}

/** What is to be sent, and where. */
export interface NewMessage extends ConversationReference, SendMessageOptions {
  readonly messageID: string
  readonly content: SendableContent | CombineContent
  /** Of a combined message. */
  readonly combined?: CombinedSource
}

export async function enqueueMessage(
  update: Update,
  { conversationType, conversationID, messageID, content, repliedMessageID, combined, ...attributes }: NewMessage,
  { operationID, uploads = [] }: { readonly operationID: string; readonly uploads?: OutboxUploads },
): Promise<Message> {
  const conversation = { conversationType, conversationID }
  // A call that another tab repeats makes the same message again.
  const known = await update.draft.get('messages', messageKey({ ...conversation, messageID }))
  if (known !== undefined) return toMessage(known)
  const original =
    repliedMessageID === undefined
      ? undefined
      : await requireMessage(update, { ...conversation, messageID: repliedMessageID })
  const sendOfOriginal = original && (await sendOf(update, original))
  const sequence = await nextSequence(update)
  const message: WaitingMessage = {
    ...conversation,
    messageID,
    senderUserID: update.userID,
    direction: 'send',
    content,
    ...attributes,
    ...(original && { repliedInfo: repliedInfoOf(original) }),
    reactionList: [],
    order: `${unsentOrderPrefix}${paddedSequence(sequence)}`,
    isUserInserted: false,
    sentStatus: 'waiting',
    timestamp: update.now,
    operationID,
  }
  update.draft.put('messages', { ...message, ...(original && { repliedMessageID: original.messageID }) })
  const parameters = {
    ...conversation,
    messageID,
    content,
    sentTime: update.now,
    ...attributes,
    ...(original && { repliedMessageID: original.messageID }),
    ...(combined && { combined }),
  }
  const dependsOn = sendOfOriginal && { dependsOn: sendOfOriginal.operationID }
  const files = uploads.length === 0 ? {} : { uploads }
  await enqueue(update, { operationID, operation: 'sendMessage', parameters, ...files, ...dependsOn }, sequence)
  return message
}

function repliedInfoOf({ messageID, senderUserID, order }: MessageRow): RepliedInfo {
  return { messageID, senderUserID, order }
}
