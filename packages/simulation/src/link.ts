import {
  ChatError,
  type Account,
  type ChangePage,
  type Closure,
  type ClosureReason,
  type ErrorDetails,
  type OperationName,
  type OperationParameters,
  type OperationResult,
  type PushedChanges,
  type TransportConnection,
  type TransportSink,
} from '@latchkey/core/driver'
import { openFeed, type Backend, type Feed } from '@latchkey/backend'
import type { Wire } from './wire.js'

/** A live link between a client and the backend: both of its ends. */
export interface Link {
  readonly userID: string
  readonly connection: TransportConnection
  /** Which start of the backend it was made with. */
  readonly boot: number
  readonly isOpen: boolean
  readonly wire: Wire
  /** Both ends learn of it; `reason` is what the client is told. */
  end(reason: ClosureReason): void
  /** The client died: nothing reaches it any more, not even the end. */
  vanish(): void
  /** Delivers a push of before once more. Returns whether there was one. */
  repeatPush(choice: number): boolean
}

type OperationRequest = {
  [Name in OperationName]: { readonly operation: Name; readonly parameters: OperationParameters<Name> }
}[OperationName]

export interface LinkOptions {
  readonly backend: Backend
  readonly boot: number
  readonly account: Account
  readonly sink: TransportSink
  readonly wire: Wire
  /** Takes a token in place of the one so far; throws when it is not good. Returns when it ends. */
  renew(userID: string, token: string): number
  onEnd(link: Link): void
}

/** A request that has not been answered by then is given up. */
const callTimeoutMs = 15_000
const rememberedPushes = 4

export function createLink({ backend, boot, account, sink, wire, renew, onEnd }: LinkOptions): Link {
  const { userID } = account
  const pending = new Set<(failure: ChatError) => void>()
  const pushes: PushedChanges[] = []
  let delivering = Promise.resolve()
  let closure: Closure | undefined
  let settle: (closure: Closure) => void
  const closed = new Promise<Closure>((resolve) => {
    settle = resolve
  })

  function deliver(pushed: PushedChanges): void {
    delivering = delivering.then(() => (closure === undefined ? sink.changes(pushed) : undefined))
  }

  const feed: Feed = openFeed({
    backend,
    userID,
    platform: 'simulated',
    push(pushed) {
      pushes.push(pushed)
      if (pushes.length > rememberedPushes) pushes.shift()
      wire.send('down', `push of ${pushed.changes.length}`, () => deliver(pushed))
      return wire.pause(1)
    },
    broken: () => end('lost'),
  })

  function takeDown(reason: ClosureReason): Closure {
    closure = { reason }
    feed.close()
    wire.close()
    onEnd(link)
    return closure
  }

  function end(reason: ClosureReason): void {
    if (closure !== undefined) return
    const told = takeDown(reason)
    for (const reject of [...pending]) reject(new ChatError('transport-unreachable'))
    settle(told)
  }

  /** Asks the other end, which answers by calling back any number of times; the first answer counts. */
  function ask<Answer>(
    label: string,
    details: ErrorDetails,
    work: (answer: (give: () => Answer) => void) => void,
  ): Promise<Answer> {
    if (closure !== undefined) {
      return Promise.reject(new ChatError('transport-unreachable', { details: { outcome: 'not-applied' } }))
    }
    return new Promise((resolve, reject) => {
      const stopTimer = wire.after(callTimeoutMs, () => fail(new ChatError('transport-timeout')))
      function fail(failure: ChatError): void {
        stopTimer()
        pending.delete(fail)
        reject(new ChatError(failure.code, { details: { ...details, ...failure.details } }))
      }
      pending.add(fail)
      wire.send('up', label, () =>
        work((give) =>
          wire.send('down', `answer to ${label}`, () => {
            stopTimer()
            pending.delete(fail)
            try {
              resolve(give())
            } catch (failure) {
              reject(ChatError.from(failure))
            }
          }),
        ),
      )
    })
  }

  async function perform(request: OperationRequest, operationID: string): Promise<OperationResult<OperationName>> {
    if (request.operation !== 'renewToken') {
      return backend.perform(userID, request.operation, request.parameters, { operationID })
    }
    return { tokenExpiresAt: renew(userID, request.parameters.token) }
  }

  const connection: TransportConnection = {
    account,
    closed,
    call: (operation, parameters, { operationID }) =>
      ask(operation, { outcome: 'unknown' }, (answer) => {
        perform({ operation, parameters } as OperationRequest, operationID).then(
          (result) => answer(() => result),
          (failure: unknown) => answer(() => fail(failure)),
        )
      }),
    pull: (cursor, limit) =>
      ask<ChangePage | 'tooFarBack'>('pull', {}, (answer) => {
        const handOver = async (page: ChangePage | 'tooFarBack') => answer(() => page)
        feed.pull(cursor, limit, handOver).catch((failure: unknown) => answer(() => fail(failure)))
      }),
    history: (conversation, request) =>
      ask('history', {}, (answer) => {
        backend.history(userID, conversation, request).then(
          (page) => answer(() => page),
          (failure: unknown) => answer(() => fail(failure)),
        )
      }),
    heads: (cursor, limit) =>
      ask('heads', {}, (answer) => {
        backend.heads(userID, cursor, limit).then(
          (heads) => answer(() => heads),
          (failure: unknown) => answer(() => fail(failure)),
        )
      }),
    async close() {
      end('client')
      await closed
    },
  }

  const link: Link = {
    userID,
    connection,
    boot,
    wire,
    get isOpen() {
      return closure === undefined
    },
    end,
    vanish() {
      if (closure === undefined) takeDown('lost')
    },
    repeatPush(choice) {
      const pushed = pushes[choice % Math.max(1, pushes.length)]
      if (pushed === undefined || closure !== undefined) return false
      deliver(pushed)
      return true
    },
  }
  return link
}

/** What the backend refuses it has not done; what failed in another way may have been done. */
function fail(failure: unknown): never {
  if (ChatError.is(failure)) {
    throw new ChatError(failure.code, { details: { ...failure.details, outcome: 'not-applied' } })
  }
  throw new ChatError('backend-failed', { details: { outcome: 'unknown' } })
}
