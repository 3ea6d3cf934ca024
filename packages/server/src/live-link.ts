import { openFeed, type Backend, type BackendFiles, type Feed } from '@latchkey/backend'
import { ChatError, type ClosureReason, type ErrorDetails, type OperationName } from '@latchkey/core/driver'
import {
  formatBinaryFrame,
  formatError,
  formatResult,
  isOperationName,
  violation,
  type Frame,
  type RequestResult,
  type WireVersion,
} from '@latchkey/protocol'
import {
  readGetFileRequest,
  readHeadsRequest,
  readHistoryQuery,
  readOperationRequest,
  readPullRequest,
  readPutFileRequest,
} from '@latchkey/protocol/server'
import type { Channel } from './channel.js'
import { createPushes } from './pushes.js'
import { createRateLimit } from './rate-limit.js'
import type { ServerLimits } from './server-limits.js'
import type { ServerLog } from './server-log.js'

/** A connection whose user is known. */
export interface LiveLink {
  /** Throws `protocol-violation`. */
  receive(frame: Frame, bytes?: Uint8Array): void
  /** Nothing more is answered or pushed. */
  stop(): void
}

export interface LiveLinkOptions {
  readonly userID: string
  readonly platform: string
  readonly version: WireVersion
  readonly channel: Channel
  readonly backend: Backend
  readonly limits: ServerLimits
  readonly log: ServerLog
  /** Ends the connection. */
  end(reason: ClosureReason, description?: string): void
  /** The connection goes on with this token; resolves with when it ends now. */
  renewToken(token: string): Promise<number>
}

type Request = Frame & { readonly type: 'request' }

// Beyond this many requests under way, the socket is not read until some are answered.
const maxPendingRequests = 64

const notApplied: ErrorDetails = { outcome: 'not-applied' }

export function createLiveLink(options: LiveLinkOptions): LiveLink {
  const { userID, channel, backend, limits, log } = options
  const pushes = createPushes((frame) => channel.send(frame))
  const rateLimit = createRateLimit({
    perSecond: limits.requestsPerSecond,
    burst: limits.requestBurst,
    now: Date.now(),
  })
  let pendingRequests = 0

  const feed: Feed = openFeed({
    backend,
    userID,
    platform: options.platform,
    maxChanges: options.version.maxChanges,
    push: (pushed) => pushes.push(pushed),
    broken(cause) {
      log('error', 'A connection could not follow the change log.', { error: cause })
      options.end('lost', 'the change log cannot be followed further')
    },
  })

  function answer(request: Request, bytes: Uint8Array | undefined): void {
    const retryAfterMs = rateLimit.take(Date.now())
    if (retryAfterMs > 0) {
      const details = { retryAfterMs, ...notApplied }
      return channel.send(formatError(request.id, new ChatError('rate-limited', { details })))
    }
    pendingRequests += 1
    if (pendingRequests === maxPendingRequests) channel.hold(true)
    void settle(request, bytes).finally(() => {
      if (pendingRequests === maxPendingRequests) channel.hold(false)
      pendingRequests -= 1
    })
  }

  async function settle(request: Request, bytes: Uint8Array | undefined): Promise<void> {
    try {
      await dispatch(request, bytes)
    } catch (cause) {
      channel.send(formatError(request.id, toAnswer(cause)))
    }
  }

  // Synchronous up to the backend, so that requests are applied in the order in which they came.
  async function dispatch({ id, method, parameters }: Request, bytes: Uint8Array | undefined): Promise<void> {
    const send = (result: RequestResult) => channel.send(formatResult(id, result))
    switch (method) {
      case 'ping':
        return send({})
      case 'pull': {
        const { cursor, limit } = readArguments(() => readPullRequest(parameters))
        return feed.pull(cursor, limit, async (page) => send(page === 'tooFarBack' ? { tooFarBack: true } : page))
      }
      case 'heads': {
        const { cursor, limit } = readArguments(() => readHeadsRequest(parameters))
        const changes = await backend.heads(userID, cursor, limit)
        return send(changes === 'tooFarBack' ? { tooFarBack: true } : { changes })
      }
      case 'history': {
        const { conversation, request } = readArguments(() => readHistoryQuery(parameters))
        return send(await backend.history(userID, conversation, request))
      }
      case 'putFile': {
        const { file, offset } = readArguments(() => readPutFileRequest(parameters))
        const received = await filesOf(backend).put(userID, file, offset, bytes ?? new Uint8Array())
        return send({ received })
      }
      case 'getFile': {
        const { fileID, offset, length } = readArguments(() => readGetFileRequest(parameters))
        const found = await filesOf(backend).get(userID, fileID, offset, length)
        return channel.send(formatBinaryFrame(formatResult(id, {}), found))
      }
      default:
        if (!isOperationName(method)) throw new ChatError('operation-unknown', { details: notApplied })
        return send(await perform(method, parameters))
    }
  }

  async function perform(operation: OperationName, given: unknown): Promise<RequestResult> {
    if (operation === 'renewToken') {
      const { parameters } = readArguments(() => readOperationRequest(operation, given))
      return { tokenExpiresAt: await options.renewToken(parameters.token) }
    }
    const { operationID, parameters } = readArguments(() => readOperationRequest(operation, given))
    return backend.perform(userID, operation, parameters, { operationID })
  }

  function toAnswer(cause: unknown): ChatError {
    if (ChatError.is(cause) && !cause.code.startsWith('storage-')) {
      return new ChatError(cause.code, { details: { ...notApplied, ...cause.details } })
    }
    log('error', 'A request failed.', { error: cause })
    return new ChatError('backend-failed', { details: { outcome: 'unknown' } })
  }

  return {
    receive(frame, bytes) {
      if (bytes !== undefined && !(frame.type === 'request' && frame.method === 'putFile')) {
        throw violation('bytes that belong to no file')
      }
      switch (frame.type) {
        case 'request':
          if (frame.method === 'connect') throw violation('connected already')
          return answer(frame, bytes)
        case 'result':
          return pushes.acknowledge(frame.id)
        case 'error':
          throw violation('changes cannot be refused')
        case 'notification':
          // A newer client may say things that this version does not know.
          return
      }
    },
    stop: () => feed.close(),
  }
}

function filesOf({ files }: Backend): BackendFiles {
  if (!files) throw new ChatError('operation-unknown')
  return files
}

/** A request whose parameters break their bounds is refused; the connection goes on (docs/wire.md, "The end"). */
function readArguments<Parameters>(read: () => Parameters): Parameters {
  try {
    return read()
  } catch (cause) {
    const details = ChatError.is(cause) ? cause.details : {}
    throw new ChatError('invalid-argument', { details: { ...details, ...notApplied }, cause })
  }
}
