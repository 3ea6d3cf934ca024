import type { ConversationReference, HistoryMessagePage } from '@latchkey/core'
import { conversationName, messageName } from './ledger.js'
import { storeKey } from './store-key.js'
import type { Life, World } from './world.js'

/**
 * A page of history that a user sees at any moment, offline or not: in order, nothing twice, nothing missing between two
 * neighbours, and an end that is the beginning of the conversation or says that it is a gap (OL-38).
 */
export function auditPage(
  world: World,
  life: Life,
  userID: string,
  conversation: ConversationReference,
  { messageList, stoppedAtGap, nextCursor }: HistoryMessagePage,
): void {
  const where = `${life.name} in ${conversationName(conversation)}`
  const ledger = life.device.ledgerOf(userID)
  const key = storeKey(userID, conversation)
  const committed = world.host.committedOrders(key)
  const seen = messageList.filter((message) => message.sentStatus === 'sent' && !message.isUserInserted)
  const shown = new Set(messageList.map(({ messageID }) => messageID))
  if (shown.size !== messageList.length) world.violate('page-once', `${where}: a message stands twice in a page`)
  for (const [index, message] of messageList.entries()) {
    const before = messageList[index - 1]
    if (before !== undefined && before.order >= message.order) world.violate('page-order', `${where}: out of order`)
  }
  const first = seen[0]
  const last = seen.at(-1)
  if (first === undefined || last === undefined) return
  const isStart = !stoppedAtGap && nextCursor === undefined
  for (const { order, messageID } of committed) {
    if (order > last.order || (order < first.order && !isStart)) continue
    const isDeleted =
      ledger.perhapsDeleted.has(messageName(conversation, messageID)) || world.host.isDeleted(userID, key, order)
    if (!shown.has(messageID) && !isDeleted) {
      world.violate(
        'hidden-gap',
        `${where}: ${order.slice(-3)} is missing between ${first.order.slice(-3)} and ${last.order.slice(-3)}`,
      )
      return
    }
  }
}
