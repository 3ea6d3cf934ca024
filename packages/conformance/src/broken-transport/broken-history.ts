import { ChatError, type HistoryPage, type HistoryRequest, type TransportDriver } from '@latchkey/core/driver'
import { withConnections, type BrokenTransportDriver } from './broken-transport-driver.js'

/** A driver whose pages of history are changed on their way, where they were asked for so. */
function withHistory(
  driver: TransportDriver,
  types: readonly HistoryRequest['type'][],
  change: (page: HistoryPage, request: HistoryRequest) => HistoryPage,
): TransportDriver {
  return withConnections(driver, (connection) => ({
    async history(conversation, request, options) {
      const page = await connection.history(conversation, request, options)
      return types.includes(request.type) ? change(page, request) : page
    },
  }))
}

export const brokenHistory: readonly BrokenTransportDriver[] = [
  {
    defect: 'it says that the newest messages join what is before them',
    clauses: ['TR-44'],
    wrap: (driver) => withHistory(driver, ['newest'], (page) => ({ ...page, joinsBefore: page.messages.length > 0 })),
  },
  {
    defect: 'it does not say that messages before a place join it',
    clauses: ['TR-45'],
    wrap: (driver) => withHistory(driver, ['before'], (page) => ({ ...page, joinsAfter: false })),
  },
  {
    defect: 'it counts the asked place among the messages before it',
    clauses: ['TR-45', 'TR-50'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        async history(conversation, request, options) {
          const page = await connection.history(conversation, request, options)
          if (request.type !== 'before') return page
          const around = { type: 'around', order: request.order, limit: 1 } as const
          const { messages } = await connection.history(conversation, around, options)
          return { ...page, messages: [...page.messages, ...messages] }
        },
      })),
  },
  {
    defect: 'it says that messages after a place join what comes later',
    clauses: ['TR-46'],
    wrap: (driver) => withHistory(driver, ['after'], (page) => ({ ...page, joinsAfter: true })),
  },
  {
    defect: 'it says that messages around a place join what is before them',
    clauses: ['TR-47'],
    wrap: (driver) => withHistory(driver, ['around'], (page) => ({ ...page, joinsBefore: true })),
  },
  {
    defect: 'it takes a full page for one that did not reach the start',
    clauses: ['TR-48'],
    wrap: (driver) =>
      withHistory(driver, ['newest', 'before'], (page, { limit }) => ({
        ...page,
        reachedStart: page.messages.length < limit,
      })),
  },
  {
    defect: 'it puts the newest message first',
    clauses: ['TR-49'],
    wrap: (driver) =>
      withHistory(driver, ['newest', 'before', 'after', 'around'], (page) => ({
        ...page,
        messages: page.messages.toReversed(),
      })),
  },
  {
    defect: 'going back it never comes to the first message',
    clauses: ['TR-50'],
    wrap: (driver) =>
      withHistory(driver, ['before'], (page) => ({
        ...page,
        messages: page.reachedStart ? page.messages.slice(1) : page.messages,
      })),
  },
  {
    defect: 'it takes a conversation that is not there for an empty one',
    clauses: ['TR-51'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        history: (conversation, request, options) =>
          connection.history(conversation, request, options).catch((error: unknown) => {
            if (!ChatError.is(error) || error.code !== 'conversation-not-found') throw error
            return { messages: [], joinsBefore: false, joinsAfter: true, reachedStart: true }
          }),
      })),
  },
  {
    defect: 'it does not say that an empty conversation has been read from its start',
    clauses: ['TR-52'],
    wrap: (driver) =>
      withHistory(driver, ['newest'], (page) => ({
        ...page,
        reachedStart: page.reachedStart && page.messages.length > 0,
      })),
  },
]
