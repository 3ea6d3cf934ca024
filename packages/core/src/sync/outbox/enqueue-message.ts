import type { ConversationReference } from '../../contract/conversation-reference.js'
import type { SendableContent } from '../../contract/message-content.js'
import type { Message, WaitingMessage } from '../../contract/messages.js'
import { messageKey } from '../../store/conversation-rows.js'
import { toMessage } from '../../store/message-rows.js'
import type { OutboxUploads } from '../../store/schema.js'
import type { Update } from '../../store/writer.js'
import { enqueue, nextSequence } from './queue.js'

/** Unsent messages sort after all others: no order of a backend begins with this character. */
const unsentOrderPrefix = '~'

export function paddedSequence(sequence: number): string {
  return String(sequence).padStart(16, '0')
}

/** What is to be sent, and where. */
export interface NewMessage extends ConversationReference {
  readonly messageID: string
  readonly content: SendableContent
}

export async function enqueueMessage(
  update: Update,
  { messageID, content, ...conversation }: NewMessage,
  { operationID, uploads }: { readonly operationID: string; readonly uploads: OutboxUploads },
): Promise<Message> {
  // A call that another tab repeats makes the same message again.
  const known = await update.draft.get('messages', messageKey({ ...conversation, messageID }))
  if (known !== undefined) return toMessage(known)
  const sequence = await nextSequence(update)
  const message: WaitingMessage = {
    ...conversation,
    messageID,
    senderUserID: update.userID,
    direction: 'send',
    content,
    reactionList: [],
    order: `${unsentOrderPrefix}${paddedSequence(sequence)}`,
    isUserInserted: false,
    sentStatus: 'waiting',
    timestamp: update.now,
    operationID,
  }
  update.draft.put('messages', message)
  const parameters = { ...conversation, messageID, content, sentTime: update.now }
  const files = uploads.length === 0 ? {} : { uploads }
  await enqueue(update, { operationID, operation: 'sendMessage', parameters, ...files }, sequence)
  return message
}
