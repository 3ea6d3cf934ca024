import type { CancelSignal } from '../contract/cancel-signal.js'
import { chatEventNames, type StorageState } from '../contract/events.js'
import type { Platform } from '../contract/platform.js'
import { ChatError } from '../errors/chat-error.js'
import type { ChatEventFact, Emitter } from '../events/emitter.js'
import { refuseArgument } from '../runtime/argument.js'
import { untilAborted } from '../runtime/cancellation.js'
import { createDeferred, type Deferred } from '../runtime/deferred.js'
import { createIdentifier } from '../runtime/identifier.js'
import { freshMs } from './leader.js'
import type { RelayChannel } from './relay-channel.js'
import {
  decodeError,
  decodeFacts,
  type ConnectionFacts,
  type RelayBody,
  type RelayCall,
  type RelayLive,
  type RelayMessage,
} from './relay-message.js'

/** A call as a follower passes it on. */
export type PassedCall = Pick<RelayCall, 'name' | 'parameters' | 'identifiers'>

/** The follower's side of the relay: passes calls on, and mirrors what the leader tells. */
export interface Follower {
  /** The leader's database; `opening` until it has told. */
  readonly storageState: StorageState
  hear(message: RelayMessage): void
  /**
   * What the leader answers. Repeated at the next leader when this one goes. Rejects `storage-owner-unresponsive` when the
   * leader says nothing for 1 to 1.5 s; what it had not begun by then it never does.
   */
  call(call: PassedCall): Promise<unknown>
  /** Shows a query of the leader. `listener` is called with each of its snapshots, also those of the next leader. */
  live(query: Omit<RelayLive, 'type' | 'requestID'>, listener: (snapshot: object) => void): FollowedQuery
  /** The page goes away, perhaps for ever. */
  pause(): void
  /** The page is back. */
  resume(): void
  /** Calls under way reject with `reason`. */
  stop(reason: ChatError): void
}

export interface FollowedQuery {
  lengthen(count: number): Promise<void>
  stop(): void
}

/** How often a leader that owes an answer is asked whether it is awake. */
const askEveryMs = 500

export function createFollower({
  channel,
  userID,
  platform,
  emitter,
  onConnection,
  isStorageToldAs,
  epochs,
}: {
  readonly channel: RelayChannel
  readonly userID: string
  readonly platform: Platform
  readonly emitter: Emitter
  readonly onConnection: (facts: ConnectionFacts) => void
  /** What this tab has told of the database last; absent before it told anything. */
  readonly isStorageToldAs: StorageState
  /** The highest epoch that this tab knows of. */
  readonly epochs: { highest: number }
}): Follower {
  const calls = new Map<string, { readonly call: RelayCall; readonly settled: Deferred<unknown>; asked: number }>()
  const lives = new Map<string, { live: RelayLive; readonly listener: (snapshot: object) => void }>()
  let storageState = isStorageToldAs
  let leaderID: string | undefined
  let stopTimer: (() => void) | undefined

  function post(body: RelayBody): void {
    channel.post(userID, body, leaderID)
  }

  function send(call: RelayCall): void {
    // Without a leader it waits for one.
    if (leaderID !== undefined) post({ ...call, sentAt: platform.clock.now() })
  }

  function resume(): void {
    channel.post(userID, { type: 'hello' })
    if (leaderID === undefined) return
    for (const { call } of calls.values()) send(call)
    for (const { live } of lives.values()) post(live)
  }

  function watch(): void {
    if (stopTimer !== undefined || calls.size === 0) return
    stopTimer = platform.clock.startTimer(askEveryMs, () => {
      stopTimer = undefined
      for (const [requestID, entry] of [...calls]) {
        entry.asked += 1
        // Of the first interval only a part may have passed: the call is older than the leader begins any.
        if (entry.asked * askEveryMs <= freshMs) continue
        settle(requestID)?.reject(new ChatError('storage-owner-unresponsive'))
        post({ type: 'abort', requestID })
      }
      if (calls.size > 0) channel.post(userID, { type: 'hello' })
      watch()
    })
  }

  function settle(requestID: string): Deferred<unknown> | undefined {
    const found = calls.get(requestID)
    calls.delete(requestID)
    return found?.settled
  }

  function mirror({ from, epoch, connection, storage }: Extract<RelayMessage, { type: 'state' }>): void {
    if (epoch < epochs.highest) {
      // A leader of before; or the next one, which was opened later and does not know how far the others were.
      if (from !== leaderID) channel.post(userID, { type: 'hello', epoch: epochs.highest }, from)
      return
    }
    epochs.highest = epoch
    const isNew = from !== leaderID
    leaderID = from
    const told = decodeFacts(storage) as StorageState
    if (JSON.stringify(told) !== JSON.stringify(storageState)) {
      storageState = told
      emitter.emit('storageStateChanged', told)
    }
    onConnection(connection)
    if (isNew) resume()
  }

  async function call({ name, parameters, identifiers }: PassedCall): Promise<unknown> {
    const requestID = createIdentifier(platform)
    const { signal, ...options } = Object(parameters.at(-1)) as { readonly signal?: CancelSignal }
    const passed: RelayCall = {
      type: 'call',
      requestID,
      name,
      parameters: signal === undefined ? parameters : [...parameters.slice(0, -1), options],
      identifiers,
      isAbortable: signal !== undefined,
      sentAt: 0,
    }
    const settled = createDeferred<unknown>()
    try {
      send(passed)
    } catch {
      refuseArgument('parameters', 'must be plain data')
    }
    calls.set(requestID, { call: passed, settled, asked: 0 })
    watch()
    try {
      return await untilAborted(settled.promise, signal)
    } finally {
      // Aborted: the leader need not go on.
      if (settle(requestID) !== undefined) post({ type: 'abort', requestID })
    }
  }

  channel.post(userID, { type: 'hello' })
  return {
    get storageState() {
      return storageState
    },
    hear(message) {
      if (message.type === 'state') mirror(message)
      if (message.from !== leaderID) return
      for (const entry of calls.values()) entry.asked = 0
      switch (message.type) {
        case 'event': {
          const { name, event } = message
          if (chatEventNames.includes(name)) emitter.emitFact({ name, event: decodeFacts(event) } as ChatEventFact)
          break
        }
        case 'answer':
          settle(message.requestID)?.resolve(decodeFacts(message.value))
          break
        case 'refusal':
          settle(message.requestID)?.reject(decodeError(message.error))
          break
        case 'snapshot':
          lives.get(message.requestID)?.listener(decodeFacts(message.snapshot) as object)
          break
        default:
      }
    },
    call,
    live(query, listener) {
      const requestID = createIdentifier(platform)
      const entry = { live: { ...query, type: 'live' as const, requestID }, listener }
      lives.set(requestID, entry)
      if (leaderID !== undefined) post(entry.live)
      return {
        async lengthen(count) {
          entry.live = { ...entry.live, count }
          await call({ name: 'loadMore', parameters: [requestID, count], identifiers: [] })
        },
        stop() {
          if (lives.delete(requestID)) post({ type: 'abort', requestID })
        },
      }
    },
    pause() {
      post({ type: 'bye' })
    },
    resume,
    stop(reason) {
      stopTimer?.()
      for (const requestID of [...calls.keys()]) settle(requestID)?.reject(reason)
      lives.clear()
      post({ type: 'bye' })
    },
  }
}
