import type { ConversationReference, Message, OperationReceipt } from '@latchkey/core'
import { chooseConversation } from './conversations.js'
import { auditPage } from './page-audit.js'
import { conversationName, messageName, type AcknowledgedOperation } from './ledger.js'
import type { Action, Life } from './world.js'

/** The device has taken the operation on: from now on it must not get lost. */
function acknowledge(
  life: Life,
  userID: string,
  operation: Pick<AcknowledgedOperation, 'operationID' | 'operation' | 'conversationType' | 'conversationID'> &
    Partial<Pick<AcknowledgedOperation, 'messageID' | 'text'>>,
): void {
  const { operations } = life.device.ledgerOf(userID)
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

/** From now on one of this kind may take the place of those that wait. */
function replaceEarlier(
  life: Life,
  userID: string,
  kind: AcknowledgedOperation['operation'],
  conversation: ConversationReference,
): void {
  for (const operation of life.device.ledgerOf(userID).operations.values()) {
    if (operation.operation === kind && conversationName(operation) === conversationName(conversation)) {
      operation.isReplaced = true
    }
  }
}

export const sendMessage: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const text = `${life.name} ${random.next().toString(36)}`
  const outcome = await life.call(`send to ${conversationName(conversation)}`, (chat) =>
    chat.sendMessage(conversation, { type: 'text', text }),
  )
  if (!outcome.isDone) return
  const { operationID, message } = outcome.result
  acknowledge(life, userID, {
    ...conversation,
    operationID,
    operation: 'sendMessage',
    messageID: message.messageID,
    text,
  })
}

export const clearUnread: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  replaceEarlier(life, userID, 'markRead', conversation)
  const outcome = await life.call(`read ${conversationName(conversation)}`, (chat) =>
    chat.clearConversationUnreadMessageCount(conversation),
  )
  const receipt: OperationReceipt | undefined = outcome.isDone ? outcome.result : undefined
  if (receipt !== undefined) acknowledge(life, userID, { ...conversation, ...receipt, operation: 'markRead' })
}

export const pin: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const isPinned = random.chance(0.6)
  replaceEarlier(life, userID, 'updateConversationPinnedState', conversation)
  const outcome = await life.call(`${isPinned ? 'pin' : 'unpin'} ${conversationName(conversation)}`, (chat) =>
    chat.updateConversationPinnedState(conversation, isPinned),
  )
  if (!outcome.isDone) return
  acknowledge(life, userID, { ...conversation, ...outcome.result, operation: 'updateConversationPinnedState' })
}

export const draft: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const text = random.chance(0.3) ? '' : `draft ${random.below(1_000)}`
  life.device.ledgerOf(userID).madeHere.add(conversationName(conversation))
  await life.call(`draft in ${conversationName(conversation)}`, (chat) => chat.setConversationDraft(conversation, text))
}

export const insertMessage: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const { conversationType, conversationID } = conversation
  const senderUserID = conversationType === 'peer' ? random.pick([userID, conversationID]) : random.pick(world.userIDs)
  life.device.ledgerOf(userID).madeHere.add(conversationName(conversation))
  await life.call(`insert into ${conversationName(conversation)}`, (chat) =>
    chat.insertMessageToLocalDB(conversation, { type: 'text', text: 'inserted' }, { senderUserID: senderUserID ?? '' }),
  )
}

export const deleteMessages: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const page = await life.call(`look at ${conversationName(conversation)}`, (chat) =>
    chat.queryHistoryMessage(conversation, { count: random.between(3, 20) }),
  )
  if (!page.isDone) return
  const chosen: readonly Message[] = page.result.messageList.filter(() => random.chance(0.25)).slice(0, 3)
  if (chosen.length === 0) return
  const ledger = life.device.ledgerOf(userID)
  for (const message of chosen) {
    ledger.perhapsDeleted.add(messageName(conversation, message.messageID))
    if (message.sentStatus !== 'sent') life.device.takeBack(message.operationID)
  }
  const outcome = await life.call(`delete ${chosen.length} of ${conversationName(conversation)}`, (chat) =>
    chat.deleteMessages(
      conversation,
      chosen.map(({ messageID }) => messageID),
    ),
  )
  if (!outcome.isDone) return
  const absent = new Set(outcome.result.errorMessageList.map(({ messageID }) => messageID))
  for (const message of chosen) {
    const { messageID } = message
    if (absent.has(messageID)) continue
    // One that waited is discarded, and comes back when it had reached the backend already.
    if (message.sentStatus === 'sent' && !message.isUserInserted)
      ledger.deleted.add(messageName(conversation, messageID))
  }
}

export const deleteConversation: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  life.device.ledgerOf(userID).takenOff.add(conversationName(conversation))
  await life.call(`take ${conversationName(conversation)} off`, (chat) => chat.deleteConversation(conversation))
}

export const queryHistory: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const count = random.between(1, 20)
  let cursor: string | undefined
  for (let pages = 0; pages < 3; pages += 1) {
    const outcome = await life.call(`history of ${conversationName(conversation)}`, (chat) =>
      chat.queryHistoryMessage(conversation, { count, ...(cursor === undefined ? {} : { cursor }) }),
    )
    if (!outcome.isDone) return
    auditPage(world, life, userID, conversation, outcome.result)
    cursor = outcome.result.nextCursor
    if (cursor === undefined) return
  }
}

export const retryOrDiscard: Action = async (_world, life, _userID, random) => {
  const listed = await life.call('outbox', (chat) => chat.queryOperationList({ count: 50 }))
  if (!listed.isDone) return
  const failed = listed.result.operationList.filter(({ state }) => state === 'failed')
  const chosen = random.pick(failed.length > 0 ? failed : listed.result.operationList)
  if (chosen === undefined) return
  const { operationID } = chosen
  if (chosen.state === 'failed' && random.chance(0.6)) {
    life.device.retried(operationID)
    await life.call(`retry ${operationID.slice(-6)}`, (chat) => chat.retryOperation(operationID))
    return
  }
  if (chosen.state === 'waiting' && random.chance(0.7)) return
  // Whether or not the answer comes: it may be gone now.
  life.device.takeBack(operationID)
  await life.call(`discard ${operationID.slice(-6)}`, (chat) => chat.discardOperation(operationID))
}
