import type { ConversationReference } from '@latchkey/core'

/** One text for both halves of a conversation's identity. */
export function conversationRowKey({ conversationType, conversationID }: ConversationReference): string {
  return `${conversationType}/${conversationID}`
}
