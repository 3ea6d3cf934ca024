import { requireBoolean, requireOptions } from '../runtime/argument.js'
import type { Session } from '../session/session.js'
import { conversationRow, newestOrders } from '../store/conversation-rows.js'
import type { ConversationRow } from '../store/schema.js'
import type { Update } from '../store/writer.js'
import type { Attempts } from '../sync/outbox/attempts.js'
import { enqueue } from '../sync/outbox/queue.js'
import { writeDraft } from './conversation-draft.js'

/** Whether the backend is asked too. */
export function requireDeletion(options: unknown): boolean {
  const { isAlsoDeleteServerConversation: value } = requireOptions('options', options, { isOptional: true })
  return value !== undefined && requireBoolean('options.isAlsoDeleteServerConversation', value)
}

/** Takes the conversation off the lists, until a newer message comes; and its draft away. */
export async function hideConversation(
  update: Update,
  { conversationType, conversationID }: ConversationRow,
  [draftID, operationID]: readonly [string, string],
  {
    isOnServerToo,
    session,
    attempts,
  }: { readonly isOnServerToo: boolean; readonly session: Session; readonly attempts: Attempts },
): Promise<void> {
  const conversation = { conversationType, conversationID }
  await writeDraft(update, conversation, '', { operationID: draftID, session, attempts })
  const row = await conversationRow(update.draft, conversation, update.now)
  const { deletedUpToUnsentOrder: _deletedUpToUnsentOrder, ...kept } = row
  const { sent, unsent } = newestOrders(row, row.lastMessage)
  update.draft.put('conversations', {
    ...kept,
    deletedUpToOrder: sent,
    ...(unsent === undefined ? {} : { deletedUpToUnsentOrder: unsent }),
  })
  update.touch(conversation)
  const order = row.confirmed.headOrder
  if (!isOnServerToo || order === undefined) return
  await enqueue(update, { operationID, operation: 'deleteConversation', parameters: { ...conversation, order } })
}
