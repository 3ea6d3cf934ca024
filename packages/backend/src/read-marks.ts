import { ChatError, type OperationParameters, type OperationResult, type ReadMark } from '@latchkey/core/driver'
import type { ReadGrounds } from './authorisation.js'
import { toConversationReference } from './conversation-key.js'
import type { ConversationStateRow } from './log-rows.js'
import { toUser, type OperationContext, type QueryContext } from './operation-context.js'
import { fromOrder, toOrder } from './order.js'
import { tellReading } from './receipts.js'

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

  if (message.messageSeq <= state.readSeq) return readMovedMark(context, state)
  const moved = { ...state, readSeq: message.messageSeq, readCountedSeq: message.countedSeq }
  await context.transaction.putConversationStates([moved])
  await context.append([toUser(context, context.userID, { type: 'readMark', conversationKey })])
  await tellReading(context, moved)
  return readMovedMark(context, moved)
}

/** The user's mark, absent while nothing was read, and how many messages above it are revoked or deleted. */
export async function readMarkFacts(
  context: QueryContext,
  state: ConversationStateRow,
): Promise<{ readonly readMark?: ReadMark; readonly removedCount: number }> {
  const { readMark, removedCount } = await readMovedMark(context, state)
  return { ...(state.readSeq > 0 && { readMark }), removedCount }
}

/** The same, for a mark that is known to stand somewhere. */
export async function readMovedMark(
  { reader }: QueryContext,
  state: ConversationStateRow,
): Promise<{ readonly readMark: ReadMark; readonly removedCount: number }> {
  const removedCount = await reader.countRemoved(state.userID, state.conversationKey, state.readSeq)
  return { readMark: toReadMark(state), removedCount }
}

function toReadMark(state: ConversationStateRow): ReadMark {
  return {
    ...toConversationReference(state.userID, state.conversationKey),
    order: toOrder(state.readSeq),
    countedSeq: state.readCountedSeq,
  }
}
