import type { ConversationReference } from '../contract/conversation-reference.js'
import type { Register } from '../contract/registers.js'
import type { Key } from '../contract/storage-driver.js'
import { allRows } from '../store/all-rows.js'
import { conversationKey, messageKey } from '../store/conversation-rows.js'
import type { MessageRow } from '../store/schema.js'
import type { Update } from '../store/writer.js'
import { readRanges } from './ranges.js'

/** All messages of a conversation were deleted on another device: they go from this one. */
export async function applyClearing(update: Update, register: Register): Promise<void> {
  if (register.kind !== 'clearedConversation' || register.value === undefined) return
  const [conversationType = '', conversationID = ''] = register.key.split(/\/(.*)/s)
  if (conversationType !== 'peer' && conversationType !== 'group') return
  const { order } = register.value
  // A space is the lowest character of an order: nothing that the backend has lies between.
  await clearMessages(update, { conversationType, conversationID }, { order, below: `${order} ` })
}

/**
 * Deletes every message below `below`, and lets none up to `order` come back: from there on the device has the conversation from its
 * start. Where the device knows no such conversation the backend tells nothing of them.
 */
export async function clearMessages(
  update: Update,
  { conversationType, conversationID }: ConversationReference,
  { order, below }: { readonly order: string; readonly below: string },
): Promise<void> {
  const { draft } = update
  const prefix = conversationKey({ conversationType, conversationID })
  const conversation = await draft.get('conversations', prefix)
  if (conversation === undefined) return
  const isNew = order > (conversation.clearedUpToOrder ?? '')
  if (isNew) {
    draft.put('conversations', { ...conversation, clearedUpToOrder: order })
    await beginRangesAt(update, conversation, order)
  }
  const rows = allRows(draft, 'messages', { index: 'by_order', prefix, to: [...prefix, below], limit: 500 }, placeOf)
  let isAnyGone = false
  for await (const row of rows) {
    isAnyGone = true
    update.dropFile(row.content)
    draft.delete('messages', messageKey(row))
    if (update.pacer.isDue()) await update.pacer.pause()
  }
  if (!isAnyGone) return
  update.report({
    name: 'messageDeleted',
    event: { conversationType, conversationID, messageIDs: [], areAllDeleted: true },
  })
  update.touch({ conversationType, conversationID })
}

/** There is nothing before `order` any more that the device could lack. */
async function beginRangesAt({ draft }: Update, conversation: ConversationReference, order: string): Promise<void> {
  const begun = (await readRanges(draft, conversation)).filter(({ firstOrder }) => firstOrder <= order)
  for (const { firstOrder } of begun) draft.delete('ranges', [...conversationKey(conversation), firstOrder])
  const lastOrder = begun.reduce((last, range) => (range.lastOrder > last ? range.lastOrder : last), order)
  const { conversationType, conversationID } = conversation
  draft.put('ranges', { conversationType, conversationID, firstOrder: order, lastOrder, reachesStart: true })
}

function placeOf({ conversationType, conversationID, order, messageID }: MessageRow): Key {
  return [conversationType, conversationID, order, conversationType, conversationID, messageID]
}
