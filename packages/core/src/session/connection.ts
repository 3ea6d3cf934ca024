import { ConnectionEvent, ConnectionState } from '../contract/connection-state.js'
import type { Platform } from '../contract/platform.js'
import type { ClosureReason, TransportConnection } from '../contract/transport-driver.js'
import { ChatError } from '../errors/chat-error.js'
import type { ErrorCode } from '../errors/error-codes.js'
import { backoffDelayMs } from '../runtime/backoff.js'
import { createAttempt, createCancellation, untilAborted } from '../runtime/cancellation.js'
import type { CancelSignal } from '../contract/cancel-signal.js'
import type { Journal } from '../runtime/journal.js'
import { refusalOf, refusalOfClosure, type Refusal } from './refusal.js'
import { watchForWakeHints } from './wake-hints.js'

/** Keeps one session connected: tries for ever, with back-off and jitter, and sooner when the platform gives a hint (OL-10). */
export interface ConnectionLoop {
  /** The live connection, while the state is `Connected`. */
  readonly connection: TransportConnection | undefined
  /** Begins; with the connection that an online login made, or without one. */
  start(opened?: TransportConnection): void
  /** Tries now instead of at the end of the pause. Does nothing while connected. */
  retryNow(): void
  /** Ends the loop and its connection; resolves when nothing of it is under way any more. Nothing is told after it. */
  stop(): Promise<void>
}

/** A connection that lived for less than this counts as a failed try, so that a flapping backend is not hammered. */
const shortestLifeMs = 10_000
/** An attempt that is younger than this is not given up for a new one. */
const shortestAttemptMs = 1_000
/** Hints bring no more attempts than one in this time: a network that comes and goes must not hammer the backend. */
const shortestHintIntervalMs = 1_000
/** Pauses after a hint begin to grow from here: 1 to 2 s. */
const mostFailuresAfterHint = 2

/** What a closure that refuses nothing says in `extendedData`. */
const codeByClosure: { readonly [Reason in ClosureReason]?: ErrorCode } = {
  violation: 'protocol-violation',
  outdated: 'client-outdated',
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
  /** Decides what a refusal means. Resolves with `true` to go on, as with a fresh token; else the session is over. */
  readonly onRefused: (refusal: Refusal) => Promise<boolean>
  readonly setState: (state: ConnectionState, event: ConnectionEvent, code?: ErrorCode) => void
}): ConnectionLoop {
  const ending = createCancellation()
  const { signal } = ending
  let connection: TransportConnection | undefined
  let failures = 0
  let attemptedAt = 0
  /** When a hint last brought an attempt. */
  let hintedAt = -Infinity
  let isHinted = false
  let wakeUp: (() => void) | undefined
  let stopWatching: (() => void) | undefined
  let running: Promise<void> = Promise.resolve()

  function hint(): void {
    isHinted = true
    failures = Math.min(failures, mostFailuresAfterHint)
    wakeUp?.()
  }

  /** Milliseconds until `intervalMs` have passed since `time`. A clock that was set back holds up nothing. */
  function remainingMs(time: number, intervalMs: number): number {
    const elapsedMs = platform.clock.now() - time
    return elapsedMs < 0 ? 0 : Math.max(0, intervalMs - elapsedMs)
  }

  async function run(opened: TransportConnection | undefined): Promise<void> {
    let isOver = false
    let live = opened
    while (!signal.aborted && !isOver) {
      if (live === undefined) {
        stopWatching ??= watchForWakeHints(platform, hint)
        const outcome = await attempt()
        if (outcome === 'refused') isOver = true
        else if (outcome !== 'failed') live = outcome
      } else {
        stopWatching?.()
        stopWatching = undefined
        isOver = !(await liveOut(live))
        live = undefined
      }
    }
    stopWatching?.()
    await live?.close()
  }

  async function attempt(): Promise<TransportConnection | 'failed' | 'refused'> {
    attemptedAt = platform.clock.now()
    isHinted = false
    const attempting = createAttempt(signal)
    // A network that came back will not answer what was asked of the one before.
    wakeUp = () => {
      if (remainingMs(attemptedAt, shortestAttemptMs) === 0) attempting.cancel(new ChatError('call-aborted'))
    }
    let failure: ChatError
    try {
      return await connect(attempting.signal)
    } catch (thrown) {
      failure = ChatError.from(thrown)
    } finally {
      wakeUp = undefined
      attempting.end()
    }
    if (attempting.signal.aborted) return 'failed'
    journal.write('info', 'connection', 'An attempt to connect failed.', { code: failure.code })
    const refusal = refusalOf(failure)
    if (refusal !== undefined) {
      if (!(await isGoneOnAfter(refusal))) return 'refused'
      // The backend is there: what failed before was something else.
      failures = Math.min(failures, mostFailuresAfterHint)
    }
    await pause()
    return 'failed'
  }

  /** Resolves with whether the session goes on. */
  async function liveOut(live: TransportConnection): Promise<boolean> {
    const stopTimer = platform.clock.startTimer(shortestLifeMs, () => {
      failures = 0
    })
    connection = live
    setState(ConnectionState.Connected, ConnectionEvent.Success)
    // A listener may have ended the session.
    if (!signal.aborted) onConnected(live)
    const closure = await live.closed
    stopTimer()
    connection = undefined
    onDisconnected()
    if (signal.aborted) return false
    journal.write('info', 'connection', 'The connection ended.', { details: { reason: closure.reason } })
    const refusal = refusalOfClosure(closure.reason)
    if (refusal !== undefined && !(await isGoneOnAfter(refusal))) return false
    if (signal.aborted) return false
    setState(ConnectionState.Reconnecting, ConnectionEvent.LoginInterrupted, codeByClosure[closure.reason])
    stopWatching ??= watchForWakeHints(platform, hint)
    await pause()
    return true
  }

  /** The end of the session waits for the loop, so that the loop must not wait for the end of the session. */
  function isGoneOnAfter(refusal: Refusal): Promise<boolean> {
    return untilAborted(onRefused(refusal), signal).catch(() => false)
  }

  async function pause(): Promise<void> {
    const delayMs = backoffDelayMs(platform.random, failures)
    failures += 1
    if (!isHinted) await waitFor(delayMs, { isEndedByHint: true })
    if (!isHinted) return
    await waitFor(remainingMs(hintedAt, shortestHintIntervalMs), { isEndedByHint: false })
    hintedAt = platform.clock.now()
  }

  function waitFor(delayMs: number, { isEndedByHint }: { readonly isEndedByHint: boolean }): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted || delayMs === 0) {
        resolve()
        return
      }
      const stopTimer = platform.clock.startTimer(delayMs, end)
      function end(): void {
        stopTimer()
        wakeUp = undefined
        signal.removeEventListener('abort', end)
        resolve()
      }
      if (isEndedByHint) wakeUp = end
      signal.addEventListener('abort', end)
    })
  }

  return {
    get connection() {
      return connection
    },
    start(opened) {
      running = run(opened).catch((failure: unknown) => {
        journal.write('error', 'connection', 'The connection loop failed.', { code: ChatError.from(failure).code })
      })
    },
    retryNow() {
      if (connection === undefined) hint()
    },
    async stop() {
      ending.cancel(new ChatError('not-connected'))
      await connection?.close()
      connection = undefined
      await running
    },
  }
}
