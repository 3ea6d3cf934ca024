import type { Backend } from '@latchkey/backend'
import { ChatError, type Account, type Closure, type ClosureReason, type ConnectRequest } from '@latchkey/core/driver'
import {
  formatError,
  formatResult,
  readBinaryFrame,
  readFrame,
  violation,
  wireLimits,
  type Frame,
  type WireVersion,
} from '@latchkey/protocol'
import { readConnectRequest } from '@latchkey/protocol/server'
import type { WebSocket } from 'ws'
import type { Admission, Authentication } from './authentication.js'
import { openChannel } from './channel.js'
import { createLiveLink, type LiveLink } from './live-link.js'
import type { ServerLimits } from './server-limits.js'
import type { ServerLog } from './server-log.js'

/** One client's socket, from its first frame to its end. */
export interface Connection {
  /** `undefined` until the user is known. */
  readonly userID: string | undefined
  end(reason: ClosureReason, description?: string): void
  checkPulse(): void
}

export interface ConnectionOptions {
  /** What both sides speak. */
  readonly version: WireVersion
  /** Where the page comes from, if a browser says so. */
  readonly origin: string | undefined
  readonly backend: Backend
  readonly authentication: Authentication
  readonly limits: ServerLimits
  readonly log: ServerLog
  /** The user is known. */
  admitted(connection: Connection, request: ConnectRequest): void
  /** Told once. */
  ended(connection: Connection, closure: Closure): void
}

export function openConnection(socket: WebSocket, options: ConnectionOptions): Connection {
  const { authentication, backend, limits, log } = options
  let state: 'waiting' | 'connecting' | 'live' | 'ended' = 'waiting'
  let userID: string | undefined
  let link: LiveLink | undefined
  let expiry: NodeJS.Timeout | undefined
  const connectTimer = setTimeout(() => end('violation', 'no connect in time'), limits.connectTimeoutMs)

  const channel = openChannel(socket, limits, {
    received: (text) => receiveOrEnd(() => receive(readFrame(text, wireLimits.maxClientFrameBytes))),
    receivedBinary: (data) =>
      receiveOrEnd(() => {
        const { frame, bytes } = readBinaryFrame(data)
        receive(frame, bytes)
      }),
    closed(closure) {
      state = 'ended'
      clearTimeout(connectTimer)
      clearTimeout(expiry)
      link?.stop()
      options.ended(connection, closure)
    },
  })

  function end(reason: ClosureReason, description?: string): void {
    channel.close(reason, description)
  }

  function receiveOrEnd(work: () => void): void {
    try {
      work()
    } catch (cause) {
      end('violation', reasonOf(cause))
    }
  }

  function receive(frame: Frame, bytes?: Uint8Array): void {
    if (state === 'live') return link?.receive(frame, bytes)
    if (bytes !== undefined || state !== 'waiting' || frame.type !== 'request' || frame.method !== 'connect') {
      throw violation('a frame before the answer to connect')
    }
    state = 'connecting'
    clearTimeout(connectTimer)
    void connect(frame.id, frame.parameters)
  }

  async function connect(id: number, parameters: unknown): Promise<void> {
    try {
      const request = readConnectRequest(parameters)
      goLive(id, request, await authentication.admit(request, options.origin))
    } catch (cause) {
      const refusal = toRefusal(cause)
      if (refusal.code === 'backend-failed') log('error', 'A connection could not be accepted.', { error: cause })
      channel.send(formatError(id, refusal))
      end(reasonFor(refusal), refusal.code)
    }
  }

  function goLive(id: number, request: ConnectRequest, admission: Admission): void {
    if (state !== 'connecting') return
    state = 'live'
    userID = request.userID
    link = createLiveLink({
      userID,
      platform: request.platform,
      version: options.version,
      channel,
      backend,
      limits,
      log,
      end,
      renewToken,
    })
    expireAt(admission.tokenExpiresAt)
    channel.send(formatResult(id, accountOf(admission, limits)))
    options.admitted(connection, request)
  }

  async function renewToken(token: string): Promise<number> {
    const tokenExpiresAt = await authentication.renew(userID ?? '', token)
    expireAt(tokenExpiresAt)
    return tokenExpiresAt
  }

  function expireAt(time: number | undefined): void {
    clearTimeout(expiry)
    // At most 24 days (OL-05), which is just within what a timer can hold.
    if (time !== undefined && state === 'live') expiry = setTimeout(() => end('expired'), time - Date.now())
  }

  const connection: Connection = {
    get userID() {
      return userID
    },
    end,
    checkPulse: () => channel.checkPulse(),
  }
  return connection
}

function accountOf(
  { user, tokenExpiresAt, publicKeys }: Admission,
  { maxTextBytes, maxFileBytes }: ServerLimits,
): Account {
  return {
    userID: user.userID,
    userName: user.userName,
    serverTime: Date.now(),
    ...(tokenExpiresAt !== undefined && { tokenExpiresAt }),
    ...(publicKeys && { publicKeys }),
    limits: { maxTextBytes, maxFileBytes },
  }
}

function toRefusal(cause: unknown): ChatError {
  return ChatError.is(cause) && !cause.code.startsWith('storage-') ? cause : new ChatError('backend-failed', { cause })
}

function reasonFor({ code }: ChatError): ClosureReason {
  switch (code) {
    case 'token-refused':
      return 'refused'
    case 'token-expired':
      return 'expired'
    case 'user-unknown':
      return 'unregistered'
    case 'protocol-violation':
      return 'violation'
    default:
      return 'lost'
  }
}

function reasonOf(cause: unknown): string {
  const reason = ChatError.is(cause) ? cause.details['reason'] : undefined
  return typeof reason === 'string' ? reason : 'a frame is not valid'
}
