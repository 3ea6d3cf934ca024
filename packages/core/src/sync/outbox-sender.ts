import type { Platform } from '../contract/platform.js'
import type { TransportConnection } from '../contract/transport-driver.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import { ChatError } from '../errors/chat-error.js'
import { backoffDelayMs } from '../runtime/backoff.js'
import { createCancellation, type Cancellation } from '../runtime/cancellation.js'
import type { Journal } from '../runtime/journal.js'
import { conversationKey } from '../store/conversation-rows.js'
import type { OutboxRow } from '../store/schema.js'
import type { Store } from '../store/store.js'
import type { Writer } from '../store/writer.js'
import { applyMessage } from './apply-message.js'
import { applyReadMark, applySettings } from './apply-change.js'
import { failOperation } from './outbox.js'
import { settleOperation } from './settlement.js'

/** Sends what waits in the outbox: in order within a conversation, conversations side by side (OL-36). */
export interface OutboxSender {
  /** Begins to send over this connection. */
  start(connection: TransportConnection): void
  /** Stops: what is under way keeps waiting in the outbox. */
  stop(): void
  /** Looks for work again; for when something was enqueued. */
  wake(): void
  /** Whether the operation has been handed to a connection whose answer has not come. */
  isUnderWay(operationID: string): boolean
}

/** Conversations that send side by side. */
const maxLanes = 8
/** An attempt whose pause is the longest there is. */
const slowestAttempt = 16

export function createOutboxSender({
  store,
  writer,
  platform,
  journal,
  catchUp,
  deduplicates,
}: {
  readonly store: Store
  readonly writer: Writer
  readonly platform: Platform
  readonly journal: Journal
  /** Pulls to the boundary of the change log; for backends that do not deduplicate. */
  readonly catchUp: () => Promise<void>
  readonly deduplicates: boolean
}): OutboxSender {
  let link: { readonly connection: TransportConnection; readonly cancellation: Cancellation } | undefined
  const busyLanes = new Set<string>()
  const underWay = new Set<string>()
  /** Operations whose outcome is unknown: with a backend that does not deduplicate they wait for a catch-up. */
  const doubtful = new Set<string>()

  function wake(): void {
    const current = link
    if (current === undefined) return
    dispatch(current).catch((error: unknown) => {
      journal.write('error', 'outbox', 'The outbox could not be read.', { code: ChatError.from(error).code })
    })
  }

  async function dispatch(current: NonNullable<typeof link>): Promise<void> {
    for (const row of await nextOfEachLane(store, busyLanes)) {
      if (link !== current || busyLanes.size >= maxLanes) return
      const lane = laneOf(row.parameters)
      if (busyLanes.has(lane)) continue
      busyLanes.add(lane)
      sendLane(current, lane)
        .catch(async (failure: unknown) => {
          journal.write('error', 'outbox', 'The outbox could not be read.', { code: ChatError.from(failure).code })
          // Looking again at once would go round and round for as long as the storage fails.
          await pause(current.cancellation, backoffDelayMs(platform.random, slowestAttempt))
        })
        .finally(() => {
          busyLanes.delete(lane)
          if (link !== undefined) wake()
        })
    }
  }

  async function sendLane(current: NonNullable<typeof link>, lane: string): Promise<void> {
    let attempt = 0
    while (link === current) {
      const row = await headOfLane(store, lane)
      if (row === undefined) return
      try {
        await send(current, row)
        attempt = 0
      } catch (failure) {
        const error = ChatError.from(failure)
        if (link !== current) return
        journal.write('info', 'outbox', 'An operation was not confirmed.', { code: error.code })
        // What this device could not store says nothing of what the backend did.
        if (!error.retryable && !isStorageFailure(error)) {
          await writer.write((update) => failOperation(update, row.operationID, error))
          continue
        }
        await pause(current.cancellation, retryDelayMs(error, attempt))
        attempt += 1
      }
    }
  }

  async function send({ connection, cancellation }: NonNullable<typeof link>, row: OutboxRow): Promise<void> {
    if (doubtful.has(row.operationID)) {
      await catchUp()
      doubtful.delete(row.operationID)
      if ((await store.get('outbox', [row.operationID])) === undefined) return
    }
    underWay.add(row.operationID)
    try {
      await callAndApply(connection, row, cancellation)
    } catch (failure) {
      const error = ChatError.from(failure)
      if (!deduplicates && error.details['outcome'] !== 'not-applied') doubtful.add(row.operationID)
      throw error
    } finally {
      underWay.delete(row.operationID)
    }
  }

  async function callAndApply(
    connection: TransportConnection,
    row: OutboxRow,
    { signal }: Cancellation,
  ): Promise<void> {
    const options = { operationID: row.operationID, signal }
    switch (row.operation) {
      case 'sendMessage': {
        const { message } = await connection.call(row.operation, row.parameters, options)
        requireSame(row.parameters, message)
        if (message.messageID !== row.parameters.messageID) throw answerToSomethingElse()
        await writer.write(async (update) => {
          await applyMessage(update, { ...message, operationID: row.operationID })
        })
        return
      }
      case 'markRead': {
        const { readMark, removedCount } = await connection.call(row.operation, row.parameters, options)
        requireSame(row.parameters, readMark)
        await writer.write(async (update) => {
          await settleOperation(update, row.operationID)
          await applyReadMark(update, readMark, removedCount)
        })
        return
      }
      case 'updateConversationPinnedState': {
        const { settings } = await connection.call(row.operation, row.parameters, options)
        requireSame(row.parameters, settings)
        await writer.write(async (update) => {
          await settleOperation(update, row.operationID)
          await applySettings(update, settings)
        })
      }
    }
  }

  function retryDelayMs(error: ChatError, attempt: number): number {
    const { retryAfterMs } = error.details
    const asked = typeof retryAfterMs === 'number' && retryAfterMs > 0 ? Math.min(retryAfterMs, 60_000) : 0
    return Math.max(asked, backoffDelayMs(platform.random, attempt))
  }

  function pause({ signal }: Cancellation, delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const stopTimer = platform.clock.startTimer(delayMs, end)
      function end(): void {
        stopTimer()
        signal.removeEventListener('abort', end)
        resolve()
      }
      if (signal.aborted) end()
      else signal.addEventListener('abort', end)
    })
  }

  return {
    start(connection) {
      link = { connection, cancellation: createCancellation() }
      wake()
    },
    stop() {
      link?.cancellation.cancel(new ChatError('not-connected'))
      link = undefined
    },
    wake,
    isUnderWay: (operationID) => underWay.has(operationID),
  }
}

