import type { ConversationReference } from '../../contract/conversation-reference.js'
import type { OperationParameters } from '../../contract/operations.js'
import type { QueueableOperation, QueuedOperation } from '../../contract/outbox.js'
import { ChatError } from '../../errors/chat-error.js'
import { allRows } from '../../store/all-rows.js'
import { conversationKey } from '../../store/conversation-rows.js'
import type { OutboxRow, OutboxUploads, ShownEffect } from '../../store/schema.js'
import type { Update } from '../../store/writer.js'
import { hideEffect, showEffect } from './effects.js'
import { placeInQueue } from './lanes.js'
import { kindOf } from './kinds.js'
import { removeOperation } from './settlement.js'

/**
 * The durable queue of what the backend must still learn, as changes of an update: enqueueing writes, in one batch, the
 * operation and what it shows (OL-36). `sender.ts` sends what waits here.
 */

/** An operation that is to wait. */
export type NewOperation = {
  readonly [Operation in QueueableOperation]: {
    readonly operationID: string
    readonly operation: Operation
    readonly parameters: OperationParameters<Operation>
    /** In the order of which conversation it is sent; for one whose parameters name none. */
    readonly lane?: ConversationReference
    readonly shows?: ShownEffect
    /** The operation without which this one makes no sense. */
    readonly dependsOn?: string
    readonly uploads?: OutboxUploads
  }
}[QueueableOperation]

/** The next number of this device: for the order of operations and of what exists on this device only. */
export async function nextSequence(update: Update): Promise<number> {
  const row = await update.draft.get('meta', ['sequence'])
  const sequence = (row?.name === 'sequence' ? row.sequence : 0) + 1
  update.draft.put('meta', { name: 'sequence', sequence })
  return sequence
}

/** Puts an operation behind all others, and shows what it makes of things. */
export async function enqueue(update: Update, operation: NewOperation, sequence?: number): Promise<void> {
  if (await isEnqueued(update, operation.operationID)) return
  const { lane, ...facts } = operation
  const { conversationType, conversationID } = laneFor(lane, operation.parameters)
  const row: OutboxRow = {
    ...facts,
    conversationType,
    conversationID,
    sequence: sequence ?? (await nextSequence(update)),
    state: 'waiting',
    createTime: update.now,
  }
  update.draft.put('outbox', row)
  await showEffect(update, row)
  if (row.shows?.of !== 'register') update.touch(row)
}

function laneFor(lane: ConversationReference | undefined, parameters: NewOperation['parameters']) {
  if (lane !== undefined) return lane
  if ('conversationType' in parameters) return parameters
  throw new ChatError('internal-error')
}

/** Whether the operation waits already: a call that another tab repeats makes the same one again. */
export async function isEnqueued(update: Update, operationID: string): Promise<boolean> {
  return (await update.draft.get('outbox', [operationID])) !== undefined
}

/** Everything that has not been confirmed in a conversation, in the order of enqueueing; at most 1,000. */
export function operationsOf(update: Update, conversation: ConversationReference): Promise<readonly OutboxRow[]> {
  return update.draft.range('outbox', { index: 'by_lane', prefix: conversationKey(conversation), limit: 1_000 })
}

/** The backend refused the operation for good: it stays, as failed, until it is retried or discarded. */
export async function failOperation(update: Update, operationID: string, error: ChatError): Promise<void> {
  const row = await update.draft.get('outbox', [operationID])
  if (row === undefined) return
  if (await kindOf(row).isMoot?.(update, row)) return removeOperation(update, row, 'discarded')
  update.draft.put('outbox', { ...row, state: 'failed', failureCode: error.code })
  await hideEffect(update, row)
  await kindOf(row).failed?.(update, row, error.code)
  update.report({
    name: 'operationSettled',
    event: { operationID, operation: row.operation, outcome: 'failed', error },
  })
}

/** A failed operation waits again, at its old place. Refuses with `operation-not-found`. */
export async function retryOperation(update: Update, operationID: string): Promise<void> {
  const row = await requireOperation(update, operationID)
  if (row.state === 'waiting') return
  const { failureCode, ...facts } = row
  const waiting: OutboxRow = {
    ...facts,
    state: 'waiting',
    ...(failureCode === 'operation-stale' ? { isAgeAccepted: true } : {}),
  }
  update.draft.put('outbox', waiting)
  await showEffect(update, waiting)
  await kindOf(waiting).retried?.(update, waiting)
}

/** Every failed operation waits again. Returns which. */
export async function retryAllOperations(update: Update): Promise<readonly string[]> {
  const retried: string[] = []
  const rows = allRows(update.draft, 'outbox', { index: 'by_sequence', limit: 500 }, placeInQueue)
  for await (const { operationID, state } of rows) {
    if (state !== 'failed') continue
    await retryOperation(update, operationID)
    retried.push(operationID)
  }
  return retried
}

/** Forgets an operation, those that depend on it, and what they showed. Refuses with `operation-not-found`. */
export async function discardOperation(update: Update, operationID: string): Promise<void> {
  const row = await requireOperation(update, operationID)
  for (const dependant of await operationsOf(update, row)) {
    if (dependant.dependsOn === operationID) await discardOperation(update, dependant.operationID)
  }
  await removeOperation(update, row, 'discarded')
  await kindOf(row).discarded?.(update, row)
}

async function requireOperation(update: Update, operationID: string): Promise<OutboxRow> {
  const row = await update.draft.get('outbox', [operationID])
  if (row === undefined) throw new ChatError('operation-not-found', { details: { operationID } })
  return row
}

/** The row as an app sees it. */
export function toQueuedOperation(row: OutboxRow): QueuedOperation {
  const { conversationType, conversationID, operationID, operation, state, createTime, failureCode, parameters } = row
  return {
    conversationType,
    conversationID,
    operationID,
    operation,
    state,
    createTime,
    ...('messageID' in parameters ? { messageID: parameters.messageID } : {}),
    ...(failureCode === undefined ? {} : { failureCode }),
  }
}
