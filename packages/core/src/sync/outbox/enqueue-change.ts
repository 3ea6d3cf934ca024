import type { ConversationReference } from '../../contract/conversation-reference.js'
import type { SendableContent } from '../../contract/message-content.js'
import { ChatError } from '../../errors/chat-error.js'
import { messageKey } from '../../store/conversation-rows.js'
import { confirmedVersion, showMessage } from '../../store/message-rows.js'
import type { MessageRow, OutboxRow } from '../../store/schema.js'
import type { Update } from '../../store/writer.js'
import type { Attempts } from './attempts.js'
import { discardOperation, enqueue, isEnqueued, operationsOf } from './queue.js'
import { removeOperation } from './settlement.js'

/** A message, by its conversation. */
export type MessageReference = ConversationReference & { readonly messageID: string }

/** What every change of a message needs: an ID for the operation, should one be made. */
export interface ChangeContext {
  readonly operationID: string
  readonly attempts: Attempts
}

/** Returns the operation that brings the content to the backend. Refuses as `editMessage` says. */
export async function enqueueEdit(
  update: Update,
  reference: MessageReference,
  content: SendableContent,
  { operationID, attempts }: ChangeContext,
): Promise<string> {
  if (await isEnqueued(update, operationID)) return operationID
  const message = await requireMessage(update, reference)
  if (message.senderUserID !== update.userID) throw new ChatError('not-allowed')
  if (message.content.type === 'revoked') throw new ChatError('message-revoked')
  const send = await sendOf(update, message)
  if (send !== undefined && !attempts.isTried(send)) {
    update.watch(message)
    update.dropFile(message.content, content)
    const version = { ...confirmedVersion(message), content }
    update.draft.put('messages', showMessage(message, version, message.pending ?? [], update.userID))
    update.draft.put('outbox', { ...send, parameters: { ...send.parameters, content } })
    update.touch(reference)
    return send.operationID
  }
  await replace(update, reference, attempts, ({ operation }) => operation === 'editMessage')
  await enqueue(update, {
    operationID,
    operation: 'editMessage',
    parameters: { ...reference, content },
    shows: { of: 'message', messageID: reference.messageID, effect: { type: 'edit', content, editTime: update.now } },
    ...(send === undefined ? {} : { dependsOn: send.operationID }),
  })
  return operationID
}

/** Returns the operation that takes the message back; `undefined` when it was never sent, and has vanished. */
export async function enqueueRevoke(
  update: Update,
  reference: MessageReference,
  { operationID, attempts }: ChangeContext,
): Promise<string | undefined> {
  if (await isEnqueued(update, operationID)) return operationID
  const message = await requireMessage(update, reference)
  const send = await sendOf(update, message)
  if (send !== undefined && !attempts.isTried(send)) {
    await discardOperation(update, send.operationID)
    return undefined
  }
  const pending = message.pending?.find(({ type }) => type === 'revoke')
  if (pending !== undefined) return pending.operationID
  await replace(update, reference, attempts, () => true)
  await enqueue(update, {
    operationID,
    operation: 'revokeMessage',
    parameters: reference,
    shows: { of: 'message', messageID: reference.messageID, effect: { type: 'revoke', revokeTime: update.now } },
    ...(send === undefined ? {} : { dependsOn: send.operationID }),
  })
  return operationID
}

/** Returns the operation that gives or takes back the sign; `undefined` when the backend need not hear of it. */
export async function enqueueReaction(
  update: Update,
  reference: MessageReference,
  { reactionType, isGiven }: { readonly reactionType: string; readonly isGiven: boolean },
  { operationID, attempts }: ChangeContext,
): Promise<string | undefined> {
  if (await isEnqueued(update, operationID)) return operationID
  const message = await requireMessage(update, reference)
  if (message.content.type === 'revoked') throw new ChatError('message-revoked')
  if (message.sentStatus !== 'sent') throw new ChatError('not-allowed')
  const [add, remove] = ['addMessageReaction', 'deleteMessageReaction'] as const
  await replace(
    update,
    reference,
    attempts,
    ({ operation, parameters }) =>
      (operation === add || operation === remove) &&
      'reactionType' in parameters &&
      parameters.reactionType === reactionType,
  )
  const present = (await update.draft.get('messages', messageKey(reference))) ?? message
  const isShown = present.reactionList.some(
    (reaction) => reaction.reactionType === reactionType && reaction.isSelfIncluded,
  )
  const isPending = present.pending?.some((effect) => 'reactionType' in effect && effect.reactionType === reactionType)
  if (isShown === isGiven && isPending !== true) return undefined
  await enqueue(update, {
    operationID,
    operation: isGiven ? add : remove,
    parameters: { ...reference, reactionType },
    shows: {
      of: 'message',
      messageID: reference.messageID,
      effect: { type: isGiven ? 'addReaction' : 'deleteReaction', reactionType },
    },
  })
  return operationID
}

/** Refuses `message-not-found`; and `not-allowed` for one that is on this device only. */
export async function requireMessage(update: Update, reference: MessageReference): Promise<MessageRow> {
  const message = await update.draft.get('messages', messageKey(reference))
  if (message === undefined) throw new ChatError('message-not-found')
  if (message.isUserInserted) throw new ChatError('not-allowed')
  return message
}

/** The operation that sends the message; `undefined` when it has been sent. */
export async function sendOf(
  update: Update,
  message: MessageRow,
): Promise<Extract<OutboxRow, { operation: 'sendMessage' }> | undefined> {
  if (message.sentStatus === 'sent') return undefined
  const row = await update.draft.get('outbox', [message.operationID])
  return row?.operation === 'sendMessage' ? row : undefined
}

/** A change takes the place of those of the same message that the backend has not heard of. */
async function replace(
  update: Update,
  { messageID, ...conversation }: MessageReference,
  attempts: Attempts,
  isReplaced: (row: OutboxRow) => boolean,
): Promise<void> {
  for (const row of await operationsOf(update, conversation)) {
    const isOfMessage = row.shows?.of === 'message' && row.shows.messageID === messageID
    if (isOfMessage && isReplaced(row) && !attempts.isTried(row)) await removeOperation(update, row, 'discarded')
  }
}
