import type { CallOptions } from '../contract/cancel-signal.js'
import type { OperationSettlement, OutboxContract } from '../contract/outbox.js'
import { ChatError } from '../errors/chat-error.js'
import type { Emitter } from '../events/emitter.js'
import { requireIdentifier, requirePage } from '../runtime/argument.js'
import { untilAborted } from '../runtime/cancellation.js'
import { createDeferred } from '../runtime/deferred.js'
import { discardOperation, retryAllOperations, retryOperation, toQueuedOperation } from '../sync/outbox/queue.js'
import { decodeCursor, encodeCursor } from './cursor.js'
import { behind } from '../store/all-rows.js'
import { readRows } from './rows.js'
import type { SessionAccess } from './session-access.js'

/** How many settlements are remembered for `whenSettled`. */
const maxRemembered = 1_000

export function createOutboxDomain(access: Pick<SessionAccess, 'require'>, emitter: Emitter): OutboxContract {
  const settlements = new Map<string, OperationSettlement>()
  emitter.on('operationSettled', (settlement) => {
    settlements.delete(settlement.operationID)
    settlements.set(settlement.operationID, settlement)
    const [oldest] = settlements.keys()
    if (settlements.size > maxRemembered && oldest !== undefined) settlements.delete(oldest)
  })

  return {
    async queryOperationList(options) {
      const { count, cursor } = requirePage(options)
      const place = decodeCursor('operations', cursor, 2)
      const { store } = await access.require().opened()
      const query = { index: 'by_sequence', ...(place === undefined ? {} : { from: behind(place) }) }
      const { rows, hasMore } = await readRows(store, 'outbox', query, count, (row) => [row.sequence, row.operationID])
      const last = rows.at(-1)
      return {
        operationList: rows.map(toQueuedOperation),
        ...(hasMore && last !== undefined
          ? { nextCursor: encodeCursor('operations', [last.sequence, last.operationID]) }
          : {}),
      }
    },

    async retryOperation(operationID) {
      const wanted = requireIdentifier('operationID', operationID)
      const session = access.require()
      const { writer } = await session.opened()
      await writer.write((update) => retryOperation(update, wanted))
      settlements.delete(wanted)
      session.wakeOutbox()
    },

    async retryAllOperations() {
      const session = access.require()
      const { writer } = await session.opened()
      const retried = await writer.write(retryAllOperations)
      for (const operationID of retried) settlements.delete(operationID)
      session.wakeOutbox()
      return { operationCount: retried.length }
    },

    async discardOperation(operationID) {
      const wanted = requireIdentifier('operationID', operationID)
      const session = access.require()
      const { writer } = await session.opened()
      await writer.write((update) => discardOperation(update, wanted))
      await session.flushFirstScreen()
    },

    async whenSettled(operationID: string, options: CallOptions = {}) {
      const wanted = requireIdentifier('operationID', operationID)
      const session = access.require()
      const settled = createDeferred<OperationSettlement>()
      // Listening begins before looking, so that a settlement in between is not missed.
      const stop = emitter.on('operationSettled', (settlement) => {
        if (settlement.operationID === wanted) settled.resolve(settlement)
      })
      try {
        const known = settlements.get(wanted)
        if (known !== undefined) return known
        const { store } = await session.opened()
        const row = await store.get('outbox', [wanted])
        const late = settlements.get(wanted)
        if (late !== undefined) return late
        if (row === undefined) throw new ChatError('operation-not-found', { details: { operationID: wanted } })
        if (row.state === 'failed') {
          const error = new ChatError(row.failureCode ?? 'backend-failed')
          return { operationID: wanted, operation: row.operation, outcome: 'failed', error }
        }
        return await untilAborted(untilAborted(settled.promise, options.signal), session.signal)
      } finally {
        stop()
      }
    },
  }
}
