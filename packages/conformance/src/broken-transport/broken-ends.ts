import {
  ChatError,
  type Closure,
  type ClosureReason,
  type PushedChanges,
  type TransportConnection,
  type TransportDriver,
} from '@latchkey/core/driver'
import { membersOf, withConnections, withSink, type BrokenTransportDriver } from './broken-transport-driver.js'

function withReason(driver: TransportDriver, from: ClosureReason, to: ClosureReason): TransportDriver {
  return withConnections(driver, ({ closed }) => ({
    closed: closed.then((closure) => (closure.reason === from ? { ...closure, reason: to } : closure)),
  }))
}

function mistaken(clauses: readonly string[], from: ClosureReason, to: ClosureReason): BrokenTransportDriver {
  return {
    defect: `it takes the reason ${from} for ${to}`,
    clauses,
    wrap: (driver) => withReason(driver, from, to),
  }
}

/** Resolves in a later turn of the event loop. */
function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5))
}

export const brokenEnds: readonly BrokenTransportDriver[] = [
  mistaken(['TR-61', 'TR-62'], 'client', 'lost'),
  {
    defect: 'closing twice fails',
    clauses: ['TR-62'],
    wrap: (driver) =>
      withConnections(driver, (connection) => {
        let isClosed = false
        return {
          async close() {
            if (isClosed) throw new ChatError('transport-unreachable')
            isClosed = true
            await connection.close()
          },
        }
      }),
  },
  {
    defect: 'close resolves before closed has settled',
    clauses: ['TR-63'],
    wrap: (driver) => withConnections(driver, ({ closed }) => ({ closed: closed.finally(later) })),
  },
  mistaken(['TR-64'], 'lost', 'client'),
  mistaken(['TR-65'], 'kickedOut', 'lost'),
  mistaken(['TR-66'], 'refused', 'expired'),
  mistaken(['TR-67'], 'unregistered', 'refused'),
  mistaken(['TR-68'], 'expired', 'refused'),
  {
    defect: 'closed is another promise each time it is looked at, and settles each time anew',
    clauses: ['TR-71'],
    wrap: (driver) => ({
      ...driver,
      async connect(request, sink, options): Promise<TransportConnection> {
        const connection = await driver.connect(request, sink, options)
        return {
          ...membersOf(connection),
          get closed() {
            return connection.closed.then((closure): Closure => ({ ...closure }))
          },
        }
      },
    }),
  },
  {
    defect: 'closed rejects when the network broke',
    clauses: ['TR-64', 'TR-71', 'TR-72', 'TR-74'],
    wrap: (driver) =>
      withConnections(driver, (connection) => {
        const closed = connection.closed.then((closure) => {
          if (closure.reason === 'lost') throw new ChatError('transport-unreachable')
          return closure
        })
        // A driver that rejects does so whether or not somebody listens; the run goes on.
        closed.catch(() => undefined)
        return { closed }
      }),
  },
  {
    defect: 'calls stay pending when the connection ends',
    clauses: ['TR-26', 'TR-27', 'TR-72'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        call: (operation, parameters, options) =>
          connection.call(operation, parameters, options).catch((error: unknown) => {
            const isOutcomeUnknown = ChatError.is(error) && error.details['outcome'] === 'unknown'
            if (isOutcomeUnknown && error.code === 'transport-unreachable') return new Promise(() => undefined)
            throw error
          }),
      })),
  },
  {
    defect: 'closed settles before the pending calls are rejected',
    clauses: ['TR-72'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        pull: (cursor, limit, options) =>
          connection.pull(cursor, limit, options).catch(async (error: unknown) => {
            await later()
            throw error
          }),
      })),
  },
  {
    defect: 'the sink hears what was on the way after the connection was closed',
    clauses: ['TR-73'],
    wrap(driver) {
      const lastPushes = new WeakMap<object, PushedChanges>()
      const watched = withSink(driver, (sink) => ({
        changes(pushed) {
          lastPushes.set(sink, pushed)
          return sink.changes(pushed)
        },
      }))
      return withConnections(watched, (connection, { sink }) => ({
        async close() {
          await connection.close()
          const pushed = lastPushes.get(sink)
          if (pushed) void sink.changes(pushed)
        },
      }))
    },
  },
  {
    defect: 'it does not connect again after the network broke',
    clauses: ['TR-26', 'TR-27', 'TR-74', 'TF-17'],
    wrap(driver) {
      let isBroken = false
      return {
        ...driver,
        async connect(request, sink, options) {
          if (isBroken) throw new ChatError('transport-unreachable')
          const connection = await driver.connect(request, sink, options)
          void connection.closed.then(({ reason }) => {
            isBroken ||= reason === 'lost'
          })
          return connection
        },
      }
    },
  },
]
