import type { BackendMessage } from '../contract/backend-facts.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import { ChatError } from '../errors/chat-error.js'
import type { Writer } from '../store/writer.js'
import { applyMessageVersion } from './apply-message.js'

/**
 * Keeps messages that were asked for one by one: outside all ranges, so that nothing is vouched for beside them. Rejects
 * `protocol-violation` for an answer about another conversation, or with a message that `isAskedFor` does not know.
 */
export async function keepFetched(
  writer: Writer,
  { conversationType, conversationID }: ConversationReference,
  messageList: readonly BackendMessage[],
  isAskedFor: (message: BackendMessage) => boolean,
): Promise<void> {
  const isOwn = messageList.every(
    (message) =>
      message.conversationType === conversationType && message.conversationID === conversationID && isAskedFor(message),
  )
  if (!isOwn) throw new ChatError('protocol-violation', { details: { reason: 'an answer to something else' } })
  await writer.write(async (update) => {
    for (const message of messageList) await applyMessageVersion(update, message)
  })
}
