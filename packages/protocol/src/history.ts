import type { BackendMessage, ConversationReference, HistoryPage, HistoryRequest } from '@latchkey/core/driver'
import * as v from './schema.js'
import { conversationEntries, integer, list, order } from './bounded-values.js'
import { message } from './facts.js'
import { readWith, violation } from './validation.js'
import { wireLimits } from './wire-limits.js'

/** The parameters of `history`. */
export interface HistoryQuery {
  readonly conversation: ConversationReference
  readonly request: HistoryRequest
}

const limit = integer(1, wireLimits.maxHistoryLimit)

export const historyQuery = v.object({
  conversation: v.object(conversationEntries),
  request: v.variant({
    newest: v.object({ type: v.oneOf('newest'), limit }),
    before: v.object({ type: v.oneOf('before'), order, limit }),
    after: v.object({ type: v.oneOf('after'), order, limit }),
    around: v.object({ type: v.oneOf('around'), order, limit }),
  }),
})

export const historyPage = v.object({
  messages: list(message, wireLimits.maxHistoryLimit),
  joinsBefore: v.boolean,
  joinsAfter: v.boolean,
  reachedStart: v.boolean,
})

/** Reads the parameters of `history` at the server. Throws `protocol-violation`. */
export function readHistoryQuery(value: unknown): HistoryQuery {
  return readWith<HistoryQuery>(historyQuery, value, 'history')
}

/**
 * Reads the result of `history` at the client: messages of the conversation asked for, oldest first, on the side of
 * `order` asked for, and no more than `limit`. Throws `protocol-violation`.
 */
export function readHistoryPage(value: unknown, query: HistoryQuery): HistoryPage {
  const page = readWith<HistoryPage>(historyPage, value, 'history')
  if (page.messages.length > query.request.limit) throw violation('history.messages holds more than was asked for')
  let previous: BackendMessage | undefined
  for (const [index, current] of page.messages.entries()) {
    const place = `history.messages.${index}`
    if (!isOf(query.conversation, current)) throw violation(`${place} is of another conversation`)
    if (previous !== undefined && current.order <= previous.order) throw violation(`${place} is out of order`)
    if (!isOnAskedSide(query.request, current.order)) throw violation(`${place} is not on the side asked for`)
    previous = current
  }
  return page
}

function isOf(conversation: ConversationReference, message: BackendMessage): boolean {
  return (
    message.conversationType === conversation.conversationType && message.conversationID === conversation.conversationID
  )
}

function isOnAskedSide(request: HistoryRequest, order: string): boolean {
  if (request.type === 'before') return order < request.order
  if (request.type === 'after') return order > request.order
  return true
}
