import type { ConversationReference } from '../contract/conversation-reference.js'
import type { HistoryPage, HistoryRequest, TransportConnection } from '../contract/transport-driver.js'
import type { CancelSignal } from '../contract/cancel-signal.js'
import { ChatError } from '../errors/chat-error.js'
import { conversationRow } from '../store/conversation-rows.js'
import type { Update, Writer } from '../store/writer.js'
import { applyMessage, prefetchMessages, putMessage } from './apply-message.js'
import { addStretch } from './ranges.js'

/** Fetches a page of history and stores it. Resolves with how many messages came. */
export async function fetchHistory(
  connection: TransportConnection,
  writer: Writer,
  conversation: ConversationReference,
  request: HistoryRequest,
  signal: CancelSignal,
): Promise<number> {
  const page = await connection.history(conversation, request, { signal })
  requireOwnMessages(conversation, page)
  await writer.write((update) => applyHistory(update, conversation, request, page))
  return page.messages.length
}

/** A backend that answers with another conversation, or out of order, must not get at what is stored. */
function requireOwnMessages(
  { conversationType, conversationID }: ConversationReference,
  { messages }: HistoryPage,
): void {
  const isOwn = messages.every(
    (message, index) =>
      message.conversationType === conversationType &&
      message.conversationID === conversationID &&
      message.order > (messages[index - 1]?.order ?? ''),
  )
  if (!isOwn) throw new ChatError('protocol-violation', { details: { reason: 'a history page of something else' } })
}

async function applyHistory(
  update: Update,
  conversation: ConversationReference,
  request: HistoryRequest,
  page: HistoryPage,
): Promise<void> {
  await conversationRow(update.draft, conversation, update.now)
  const anchor = 'order' in request ? request.order : undefined
  const first = page.messages[0]
  const last = page.messages.at(-1)
  if (first === undefined || last === undefined) {
    // Nothing lies before the anchor: the range that holds it begins the conversation.
    if (anchor !== undefined && page.reachedStart && page.joinsAfter) {
      await addStretch(update.draft, conversation, { firstOrder: anchor, lastOrder: anchor, follows: null })
    }
    return
  }
  await prefetchMessages(update, page.messages)
  for (const message of page.messages) await putMessage(update, message)
  // The newest one also moves the head of the conversation, should the change log not have brought it yet.
  if (request.type === 'newest') await applyMessage(update, last)
  const follows = page.reachedStart ? null : page.joinsBefore ? anchor : first.follows
  await addStretch(update.draft, conversation, {
    firstOrder: first.order,
    lastOrder: last.order,
    ...(follows === undefined ? {} : { follows }),
    ...(anchor !== undefined && page.joinsAfter ? { precedes: anchor } : {}),
  })
  update.touch(conversation)
}
