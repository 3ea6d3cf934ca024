import type { ConversationReference } from '../contract/conversation-reference.js'
import { conversationKey } from '../store/conversation-rows.js'
import type { Draft } from '../store/draft.js'
import type { RangeRow } from '../store/schema.js'

/** A whole stretch of a conversation that has arrived, and what is known of its ends. */
export interface Stretch {
  readonly firstOrder: string
  readonly lastOrder: string
  /** The order directly before the first message; `null` when there is none; absent when nobody said. */
  readonly follows?: string | null
  /** The order directly after the last message; absent when nobody said. */
  readonly precedes?: string
}

/** What the device has of a conversation. */
export function readRanges(draft: Draft, conversation: ConversationReference): Promise<readonly RangeRow[]> {
  return draft.range('ranges', { prefix: conversationKey(conversation), limit: 1_000 })
}

/** Records that the device has a stretch: ranges that it overlaps or adjoins become one with it (OL-38). */
export async function addStretch(draft: Draft, conversation: ConversationReference, stretch: Stretch): Promise<void> {
  const ranges = await readRanges(draft, conversation)
  const { joined, merged } = mergeStretch(ranges, conversation, stretch)
  if (joined.length === 1 && isSame(joined[0], merged)) return
  for (const range of joined) draft.delete('ranges', [...conversationKey(range), range.firstOrder])
  draft.put('ranges', merged)
}

/** The device no longer vouches for what it has of a conversation: history is asked for again. The messages stay. */
export async function forgetRanges(draft: Draft, conversation: ConversationReference): Promise<void> {
  const ranges = await draft.range('ranges', { prefix: conversationKey(conversation), limit: 1_000 })
  for (const { firstOrder } of ranges) draft.delete('ranges', [...conversationKey(conversation), firstOrder])
}

/** The ranges that `stretch` joins, and the one that takes their place. */
export function mergeStretch(
  ranges: readonly RangeRow[],
  conversation: ConversationReference,
  stretch: Stretch,
): { readonly joined: readonly RangeRow[]; readonly merged: RangeRow } {
  const joined = ranges.filter(
    (range) =>
      (range.firstOrder <= stretch.lastOrder && range.lastOrder >= stretch.firstOrder) ||
      range.lastOrder === stretch.follows ||
      range.firstOrder === stretch.precedes,
  )
  const first = [stretch.firstOrder, ...joined.map((range) => range.firstOrder)].reduce(lesser)
  const last = [stretch.lastOrder, ...joined.map((range) => range.lastOrder)].reduce(greater)
  return {
    joined,
    merged: {
      conversationType: conversation.conversationType,
      conversationID: conversation.conversationID,
      firstOrder: first,
      lastOrder: last,
      reachesStart: stretch.follows === null || joined.some((range) => range.reachesStart),
    },
  }
}

function lesser(left: string, right: string): string {
  return left < right ? left : right
}

function greater(left: string, right: string): string {
  return left > right ? left : right
}

function isSame(left: RangeRow | undefined, right: RangeRow): boolean {
  return (
    left?.firstOrder === right.firstOrder &&
    left.lastOrder === right.lastOrder &&
    left.reachesStart === right.reachesStart
  )
}
