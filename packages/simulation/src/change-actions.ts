import type { ConversationReference, Message } from '@latchkey/core'
import { acknowledge, acknowledgeReceipt, changesOfMessages, replaceEarlier } from './acknowledgement.js'
import { chooseConversation } from './conversations.js'
import { conversationName, messageName } from './ledger.js'
import type { Random } from './random.js'
import type { Action, Life, World } from './world.js'

/** What the user sees of a conversation, to choose from. */
export async function look(
  life: Life,
  conversation: ConversationReference,
  count: number,
): Promise<readonly Message[]> {
  const page = await life.call(`look at ${conversationName(conversation)}`, (chat) =>
    chat.queryHistoryMessage(conversation, { count }),
  )
  return page.isDone ? page.result.messageList : []
}

async function deleteSome(
  world: World,
  life: Life,
  userID: string,
  conversation: ConversationReference,
  random: Random,
  { isAlsoDeleteServerMessage }: { readonly isAlsoDeleteServerMessage: boolean },
): Promise<void> {
  const seen = await look(life, conversation, random.between(3, 20))
  const chosen = seen.filter(() => random.chance(0.25)).slice(0, 3)
  if (chosen.length === 0) return
  const ledger = life.device.ledgerOf(userID)
  replaceEarlier(world, life, userID, changesOfMessages, conversation)
  for (const message of chosen) {
    ledger.perhapsDeleted.add(messageName(conversation, message.messageID))
    if (message.sentStatus !== 'sent') life.device.takeBack(message.operationID)
  }
  const messageIDs = chosen.map(({ messageID }) => messageID)
  const outcome = await life.call(`delete ${chosen.length} of ${conversationName(conversation)}`, (chat) =>
    chat.deleteMessages(conversation, messageIDs, { isAlsoDeleteServerMessage }),
  )
  if (!outcome.isDone) return
  const { operationID, errorMessageList } = outcome.result
  if (operationID !== undefined)
    acknowledge(world, life, userID, {
      ...conversation,
      operationID,
      operation: 'deleteMessages',
      askedAt: outcome.askedAt,
    })
  // Deleted everywhere, it is the backend that says so; and where it refuses, the message comes back.
  if (isAlsoDeleteServerMessage || outcome.askedAt < life.device.wipedUntil(userID)) return
  const absent = new Set(errorMessageList.map(({ messageID }) => messageID))
  for (const { messageID, sentStatus, isUserInserted } of chosen) {
    // One that waited is discarded, and comes back when it had reached the backend already.
    if (absent.has(messageID) || sentStatus !== 'sent' || isUserInserted) continue
    ledger.deleted.add(messageName(conversation, messageID))
  }
}

export const deleteMessages: Action = (world, life, userID, random) =>
  deleteSome(world, life, userID, chooseConversation(world, userID, random), random, {
    isAlsoDeleteServerMessage: false,
  })

export const deleteForAllDevices: Action = (world, life, userID, random) =>
  deleteSome(world, life, userID, chooseConversation(world, userID, random), random, {
    isAlsoDeleteServerMessage: true,
  })

export const editMessage: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const own = (await look(life, conversation, 15)).filter(({ senderUserID }) => senderUserID === userID)
  const message = random.pick(own)
  if (message === undefined) return
  replaceEarlier(world, life, userID, changesOfMessages, conversation)
  const text = `edited by ${life.name} ${random.below(10_000)}`
  const outcome = await life.call(`edit in ${conversationName(conversation)}`, (chat) =>
    chat.editMessage(conversation, message.messageID, { type: 'text', text }),
  )
  if (!outcome.isDone) return
  const { result, askedAt } = outcome
  const { operationID } = result
  acknowledge(world, life, userID, { ...conversation, operationID, operation: 'editMessage', askedAt })
}

export const revokeMessage: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const seen = await look(life, conversation, 15)
  const message = random.pick(random.chance(0.8) ? seen.filter((one) => one.senderUserID === userID) : seen)
  if (message === undefined) return
  replaceEarlier(world, life, userID, changesOfMessages, conversation)
  if (message.sentStatus !== 'sent') life.device.takeBack(message.operationID)
  const outcome = await life.call(`revoke in ${conversationName(conversation)}`, (chat) =>
    chat.revokeMessage(conversation, message.messageID),
  )
  acknowledgeReceipt(world, life, userID, outcome, { ...conversation, operation: 'revokeMessage' })
}

export const react: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const message = random.pick(await look(life, conversation, 12))
  if (message === undefined) return
  replaceEarlier(world, life, userID, changesOfMessages, conversation)
  const sign = random.pick(['+1', 'heart', 'smile'])
  const isGiven = random.chance(0.65)
  const outcome = await life.call(
    `${isGiven ? 'give' : 'take back'} ${sign} in ${conversationName(conversation)}`,
    (chat) =>
      isGiven
        ? chat.addMessageReaction(conversation, message.messageID, sign)
        : chat.deleteMessageReaction(conversation, message.messageID, sign),
  )
  const operation = isGiven ? 'addMessageReaction' : 'deleteMessageReaction'
  acknowledgeReceipt(world, life, userID, outcome, { ...conversation, operation })
}
