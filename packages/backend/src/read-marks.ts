import { ChatError, type OperationParameters, type OperationResult, type ReadMark } from '@latchkey/core/driver'
import type { ReadGrounds } from './authorisation.js'
import { toConversationReference } from './conversation-key.js'
import type { ConversationStateRow } from './log-store.js'
import { toUser, type OperationContext } from './operation-context.js'
import { fromOrder, toOrder } from './order.js'

/**
 * How many counted messages above a mark were revoked or deleted. No operation of this backend takes a message away, so
 * the number is 0 and its type says so.
 */
export const removedCount = 0

/** A max register: a mark that is further on stays. */
export async function markRead(
  context: OperationContext,
  { order }: OperationParameters<'markRead'>,
  { conversation, state }: ReadGrounds,
): Promise<OperationResult<'markRead'>> {
  const { conversationKey } = conversation
  const messageSeq = fromOrder(order)
  const [message] = messageSeq ? await context.reader.getMessages([{ conversationKey, messageSeq }]) : []
  if (!message) throw new ChatError('message-not-found')

  if (message.messageSeq <= state.readSeq) return { readMark: toReadMark(state), removedCount }
  const moved = { ...state, readSeq: message.messageSeq, readCountedSeq: message.countedSeq }
  await context.transaction.putConversationStates([moved])
  await context.append([toUser(context, context.userID, { type: 'readMark', conversationKey })])
  return { readMark: toReadMark(moved), removedCount }
}

export function toReadMark(state: ConversationStateRow): ReadMark {
  return {
    ...toConversationReference(state.userID, state.conversationKey),
    order: toOrder(state.readSeq),
    countedSeq: state.readCountedSeq,
  }
}
