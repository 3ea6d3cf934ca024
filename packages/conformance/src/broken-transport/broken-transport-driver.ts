import {
  ChatError,
  type Change,
  type ChangePage,
  type ConnectRequest,
  type ErrorCode,
  type ErrorDetails,
  type PushedChanges,
  type TransportConnection,
  type TransportDriver,
  type TransportSink,
  type TransportSupports,
} from '@latchkey/core/driver'

/** One defect, to be put into a sound driver. */
export interface BrokenTransportDriver {
  /** What it does wrong, in one sentence. */
  readonly defect: string
  /** The clauses of `docs/contracts/transport.md` that it breaks. It keeps all the others. */
  readonly clauses: readonly string[]
  /** What it claims, where that differs from the sound driver. */
  readonly claims?: (supports: TransportSupports) => TransportSupports
  /** A driver that is as sound as the one given, but for the defect. */
  wrap(driver: TransportDriver): TransportDriver
}

/** A driver whose connections have some members replaced. */
export function withConnections(
  driver: TransportDriver,
  replace: (
    connection: TransportConnection,
    surroundings: { readonly request: ConnectRequest; readonly sink: TransportSink },
  ) => Partial<TransportConnection>,
): TransportDriver {
  return {
    ...driver,
    async connect(request, sink, options) {
      const connection = await driver.connect(request, sink, options)
      return { ...membersOf(connection), ...replace(connection, { request, sink }) }
    },
  }
}

/** A driver whose calls reject with something else. */
export function withCallErrors(driver: TransportDriver, change: (error: ChatError) => ChatError): TransportDriver {
  return withConnections(driver, (connection) => ({
    call: (operation, parameters, options) =>
      connection.call(operation, parameters, options).catch((error: unknown) => {
        throw change(ChatError.from(error))
      }),
  }))
}

/** A driver whose attempts reject with another code. */
export function withAttemptCode(driver: TransportDriver, from: ErrorCode, to: ErrorCode): TransportDriver {
  return {
    ...driver,
    connect: (request, sink, options) =>
      driver.connect(request, sink, options).catch((error: unknown) => {
        throw ChatError.is(error) && error.code === from ? new ChatError(to) : error
      }),
  }
}

/** A driver whose pages are changed on their way. */
export function withPages(
  driver: TransportDriver,
  change: (page: ChangePage, asked: { readonly cursor: string | undefined; readonly limit: number }) => ChangePage,
): TransportDriver {
  return withConnections(driver, (connection) => ({
    async pull(cursor, limit, options) {
      const page = await connection.pull(cursor, limit, options)
      return page === 'tooFarBack' ? page : change(page, { cursor, limit })
    },
  }))
}

/** A driver whose pushes are changed on their way; `count` says the how manieth of its connection it is, from 0. */
export function withPushes(
  driver: TransportDriver,
  change: (pushed: PushedChanges, count: number) => PushedChanges,
): TransportDriver {
  return withSink(driver, (sink) => {
    let count = 0
    return { changes: (pushed) => sink.changes(change(pushed, count++)) }
  })
}

/** A driver that puts something between itself and the sink. */
export function withSink(
  driver: TransportDriver,
  replace: (sink: TransportSink) => Partial<TransportSink>,
): TransportDriver {
  return {
    ...driver,
    connect: (request, sink, options) =>
      driver.connect(
        request,
        {
          changes: (pushed) => sink.changes(pushed),
          signal: (signal) => sink.signal(signal),
          ...replace(sink),
        },
        options,
      ),
  }
}

export function membersOf(connection: TransportConnection): TransportConnection {
  const { heads } = connection
  return {
    ...(heads && { heads: (cursor, limit, options) => heads(cursor, limit, options) }),
    account: connection.account,
    closed: connection.closed,
    call: (operation, parameters, options) => connection.call(operation, parameters, options),
    pull: (cursor, limit, options) => connection.pull(cursor, limit, options),
    history: (conversation, request, options) => connection.history(conversation, request, options),
    ...(connection.files && { files: connection.files }),
    close: () => connection.close(),
  }
}

export function withDetails(error: ChatError, details: ErrorDetails): ChatError {
  return new ChatError(error.code, { details })
}

export function isAdded(change: Change): boolean {
  return change.type === 'messageAdded'
}
