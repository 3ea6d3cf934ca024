import type { ConversationFlag } from '../../contract/backend-facts.js'
import type { ConversationReference } from '../../contract/conversation-reference.js'
import { hasFlag } from '../../store/conversation-rows.js'
import type { ConversationRow } from '../../store/schema.js'
import type { Update } from '../../store/writer.js'
import type { Attempts } from './attempts.js'
import { enqueueSetting } from './enqueue-setting.js'

/** Marks everything in the conversation as read, and no longer as unread. The operation; `undefined` where it is so already. */
export async function enqueueRead(
  update: Update,
  row: ConversationRow,
  [markID, flagID]: readonly [string, string],
  attempts: Attempts,
): Promise<string | undefined> {
  const { conversationType, conversationID, confirmed, unreadMessageCount } = row
  const conversation = { conversationType, conversationID }
  const order = confirmed.headOrder
  const isUnread = unreadMessageCount > 0 && order !== undefined
  if (isUnread) {
    const parameters = { ...conversation, order }
    const effect = { type: 'markRead', order, countedSeq: confirmed.headCountedSeq } as const
    await enqueueSetting(update, { operationID: markID, operation: 'markRead', parameters, effect }, attempts)
  }
  if (!hasFlag(row, 'markedUnread')) return isUnread ? markID : undefined
  await enqueueFlag(update, conversation, { flag: 'markedUnread', isOn: false, operationID: flagID }, attempts)
  return isUnread ? markID : flagID
}

/** Turns a flag of a conversation on or off. */
export async function enqueueFlag(
  update: Update,
  conversation: ConversationReference,
  {
    flag,
    isOn,
    operationID,
  }: { readonly flag: ConversationFlag; readonly isOn: boolean; readonly operationID: string },
  attempts: Attempts,
): Promise<void> {
  const parameters = { ...conversation, flag, isOn }
  const effect = { type: 'flag', flag, isOn } as const
  await enqueueSetting(update, { operationID, operation: 'setConversationFlag', parameters, effect }, attempts)
}
