import { ChatError, nextTask, type Closure, type TransportSink } from '@latchkey/core/driver'
import {
  closeCodes,
  closureReasonOf,
  findWireVersion,
  fitsUtf8,
  formatError,
  formatRequest,
  formatResult,
  readBinaryFrame,
  readClosing,
  readFrame,
  readPushedChanges,
  readSignal,
  subprotocols,
  violation,
  wireLimits,
  type Frame,
  type Steps,
  type WireVersion,
} from '@latchkey/protocol'
import { createDeferred } from './deferred.js'
import { createDeliveries } from './deliveries.js'
import { startHeartbeat, type Heartbeat } from './heartbeat.js'
import { createRequests, failure, type Request } from './requests.js'
import { openSocket, type WebSocketConstructor } from './socket.js'

/** Half of a frame at 60 frames a second. */
const sliceMs = 8

/** What this version of the driver did not understand and left out. */
export interface Skipped {
  readonly kind: 'change' | 'signal' | 'method'
  readonly count: number
}

export interface LinkOptions {
  readonly url: string
  readonly WebSocket: WebSocketConstructor
  readonly heartbeatIntervalMs: number
  readonly heartbeatTimeoutMs: number
  readonly onSkipped?: (skipped: Skipped) => void
}

/** One socket: requests out, answers and deliveries in, until it ends once with a reason. */
export interface Link {
  /** Resolves with what both sides speak when requests can be made; stays pending when the link ends before. */
  readonly opened: Promise<WireVersion>
  readonly closed: Promise<Closure>
  /** Why it has ended; `undefined` while it lives. */
  readonly closure: Closure | undefined
  ask<Result>(request: Request<Result>): Promise<Result>
  /** Reads what came, in slices, so that a page stays alive meanwhile. What it throws ends the link. */
  readInSlices<Result>(steps: Steps<Result>): Promise<Result>
  /** From now on what the backend pushes may reach the sink. */
  allowDeliveries(): void
  /** Ends the link from this side. Only the first call counts. */
  end(closure: Closure): void
}

/** Opens a link. Throws `transport-unreachable` when the platform does not even let it start. */
export function openLink(options: LinkOptions, sink: TransportSink): Link {
  const opened = createDeferred<WireVersion>()
  const closed = createDeferred<Closure>()
  const deliveries = createDeliveries(sink)
  let closure: Closure | undefined
  let heartbeat: Heartbeat | undefined
  let mayDeliver = false
  let isDeliveringChanges = false

  const socket = openSocket(
    options.WebSocket,
    { url: options.url, subprotocols },
    {
      opened(protocol) {
        const version = findWireVersion(protocol)
        if (!version) return end({ reason: 'violation', description: 'unknown subprotocol' })
        heartbeat = startHeartbeat({
          intervalMs: options.heartbeatIntervalMs,
          timeoutMs: options.heartbeatTimeoutMs,
          ping,
          onSilent: () => end({ reason: 'lost', description: 'the backend went silent' }),
        })
        opened.resolve(version)
      },
      received(data) {
        heartbeat?.heard()
        try {
          if (typeof data === 'string') dispatch(readFrame(data, wireLimits.maxServerFrameBytes))
          else if (data instanceof ArrayBuffer) dispatchBinary(readBinaryFrame(new Uint8Array(data)))
          else throw violation('a frame is neither text nor bytes')
        } catch (error) {
          end({ reason: 'violation', description: reasonOf(error) })
        }
      },
      closed(code) {
        end({ reason: closureReasonOf(code), description: `the socket closed with ${code}` })
      },
    },
  )
  const requests = createRequests((frame) => socket.send(frame), {
    onTimeout: () => heartbeat?.probe(),
    refuseFrame: refuseLargeFrame,
  })

  function dispatchBinary({ frame, bytes }: ReturnType<typeof readBinaryFrame>): void {
    if (frame.type !== 'result') throw violation('bytes that belong to no answer')
    dispatch(frame, bytes)
  }

  function dispatch(frame: Frame, bytes?: Uint8Array): void {
    switch (frame.type) {
      case 'result':
        refuseUnasked(frame.id)
        return requests.resolve(frame.id, frame.result, bytes)
      case 'error':
        refuseUnasked(frame.id)
        return requests.reject(frame.id, frame.error)
      case 'request':
        if (frame.method === 'changes') return deliverChanges(frame.id, frame.parameters)
        socket.send(formatError(frame.id, new ChatError('operation-unknown')))
        return skipped('method', 1)
      case 'notification':
        if (frame.method === 'closing') return end(readClosing(frame.parameters))
        if (frame.method === 'signal') return deliverSignal(frame.parameters)
        return skipped('method', 1)
    }
  }

  function refuseUnasked(id: number): void {
    if (!requests.knows(id)) throw violation('an answer to a request that was never made')
  }

  function deliverChanges(id: number, parameters: unknown): void {
    if (!mayDeliver) throw violation('changes before the first pull')
    if (isDeliveringChanges) throw violation('changes before the last ones were acknowledged')
    const pushed = readPushedChanges(parameters)
    isDeliveringChanges = true
    skipped('change', pushed.skippedCount ?? 0)
    void deliveries.changes(pushed).then(() => {
      isDeliveringChanges = false
      socket.send(formatResult(id, {}))
    })
  }

  function deliverSignal(parameters: unknown): void {
    const signal = readSignal(parameters)
    if (signal === undefined) skipped('signal', 1)
    else if (mayDeliver) deliveries.signal(signal)
  }

  async function readInSlices<Result>(steps: Steps<Result>): Promise<Result> {
    try {
      let begunAt = Date.now()
      while (closure === undefined) {
        const step = steps.next()
        if (step.done === true) return step.value
        if (Math.abs(Date.now() - begunAt) < sliceMs) continue
        await nextTask()
        begunAt = Date.now()
      }
    } catch (error) {
      end({ reason: 'violation', description: reasonOf(error) })
    }
    throw failure('transport-unreachable', 'unknown')
  }

  function ping(): void {
    // Whether it is answered is the heartbeat's to judge, by anything that comes in.
    const answer = requests.ask({
      format: (id) => formatRequest(id, 'ping', {}),
      read: () => undefined,
      timeoutMs: options.heartbeatTimeoutMs,
    })
    answer.catch(() => undefined)
  }

  function skipped(kind: Skipped['kind'], count: number): void {
    if (count > 0) options.onSkipped?.({ kind, count })
  }

  function end(reason: Closure): void {
    if (closure !== undefined) return
    closure = reason
    heartbeat?.stop()
    deliveries.stop()
    requests.end()
    socket.close(closeCodes[reason.reason], reason.description ?? '')
    closed.resolve(reason)
  }

  return {
    opened: opened.promise,
    closed: closed.promise,
    get closure() {
      return closure
    },
    ask: (request) => requests.ask(request),
    readInSlices,
    allowDeliveries() {
      mayDeliver = true
    },
    end,
  }
}

function refuseLargeFrame(frame: string): ChatError | undefined {
  if (fitsUtf8(frame, wireLimits.maxClientFrameBytes)) return undefined
  return failure('limit-exceeded', 'not-applied', { limit: 'maxClientFrameBytes' })
}

function reasonOf(error: unknown): string {
  const reason = ChatError.is(error) ? error.details['reason'] : undefined
  return typeof reason === 'string' ? reason : 'a frame could not be read'
}
