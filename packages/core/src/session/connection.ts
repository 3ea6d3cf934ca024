import { ConnectionEvent, ConnectionState } from '../contract/connection-state.js'
import type { Platform } from '../contract/platform.js'
import type { ClosureReason, TransportConnection } from '../contract/transport-driver.js'
import { ChatError } from '../errors/chat-error.js'
import type { ErrorCode } from '../errors/error-codes.js'
import { backoffDelayMs } from '../runtime/backoff.js'
import { createCancellation } from '../runtime/cancellation.js'
import type { CancelSignal } from '../contract/cancel-signal.js'
import type { Journal } from '../runtime/journal.js'

/** Why the backend will not have this session any more. */
export interface Refusal {
  readonly event: ConnectionEvent
  readonly code: ErrorCode
}

/** Keeps one session connected: tries for ever, with back-off and jitter, and sooner when the platform gives a hint (OL-10). */
export interface ConnectionLoop {
  /** The live connection, while the state is `Connected`. */
  readonly connection: TransportConnection | undefined
  /** Begins; with the connection that an online login made, or without one. */
  start(opened?: TransportConnection): void
  /** Tries now instead of at the end of the pause. */
  retryNow(): void
  /** Ends the loop and its connection. Nothing is told after it. */
  stop(): Promise<void>
}

/** A connection that lived for less than this counts as a failed try, so that a flapping backend is not hammered. */
const shortestLifeMs = 10_000
/** An attempt that is younger than this is not given up for a new one. */
const shortestAttemptMs = 1_000

const refusalByClosure: { readonly [Reason in ClosureReason]?: Refusal } = {
  refused: { event: ConnectionEvent.KickedOut, code: 'token-refused' },
  expired: { event: ConnectionEvent.TokenExpired, code: 'token-expired' },
  kickedOut: { event: ConnectionEvent.KickedOut, code: 'kicked-out' },
  unregistered: { event: ConnectionEvent.Unregistered, code: 'user-unknown' },
}

const refusalByCode: { readonly [Code in ErrorCode]?: Refusal } = {
  'token-refused': { event: ConnectionEvent.KickedOut, code: 'token-refused' },
  'token-expired': { event: ConnectionEvent.TokenExpired, code: 'token-expired' },
  'kicked-out': { event: ConnectionEvent.KickedOut, code: 'kicked-out' },
  'user-unknown': { event: ConnectionEvent.Unregistered, code: 'user-unknown' },
}

export function createConnectionLoop({
  connect,
  platform,
  journal,
  onConnected,
  onDisconnected,
  onRefused,
  setState,
}: {
  /** One attempt, with everything that must be durable before the state may be `Connected`. */
  readonly connect: (signal: CancelSignal) => Promise<TransportConnection>
  readonly platform: Platform
  readonly journal: Journal
  readonly onConnected: (connection: TransportConnection) => void
  readonly onDisconnected: () => void
  /** Decides what a refusal means. Resolves with `true` to try again at once, as with a fresh token. */
  readonly onRefused: (refusal: Refusal) => Promise<boolean>
  readonly setState: (state: ConnectionState, event: ConnectionEvent) => void
}): ConnectionLoop {
  const ending = createCancellation()
  const { signal } = ending
  let connection: TransportConnection | undefined
  let failures = 0
  let wakeUp: (() => void) | undefined
  const stopOnline = platform.network.onOnline(() => wakeUp?.())
  const stopShow = platform.page.onShow(() => wakeUp?.())

  async function run(opened: TransportConnection | undefined): Promise<void> {
    let next = opened
    while (!signal.aborted) {
      const live = next ?? (await attempt())
      next = undefined
      if (live === undefined) continue
      if (signal.aborted) {
        await live.close()
        return
      }
      await liveOut(live)
    }
  }

  async function attempt(): Promise<TransportConnection | undefined> {
    const since = platform.clock.now()
    const attempting = createCancellation()
    const abort = () => {
      attempting.cancel(ChatError.from(signal.reason))
    }
    signal.addEventListener('abort', abort)
    // A network that came back will not answer what was asked of the one before.
    wakeUp = () => {
      if (platform.clock.now() - since >= shortestAttemptMs) attempting.cancel(new ChatError('call-aborted'))
    }
    try {
      return await connect(attempting.signal)
    } catch (failure) {
      const error = ChatError.from(failure)
      if (attempting.signal.aborted && !signal.aborted) return undefined
      journal.write('info', 'connection', 'An attempt to connect failed.', { code: error.code })
      if (signal.aborted) return undefined
      const refusal = refusalByCode[error.code]
      const isRetry = refusal === undefined || (await onRefused(refusal))
      if (isRetry) await pause()
      return undefined
    } finally {
      wakeUp = undefined
      signal.removeEventListener('abort', abort)
    }
  }

  async function liveOut(live: TransportConnection): Promise<void> {
    const since = platform.clock.now()
    connection = live
    setState(ConnectionState.Connected, ConnectionEvent.Success)
    onConnected(live)
    const closure = await live.closed
    connection = undefined
    onDisconnected()
    if (signal.aborted) return
    journal.write('info', 'connection', 'The connection ended.', { details: { reason: closure.reason } })
    if (platform.clock.now() - since >= shortestLifeMs) failures = 0
    const refusal = refusalByClosure[closure.reason]
    if (refusal !== undefined && !(await onRefused(refusal))) return
    if (signal.aborted) return
    setState(ConnectionState.Reconnecting, ConnectionEvent.LoginInterrupted)
    await pause()
  }

  function pause(): Promise<void> {
    const delayMs = backoffDelayMs(platform.random, failures)
    failures += 1
    return new Promise((resolve) => {
      const stopTimer = platform.clock.startTimer(delayMs, end)
      function end(): void {
        stopTimer()
        wakeUp = undefined
        signal.removeEventListener('abort', end)
        resolve()
      }
      wakeUp = end
      if (signal.aborted) end()
      else signal.addEventListener('abort', end)
    })
  }

  return {
    get connection() {
      return connection
    },
    start(opened) {
      run(opened).catch((failure: unknown) => {
        journal.write('error', 'connection', 'The connection loop failed.', { code: ChatError.from(failure).code })
      })
    },
    retryNow() {
      wakeUp?.()
    },
    async stop() {
      stopOnline()
      stopShow()
      ending.cancel(new ChatError('not-connected'))
      const live = connection
      connection = undefined
      await live?.close()
    },
  }
}
