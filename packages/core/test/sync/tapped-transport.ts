import type { ChangePage } from '../../src/contract/changes.js'
import type { OperationName } from '../../src/contract/operations.js'
import type {
  HistoryPage,
  PushedChanges,
  TransportConnection,
  TransportDriver,
  TransportSink,
} from '../../src/contract/transport-driver.js'

/** What a test does to what the real driver brings. Each may be set and removed at any time. */
export interface Tap {
  /** The sink of the newest connection, as the driver was given it. */
  sink: TransportSink | undefined
  /** The pages that were pulled, in their order. */
  readonly pages: ChangePage[]
  /** How often the heads were asked for. */
  headsAsked: number
  /** The operationID of every call, in their order. */
  readonly calls: string[]
  /** Whether pushed changes get lost on their way. */
  losesPushes: boolean
  /** Called before an operation is asked for. What it throws, the call rejects with. */
  beforeCall: ((operation: OperationName) => void) | undefined
  /** Called before a pull. What it throws, the pull rejects with. */
  beforePull: (() => void) | undefined
  /** Called before a page of history is asked for. What it throws, the call rejects with. */
  beforeHistory: (() => void) | undefined
  /** What a page of history becomes on its way. */
  changeHistory: ((page: HistoryPage) => HistoryPage) | undefined
}

export function createTap(): Tap {
  return {
    sink: undefined,
    pages: [],
    headsAsked: 0,
    calls: [],
    losesPushes: false,
    beforeCall: undefined,
    beforePull: undefined,
    beforeHistory: undefined,
    changeHistory: undefined,
  }
}

/** `driver` with a tap at it: everything else goes through as it is. */
export function tappedTransport(driver: TransportDriver, tap: Tap): TransportDriver {
  return {
    ...driver,
    async connect(request, sink, options) {
      tap.sink = sink
      const tapped: TransportSink = {
        signal: (signal) => {
          sink.signal(signal)
        },
        async changes(pushed: PushedChanges) {
          if (!tap.losesPushes) await sink.changes(pushed)
        },
      }
      return tapConnection(await driver.connect(request, tapped, options), tap)
    },
  }
}

function tapConnection(connection: TransportConnection, tap: Tap): TransportConnection {
  const { heads } = connection
  return {
    ...connection,
    ...(heads && {
      heads: (cursor, limit, options) => {
        tap.headsAsked += 1
        return heads.call(connection, cursor, limit, options)
      },
    }),
    async call(operation, parameters, options) {
      tap.beforeCall?.(operation)
      tap.calls.push(options.operationID)
      return connection.call(operation, parameters, options)
    },
    async pull(cursor, limit, options) {
      tap.beforePull?.()
      const page = await connection.pull(cursor, limit, options)
      if (page !== 'tooFarBack') tap.pages.push(page)
      return page
    },
    async history(conversation, request, options) {
      tap.beforeHistory?.()
      const page = await connection.history(conversation, request, options)
      return tap.changeHistory?.(page) ?? page
    },
  }
}
