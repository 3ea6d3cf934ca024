import type { ConversationReference } from '@latchkey/core'
import { conversationName, type AcknowledgedOperation } from './ledger.js'
import type { Life } from './world.js'

/** The device has taken the operation on: from now on it must not get lost. */
export function acknowledge(
  life: Life,
  userID: string,
  operation: Pick<AcknowledgedOperation, 'operationID' | 'operation' | 'conversationType' | 'conversationID'> &
    Partial<Pick<AcknowledgedOperation, 'messageID' | 'text'>>,
): void {
  const { operations } = life.device.ledgerOf(userID)
  // What was merged into one that waits goes by that one's name.
  if (operations.has(operation.operationID)) return
  const sequence = operations.size
  operations.set(operation.operationID, {
    ...operation,
    userID,
    sequence,
    isTakenBack: false,
    isReplaced: false,
    hasFailed: false,
  })
}

/** From now on an operation of one of these kinds may take the place of those that wait, or make them needless. */
export function replaceEarlier(
  life: Life,
  userID: string,
  kinds: readonly AcknowledgedOperation['operation'][],
  conversation: ConversationReference,
): void {
  for (const operation of life.device.ledgerOf(userID).operations.values()) {
    if (kinds.includes(operation.operation) && conversationName(operation) === conversationName(conversation)) {
      operation.isReplaced = true
    }
  }
}

/** What is done to messages: each may merge with what was done to them before. */
export const changesOfMessages = [
  'editMessage',
  'revokeMessage',
  'deleteMessages',
  'addMessageReaction',
  'deleteMessageReaction',
] as const
