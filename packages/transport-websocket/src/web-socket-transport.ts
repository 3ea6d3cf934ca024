import {
  ChatError,
  type Account,
  type CallOptions,
  type ConnectRequest,
  type TransportDriver,
} from '@latchkey/core/driver'
import { changeTypes, formatRequest, operationNames, readAccount, type WireVersion } from '@latchkey/protocol'
import { createConnection } from './connection.js'
import { openLink, type Link, type Skipped } from './link.js'
import { refusalOfClosure, refusalOfError } from './refusal.js'
import type { WebSocketConstructor } from './socket.js'

export interface WebSocketTransportOptions {
  /** `wss://…`; `ws://…` only where nobody listens in, such as on this machine. Never holds a token. */
  readonly url: string
  /** A WebSocket constructor for a runtime that has no global one. */
  readonly WebSocket?: WebSocketConstructor
  /** For the socket to open and the backend to accept the user. Default 10,000. */
  readonly connectTimeoutMs?: number
  /** For one answer. Default 15,000. */
  readonly callTimeoutMs?: number
  /** Silence after which the backend is asked whether it is there. Default 25,000. */
  readonly heartbeatIntervalMs?: number
  /** Silence after that question after which the connection counts as lost. Default 20,000. */
  readonly heartbeatTimeoutMs?: number
  /** Learns what a newer server sent that this version left out. Default: nobody does. */
  readonly onSkipped?: (skipped: Skipped) => void
}

// What `setTimeout` can wait for.
const maxTimeoutMs = 2 ** 31 - 1

/** The transport to the bundled server. Throws `invalid-argument`. */
export function webSocketTransport(options: WebSocketTransportOptions): TransportDriver {
  const url = checkedUrl(options.url)
  const connectTimeoutMs = checkedMs('connectTimeoutMs', options.connectTimeoutMs ?? 10_000)
  const callTimeoutMs = checkedMs('callTimeoutMs', options.callTimeoutMs ?? 15_000)
  const heartbeatIntervalMs = checkedMs('heartbeatIntervalMs', options.heartbeatIntervalMs ?? 25_000)
  const heartbeatTimeoutMs = checkedMs('heartbeatTimeoutMs', options.heartbeatTimeoutMs ?? 20_000)
  const onSkipped = options.onSkipped && { onSkipped: options.onSkipped }

  return {
    contractVersion: 1,
    name: 'websocket',
    supports: { operations: operationNames, deduplicates: true, changeTypes, heads: true, files: true },
    async connect(request, sink, { signal } = {}) {
      if (signal?.aborted) throw new ChatError('call-aborted')
      const WebSocket = options.WebSocket ?? globalWebSocket()
      const link = openLink({ url, WebSocket, heartbeatIntervalMs, heartbeatTimeoutMs, ...onSkipped }, sink)
      const { account, version } = await accepted(link, request, connectTimeoutMs, signal)
      return createConnection(account, link, version, { callTimeoutMs, ...onSkipped })
    },
  }
}

/** The account and what both sides speak, once the backend has accepted the user; else the link has ended when this rejects. */
async function accepted(
  link: Link,
  request: ConnectRequest,
  timeoutMs: number,
  signal: CallOptions['signal'],
): Promise<{ readonly account: Account; readonly version: WireVersion }> {
  let ownReason: 'call-aborted' | 'transport-timeout' | undefined
  const giveUp = (reason: typeof ownReason) => {
    ownReason ??= reason
    link.end({ reason: 'client' })
  }
  const abort = () => giveUp('call-aborted')
  const timer = setTimeout(() => giveUp('transport-timeout'), timeoutMs)
  signal?.addEventListener('abort', abort)

  try {
    const answered = link.opened.then(async (version) => {
      const account = await link.ask({
        format: (id) => formatRequest(id, 'connect', request),
        read: (result) => readAccount(result, request.userID),
        timeoutMs,
      })
      return { account, version }
    })
    const answer = await Promise.race([answered, link.closed])
    // The link may have ended in the same turn in which the answer came.
    if (link.closure !== undefined || !('account' in answer)) throw new ChatError('transport-unreachable')
    return answer
  } catch (error) {
    if (ownReason !== undefined) throw new ChatError(ownReason)
    const refusal = link.closure === undefined ? refusalOfError(error) : refusalOfClosure(link.closure)
    link.end({ reason: 'client' })
    throw refusal
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

function globalWebSocket(): WebSocketConstructor {
  if (typeof WebSocket === 'undefined') throw new ChatError('not-supported', { details: { feature: 'WebSocket' } })
  return WebSocket
}

function checkedUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || !/^wss?:$/.test(url.protocol)) throw invalid('url', 'a wss: or ws: address')
  if (url.username !== '' || url.password !== '') throw invalid('url', 'no user name or password in the address')
  if (url.hash !== '') throw invalid('url', 'no fragment in the address')
  return url.href
}

function checkedMs(argument: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= maxTimeoutMs) return value
  throw invalid(argument, `a whole number of milliseconds from 1 to ${maxTimeoutMs}`)
}

function invalid(argument: string, rule: string): ChatError {
  return new ChatError('invalid-argument', { details: { argument, rule } })
}
