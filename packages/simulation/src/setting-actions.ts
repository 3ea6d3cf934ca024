import { acknowledgeReceipt, changesOfMessages, replaceEarlier } from './acknowledgement.js'
import { look } from './change-actions.js'
import { chooseConversation } from './conversations.js'
import { conversationName, messageName } from './ledger.js'
import { storeKey } from './store-key.js'
import type { Action } from './world.js'

/** A conversation is muted, marked as unread or archived, or is so no more. */
export const setFlag: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const name = conversationName(conversation)
  const isOn = random.chance(0.6)
  replaceEarlier(world, life, userID, ['setConversationFlag'], conversation)
  const settings = [
    () =>
      life.call(`mute ${name}`, (chat) =>
        chat.setConversationNotificationStatus(conversation, isOn ? 'doNotDisturb' : 'notify'),
      ),
    () => life.call(`mark ${name}`, (chat) => chat.setConversationMarkedUnread(conversation, isOn)),
    () => life.call(`archive ${name}`, (chat) => chat.updateConversationArchivedState(conversation, isOn)),
  ]
  const outcome = await random.pick(settings)?.()
  if (outcome) acknowledgeReceipt(world, life, userID, outcome, { ...conversation, operation: 'setConversationFlag' })
}

/** A message stands above its conversation, for all, or does no more. */
export const pinMessage: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  const message = random.pick((await look(life, conversation, 12)).filter(({ sentStatus }) => sentStatus === 'sent'))
  if (message === undefined) return
  const isPinned = random.chance(0.7)
  replaceEarlier(world, life, userID, ['pinMessage'], conversation)
  const outcome = await life.call(
    `${isPinned ? 'hang up' : 'take down'} in ${conversationName(conversation)}`,
    (chat) => chat.pinMessage(conversation, message.messageID, isPinned),
  )
  acknowledgeReceipt(world, life, userID, outcome, { ...conversation, operation: 'pinMessage' })
}

/** Every message of a conversation goes, on all of the user's devices. */
export const deleteAllMessages: Action = async (world, life, userID, random) => {
  const conversation = chooseConversation(world, userID, random)
  // What waits there is discarded, and what is being sent may be either.
  replaceEarlier(
    world,
    life,
    userID,
    ['sendMessage', 'markRead', 'setConversationFlag', 'deleteAllMessages', ...changesOfMessages],
    conversation,
  )
  const { perhapsDeleted, operations } = life.device.ledgerOf(userID)
  const name = conversationName(conversation)
  const askedAt = world.timeline.now
  for (const { messageID } of world.host.committedOrders(storeKey(userID, conversation)))
    perhapsDeleted.add(messageName(conversation, messageID))
  await life.call(`delete all of ${name}`, (chat) =>
    chat.deleteAllMessage(conversation, { isAlsoDeleteServerMessage: true }),
  )
  // One that was on its way may arrive all the same, and is gone from here.
  for (const operation of operations.values()) {
    const { messageID } = operation
    if (messageID !== undefined && operation.askedAt <= askedAt && conversationName(operation) === name)
      perhapsDeleted.add(messageName(conversation, messageID))
  }
}
