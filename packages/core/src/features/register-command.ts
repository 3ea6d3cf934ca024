import type { OperationReceipt } from '../contract/outbox.js'
import type { SessionAccess } from '../domain/session-access.js'
import { ChatError } from '../errors/chat-error.js'
import type { Session } from '../session/session.js'
import type { Update } from '../store/writer.js'
import { enqueueRegister, type RegisterChange } from '../sync/outbox/enqueue-register.js'

/** What a command makes of registers; its operationID is added here. */
type Unnamed<Change> = Change extends unknown ? Omit<Change, 'operationID'> : never

/**
 * Enqueues one operation on registers, as `make` says it within the update. Without an operationID where the backend need not hear of it.
 * `make` may throw, and then nothing is changed.
 */
export async function changeRegisters(
  access: SessionAccess,
  operation: RegisterChange['operation'],
  make: (update: Update, session: Session) => Promise<Unnamed<RegisterChange>>,
): Promise<Partial<OperationReceipt>> {
  const session = access.require()
  session.requireOperation(operation)
  const { writer, attempts } = await session.opened()
  const operationID = access.newID()
  const isEnqueued = await writer.write(async (update) => {
    const change = await make(update, session)
    return enqueueRegister(update, { operationID, ...change }, attempts)
  })
  session.wakeOutbox()
  return isEnqueued ? { operationID } : {}
}

/** The conversation in whose order operations on a group are sent. Rejects `group-not-found` unless the user is in it. */
export async function requireOwnGroup({ draft }: Update, groupID: string) {
  const group = await draft.get('groups', [groupID])
  if (group?.memberFlag === undefined) throw new ChatError('group-not-found', { details: { groupID } })
  return { conversationType: 'group', conversationID: groupID } as const
}

/** The conversation in whose order operations on what is the user's own are sent. */
export function ownLane({ userID }: Session) {
  return { conversationType: 'peer', conversationID: userID } as const
}
