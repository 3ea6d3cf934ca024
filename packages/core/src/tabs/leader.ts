import type { CancelSignal } from '../contract/cancel-signal.js'
import { chatEventNames } from '../contract/events.js'
import type { LiveQuery } from '../contract/live.js'
import type { PlatformClock } from '../contract/platform.js'
import { ChatError } from '../errors/chat-error.js'
import type { Emitter } from '../events/emitter.js'
import { createCancellation, type Cancellation } from '../runtime/cancellation.js'
import type { RelayChannel } from './relay-channel.js'
import { encodeError, encodeFacts, type RelayBody, type RelayCall, type RelayMessage } from './relay-message.js'

/** What a leader does for the other tabs. Both are of this tab's own chat. */
export interface RelayService {
  /** Rejects `operation-unknown` for a name that no call has. */
  call(name: string, parameters: readonly unknown[], identifiers: readonly string[]): Promise<unknown>
  /** `undefined` for a name that no live query has. */
  live(name: string, parameters: readonly unknown[]): RelayedQuery | undefined
}

export interface RelayedQuery extends LiveQuery<object> {
  /** Shows `count` rows from now on; resolves when they are shown. */
  lengthen(count: number): Promise<void>
}

/** The leader's side of the relay: answers the followers, and tells them what happens. */
export interface Leader {
  hear(message: RelayMessage): void
  /** Whether another tab follows, as far as it is known. */
  readonly hasFollowers: boolean
  tell(body: RelayBody): void
  /** Answers nobody any more. */
  stop(): void
}

/** A call that has lain here for this long may no longer be waited for: it is not begun. */
export const freshMs = 1_000
/** How much all followers together may have under way. */
const maxUnderWay = 10_000

export function createLeader({
  channel,
  userID,
  clock,
  emitter,
  service,
  state,
  isOpening,
}: {
  readonly channel: RelayChannel
  readonly userID: string
  readonly clock: PlatformClock
  readonly emitter: Emitter
  readonly service: RelayService
  readonly state: () => RelayBody
  /** Whether the database is still being opened. */
  readonly isOpening: () => boolean
}): Leader {
  const followers = new Set<string>()
  /** What ends each call and live query, by the tab and the request. */
  const calls = new Map<string, Cancellation>()
  const lives = new Map<string, { readonly query: RelayedQuery; readonly stop: () => void }>()
  const keyOf = (tab: string, requestID: string) => `${tab} ${requestID}`

  function tell(body: RelayBody): void {
    channel.post(userID, body)
  }

  const stops = chatEventNames.map((name) =>
    emitter.on(name, (event) => {
      if (name === 'connectionStateChanged' || name === 'storageStateChanged') tell(state())
      else if (followers.size > 0) tell({ type: 'event', name, event: encodeFacts(event) })
    }),
  )

  async function run(call: RelayCall, from: string, signal: CancelSignal): Promise<unknown> {
    const { name, parameters, identifiers, isAbortable } = call
    if (name === 'loadMore') {
      const [requestID, count] = parameters
      return lives.get(keyOf(from, String(requestID)))?.query.lengthen(Number(count) || 0)
    }
    if (!isAbortable) return service.call(name, parameters, identifiers)
    return service.call(name, [...parameters.slice(0, -1), { ...(parameters.at(-1) as object), signal }], identifiers)
  }

  function answer(call: RelayCall, from: string): void {
    const { requestID } = call
    const key = keyOf(from, requestID)
    const refuse = (failure: unknown) => {
      channel.post(userID, { type: 'refusal', requestID, error: encodeError(ChatError.from(failure)) }, from)
    }
    if (clock.now() - call.sentAt >= freshMs) {
      refuse(new ChatError('storage-owner-unresponsive'))
      return
    }
    if (calls.has(key)) return
    if (calls.size >= maxUnderWay) {
      refuse(new ChatError('limit-exceeded', { details: { limit: 'callsOfTabs' } }))
      return
    }
    const cancellation = createCancellation()
    calls.set(key, cancellation)
    run(call, from, cancellation.signal)
      .then((value) => {
        if (calls.get(key) === cancellation)
          channel.post(userID, { type: 'answer', requestID, value: encodeFacts(value) }, from)
      })
      .catch((failure: unknown) => {
        if (calls.get(key) === cancellation) refuse(failure)
      })
      .finally(() => {
        if (calls.get(key) === cancellation) calls.delete(key)
      })
  }

  function queryOf(name: string, parameters: readonly unknown[]): RelayedQuery | undefined {
    try {
      return service.live(name, parameters)
    } catch {
      // Malformed: a follower has checked its own arguments.
      return undefined
    }
  }

  function show({ requestID, name, parameters, count }: Extract<RelayBody, { type: 'live' }>, from: string): void {
    const key = keyOf(from, requestID)
    lives.get(key)?.stop()
    const query = lives.size < maxUnderWay ? queryOf(name, parameters) : undefined
    if (query === undefined) return
    const post = () => {
      // Until the database is open it could only be the first screen, which every tab reads by itself.
      if (isOpening()) return
      channel.post(userID, { type: 'snapshot', requestID, snapshot: encodeFacts(query.getSnapshot()) as object }, from)
    }
    // The count is set before the query starts, so that a list which was lengthened is never shown shorter.
    void query.lengthen(count)
    lives.set(key, { query, stop: query.subscribe(post) })
    post()
  }

  function forget(accepts: (key: string) => boolean): void {
    for (const [key, cancellation] of calls) {
      if (!accepts(key)) continue
      calls.delete(key)
      cancellation.cancel(new ChatError('call-aborted'))
    }
    for (const [key, { stop }] of lives) {
      if (!accepts(key)) continue
      lives.delete(key)
      stop()
    }
  }

  return {
    get hasFollowers() {
      return followers.size > 0
    },
    tell,
    hear(message) {
      const { from } = message
      switch (message.type) {
        case 'hello':
          followers.add(from)
          channel.post(userID, state(), from)
          break
        case 'call':
          answer(message, from)
          break
        case 'live':
          show(message, from)
          break
        case 'abort':
          forget((key) => key === keyOf(from, message.requestID))
          break
        case 'bye':
          followers.delete(from)
          forget((key) => key.startsWith(`${from} `))
          break
        default:
      }
    },
    stop() {
      for (const stop of stops) stop()
      // Their followers ask the next leader: nothing is answered, and nothing is refused.
      for (const { stop } of lives.values()) stop()
      lives.clear()
      calls.clear()
    },
  }
}
