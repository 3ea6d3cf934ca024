import type { ConversationReference } from '../contract/conversation-reference.js'
import type { Message, SendMessageOptions } from '../contract/messages.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { refuseArgument, requireConversation } from '../runtime/argument.js'
import type { Session } from '../session/session.js'
import { conversationRow } from '../store/conversation-rows.js'
import type { OutboxUploads } from '../store/schema.js'
import type { Update } from '../store/writer.js'
import { enqueueMessage, type NewMessage } from '../sync/outbox/enqueue-message.js'
import { requireSendOptions } from './send-options.js'
import type { SessionAccess } from './session-access.js'

/** Where a message goes and what goes with it, checked; and the session in which it is sent. */
export function requireSending(
  access: SessionAccess,
  idRule: TransportDriver['idRule'],
  conversation: ConversationReference,
  options: SendMessageOptions | undefined,
): { readonly session: Session; readonly addressed: Omit<NewMessage, 'messageID' | 'content'> } {
  const reference = requireConversation(conversation, idRule)
  const given = requireSendOptions(options, idRule)
  const session = access.require()
  if (reference.conversationType === 'peer' && reference.conversationID === session.userID) {
    refuseArgument('conversation.conversationID', 'must not be the user: there is no chat with oneself')
  }
  return { session, addressed: { ...reference, ...given } }
}

/** Puts a message into the outbox, and shows it as waiting. Rejects `not-group-member` in a group that was left. */
export async function storeNewMessage(
  update: Update,
  message: NewMessage,
  operation: { readonly operationID: string; readonly uploads?: OutboxUploads },
): Promise<Message> {
  const row = await conversationRow(update.draft, message, update.now)
  if (row.isDisabled) throw new ChatError('not-group-member')
  return enqueueMessage(update, message, operation)
}
