import { ChatError } from '@latchkey/core/driver'
import { toConversationReference } from './conversation-key.js'
import type { MessagePlace, MessageRow, NewLogEntry } from './log-rows.js'
import { toGroup, toUser, type OperationContext } from './operation-context.js'

/** Entries about a message for everybody in its conversation. */
export function toConversation(
  context: OperationContext,
  { conversationKey, messageSeq }: MessagePlace,
  type: 'message' | 'messageChange',
): NewLogEntry[] {
  const { conversationType, conversationID } = toConversationReference(context.userID, conversationKey)
  const reference = { type, conversationKey, messageSeq } as const
  return conversationType === 'group'
    ? [toGroup(context, conversationID, reference)]
    : [toUser(context, conversationID, reference), toUser(context, context.userID, reference)]
}

/** Makes `message` what it is now, and tells everybody in the conversation. Returns it with its new revision. */
export async function changeMessage(context: OperationContext, message: MessageRow): Promise<MessageRow> {
  const changePosition = await context.append(toConversation(context, message, 'messageChange'))
  const changed = { ...message, revision: message.revision + 1, changePosition }
  await context.transaction.replaceMessage(changed)
  return changed
}

/** Refuses with `message-revoked`. */
export function assertPresent({ content }: MessageRow): void {
  if (content.type === 'revoked') throw new ChatError('message-revoked')
}
