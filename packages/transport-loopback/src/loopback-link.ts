import {
  ChatError,
  type Account,
  type CancelSignal,
  type ChangePage,
  type Closure,
  type ClosureReason,
  type ErrorDetails,
  type OperationName,
  type OperationParameters,
  type OperationResult,
  type TransportConnection,
  type TransportFiles,
  type TransportSink,
} from '@latchkey/core/driver'
import { openFeed, type Backend, type BackendFiles, type DeviceLink } from '@latchkey/backend'
import type { Admission } from './admission.js'
import { abortable, callAborted } from './cancellation.js'
import type { Gate } from './gate.js'

/** What a link needs of the network it is part of. */
export interface LinkSurroundings {
  readonly backend: Backend
  now(): number
  /** What goes to the client passes here. */
  readonly gate: Gate
  /** Resolves when the answer to an operation may go to the client. Ends the link when the answer gets lost. */
  passAnswer(link: LoopbackLink): Promise<void>
  /** Throws the failure that is due instead of the next operation. */
  takeFailure(): void
  authenticate(userID: string, token: string): Promise<Admission>
  /** The link is no longer live. */
  ended(link: LoopbackLink): void
}

export interface LoopbackLink extends DeviceLink {
  readonly userID: string
  readonly connection: TransportConnection
  end(reason: ClosureReason, description?: string): void
  /** Ends the link when its token has ended by the network's clock. */
  checkToken(): void
}

type OperationRequest = {
  [Name in OperationName]: { readonly operation: Name; readonly parameters: OperationParameters<Name> }
}[OperationName]

const notApplied: ErrorDetails = { outcome: 'not-applied' }
const unknown: ErrorDetails = { outcome: 'unknown' }

export function createLoopbackLink(
  surroundings: LinkSurroundings,
  { account, deviceID, platform }: DeviceLink & { readonly account: Account },
  sink: TransportSink,
): LoopbackLink {
  const { backend } = surroundings
  const { userID } = account
  let { tokenExpiresAt } = account
  let closure: Closure | undefined
  const pending = new Set<() => void>()

  let settle: (closure: Closure) => void
  const closed = new Promise<Closure>((resolve) => {
    settle = resolve
  })

  const feed = openFeed({
    backend,
    userID,
    platform,
    async push(pushed) {
      await surroundings.gate.pass()
      if (!closure) await sink.changes(copy(pushed))
    },
    broken: () => end('lost', 'the change log cannot be followed further'),
  })

  function end(reason: ClosureReason, description?: string): void {
    if (closure) return
    closure = { reason, ...(description !== undefined && { description }) }
    feed.close()
    for (const reject of pending) reject()
    surroundings.ended(link)
    settle(closure)
  }

  function checkToken(): void {
    if (tokenExpiresAt !== undefined && tokenExpiresAt <= surroundings.now()) end('expired')
  }

  /** `work`, unless the link ends or the caller gives up before. */
  function ask<Result>(
    signal: CancelSignal | undefined,
    work: () => Promise<Result>,
    details: { readonly before: ErrorDetails; readonly after: ErrorDetails },
  ): Promise<Result> {
    checkToken()
    if (closure) return Promise.reject(unreachable(details.before))
    if (signal?.aborted) return Promise.reject(callAborted(signal, details.before))
    const untilEnd = new Promise<Result>((resolve, reject) => {
      const onEnd = () => reject(unreachable(details.after))
      pending.add(onEnd)
      work()
        .then(resolve, reject)
        .finally(() => pending.delete(onEnd))
    })
    return abortable(signal, untilEnd, (aborted) => callAborted(aborted, details.after))
  }

  async function perform(request: OperationRequest, operationID: string): Promise<OperationResult<OperationName>> {
    surroundings.takeFailure()
    if (request.operation !== 'renewToken') {
      return backend.perform(userID, request.operation, request.parameters, { operationID })
    }
    const renewed = await surroundings.authenticate(userID, request.parameters.token)
    if (renewed.tokenExpiresAt === undefined) throw new ChatError('token-refused')
    tokenExpiresAt = renewed.tokenExpiresAt
    return { tokenExpiresAt }
  }

  function createFiles(files: BackendFiles): TransportFiles {
    const details = { before: notApplied, after: unknown }
    return {
      put: (file, offset, bytes, { signal } = {}) => {
        const own = bytes.slice()
        return ask(
          signal,
          async () => {
            surroundings.takeFailure()
            const received = await withOutcome(files.put(userID, copy(file), offset, own))
            await surroundings.passAnswer(link)
            return received
          },
          details,
        )
      },
      get: (fileID, offset, length, { signal } = {}) =>
        ask(
          signal,
          async () => {
            const bytes = await withOutcome(files.get(userID, fileID, offset, length))
            await surroundings.gate.pass()
            return bytes
          },
          details,
        ),
    }
  }

  const connection: TransportConnection = {
    account,
    closed,

    call: (operation, parameters, { operationID, signal }) =>
      ask(
        signal,
        async () => {
          const request = { operation, parameters: copy(parameters) } as OperationRequest
          const result = await withOutcome(perform(request, operationID))
          await surroundings.passAnswer(link)
          return copy(result)
        },
        { before: notApplied, after: unknown },
      ),

    pull: (cursor, limit, { signal } = {}) =>
      ask(
        signal,
        () =>
          new Promise<ChangePage | 'tooFarBack'>((resolve, reject) => {
            const handOver = async (answer: ChangePage | 'tooFarBack') => {
              await surroundings.gate.pass()
              resolve(copy(answer))
            }
            feed.pull(cursor, limit, handOver).catch(reject)
          }),
        { before: {}, after: {} },
      ),

    heads: (cursor, limit, { signal } = {}) =>
      ask(
        signal,
        async () => {
          const heads = await backend.heads(userID, cursor, limit)
          await surroundings.gate.pass()
          return copy(heads)
        },
        { before: {}, after: {} },
      ),

    history: (conversation, request, { signal } = {}) =>
      ask(
        signal,
        async () => {
          const page = await backend.history(userID, copy(conversation), copy(request))
          await surroundings.gate.pass()
          return copy(page)
        },
        { before: {}, after: {} },
      ),

    ...(backend.files && { files: createFiles(backend.files) }),

    async close() {
      end('client')
      await closed
    },
  }

  const link: LoopbackLink = { userID, deviceID, platform, connection, end, checkToken }
  return link
}

// Each side has its own copy, as if it had crossed a wire.
function copy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value
}

// What the backend refuses it has not done; what failed in another way may have been done.
async function withOutcome<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (cause) {
    if (!ChatError.is(cause)) throw new ChatError('backend-failed', { details: unknown, cause })
    throw new ChatError(cause.code, { details: { ...cause.details, ...notApplied }, cause })
  }
}

function unreachable(details: ErrorDetails): ChatError {
  return new ChatError('transport-unreachable', { details })
}
