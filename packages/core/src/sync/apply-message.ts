import type { BackendMessage } from '../contract/backend-facts.js'
import type { MessageContent } from '../contract/message-content.js'
import type { SentMessage } from '../contract/messages.js'
import { conversationKey, conversationRow, messageKey } from '../store/conversation-rows.js'
import { showMessage, toMessage, versionOf } from '../store/message-rows.js'
import type { MessageRow } from '../store/schema.js'
import type { Update } from '../store/writer.js'
import { settleOperation } from './outbox/settlement.js'
import { addStretch, readRanges } from './ranges.js'

/**
 * Applies one message of the backend: its row with the operation that made it, its range and the head of its conversation.
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
  update.touch(message)
  return added
}

/**
 * Applies what became of a message that was added before. One that this device does not have is kept all the same, outside
 * all ranges: a page of history that was on its way before the change must not bring the old version.
 */
export async function applyMessageVersion(update: Update, message: BackendMessage): Promise<void> {
  await putMessage(update, message, { isChange: true })
  update.touch(message)
}

/** Reads at once what applying many messages will ask for one by one. */
export async function prefetchMessages({ draft, userID }: Update, messages: readonly BackendMessage[]): Promise<void> {
  const keys = messages.map(messageKey)
  const operationIDs = messages.flatMap(({ senderUserID, operationID }) =>
    senderUserID === userID && operationID !== undefined ? [operationID] : [],
  )
  const conversations = new Map(messages.map((message) => [conversationKey(message).join('\n'), message]))
  await Promise.all([
    draft.prefetch('messages', keys),
    draft.prefetch('deletions', keys),
    draft.prefetch('conversations', [...conversations.values()].map(conversationKey)),
    draft.prefetch(
      'outbox',
      operationIDs.map((operationID) => [operationID]),
    ),
    ...[...conversations.values()].map((conversation) => readRanges(draft, conversation)),
  ])
}

/** Puts the row of a message and settles the operation that made it, without telling anything of what lies beside it. Returns the message when it is new here. */
export async function putMessage(
  update: Update,
  message: BackendMessage,
  { isChange = false }: { readonly isChange?: boolean } = {},
): Promise<SentMessage | undefined> {
  const { draft } = update
  const key = messageKey(message)
  const { content } = message
  // However the device hears of it: a message that the backend has was sent, even if a repeat of its operation was refused since.
  if (message.operationID !== undefined && message.senderUserID === update.userID) {
    await settleOperation(update, message.operationID)
  }
  if (content.type === 'deleted') {
    await removeMessage(update, message)
    return undefined
  }
  const known = await draft.get('messages', key)
  if (known?.sentStatus === 'sent' && !isLater(message, known, isChange)) return undefined
  if (known === undefined && (await isDeletedHere(update, message))) return undefined
  const row = rowOf(update, message, content, known)
  draft.put('messages', row)
  if (known === undefined) return toSent(row)
  update.watch(known)
  update.dropFile(known.content, content)
  if (known.sentStatus !== 'sent') {
    update.report({ name: 'messageSentStatusChanged', event: { messageList: [toMessage(row)] } })
  }
  return undefined
}

async function isDeletedHere({ draft }: Update, message: BackendMessage): Promise<boolean> {
  const conversation = await draft.get('conversations', conversationKey(message))
  if (message.order <= (conversation?.clearedUpToOrder ?? '')) return true
  return (await draft.get('deletions', messageKey(message))) !== undefined
}

/** Where the backend counts versions the higher one is later; where it does not, what is told as a change is. */
function isLater(message: BackendMessage, known: MessageRow, isChange: boolean): boolean {
  if (message.revision === undefined && isChange) return true
  const [told, stored] = [message.revision ?? 0, known.revision ?? 0]
  // What this device did not understand when it was told first it does now.
  const isUnderstoodNow =
    message.content.type !== 'unsupported' && (known.confirmed ?? known).content.type === 'unsupported'
  return told > stored || (told === stored && isUnderstoodNow)
}

function rowOf(
  update: Update,
  message: BackendMessage,
  content: MessageContent,
  known: MessageRow | undefined,
): MessageRow {
  const version = versionOf(message, content)
  const row: MessageRow = {
    conversationType: message.conversationType,
    conversationID: message.conversationID,
    messageID: message.messageID,
    senderUserID: message.senderUserID,
    direction: message.senderUserID === update.userID ? 'send' : 'receive',
    ...version,
    order: message.order,
    isUserInserted: false,
    sentStatus: 'sent',
    timestamp: message.timestamp,
    ...(message.messageSeq === undefined ? {} : { messageSeq: message.messageSeq }),
    ...(message.revision === undefined ? {} : { revision: message.revision }),
    ...(message.repliedInfo === undefined
      ? {}
      : { repliedInfo: message.repliedInfo, repliedMessageID: message.repliedInfo.messageID }),
    ...(content.type === 'combine' && known?.combinedLists !== undefined ? { combinedLists: known.combinedLists } : {}),
    ...(known?.localExtendedData === undefined ? {} : { localExtendedData: known.localExtendedData }),
  }
  return showMessage(row, version, known?.pending ?? [], update.userID)
}

function toSent(row: MessageRow): SentMessage | undefined {
  const message = toMessage(row)
  return message.sentStatus === 'sent' ? message : undefined
}

/** The user deleted the message, here or on another device: it is gone from this one for good. */
export async function removeMessage(
  update: Update,
  {
    conversationType,
    conversationID,
    messageID,
  }: Pick<BackendMessage, 'conversationType' | 'conversationID' | 'messageID'>,
): Promise<void> {
  const key = [conversationType, conversationID, messageID]
  if ((await update.draft.get('deletions', key)) === undefined) {
    update.draft.put('deletions', { conversationType, conversationID, messageID })
  }
  const message = await update.draft.get('messages', key)
  if (message === undefined) return
  update.dropFile(message.content)
  update.draft.delete('messages', key)
  update.report({ name: 'messageDeleted', event: { conversationType, conversationID, messageIDs: [messageID] } })
  update.touch({ conversationType, conversationID })
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
