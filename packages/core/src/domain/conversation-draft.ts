import type { ConversationReference } from '../contract/conversation-reference.js'
import type { Session } from '../session/session.js'
import { conversationKey, conversationRow } from '../store/conversation-rows.js'
import type { Update } from '../store/writer.js'
import type { Attempts } from '../sync/outbox/attempts.js'
import { enqueueSetting } from '../sync/outbox/enqueue-setting.js'

/** Whether the backend is to hear of the draft. Where it keeps none, the draft stays on this device. */
export async function writeDraft(
  update: Update,
  conversation: ConversationReference,
  draft: string,
  {
    operationID,
    session,
    attempts,
  }: { readonly operationID: string; readonly session: Session; readonly attempts: Attempts },
): Promise<boolean> {
  const known = await update.draft.get('conversations', conversationKey(conversation))
  if ((known?.draft ?? '') === draft) return false
  const row = known ?? (await conversationRow(update.draft, conversation, update.now))
  update.touch(conversation)
  if (!session.offers('setConversationDraft')) {
    update.draft.put('conversations', { ...row, confirmed: { ...row.confirmed, draft } })
    return false
  }
  const parameters = { ...conversation, draft }
  const effect = { type: 'draft', draft } as const
  await enqueueSetting(update, { operationID, operation: 'setConversationDraft', parameters, effect }, attempts)
  return true
}
