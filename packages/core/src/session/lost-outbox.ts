import type { QueuedOperation } from '../contract/outbox.js'
import type { Emitter } from '../events/emitter.js'
import { allRows } from '../store/all-rows.js'
import { placeInQueue } from '../sync/outbox/lanes.js'
import { toQueuedOperation } from '../sync/outbox/queue.js'
import type { Session } from './session.js'

/** Tells what a wipe will lose, before it does (OL-17). A database that cannot be read has nothing to tell. */
export async function loseOutbox(session: Session, emitter: Emitter): Promise<void> {
  const storage = await session.opened().catch(() => undefined)
  if (storage === undefined) return
  const operationList: QueuedOperation[] = []
  const rows = allRows(storage.store, 'outbox', { index: 'by_sequence', limit: 1_000 }, placeInQueue)
  for await (const row of rows) operationList.push(toQueuedOperation(row))
  emitter.emit('outboxWillBeLost', { operationList })
}
