import type { ConversationReference } from '../contract/conversation-reference.js'
import type { Message } from '../contract/messages.js'
import type { Key } from '../contract/storage-driver.js'
import type { HistoryRequest } from '../contract/transport-driver.js'
import { conversationKey } from '../store/conversation-rows.js'
import { toMessage } from '../store/message-rows.js'
import type { MessageRow } from '../store/schema.js'
import type { Store } from '../store/store.js'
import { behind } from '../store/all-rows.js'
import { readRows } from './rows.js'

/** The lowest order of what was not sent: all orders of a backend lie below. */
const unsentFloor = '~'

/** A stretch of a conversation as the device knows it. */
export interface HistoryStretch {
  /** Oldest first. Between two neighbours the conversation has no others. */
  readonly messageList: readonly Message[]
  /** More follows in the direction of reading, on this device. */
  readonly hasMore: boolean
  /** Reading ended where the device does not know what comes next; the order directly before that. */
  readonly gapAt: string | undefined
}

/** Whether the backend has messages of the conversation. */
async function isHeardOf(store: Store, key: readonly [string, string]): Promise<boolean> {
  return (await store.get('conversations', key))?.confirmed.headOrder !== undefined
}

/** What to ask the backend for to fill the gap at `order`. */
export function requestOlder(order: string, limit: number): HistoryRequest {
  return order === unsentFloor ? { type: 'newest', limit } : { type: 'before', order, limit }
}

/** The newest messages below the order `before` (absent: of all), back to the next gap (OL-38). */
export async function readOlder(
  store: Store,
  conversation: ConversationReference,
  { count, before }: { readonly count: number; readonly before?: string },
): Promise<HistoryStretch> {
  const prefix = conversationKey(conversation)
  const [range] = await store.range('ranges', {
    prefix,
    reverse: true,
    ...(before === undefined ? {} : { to: behind([...prefix, before]) }),
    limit: 1,
  })
  if (range === undefined && (await isHeardOf(store, prefix))) {
    // The device vouches for nothing that the backend has: only what waits here is shown.
    if (before !== undefined && before < unsentFloor) return { messageList: [], hasMore: false, gapAt: before }
    const unsent = { index: 'by_order', prefix, reverse: true, from: [...prefix, unsentFloor] }
    const to = before === undefined ? {} : { to: [...prefix, before] }
    const { rows, hasMore } = await readRows(store, 'messages', { ...unsent, ...to }, count, placeOf)
    return { messageList: rows.toReversed().map(toMessage), hasMore, gapAt: hasMore ? undefined : unsentFloor }
  }
  const gapBelowRange = range === undefined || range.reachesStart ? undefined : range.firstOrder
  if (range !== undefined && range.firstOrder === before) {
    return { messageList: [], hasMore: false, gapAt: gapBelowRange }
  }
  const { rows, hasMore } = await readRows(
    store,
    'messages',
    {
      index: 'by_order',
      prefix,
      reverse: true,
      // What lies below the range is beyond a gap.
      ...(gapBelowRange === undefined ? {} : { from: [...prefix, gapBelowRange] }),
      ...(before === undefined ? {} : { to: [...prefix, before] }),
    },
    count,
    placeOf,
  )
  return { messageList: rows.toReversed().map(toMessage), hasMore, gapAt: hasMore ? undefined : gapBelowRange }
}

/** The oldest messages above the order `after`, up to the next gap. */
export async function readNewer(
  store: Store,
  conversation: ConversationReference,
  { count, after }: { readonly count: number; readonly after: string },
): Promise<HistoryStretch> {
  const prefix = conversationKey(conversation)
  // No order lies between `after` and this: a space is the lowest character of an order.
  const from = [...prefix, `${after} `]
  const [rangeAbove] = await store.range('ranges', { prefix, from, limit: 1 })
  const [range] = await store.range('ranges', { prefix, reverse: true, to: from, limit: 1 })
  const { rows, hasMore } = await readRows(
    store,
    'messages',
    {
      index: 'by_order',
      prefix,
      from,
      // What lies between two ranges is in a gap, though the device may have single messages there.
      ...(rangeAbove === undefined ? {} : { to: [...prefix, `${range?.lastOrder ?? after} `] }),
    },
    count,
    placeOf,
  )
  return {
    messageList: rows.map(toMessage),
    hasMore,
    gapAt: hasMore || rangeAbove === undefined ? undefined : (rows.at(-1)?.order ?? after),
  }
}

function placeOf({ conversationType, conversationID, order, messageID }: MessageRow): Key {
  return [conversationType, conversationID, order, conversationType, conversationID, messageID]
}
