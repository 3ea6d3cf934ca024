import type { ReadMark } from '../contract/backend-facts.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import { conversationRow } from '../store/conversation-rows.js'
import type { Update } from '../store/writer.js'

/**
 * Stores the mark of an answer. An answer may be old: it was the first one to an operation that was repeated, or the log
 * overtook it. A mark that is further on stands all the same; for the one that stands already the log knows better what was
 * removed above it.
 */
export async function applyAnsweredMark(update: Update, readMark: ReadMark, removedCount: number): Promise<void> {
  const { confirmed } = await conversationRow(update.draft, readMark, update.now)
  if (confirmed.markOrder !== undefined && confirmed.markOrder >= readMark.order) return
  await applyReadState(update, readMark, readMark, removedCount)
}

/** Stores how far the user has read, and how much was removed above that: the two belong together. */
export async function applyReadState(
  update: Update,
  conversation: ConversationReference,
  /** `undefined`: nothing was read. */
  readMark: ReadMark | undefined,
  removedCount: number,
): Promise<void> {
  const row = await conversationRow(update.draft, conversation, update.now)
  const { confirmed } = row
  // A mark only ever moves forward; the same mark may come again with another number of removed messages.
  if (confirmed.markOrder !== undefined && confirmed.markOrder > (readMark?.order ?? '')) return
  const mark =
    readMark === undefined
      ? {}
      : { markOrder: readMark.order, markCountedSeq: Math.max(confirmed.markCountedSeq, readMark.countedSeq) }
  update.draft.put('conversations', { ...row, confirmed: { ...confirmed, ...mark, removedCount } })
  update.touch(conversation)
}
