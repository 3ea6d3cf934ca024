import type { ConversationReference } from '../../contract/conversation-reference.js'
import { allRows } from '../../store/all-rows.js'
import { conversationKey } from '../../store/conversation-rows.js'
import type { OutboxRow } from '../../store/schema.js'
import type { Store } from '../../store/store.js'

/** Operations of one conversation are sent in order; those of different ones side by side. */
export function laneOf(conversation: ConversationReference): string {
  return conversationKey(conversation).join('\n')
}

/** The conversations in which something can be sent and nothing is being sent, at most `limit`. */
export async function idleLanes(
  store: Store,
  busyLanes: ReadonlySet<string>,
  limit: number,
): Promise<readonly ConversationReference[]> {
  const lanes = new Map<string, ConversationReference>()
  const failed = new Set<string>()
  const rows = allRows(store, 'outbox', { index: 'by_sequence', limit: 200 }, placeInQueue)
  for await (const row of rows) {
    const lane = laneOf(row)
    if (row.state === 'failed') failed.add(row.operationID)
    else if (!isBlocked(row, failed) && !busyLanes.has(lane)) lanes.set(lane, row)
    if (lanes.size >= limit) break
  }
  return [...lanes.values()]
}

/** The full key of an operation in the order of the whole outbox. */
export function placeInQueue({ sequence, operationID }: OutboxRow): readonly [number, string] {
  return [sequence, operationID]
}

function isBlocked({ dependsOn }: OutboxRow, failed: ReadonlySet<string>): boolean {
  return dependsOn !== undefined && failed.has(dependsOn)
}

/** The first operation of a conversation that waits, and does not wait for one that has failed. */
export async function headOfLane(store: Store, conversation: ConversationReference): Promise<OutboxRow | undefined> {
  const prefix = conversationKey(conversation)
  const failed = new Set<string>()
  const rows = allRows(store, 'outbox', { index: 'by_lane', prefix, limit: 50 }, (row) => [
    ...prefix,
    ...placeInQueue(row),
  ])
  for await (const row of rows) {
    if (row.state === 'failed') failed.add(row.operationID)
    else if (!isBlocked(row, failed)) return row
  }
  return undefined
}
