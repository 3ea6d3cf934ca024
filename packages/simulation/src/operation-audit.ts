import type { JsonValue, Row } from '@latchkey/core/driver'
import type { BackendFacts } from './backend-facts.js'
import { conversationName } from './ledger.js'
import { storeKey } from './store-key.js'
import type { Device, World } from './world.js'

/** Every operation that the device acknowledged reached the backend once, or waits, or failed with a reason (OL-36). */
export async function auditOperations(world: World, device: Device, userID: string): Promise<void> {
  const outbox = await readOutbox(device, userID)
  const sent: Sent[] = []
  for (const operation of device.ledgerOf(userID).operations.values()) {
    const { operationID, messageID } = operation
    const what = `${operation.operation} ${operationID.slice(-6)} of ${userID} in ${conversationName(operation)} on ${device.name}`
    const commits = world.host.commitsOf(userID, operationID)
    // What the backend remembered of operations goes with the log; then the message itself says that it was there.
    if (commits > 1 && !world.faults.has('trimmedLog'))
      world.violate('exactly-once', `${what} was done ${commits} times`)
    const place = messageID === undefined ? undefined : placeOf(world, userID, operation, messageID)
    const row = outbox.get(operationID)
    const isExcused = operation.isTakenBack || operation.isReplaced
    if (commits === 0 && place === undefined && row === undefined && !isExcused) {
      world.violate('never-lost', `${what} was acknowledged and is nowhere`)
    }
    if (row?.['state'] === 'failed' && row['failureCode'] === undefined) {
      world.violate('failed-with-a-reason', `${what} failed for no reason`)
    }
    if (place === undefined || operation.hasFailed) continue
    // Sent in the order in which the device took them in; of two tabs it is known only when one was told before the other asked.
    const lane = conversationName(operation)
    const isOvertaken = sent.some((earlier) => {
      const isBefore = device.plan.tabs === 1 || earlier.acknowledgedAt < operation.askedAt
      return isBefore && earlier.lane === lane && earlier.place > place
    })
    if (isOvertaken) world.violate('in-order', `${what} overtook another`)
    sent.push({ lane, place, acknowledgedAt: operation.acknowledgedAt })
  }
}

/** A message that reached the backend. */
interface Sent {
  readonly lane: string
  readonly place: number
  readonly acknowledgedAt: number
}

/** What was asked to be sent is there once at the most, also when nobody was told that it is (OL-36). */
export function auditTexts(world: World, device: Device, userID: string, { messages }: BackendFacts): void {
  const counts = new Map<string, number>()
  for (const row of [...messages.values()].flat()) {
    const text = row.content.type === 'text' ? row.content.text : ''
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  for (const text of device.ledgerOf(userID).texts) {
    const count = counts.get(text) ?? 0
    if (count > 1) world.violate('once-at-most', `"${text}" of ${userID} on ${device.name} is there ${count} times`)
  }
}

function placeOf(
  world: World,
  userID: string,
  conversation: Parameters<typeof storeKey>[1],
  messageID: string,
): number | undefined {
  const committed = world.host.committedOrders(storeKey(userID, conversation))
  const found = committed.flatMap((message, index) => (message.messageID === messageID ? [index] : []))
  if (found.length > 1) world.violate('exactly-once', `the message ${messageID} is there ${found.length} times`)
  return found[0]
}

async function readOutbox(device: Device, userID: string): Promise<ReadonlyMap<JsonValue | undefined, Row>> {
  const rows = await device.disk.inspect(userID, (session) =>
    session.range('outbox', { index: 'by_sequence', limit: 1_000 }),
  )
  return new Map((rows ?? []).map(({ row }) => [row['operationID'], row]))
}
