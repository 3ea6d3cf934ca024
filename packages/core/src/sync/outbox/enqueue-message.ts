import type { ConversationReference } from '../../contract/conversation-reference.js'
import type { SendableContent } from '../../contract/message-content.js'
import type { Message, WaitingMessage } from '../../contract/messages.js'
import { messageKey } from '../../store/conversation-rows.js'
import { toMessage } from '../../store/message-rows.js'
import type { Update } from '../../store/writer.js'
import { enqueue, nextSequence } from './queue.js'

/** Unsent messages sort after all others: no order of a backend begins with this character. */
const unsentOrderPrefix = '~'

export function paddedSequence(sequence: number): string {
  return String(sequence).padStart(16, '0')
}

export async function enqueueMessage(
  update: Update,
  operationID: string,
  messageID: string,
  conversation: ConversationReference,
  content: SendableContent,
  fileSha256?: string,
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
  const file = fileSha256 === undefined ? {} : { fileSha256 }
  await enqueue(update, { operationID, operation: 'sendMessage', parameters, ...file }, sequence)
  return message
}
