import {
  ChatError,
  type ConversationReference,
  type OperationParameters,
  type OperationResult,
} from '@latchkey/core/driver'
import type { ReadGrounds } from './authorisation.js'
import { toConversationReference, type ConversationKey } from './conversation-key.js'
import type { MessagePlace } from './log-rows.js'
import type { OperationContext, QueryContext } from './operation-context.js'
import { fromOrder } from './order.js'
import { putRegister, readRegisters, toRegister } from './registers.js'

const kind = 'clearedConversation'

/** One row, however many messages there are. What went further stays. */
export async function deleteAllMessages(
  context: OperationContext,
  { order }: OperationParameters<'deleteAllMessages'>,
  { conversation }: ReadGrounds,
): Promise<OperationResult<'deleteAllMessages'>> {
  const { userID } = context
  const messageSeq = fromOrder(order)
  if (!messageSeq || messageSeq > conversation.lastSeq) throw new ChatError('message-not-found')
  const owner = { type: 'user', userID } as const
  const key = keyOf(toConversationReference(userID, conversation.conversationKey))
  const [present] = await readRegisters(context, owner, kind, [key])
  if (present?.kind === kind && messageSeq <= seqOf(present.value))
    return { registerList: [toRegister(userID, present)] }
  return { registerList: [await putRegister(context, owner, { kind, key, value: { order } })] }
}

/** Up to where the user deleted all messages of the conversations that these are of; those without are left out. */
export async function readClearedSeqs(
  { reader, userID }: Pick<QueryContext, 'reader' | 'userID'>,
  places: readonly MessagePlace[],
): Promise<ReadonlyMap<ConversationKey, number>> {
  const conversationKeys = new Map(
    places.map(({ conversationKey }) => [keyOf(toConversationReference(userID, conversationKey)), conversationKey]),
  )
  const found = await reader.getRegisters({ type: 'user', userID }, kind, [...conversationKeys.keys()])
  const clearedSeqs = new Map<ConversationKey, number>()
  for (const register of found) {
    const conversationKey = conversationKeys.get(register.key)
    if (register.kind === kind && conversationKey !== undefined) clearedSeqs.set(conversationKey, seqOf(register.value))
  }
  return clearedSeqs
}

function keyOf({ conversationType, conversationID }: ConversationReference): string {
  return `${conversationType}/${conversationID}`
}

function seqOf(value: { readonly order: string } | undefined): number {
  return (value && fromOrder(value.order)) ?? 0
}
