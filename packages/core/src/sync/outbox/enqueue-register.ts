import type { ConversationReference } from '../../contract/conversation-reference.js'
import { registerKey } from '../../store/register-key.js'
import type { OutboxRow, ShownRegister } from '../../store/schema.js'
import type { Update } from '../../store/writer.js'
import type { Attempts } from './attempts.js'
import type { RegisterOperation } from './kinds/register.js'
import { enqueue, isEnqueued, operationsOf, type NewOperation } from './queue.js'
import { removeOperation } from './settlement.js'

/** An operation on registers, to be enqueued. */
export type RegisterChange = Extract<NewOperation, { readonly operation: RegisterOperation }> & {
  readonly shows?: never
  readonly dependsOn?: never
  /** The conversation in whose order it is sent: of a user's register the peer conversation with whom it is about. */
  readonly lane: ConversationReference
  /** What it makes of which registers, 1 to 100: no others may be in the answer. */
  readonly registerList: readonly ShownRegister[]
}

/**
 * Sets registers. The last one wins: it takes the place of those of the same operation and registers that the backend has not
 * heard of. Returns whether the backend is to hear of it: not when everything is shown so already and nothing waits.
 */
export async function enqueueRegister(update: Update, change: RegisterChange, attempts: Attempts): Promise<boolean> {
  if (await isEnqueued(update, change.operationID)) return true
  const { registerList, ...operation } = change
  const places = placesOf(registerList)
  const isReplaced = (row: OutboxRow) =>
    row.operation === operation.operation &&
    row.shows?.of === 'register' &&
    placesOf(row.shows.registerList) === places &&
    !attempts.isTried(row)
  for (const row of await operationsOf(update, operation.lane)) {
    if (isReplaced(row)) await removeOperation(update, row, 'discarded')
  }
  if (await isSettled(update, registerList)) return false
  await enqueue(update, { ...operation, shows: { of: 'register', registerList } })
  return true
}

function placesOf(registerList: readonly ShownRegister[]): string {
  return JSON.stringify(registerList.map(registerKey).toSorted())
}

/** Whether the backend told all of them so, as far as it matters: there is one, or there is none. */
async function isSettled({ draft }: Update, registerList: readonly ShownRegister[]): Promise<boolean> {
  for (const register of registerList) {
    const row = await draft.get('registers', registerKey(register))
    if (row?.pending !== undefined) return false
    if (JSON.stringify(row?.value) !== JSON.stringify(register.value)) return false
  }
  return true
}
