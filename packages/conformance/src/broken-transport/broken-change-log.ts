import type { Change, ChangePage, TransportDriver } from '@latchkey/core/driver'
import { isAdded, withConnections, withPages, withSink, type BrokenTransportDriver } from './broken-transport-driver.js'

function withoutType(driver: TransportDriver, type: Change['type']): TransportDriver {
  return withPages(driver, (page) => ({ ...page, changes: page.changes.filter((change) => change.type !== type) }))
}

/** The page without its last message. */
function withoutLastMessage(page: ChangePage): ChangePage {
  const last = page.changes.findLast(isAdded)
  return { ...page, changes: page.changes.filter((change) => change !== last) }
}

export const brokenChangeLog: readonly BrokenTransportDriver[] = [
  {
    defect: 'it leaves out where conversations stand',
    clauses: ['TR-32', 'TR-41', 'TR-80', 'TR-83', 'TR-86'],
    wrap: (driver) => withoutType(driver, 'conversationHead'),
  },
  {
    defect: 'it leaves out the members of groups',
    clauses: ['TR-33'],
    wrap: (driver) => withoutType(driver, 'groupMembersChanged'),
  },
  {
    defect: 'it leaves out call invitations',
    clauses: ['TR-34'],
    wrap: (driver) => withoutType(driver, 'callInvitationChanged'),
  },
  {
    defect: 'it names people after they were mentioned',
    clauses: ['TR-35'],
    wrap: (driver) =>
      withPages(driver, (page) => {
        const people = page.changes.filter(({ type }) => type === 'userChanged')
        return { ...page, changes: [...page.changes.filter(({ type }) => type !== 'userChanged'), ...people] }
      }),
  },
  {
    defect: 'it asks for one change more than it was asked for',
    clauses: ['TR-36'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        pull: (cursor, limit, options) => connection.pull(cursor, Math.min(limit + 1, 1_000), options),
      })),
  },
  {
    defect: 'it leaves a group out of a page that has room for one change',
    clauses: ['TR-37'],
    wrap: (driver) =>
      withPages(driver, (page, { limit }) =>
        limit > 1 ? page : { ...page, changes: page.changes.filter(({ type }) => type !== 'groupChanged') },
      ),
  },
  {
    defect: 'its cursors are not ASCII',
    clauses: ['TR-38', 'TR-58'],
    wrap(driver) {
      const pages = withConnections(driver, ({ heads, ...connection }) => ({
        ...(heads && { heads: (cursor, limit, options) => heads(cursor.slice(1), limit, options) }),
        async pull(cursor, limit, options) {
          const page = await connection.pull(cursor?.slice(1), limit, options)
          return page === 'tooFarBack' ? page : { ...page, cursor: `§${page.cursor}` }
        },
      }))
      return withSink(pages, (sink) => ({
        changes: (pushed) => sink.changes({ ...pushed, after: `§${pushed.after}`, cursor: `§${pushed.cursor}` }),
      }))
    },
  },
  {
    defect: 'a page repeats the last message of the page before',
    clauses: ['TR-39', 'TR-42'],
    wrap: (driver) =>
      withConnections(driver, (connection) => {
        let last: Change | undefined
        return {
          async pull(cursor, limit, options) {
            const page = await connection.pull(cursor, limit, options)
            if (page === 'tooFarBack') return page
            const repeated = last === undefined || cursor === undefined ? [] : [last]
            last = page.changes.findLast(isAdded)
            return { ...page, changes: [...repeated, ...page.changes] }
          },
        }
      }),
  },
  {
    defect: 'a cursor is good for one connection only',
    clauses: ['TR-40'],
    wrap(driver) {
      const owners = new Map<string, object>()
      return withConnections(driver, (connection) => ({
        async pull(cursor, limit, options) {
          if (cursor !== undefined) {
            const owner = owners.get(cursor) ?? connection
            owners.set(cursor, owner)
            if (owner !== connection) return 'tooFarBack'
          }
          return connection.pull(cursor, limit, options)
        },
      }))
    },
  },
  {
    defect: 'it starts anew, without saying so, where the log no longer reaches',
    clauses: ['TR-41'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        async pull(cursor, limit, options) {
          const page = await connection.pull(cursor, limit, options)
          return page === 'tooFarBack' ? connection.pull(undefined, limit, options) : page
        },
      })),
  },
  {
    defect: 'it passes over what is being written while it reads',
    clauses: ['TR-42'],
    wrap(driver) {
      const pages = withPages(driver, (page) => (callsInFlight > 0 ? withoutLastMessage(page) : page))
      return withConnections(pages, (connection) => ({
        async call(operation, parameters, options) {
          callsInFlight += 1
          try {
            return await connection.call(operation, parameters, options)
          } finally {
            callsInFlight -= 1
          }
        },
      }))
    },
  },
  {
    defect: 'it passes on names of any length',
    clauses: ['TR-43'],
    wrap: (driver) =>
      withPages(driver, (page) => ({
        ...page,
        changes: page.changes.map((change) =>
          change.type === 'userChanged' ? { ...change, user: { ...change.user, userName: 'ü'.repeat(129) } } : change,
        ),
      })),
  },
]

// Those of both users: what one writes, the other reads.
let callsInFlight = 0
