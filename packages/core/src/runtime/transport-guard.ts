import type { CallOptions, CancelSignal } from '../contract/cancel-signal.js'
import type { OperationName, OperationParameters } from '../contract/operations.js'
import type {
  Closure,
  ConnectRequest,
  TransportConnection,
  TransportDriver,
  TransportFiles,
  TransportSink,
} from '../contract/transport-driver.js'
import type { PlatformClock } from '../contract/platform.js'
import { ChatError } from '../errors/chat-error.js'
import { checkAccount, checkChanges, checkedHistory, checkedPage, checkedResult } from './answer-guard.js'
import { createAttempt, untilAborted } from './cancellation.js'
import { atMost } from './time-limit.js'

const contractVersion = 1
/** A driver that has not settled an attempt by then is given up on; drivers have shorter limits of their own. */
const longestAttemptMs = 60_000
/** A link that has not closed by then is not waited for any more. */
const longestClosingMs = 5_000

/** One attempt through a transport driver, bounded in time, whose failures are `ChatError`s. */
export interface GuardedTransport {
  readonly name: string
  readonly supports: TransportDriver['supports']
  readonly idRule: TransportDriver['idRule']
  connect(
    request: ConnectRequest,
    sink: TransportSink,
    options: { readonly signal: CancelSignal },
  ): Promise<TransportConnection>
}

export function guardTransport(driver: TransportDriver, clock: PlatformClock): GuardedTransport {
  if (driver.contractVersion !== contractVersion) {
    throw new ChatError('contract-version-mismatch', {
      details: { driver: String(driver.name), spoken: contractVersion, found: driver.contractVersion },
    })
  }
  const supports = Object.freeze({ ...driver.supports })
  return {
    name: driver.name,
    supports,
    idRule: driver.idRule,
    async connect(request, sink, { signal }) {
      const attempt = createAttempt(signal, { clock, limitMs: longestAttemptMs, code: 'transport-timeout' })
      // A driver that throws instead of rejecting has failed its attempt, no more.
      const made = (async () => driver.connect(request, sink, { signal: attempt.signal }))()
      // A driver that resolves after it was given up on must not leave a link behind.
      const discardLate = () => {
        made.then((late) => late.close()).catch(() => undefined)
      }
      try {
        const connection = await untilAborted(made, attempt.signal)
        try {
          checkAccount(connection.account, request.userID)
        } catch (lie) {
          void connection.close().catch(() => undefined)
          throw lie
        }
        return guardConnection(connection, supports, clock)
      } catch (failure) {
        if (attempt.signal.aborted) discardLate()
        throw ChatError.from(failure, 'transport-unreachable')
      } finally {
        attempt.end()
      }
    },
  }
}

function guardConnection(
  connection: TransportConnection,
  supports: TransportDriver['supports'],
  clock: PlatformClock,
): TransportConnection {
  const files = supports.files === true ? connection.files : undefined
  const heads = supports.heads === true ? connection.heads?.bind(connection) : undefined
  return {
    account: connection.account,
    async call<Name extends OperationName>(
      operation: Name,
      parameters: OperationParameters<Name>,
      options: { readonly operationID: string; readonly signal?: CancelSignal },
    ) {
      if (supports.operations?.includes(operation) !== true) {
        throw new ChatError('not-supported', { details: { feature: operation, outcome: 'not-applied' } })
      }
      const result = await mapped(untilAborted(connection.call(operation, parameters, options), options.signal))
      return checkedResult<Name>(parameters, result)
    },
    pull: async (cursor, limit, options) =>
      checkedPage(await mapped(untilAborted(connection.pull(cursor, limit, options), options?.signal)), limit),
    ...(heads === undefined
      ? {}
      : {
          heads: async (cursor: string, limit: number, options?: CallOptions) => {
            const told = await mapped(untilAborted(heads(cursor, limit, options), options?.signal))
            if (told !== 'tooFarBack') checkChanges(told)
            return told
          },
        }),
    history: async (conversation, request, options) =>
      checkedHistory(
        await mapped(untilAborted(connection.history(conversation, request, options), options?.signal)),
        conversation,
        request,
      ),
    ...(files === undefined
      ? {}
      : {
          files: {
            put: (file, offset, bytes, options) =>
              mapped(untilAborted(files.put(file, offset, bytes, options), options?.signal)),
            get: (fileID, offset, length, options) =>
              mapped(untilAborted(files.get(fileID, offset, length, options), options?.signal)),
          } satisfies TransportFiles,
        }),
    closed: connection.closed.catch((): Closure => ({ reason: 'lost' })),
    close: () => atMost(longestClosingMs, connection.close(), clock),
  }
}

async function mapped<Value>(promise: Promise<Value>): Promise<Value> {
  try {
    return await promise
  } catch (failure) {
    throw ChatError.from(failure, 'transport-unreachable')
  }
}
