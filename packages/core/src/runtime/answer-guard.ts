import type { BackendMessage } from '../contract/backend-facts.js'
import type { Change, ChangePage } from '../contract/changes.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import type { OperationName, OperationParameters, OperationResult } from '../contract/operations.js'
import type { Account, HistoryPage, HistoryRequest } from '../contract/transport-driver.js'
import { ChatError } from '../errors/chat-error.js'

/**
 * What a backend may answer, by what it was asked. A driver passes on what it is told, and a backend may lie: each of these
 * throws `protocol-violation` before anything of the answer is stored.
 */

const maxChanges = 2_000

/** An account of the user who asked, whose token has not ended by the backend's own clock. */
export function checkAccount(account: Account, userID: string): void {
  const { serverTime, tokenExpiresAt } = account
  refuseUnless(account.userID === userID, 'the backend accepted another user')
  refuseUnless(isTime(serverTime), 'the backend has no clock')
  refuseUnless(
    tokenExpiresAt === undefined || (isTime(tokenExpiresAt) && tokenExpiresAt > serverTime),
    'the backend accepted a token that has ended',
  )
}

/** A page that is no larger than asked for, and says where to go on. */
export function checkedPage(page: ChangePage | 'tooFarBack', limit: number): ChangePage | 'tooFarBack' {
  if (page === 'tooFarBack') return page
  checkChanges(page.changes)
  const counted = page.changes.filter(({ type }) => type !== 'userChanged').length
  refuseUnless(counted <= limit, 'a page holds more than was asked for')
  refuseUnless(isCursor(page.cursor), 'a page has no place in the change log')
  return page
}

/** Changes as many as a page may hold. */
export function checkChanges(changes: readonly Change[]): void {
  refuseUnless(changes.length <= maxChanges, 'more changes than a page may hold')
}

/** Messages of the conversation that was asked for, in order, on the asked side, and no more than asked for. */
export function checkedHistory(
  page: HistoryPage,
  conversation: ConversationReference,
  request: HistoryRequest,
): HistoryPage {
  refuseUnless(page.messages.length <= request.limit, 'a page of history holds more than was asked for')
  let previous: BackendMessage | undefined
  for (const message of page.messages) {
    refuseUnless(isOf(message, conversation), 'a page of history is of another conversation')
    refuseUnless(previous === undefined || message.order > previous.order, 'a page of history is out of order')
    refuseUnless(
      (request.type !== 'before' || message.order < request.order) &&
        (request.type !== 'after' || message.order > request.order),
      'a page of history is not on the side that was asked for',
    )
    previous = message
  }
  return page
}

/** An answer about what the operation is about: the message that was named, the conversation that was named. */
export function checkedResult<Name extends OperationName>(
  parameters: OperationParameters<Name>,
  result: OperationResult<Name>,
): OperationResult<Name> {
  if ('conversationID' in parameters) {
    for (const told of conversationsIn(result)) {
      refuseUnless(isOf(told, parameters), 'an answer is about another conversation', 'unknown')
    }
  }
  if ('messageID' in parameters && 'message' in result) {
    refuseUnless(result.message.messageID === parameters.messageID, 'an answer is about another message', 'unknown')
  }
  return result
}

function conversationsIn(result: object): readonly ConversationReference[] {
  const parts = ['message', 'readMark', 'settings'].map((name): unknown => Reflect.get(result, name))
  return parts.filter((part): part is ConversationReference => typeof part === 'object' && part !== null)
}

function isOf(told: ConversationReference, asked: ConversationReference): boolean {
  return told.conversationType === asked.conversationType && told.conversationID === asked.conversationID
}

function isTime(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isCursor(cursor: string): boolean {
  return typeof cursor === 'string' && cursor.length >= 1 && cursor.length <= 256
}

function refuseUnless(holds: boolean, reason: string, outcome?: 'unknown'): void {
  if (holds) return
  throw new ChatError('protocol-violation', { details: { reason, ...(outcome === undefined ? {} : { outcome }) } })
}
