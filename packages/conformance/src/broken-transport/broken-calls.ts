import { ChatError, type OperationResult } from '@latchkey/core/driver'
import { withCallErrors, withConnections, withDetails, type BrokenTransportDriver } from './broken-transport-driver.js'

/** What a call resolves with, when it is a message that was sent. */
type Sent = OperationResult<'sendMessage'>

function isSent(result: object): result is Sent {
  return 'message' in result
}

/** The result with another message in it. */
function changeSent<Result extends object>(
  result: Result,
  change: (message: Sent['message']) => Sent['message'],
): Result {
  return isSent(result) ? { ...result, message: change(result.message) } : result
}

export const brokenCalls: readonly BrokenTransportDriver[] = [
  {
    defect: 'it loses what is not ASCII from results',
    clauses: ['TR-23'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        async call(operation, parameters, options) {
          const result = await connection.call(operation, parameters, options)
          if (operation !== 'sendMessage') return result
          return changeSent(result, ({ content, ...message }) => ({
            ...message,
            content:
              content.type === 'text' ? { ...content, text: content.text.replaceAll(/[^\x20-\x7e]/g, '?') } : content,
          }))
        },
      })),
  },
  {
    defect: 'it takes a refusal for a failure of the backend',
    clauses: ['TR-24'],
    wrap: (driver) =>
      withCallErrors(driver, (error) =>
        error.code === 'conversation-not-found' ? new ChatError('backend-failed', { details: error.details }) : error,
      ),
  },
  {
    defect: 'it does not say what became of a call that failed',
    clauses: ['TR-24', 'TR-26', 'TR-28', 'TR-29', 'TR-30', 'TR-85'],
    wrap: (driver) => withCallErrors(driver, (error) => withDetails(error, {})),
  },
  {
    defect: 'it claims to deduplicate and does not',
    clauses: ['TR-25', 'TR-27'],
    wrap(driver) {
      const seen = new Map<string, number>()
      return withConnections(driver, (connection) => ({
        call(operation, parameters, options) {
          const times = seen.get(options.operationID) ?? 0
          seen.set(options.operationID, times + 1)
          const operationID = times === 0 ? options.operationID : `${options.operationID}-${times}`
          return connection.call(operation, parameters, { ...options, operationID })
        },
      }))
    },
  },
  {
    defect: 'it deduplicates within one connection only',
    clauses: ['TR-27'],
    wrap(driver) {
      const connections = new Map<string, object>()
      return withConnections(driver, (connection) => ({
        call(operation, parameters, options) {
          const { operationID } = options
          const first = connections.get(operationID) ?? connection
          connections.set(operationID, first)
          const changed = first === connection ? operationID : `${operationID}-again`
          return connection.call(operation, parameters, { ...options, operationID: changed })
        },
      }))
    },
  },
  {
    defect: 'it takes an operation whose answer was lost for one that was not applied',
    clauses: ['TR-26'],
    wrap: (driver) =>
      withCallErrors(driver, (error) =>
        error.code === 'transport-unreachable' ? withDetails(error, { outcome: 'not-applied' }) : error,
      ),
  },
  {
    defect: 'it does not know that what was asked of an ended connection was not applied',
    clauses: ['TR-28'],
    wrap: (driver) =>
      withConnections(driver, (connection) => {
        let hasEnded = false
        void connection.closed.then(() => {
          hasEnded = true
        })
        return {
          async call(operation, parameters, options) {
            if (hasEnded) throw new ChatError('transport-unreachable', { details: { outcome: 'unknown' } })
            return connection.call(operation, parameters, options)
          },
        }
      }),
  },
  {
    defect: 'it sends what was aborted before',
    clauses: ['TR-29'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        async call(operation, parameters, options) {
          if (options.signal?.aborted) {
            await connection.call(operation, parameters, { operationID: options.operationID })
          }
          return connection.call(operation, parameters, options)
        },
      })),
  },
  {
    defect: 'it does not hear an abort while a call waits',
    clauses: ['TR-30'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        call: (operation, parameters, options) =>
          connection.call(
            operation,
            parameters,
            options.signal?.aborted ? options : { operationID: options.operationID },
          ),
      })),
  },
]
