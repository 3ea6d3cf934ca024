import type { QueuedOperation } from '../contract/outbox.js'
import type { Emitter } from '../events/emitter.js'
import { toQueuedOperation } from '../sync/outbox/queue.js'
import type { Session } from './session.js'

/** Tells what a wipe will lose, before it does (OL-17). A database that cannot be read has nothing to tell. */
export async function loseOutbox(session: Session, emitter: Emitter): Promise<void> {
  const storage = await session.opened().catch(() => undefined)
  if (storage === undefined) return
  const operationList: QueuedOperation[] = []
  let from: readonly (string | number)[] = []
  for (;;) {
    const rows = await storage.store.range('outbox', { index: 'by_sequence', from, limit: 1_000 })
    operationList.push(...rows.map(toQueuedOperation))
    const last = rows.at(-1)
    if (rows.length < 1_000 || last === undefined) break
    from = [last.sequence, last.operationID, 0]
  }
  emitter.emit('outboxWillBeLost', { operationList })
}
