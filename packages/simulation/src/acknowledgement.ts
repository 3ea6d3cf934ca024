import type { ConversationReference, OperationReceipt } from '@latchkey/core'
import { conversationName, type AcknowledgedOperation } from './ledger.js'
import type { CallOutcome, Life, World } from './world.js'

/** The device has taken the operation on: from now on it must not get lost. */
export function acknowledge(
  { timeline }: World,
  { device }: Life,
  userID: string,
  operation: Pick<
    AcknowledgedOperation,
    'operationID' | 'operation' | 'conversationType' | 'conversationID' | 'askedAt'
  > &
    Partial<Pick<AcknowledgedOperation, 'messageID' | 'text'>>,
): void {
  const { operations, replacements } = device.ledgerOf(userID)
  // What was merged into one that waits goes by that one's name.
  if (operations.has(operation.operationID)) return
  const { operationID, askedAt } = operation
  operations.set(operationID, {
    ...operation,
    userID,
    acknowledgedAt: timeline.now,
    // All of it may have happened before this tab was told.
    isTakenBack: device.takenBack.has(operationID) || askedAt <= device.wipedUntil(userID),
    isReplaced: replacements.some(({ kinds, name, at }) => {
      return at > askedAt && kinds.includes(operation.operation) && name === conversationName(operation)
    }),
    hasFailed: device.failed.has(operationID),
  })
}

/** The same for a call that comes to an operation or to nothing. */
export function acknowledgeReceipt(
  world: World,
  life: Life,
  userID: string,
  outcome: CallOutcome<OperationReceipt | undefined>,
  operation: Pick<AcknowledgedOperation, 'operation' | 'conversationType' | 'conversationID'>,
): void {
  if (!outcome.isDone || outcome.result === undefined) return
  const { result, askedAt } = outcome
  acknowledge(world, life, userID, { ...operation, ...result, askedAt })
}

/** From now on an operation of one of these kinds may take the place of those that wait, or make them needless. */
export function replaceEarlier(
  { timeline }: World,
  { device }: Life,
  userID: string,
  kinds: readonly AcknowledgedOperation['operation'][],
  conversation: ConversationReference,
): void {
  const { operations, replacements } = device.ledgerOf(userID)
  const name = conversationName(conversation)
  replacements.push({ kinds, name, at: timeline.now })
  for (const operation of operations.values()) {
    if (kinds.includes(operation.operation) && conversationName(operation) === name) {
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
