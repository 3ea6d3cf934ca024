import { ChatError, type CancelSignal, type TransportConnection, type TransportDriver } from '@latchkey/core/driver'
import { withAttemptCode, withConnections, type BrokenTransportDriver } from './broken-transport-driver.js'

/** Attempts that do not learn of an abort, unless it came before them. */
function deafAttempts(
  driver: TransportDriver,
  settle: (attempt: Promise<TransportConnection>, signal: CancelSignal) => Promise<TransportConnection>,
): TransportDriver {
  return {
    ...driver,
    connect: (request, sink, options) =>
      options?.signal && !options.signal.aborted
        ? settle(driver.connect(request, sink), options.signal)
        : driver.connect(request, sink, options),
  }
}

function rejectsOnAbort(signal: CancelSignal, error: ChatError): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(error)))
}

export const brokenAttempts: readonly BrokenTransportDriver[] = [
  {
    defect: 'its account is that of another user',
    clauses: ['TR-05'],
    wrap: (driver) => withConnections(driver, ({ account }) => ({ account: { ...account, userID: 'eve' } })),
  },
  {
    defect: 'it passes on only the first name',
    clauses: ['TR-06'],
    wrap(driver) {
      const named = new Set<string>()
      return {
        ...driver,
        connect({ userName, ...request }, sink, options) {
          const isFirst = !named.has(request.userID)
          if (userName !== undefined) named.add(request.userID)
          return driver.connect(userName !== undefined && isFirst ? { ...request, userName } : request, sink, options)
        },
      }
    },
  },
  {
    defect: 'it takes the userID for the name where none is given',
    clauses: ['TR-07'],
    wrap: (driver) => ({
      ...driver,
      connect: (request, sink, options) => driver.connect({ userName: request.userID, ...request }, sink, options),
    }),
  },
  {
    defect: 'it does not say when the token ends',
    clauses: ['TR-08'],
    wrap: (driver) => withConnections(driver, ({ account: { tokenExpiresAt: _, ...account } }) => ({ account })),
  },
  {
    defect: 'it says that an app sign ends',
    clauses: ['TR-09'],
    wrap: (driver) =>
      withConnections(driver, ({ account }, { request }) =>
        request.credential.type === 'appSign'
          ? { account: { ...account, tokenExpiresAt: account.serverTime + 1 } }
          : {},
      ),
  },
  {
    defect: 'it passes on any number of public keys',
    clauses: ['TR-10'],
    wrap: (driver) =>
      withConnections(driver, ({ account }) => ({
        account: { ...account, publicKeys: Array.from({ length: 11 }, () => ({ kty: 'OKP' })) },
      })),
  },
  {
    defect: 'it takes a dead network for a failing backend',
    clauses: ['TR-11'],
    wrap: (driver) => withAttemptCode(driver, 'transport-unreachable', 'backend-failed'),
  },
  {
    defect: 'it makes one attempt at a time',
    clauses: ['TR-12'],
    wrap(driver) {
      let last: Promise<unknown> = Promise.resolve()
      return {
        ...driver,
        connect(request, sink, options) {
          const attempt = last.then(() => driver.connect(request, sink, options))
          last = attempt.catch(() => undefined)
          return attempt
        },
      }
    },
  },
  {
    defect: 'it takes an abort for a time-out',
    clauses: ['TR-13'],
    wrap: (driver) =>
      deafAttempts(driver, (attempt, signal) =>
        Promise.race([attempt, rejectsOnAbort(signal, new ChatError('transport-timeout'))]).then(
          (connection) => (signal.aborted ? connection.close().then(() => connection) : connection),
          async (error: unknown) => {
            // No link is left: what still comes is closed.
            void attempt.then((late) => late.close())
            throw error
          },
        ),
      ),
  },
  {
    defect: 'it does not look at the signal',
    clauses: ['TR-12', 'TR-13', 'TR-14', 'TR-15'],
    wrap: (driver) => ({ ...driver, connect: (request, sink) => driver.connect(request, sink) }),
  },
  {
    defect: 'it makes a link although the attempt was aborted before',
    clauses: ['TR-14'],
    wrap: (driver) => ({
      ...driver,
      async connect(request, sink, options) {
        if (options?.signal?.aborted) await driver.connect(request, sink)
        return driver.connect(request, sink, options)
      },
    }),
  },
  {
    defect: 'it gives up an aborted attempt without ending it',
    clauses: ['TR-15'],
    wrap: (driver) =>
      deafAttempts(driver, (attempt, signal) =>
        Promise.race([attempt, rejectsOnAbort(signal, new ChatError('call-aborted'))]),
      ),
  },
  {
    defect: 'it still listens to the signal after the attempt succeeded',
    clauses: ['TR-16'],
    wrap: (driver) => ({
      ...driver,
      async connect(request, sink, options) {
        const connection = await driver.connect(request, sink, options)
        options?.signal?.addEventListener('abort', () => void connection.close())
        return connection
      },
    }),
  },
  {
    defect: 'it passes on how the backend found out that a credential is false',
    clauses: ['TR-17', 'TR-19'],
    wrap: (driver) => withAttemptCode(driver, 'token-refused', 'token-invalid'),
  },
  {
    defect: 'it takes a token that has ended for a false one',
    clauses: ['TR-18'],
    wrap: (driver) => withAttemptCode(driver, 'token-expired', 'token-refused'),
  },
  {
    defect: 'it takes an unknown user for a false token',
    clauses: ['TR-20'],
    wrap: (driver) => withAttemptCode(driver, 'user-unknown', 'token-refused'),
  },
  {
    defect: 'it delivers before the first pull was asked for',
    clauses: ['TR-22'],
    wrap: (driver) =>
      withConnections(driver, (connection) => {
        void connection.pull(undefined, 500).catch(() => undefined)
        return {}
      }),
  },
]