function isStorageFailure({ code }: ChatError): boolean {
  return code.startsWith('storage-')
}

/** A backend that answers to something else must not get at what is stored. */
function requireSame(asked: ConversationReference, answered: ConversationReference): void {
  if (laneOf(asked) !== laneOf(answered)) throw answerToSomethingElse()
}

function answerToSomethingElse(): ChatError {
  return new ChatError('protocol-violation', { details: { reason: 'an answer to something else' } })
}

function laneOf(conversation: ConversationReference): string {
  return conversationKey(conversation).join('\n')
}

/** The first waiting operation of each conversation that is not sending yet. */
async function nextOfEachLane(store: Store, busyLanes: ReadonlySet<string>): Promise<readonly OutboxRow[]> {
  const heads = new Map<string, OutboxRow>()
  for await (const row of waitingOperations(store)) {
    const lane = laneOf(row.parameters)
    if (!busyLanes.has(lane) && !heads.has(lane)) heads.set(lane, row)
    if (heads.size >= maxLanes) break
  }
  return [...heads.values()]
}

async function headOfLane(store: Store, lane: string): Promise<OutboxRow | undefined> {
  for await (const row of waitingOperations(store)) if (laneOf(row.parameters) === lane) return row
  return undefined
}

async function* waitingOperations(store: Store): AsyncGenerator<OutboxRow> {
  let from: readonly (string | number)[] = []
  for (;;) {
    const rows = await store.range('outbox', { index: 'by_sequence', from, limit: 200 })
    for (const row of rows) if (row.state === 'waiting') yield row
    const last = rows.at(-1)
    if (rows.length < 200 || last === undefined) return
    from = [last.sequence, last.operationID, 0]
  }
}
