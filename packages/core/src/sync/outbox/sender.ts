import type { ChatOptions } from '../../contract/chat.js'
import type { ConversationReference } from '../../contract/conversation-reference.js'
import type { Platform } from '../../contract/platform.js'
import type { TransportConnection } from '../../contract/transport-driver.js'
import { ChatError } from '../../errors/chat-error.js'
import { backoffDelayMs } from '../../runtime/backoff.js'
import { createCancellation, type Cancellation } from '../../runtime/cancellation.js'
import type { Journal } from '../../runtime/journal.js'
import type { OutboxRow } from '../../store/schema.js'
import type { Store } from '../../store/store.js'
import type { Writer } from '../../store/writer.js'
import type { Attachments } from '../attachments.js'
import type { Attempts } from './attempts.js'
import { kindOf } from './kinds.js'
import { idleLanes, headOfLane, laneOf } from './lanes.js'
import { failOperation } from './queue.js'
import { settleOperation } from './settlement.js'

/** Sends what waits in the outbox: in order within a conversation, conversations side by side (OL-36). */
export interface OutboxSender {
  /** Begins to send over this connection. */
  start(connection: TransportConnection): void
  /** Stops: what is under way keeps waiting in the outbox. */
  stop(): void
  /** Looks for work again; for when something was enqueued. */
  wake(): void
}

/** Conversations that send side by side. */
const maxLanes = 16
/** An attempt whose pause is the longest there is. */
const slowestAttempt = 16
const dayMs = 86_400_000

export function createOutboxSender({
  store,
  writer,
  attempts,
  platform,
  journal,
  catchUp,
  deduplicates,
  upload,
  staleMessages = { policy: 'send' },
}: {
  readonly store: Store
  readonly writer: Writer
  readonly attempts: Attempts
  readonly platform: Platform
  readonly journal: Journal
  /** Pulls to the boundary of the change log; for backends that do not deduplicate. */
  readonly catchUp: () => Promise<void>
  readonly deduplicates: boolean
  /** Brings the files of a message to the backend. Absent: nobody can. */
  readonly upload: Attachments['upload'] | undefined
  readonly staleMessages: ChatOptions['staleMessages']
}): OutboxSender {
  let link: { readonly connection: TransportConnection; readonly cancellation: Cancellation } | undefined
  const busyLanes = new Set<string>()
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
    for (const conversation of await idleLanes(store, busyLanes, maxLanes)) {
      if (link !== current || busyLanes.size >= maxLanes) return
      const lane = laneOf(conversation)
      if (busyLanes.has(lane)) continue
      busyLanes.add(lane)
      sendLane(current, conversation)
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

  async function sendLane(current: NonNullable<typeof link>, conversation: ConversationReference): Promise<void> {
    let attempt = 0
    while (link === current) {
      const row = await headOfLane(store, conversation)
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

  function requireFresh(row: OutboxRow): void {
    const isStale =
      staleMessages.policy === 'ask' &&
      row.operation === 'sendMessage' &&
      row.isAgeAccepted !== true &&
      platform.clock.now() - row.createTime > (staleMessages.afterMs ?? dayMs)
    // One that the backend may have heard of is no longer for the user to decide.
    if (isStale && !attempts.isTried(row)) throw new ChatError('operation-stale')
  }

  async function send({ connection, cancellation }: NonNullable<typeof link>, row: OutboxRow): Promise<void> {
    if (doubtful.has(row.operationID)) {
      await catchUp()
      doubtful.delete(row.operationID)
      if ((await store.get('outbox', [row.operationID])) === undefined) return
    }
    requireFresh(row)
    // Until all of it is there the backend has not heard of the message, which can still be changed and vanish.
    if (upload !== undefined) await upload(connection, row, cancellation.signal)
    else if (row.uploads ?? row.fileSha256) throw new ChatError('not-supported', { details: { feature: 'files' } })
    const present = await attempts.begin(row)
    if (present?.state !== 'waiting') return
    try {
      await callAndApply(connection, present, cancellation)
    } catch (failure) {
      const error = ChatError.from(failure)
      if (error.details['outcome'] === 'not-applied') attempts.undo(row.operationID)
      else if (!deduplicates) doubtful.add(row.operationID)
      throw error
    }
  }

  async function callAndApply(
    connection: TransportConnection,
    row: OutboxRow,
    { signal }: Cancellation,
  ): Promise<void> {
    const { operationID } = row
    const store = await kindOf(row).perform(connection, row, { operationID, signal })
    await writer.write(async (update) => {
      await settleOperation(update, operationID)
      await store(update)
    })
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
  }
}

function isStorageFailure({ code }: ChatError): boolean {
  return code.startsWith('storage-')
}
