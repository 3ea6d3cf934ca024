import type { BackendMessage } from '../contract/backend-facts.js'
import type { SentMessage } from '../contract/messages.js'
import { conversationKey, conversationRow } from '../store/conversation-rows.js'
import type { Update } from '../store/writer.js'
import { settleOperation } from './settlement.js'
import { addStretch } from './ranges.js'

/**
 * Applies one message of the backend: its row, its range, the head of its conversation and the operation that made it.
 * Applying it again changes nothing. Returns the message when this device did not have it and it was not deleted here.
 */
export async function applyMessage(update: Update, message: BackendMessage): Promise<SentMessage | undefined> {
  const { draft } = update
  const added = await putMessage(update, message)
  await addStretch(draft, message, {
    firstOrder: message.order,
    lastOrder: message.order,
    ...(message.follows === undefined ? {} : { follows: message.follows }),
  })
  await moveHead(update, message)
  if (message.operationID !== undefined && message.senderUserID === update.userID) {
    await settleOperation(update, message.operationID)
  }
  update.touch(message)
  return added
}

/** Reads at once what applying many messages will ask for one by one. */
export async function prefetchMessages({ draft, userID }: Update, messages: readonly BackendMessage[]): Promise<void> {
  const keys = messages.map((message) => [...conversationKey(message), message.messageID])
  await draft.prefetch('messages', keys)
  await draft.prefetch('deletions', keys)
  await draft.prefetch('conversations', messages.map(conversationKey))
  const operationIDs = messages.flatMap(({ senderUserID, operationID }) =>
    senderUserID === userID && operationID !== undefined ? [operationID] : [],
  )
  await draft.prefetch(
    'outbox',
    operationIDs.map((operationID) => [operationID]),
  )
}

/** Puts the row of a message only, without telling anything of what lies beside it. */
export async function putMessage(update: Update, message: BackendMessage): Promise<SentMessage | undefined> {
  const { draft } = update
  const key = [...conversationKey(message), message.messageID]
  const known = await draft.get('messages', key)
  if (known?.sentStatus === 'sent') return undefined
  if ((await draft.get('deletions', key)) !== undefined) return undefined
  const row: SentMessage = {
    conversationType: message.conversationType,
    conversationID: message.conversationID,
    messageID: message.messageID,
    senderUserID: message.senderUserID,
    direction: message.senderUserID === update.userID ? 'send' : 'receive',
    content: message.content,
    order: message.order,
    isUserInserted: false,
    sentStatus: 'sent',
    timestamp: message.timestamp,
    ...(message.messageSeq === undefined ? {} : { messageSeq: message.messageSeq }),
  }
  draft.put('messages', row)
  if (known === undefined) return row
  update.report({ name: 'messageSentStatusChanged', event: { messageList: [row] } })
  return undefined
}

/** Moves what is confirmed of the conversation forward to `message`; an own message is read by the one who wrote it. */
async function moveHead(update: Update, message: BackendMessage): Promise<void> {
  const row = await conversationRow(update.draft, message, update.now)
  const { confirmed } = row
  const countedSeq = message.countedSeq ?? 0
  const isNewest = confirmed.headOrder === undefined || message.order > confirmed.headOrder
  const isReadBySending =
    message.senderUserID === update.userID && (confirmed.markOrder === undefined || message.order > confirmed.markOrder)
  if (!isNewest && !isReadBySending) return
  update.draft.put('conversations', {
    ...row,
    confirmed: {
      ...confirmed,
      ...(isNewest ? { headOrder: message.order } : {}),
      headCountedSeq: Math.max(confirmed.headCountedSeq, countedSeq),
      ...(isReadBySending
        ? { markOrder: message.order, markCountedSeq: Math.max(confirmed.markCountedSeq, countedSeq), removedCount: 0 }
        : {}),
    },
  })
}
