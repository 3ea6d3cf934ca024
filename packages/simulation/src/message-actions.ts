import { acknowledge, acknowledgeReceipt, changesOfMessages, replaceEarlier } from './acknowledgement.js'
import { chooseConversation } from './conversations.js'
import { auditPage } from './page-audit.js'
import { conversationName } from './ledger.js'
import type { Action } from './world.js'

export const sendMessage: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const text = `${life.name} ${random.next().toString(36)}`
  // Written to a group that the user is not in, it makes a conversation that is on this device only.
  const { madeHere, texts } = life.device.ledgerOf(userID)
  madeHere.add(conversationName(conversation))
  texts.add(text)
  const outcome = await life.call(`send to ${conversationName(conversation)}`, (chat) =>
    chat.sendMessage(conversation, { type: 'text', text }),
  )
  if (!outcome.isDone) return
  const { operationID, message } = outcome.result
  acknowledge(world, life, userID, {
    ...conversation,
    operationID,
    operation: 'sendMessage',
    messageID: message.messageID,
    text,
    askedAt: outcome.askedAt,
  })
}

export const clearUnread: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  // What is read is marked as unread no more.
  replaceEarlier(world, life, userID, ['markRead', 'setConversationFlag'], conversation)
  const outcome = await life.call(`read ${conversationName(conversation)}`, (chat) =>
    chat.clearConversationUnreadMessageCount(conversation),
  )
  acknowledgeReceipt(world, life, userID, outcome, { ...conversation, operation: 'markRead' })
}

export const pin: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const isPinned = random.chance(0.6)
  replaceEarlier(world, life, userID, ['updateConversationPinnedState'], conversation)
  const outcome = await life.call(`${isPinned ? 'pin' : 'unpin'} ${conversationName(conversation)}`, (chat) =>
    chat.updateConversationPinnedState(conversation, isPinned),
  )
  acknowledgeReceipt(world, life, userID, outcome, { ...conversation, operation: 'updateConversationPinnedState' })
}

export const draft: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const text = random.chance(0.3) ? '' : `draft ${random.below(1_000)}`
  life.device.ledgerOf(userID).madeHere.add(conversationName(conversation))
  replaceEarlier(world, life, userID, ['setConversationDraft'], conversation)
  const outcome = await life.call(`draft in ${conversationName(conversation)}`, (chat) =>
    chat.setConversationDraft(conversation, text),
  )
  acknowledgeReceipt(world, life, userID, outcome, { ...conversation, operation: 'setConversationDraft' })
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

export const deleteConversation: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  life.device.ledgerOf(userID).takenOff.add(conversationName(conversation))
  // Its draft goes with it.
  replaceEarlier(world, life, userID, ['setConversationDraft'], conversation)
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

export const retryOrDiscard: Action = async (world, life, userID, random) => {
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
  replaceEarlier(world, life, userID, changesOfMessages, chosen)
  await life.call(`discard ${operationID.slice(-6)}`, (chat) => chat.discardOperation(operationID))
}

export const retryAll: Action = async (_world, life, userID) => {
  for (const { operationID } of life.device.ledgerOf(userID).operations.values()) life.device.retried(operationID)
  await life.call('retry all', (chat) => chat.retryAllOperations())
}

export const syncNow: Action = async (_world, life, _userID, random) => {
  if (random.chance(0.5)) life.chat.reconnectNow()
  else await life.call('sync now', (chat) => chat.syncNow())
}
