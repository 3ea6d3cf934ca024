import { conversationName, messageName } from './ledger.js'
import { storeKey } from './store-key.js'
import type { Device, World } from './world.js'

/** What is stored as known is really there: a gap is never hidden (OL-38). */
export async function auditStoredRanges(world: World, device: Device, userID: string): Promise<void> {
  const stored = await device.disk.inspect(userID, async (session) => ({
    ranges: await session.range('ranges', { limit: 1_000 }),
    messages: await session.range('messages', { limit: 1_000 }),
    deletions: await session.range('deletions', { limit: 1_000 }),
    conversations: await session.range('conversations', { limit: 1_000 }),
  }))
  if (stored === undefined) return
  const present = new Set<string>()
  for (const { row } of stored.messages) {
    if (row['sentStatus'] === 'sent' && row['isUserInserted'] !== true) present.add(nameOf(row))
  }
  const cleared = new Map(
    stored.conversations.map(({ row }) => [conversationName(referenceOf(row)), textOf(row['clearedUpToOrder'])]),
  )
  const deleted = new Set(stored.deletions.map(({ row }) => nameOf(row)))

  for (const { row } of stored.ranges) {
    const conversation = referenceOf(row)
    const firstOrder = textOf(row['firstOrder'])
    const lastOrder = textOf(row['lastOrder'])
    const clearedUpTo = cleared.get(conversationName(conversation)) ?? ''
    const everything = world.host.committedOrders(storeKey(userID, conversation))
    const committed = everything.filter(({ order }) => order > clearedUpTo)
    const where = `${device.name} of ${userID} in ${conversationName(conversation)}`
    // What was deleted as a whole is no part of the conversation any more, wherever a range begins in it.
    const start = committed[0]?.order ?? '~'
    const isStart = clearedUpTo === '' ? start === firstOrder : start >= firstOrder
    if (row['reachesStart'] === true && !isStart) {
      world.violate('range-true', `${where}: the range from ${firstOrder.slice(-3)} claims to reach the start`)
    }
    for (const { order, messageID } of committed) {
      if (order < firstOrder || order > lastOrder) continue
      const name = messageName(conversation, messageID)
      if (!present.has(name) && !deleted.has(name)) {
        world.violate('range-true', `${where}: ${order.slice(-3)} lies in a known range and is not there`)
        return
      }
    }
  }
}

type StoredReference = { readonly [field: string]: unknown }

function referenceOf(row: StoredReference) {
  const conversationType = row['conversationType'] === 'group' ? 'group' : 'peer'
  return { conversationType, conversationID: textOf(row['conversationID']) } as const
}

function nameOf(row: StoredReference): string {
  return messageName(referenceOf(row), textOf(row['messageID']))
}

function textOf(field: unknown): string {
  return typeof field === 'string' ? field : ''
}
