import type { ConversationReference } from '../contract/conversation-reference.js'
import type { SendableContent } from '../contract/message-content.js'
import type { Message, WaitingMessage } from '../contract/messages.js'
import type { OperationParameters } from '../contract/operations.js'
import type { QueueableOperation, QueuedOperation } from '../contract/outbox.js'
import { ChatError } from '../errors/chat-error.js'
import type { ErrorCode } from '../errors/error-codes.js'
import { conversationKey, conversationRow } from '../store/conversation-rows.js'
import type { OutboxRow, PendingEffect } from '../store/schema.js'
import type { Update } from '../store/writer.js'
import { removeOperation } from './settlement.js'

/**
 * What the outbox holds, as changes of an update: enqueueing writes, in one batch, the operation and the rows it changes
 * (OL-36). `outbox-sender.ts` sends what waits here.
 */

/** Unsent messages sort after all others: no order of a backend begins with this character. */
const unsentOrderPrefix = '~'

/** The next number of this device: for the order of operations and of what exists on this device only. */
export async function nextSequence(update: Update): Promise<number> {
  const row = await update.draft.get('meta', ['sequence'])
  const sequence = (row?.name === 'sequence' ? row.sequence : 0) + 1
  update.draft.put('meta', { name: 'sequence', sequence })
  return sequence
}

export function paddedSequence(sequence: number): string {
  return String(sequence).padStart(16, '0')
}

/** Repeated with the same identifiers it gives the message as it stands, and enqueues nothing. */
export async function enqueueMessage(
  update: Update,
  operationID: string,
  messageID: string,
  conversation: ConversationReference,
  content: SendableContent,
): Promise<Message> {
  const known = await update.draft.get('messages', [...conversationKey(conversation), messageID])
  if (known !== undefined) return known
  const sequence = await nextSequence(update)
  const message: WaitingMessage = {
    ...conversation,
    messageID,
    senderUserID: update.userID,
    direction: 'send',
    content,
    order: `${unsentOrderPrefix}${paddedSequence(sequence)}`,
    isUserInserted: false,
    sentStatus: 'waiting',
    timestamp: update.now,
    operationID,
  }
  update.draft.put('messages', message)
  await putOperation(update, operationID, sequence, 'sendMessage', {
    ...conversation,
    messageID,
    content,
    sentTime: update.now,
  })
  update.touch(conversation)
  return message
}

/** A mark further on takes the place of one that still waits, unless that one is on its way. */
export async function enqueueReadMark(
  update: Update,
  operationID: string,
  conversation: ConversationReference,
  mark: { readonly order: string; readonly countedSeq: number },
  isUnderWay: (operationID: string) => boolean,
): Promise<void> {
  await enqueueEffect(update, conversation, { operationID, type: 'markRead', ...mark }, isUnderWay)
  await putOperation(update, operationID, await nextSequence(update), 'markRead', {
    ...conversation,
    order: mark.order,
  })
}

/** A pin or unpin takes the place of one that still waits, unless that one is on its way. */
export async function enqueuePin(
  update: Update,
  operationID: string,
  conversation: ConversationReference,
  isPinned: boolean,
  isUnderWay: (operationID: string) => boolean,
): Promise<void> {
  const effect = { operationID, type: 'pin', isPinned, pinnedTime: update.now } as const
  await enqueueEffect(update, conversation, effect, isUnderWay)
  await putOperation(update, operationID, await nextSequence(update), 'updateConversationPinnedState', {
    ...conversation,
    isPinned,
  })
}

async function enqueueEffect(
  update: Update,
  conversation: ConversationReference,
  effect: PendingEffect,
  isUnderWay: (operationID: string) => boolean,
): Promise<void> {
  const row = await conversationRow(update.draft, conversation, update.now)
  // A repeated call is here already.
  if (row.pending.some(({ operationID }) => operationID === effect.operationID)) return
  const replaced = row.pending.filter((earlier) => earlier.type === effect.type && !isUnderWay(earlier.operationID))
  for (const { operationID } of replaced) {
    const operation = await update.draft.get('outbox', [operationID])
    if (operation === undefined) continue
    update.draft.delete('outbox', [operationID])
    update.report({
      name: 'operationSettled',
      event: { operationID, operation: operation.operation, outcome: 'discarded' },
    })
  }
  update.draft.put('conversations', {
    ...row,
    pending: [...row.pending.filter((earlier) => !replaced.includes(earlier)), effect],
  })
  update.touch(conversation)
}

