import type { BackendMessage, Change, PushedChanges } from '@latchkey/core/driver'
import {
  isAdded,
  withConnections,
  withPushes,
  withSink,
  type BrokenTransportDriver,
} from './broken-transport-driver.js'

function withMessages(pushed: PushedChanges, change: (message: BackendMessage) => BackendMessage): PushedChanges {
  const changed = pushed.changes.map((given): Change =>
    given.type === 'messageAdded' ? { ...given, message: change(given.message) } : given,
  )
  return { ...pushed, changes: changed }
}

export const brokenPushes: readonly BrokenTransportDriver[] = [
  {
    defect: 'it delivers every push a second time, as if it continued from itself',
    clauses: ['TR-53', 'TR-54', 'TR-55', 'TR-56', 'TR-57', 'TR-59'],
    wrap: (driver) =>
      withSink(driver, (sink) => ({
        async changes(pushed) {
          const first = sink.changes(pushed)
          await sink.changes({ ...pushed, after: pushed.cursor })
          await first
        },
      })),
  },
  {
    defect: 'its pushes do not say what they continue',
    clauses: ['TR-53', 'TR-54'],
    wrap: (driver) => withPushes(driver, (pushed) => ({ ...pushed, after: 'unknown' })),
  },
  {
    defect: 'every push continues from where the first one did',
    clauses: ['TR-54'],
    wrap(driver) {
      return withSink(driver, (sink) => {
        let first: string | undefined
        return {
          changes(pushed) {
            first ??= pushed.after
            return sink.changes({ ...pushed, after: first })
          },
        }
      })
    },
  },
  {
    defect: 'its pushes tell less of a message than a pull',
    clauses: ['TR-55'],
    wrap: (driver) => withPushes(driver, (pushed) => withMessages(pushed, ({ countedSeq: _, ...message }) => message)),
  },
  {
    defect: 'it does not wait for the sink',
    clauses: ['TR-56'],
    wrap: (driver) =>
      withSink(driver, (sink) => ({
        async changes(pushed) {
          void sink.changes(pushed)
        },
      })),
  },
  {
    defect: 'a push of several changes has the newest first',
    clauses: ['TR-57'],
    wrap: (driver) => withPushes(driver, (pushed) => ({ ...pushed, changes: pushed.changes.toReversed() })),
  },
  {
    defect: 'its pushes pass on names of any length',
    clauses: ['TR-58'],
    wrap: (driver) =>
      withPushes(driver, (pushed) => ({
        ...pushed,
        changes: pushed.changes.flatMap((change): Change[] => (isAdded(change) ? [tooLongAName, change] : [change])),
      })),
  },
  {
    defect: 'a message that was sent does not name its operation',
    clauses: ['TR-59'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        async call(operation, parameters, options) {
          const result = await connection.call(operation, parameters, options)
          return 'message' in result ? { ...result, message: { ...result.message, operationID: 'none' } } : result
        },
      })),
  },
]

const tooLongAName: Change = {
  type: 'userChanged',
  user: { userID: 'eve', userName: 'e'.repeat(257), userAvatarUrl: '', userExtendedData: '' },
}
