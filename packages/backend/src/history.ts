import type { ConversationReference, HistoryPage, HistoryRequest } from '@latchkey/core/driver'
import { utf8Length } from '@latchkey/protocol'
import { mayRead } from './authorisation.js'
import { assertCount, assertRule, contractLimits } from './limits.js'
import type { QueryContext } from './operation-context.js'
import { fromOrder } from './order.js'
import { presentMessages } from './present-messages.js'

/** A whole stretch of a conversation. Numbers leave no holes, so a stretch is known to be whole by its ends. */
export async function readHistory(
  context: QueryContext,
  reference: ConversationReference,
  request: HistoryRequest,
): Promise<HistoryPage> {
  assertCount('limit', request.limit, 1, contractLimits.messagesPerPage)
  const { conversation } = await mayRead(context, reference)
  const { conversationKey, lastSeq } = conversation
  const [fromSeq, toSeq] = toSpan(request, lastSeq)
  const first = Math.max(fromSeq, 1)
  const last = Math.min(toSeq, lastSeq)

  const rows = first <= last ? await context.reader.readMessages(conversationKey, first, last) : []
  const stretch = await presentMessages(context, rows)
  const messages = trimStretch(stretch, request.type, context.limits.maxPageBytes)
  return {
    messages,
    joinsBefore: request.type === 'after',
    joinsAfter: request.type === 'before' || request.type === 'newest',
    reachedStart: messages[0] ? messages[0].follows === null : first <= 1,
  }
}

/** Both ends inclusive; they may lie outside the conversation. */
function toSpan(request: HistoryRequest, lastSeq: number): readonly [number, number] {
  const { limit } = request
  if (request.type === 'newest') return [lastSeq - limit + 1, lastSeq]
  const messageSeq = fromOrder(request.order)
  assertRule('order', 'an order of this backend', messageSeq !== undefined)
  const asked = messageSeq ?? 0
  switch (request.type) {
    case 'before':
      // An `order` past the end joins the newest message.
      return [Math.min(asked, lastSeq + 1) - limit, asked - 1]
    case 'after':
      return [asked + 1, asked + limit]
    case 'around': {
      const before = Math.floor(limit / 2)
      return [asked - before, asked - before + limit - 1]
    }
  }
}

// What does not fit is left out at the end that the request does not hold on to.
function trimStretch<Message>(messages: Message[], type: HistoryRequest['type'], maxPageBytes: number): Message[] {
  const kept = [...messages]
  // No character takes more than three bytes: most pages need no counting.
  const sizeAtMost = kept.reduce((sum, message) => sum + JSON.stringify(message).length * 3, 0)
  if (sizeAtMost <= maxPageBytes) return kept
  const sizes = kept.map((message) => utf8Length(JSON.stringify(message)))
  let bytes = sizes.reduce((sum, size) => sum + size, 0)
  while (bytes > maxPageBytes && kept.length > 1) {
    const dropsNewest = type === 'after' || (type === 'around' && kept.length % 2 === 0)
    bytes -= (dropsNewest ? sizes.pop() : sizes.shift()) ?? 0
    if (dropsNewest) kept.pop()
    else kept.shift()
  }
  return kept
}