/** Once: a repeated call finds its operation where it was. */
async function putOperation<Operation extends QueueableOperation>(
  update: Update,
  operationID: string,
  sequence: number,
  operation: Operation,
  parameters: OperationParameters<Operation>,
): Promise<void> {
  if ((await update.draft.get('outbox', [operationID])) !== undefined) return
  const row = { operationID, operation, parameters, sequence, state: 'waiting', createTime: update.now } as const
  update.draft.put('outbox', row as OutboxRow)
}

/** The backend refused the operation for good: it stays, as failed, until it is retried or discarded. */
export async function failOperation(update: Update, operationID: string, error: ChatError): Promise<void> {
  const row = await update.draft.get('outbox', [operationID])
  if (row === undefined) return
  update.draft.put('outbox', { ...row, state: 'failed', failureCode: error.code })
  await showFailure(update, row, error.code)
  update.report({
    name: 'operationSettled',
    event: { operationID, operation: row.operation, outcome: 'failed', error },
  })
}

async function showFailure(update: Update, row: OutboxRow, failureCode: ErrorCode): Promise<void> {
  update.touch(row.parameters)
  if (row.operation !== 'sendMessage') {
    // A mark or a pin that was refused is not shown any longer.
    const conversation = await conversationRow(update.draft, row.parameters, update.now)
    const pending = conversation.pending.filter(({ operationID }) => operationID !== row.operationID)
    update.draft.put('conversations', { ...conversation, pending })
    return
  }
  const message = await update.draft.get('messages', [...conversationKey(row.parameters), row.parameters.messageID])
  if (message?.sentStatus !== 'waiting') return
  const failed = { ...message, sentStatus: 'failed', failureCode } as const
  update.draft.put('messages', failed)
  update.report({ name: 'messageSentStatusChanged', event: { messageList: [failed] } })
}

/** A failed operation waits again, at its old place. Refuses with `operation-not-found`. */
export async function retryOperation(update: Update, operationID: string): Promise<void> {
  const row = await requireOperation(update, operationID)
  if (row.state === 'waiting') return
  const { failureCode: _failureCode, ...operation } = row
  update.draft.put('outbox', { ...operation, state: 'waiting' })
  update.touch(row.parameters)
  if (row.operation === 'sendMessage') {
    const message = await update.draft.get('messages', [...conversationKey(row.parameters), row.parameters.messageID])
    if (message?.sentStatus !== 'failed') return
    const { failureCode: _messageFailureCode, ...facts } = message
    const waiting = { ...facts, sentStatus: 'waiting' } as const
    update.draft.put('messages', waiting)
    update.report({ name: 'messageSentStatusChanged', event: { messageList: [waiting] } })
  } else {
    const conversation = await conversationRow(update.draft, row.parameters, update.now)
    update.draft.put('conversations', {
      ...conversation,
      pending: [...conversation.pending, effectOf(row, conversation.confirmed.headCountedSeq)],
    })
  }
}

function effectOf(row: Exclude<OutboxRow, { operation: 'sendMessage' }>, headCountedSeq: number): PendingEffect {
  const { operationID } = row
  return row.operation === 'markRead'
    ? { operationID, type: 'markRead', order: row.parameters.order, countedSeq: headCountedSeq }
    : { operationID, type: 'pin', isPinned: row.parameters.isPinned, pinnedTime: row.createTime }
}

/** Forgets an operation and what it showed. Refuses with `operation-not-found`. */
export async function discardOperation(update: Update, operationID: string): Promise<void> {
  const row = await requireOperation(update, operationID)
  await removeOperation(update, row)
  update.report({
    name: 'operationSettled',
    event: { operationID, operation: row.operation, outcome: 'discarded' },
  })
  if (row.operation !== 'sendMessage') return
  const { conversationType, conversationID, messageID } = row.parameters
  update.draft.delete('messages', [conversationType, conversationID, messageID])
  update.report({
    name: 'messageDeleted',
    event: { conversationType, conversationID, messageIDs: [messageID] },
  })
}

async function requireOperation(update: Update, operationID: string): Promise<OutboxRow> {
  const row = await update.draft.get('outbox', [operationID])
  if (row === undefined) throw new ChatError('operation-not-found', { details: { operationID } })
  return row
}

/** The row as an app sees it. */
export function toQueuedOperation(row: OutboxRow): QueuedOperation {
  return {
    conversationType: row.parameters.conversationType,
    conversationID: row.parameters.conversationID,
    operationID: row.operationID,
    operation: row.operation,
    state: row.state,
    createTime: row.createTime,
    ...(row.operation === 'sendMessage' ? { messageID: row.parameters.messageID } : {}),
    ...(row.failureCode === undefined ? {} : { failureCode: row.failureCode }),
  }
}
