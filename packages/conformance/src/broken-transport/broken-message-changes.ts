import type { BackendMessage, Change, OperationName, OperationResult, TransportDriver } from '@latchkey/core/driver'
import { ChatError } from '@latchkey/core/driver'
import { withCallErrors, withConnections, withPages, type BrokenTransportDriver } from './broken-transport-driver.js'

function ofMessage(change: (message: BackendMessage) => BackendMessage): (told: Change) => Change {
  return (told) =>
    told.type === 'messageAdded' || told.type === 'messageChanged' ? { ...told, message: change(told.message) } : told
}

/** A driver whose log tells something else. */
function withTold(driver: TransportDriver, change: (told: Change) => Change | undefined): TransportDriver {
  return withPages(driver, (page) => ({ ...page, changes: page.changes.flatMap((told) => change(told) ?? []) }))
}

/** A driver whose operations of one name answer something else. */
function withResult<Name extends OperationName>(
  driver: TransportDriver,
  name: Name,
  change: (result: OperationResult<Name>) => OperationResult<Name>,
): TransportDriver {
  return withConnections(driver, (connection) => ({
    async call(operation, parameters, options) {
      const result = await connection.call(operation, parameters, options)
      return isOf(name, operation, result) ? change(result) : result
    },
  }))
}

function isOf<Name extends OperationName, Result>(
  name: Name,
  operation: OperationName,
  result: Result,
): result is Result & OperationResult<Name> {
  return operation === name && typeof result === 'object'
}

export const brokenMessageChanges: readonly BrokenTransportDriver[] = [
  {
    defect: 'its edited messages do not say when that was',
    clauses: ['TR-75'],
    wrap: (driver) => withResult(driver, 'editMessage', ({ message: { editTime: _, ...message } }) => ({ message })),
  },
  {
    defect: 'it leaves in what a revoked message said',
    clauses: ['TR-76'],
    wrap: (driver) =>
      withTold(
        driver,
        ofMessage((message) => {
          if (message.content.type !== 'revoked') return message
          const content = { ...message.content, text: 'what it said' }
          return { ...message, content }
        }),
      ),
  },
  {
    defect: 'it tells of what a user deleted under no name',
    clauses: ['TR-77'],
    wrap: (driver) =>
      withTold(
        driver,
        ofMessage((message) => (message.content.type === 'deleted' ? { ...message, senderUserID: 'nobody' } : message)),
      ),
  },
  {
    defect: 'its log shows a deleted message again once it was edited',
    clauses: ['TR-78'],
    wrap: (driver) =>
      withTold(
        driver,
        ofMessage((message) => {
          const isEditedSince = message.content.type === 'deleted' && (message.revision ?? 0) > 1
          return isEditedSince ? { ...message, content: { type: 'text', text: 'again' } } : message
        }),
      ),
  },
  {
    defect: 'it says of every sign that the reader gave it',
    clauses: ['TR-79'],
    wrap: (driver) =>
      withTold(
        driver,
        ofMessage(({ reactionList, ...message }) => ({
          ...message,
          ...(reactionList && { reactionList: reactionList.map((sign) => ({ ...sign, isSelfIncluded: true })) }),
        })),
      ),
  },
  {
    defect: 'its history does not know when a message was edited',
    clauses: ['TR-80'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        async history(conversation, request, options) {
          const page = await connection.history(conversation, request, options)
          return { ...page, messages: page.messages.map(({ editTime: _, ...message }) => message) }
        },
      })),
  },
  {
    defect: 'its messages have no revision',
    clauses: ['TR-80', 'TR-81'],
    wrap: (driver) =>
      withTold(
        driver,
        ofMessage(({ revision: _, ...message }) => message),
      ),
  },
  {
    defect: 'it takes a message that is revoked already for one that cannot be',
    clauses: ['TR-82'],
    wrap(driver) {
      const revoked = new Set<string>()
      return withResult(driver, 'revokeMessage', (result) => {
        const { messageID } = result.message
        if (revoked.has(messageID)) throw new ChatError('message-revoked', { details: { outcome: 'not-applied' } })
        revoked.add(messageID)
        return result
      })
    },
  },
  {
    defect: 'its marks count nothing as removed',
    clauses: ['TR-83'],
    wrap: (driver) => withTold(driver, (told) => (told.type === 'readMarkMoved' ? { ...told, removedCount: 0 } : told)),
  },
  {
    defect: 'it tells of a message that changed meanwhile only that it changed',
    clauses: ['TR-84'],
    wrap: (driver) =>
      withTold(driver, (told) =>
        told.type === 'messageAdded' && told.message.revision !== undefined ? undefined : told,
      ),
  },
  {
    defect: 'it takes a revoked message for an unknown one',
    clauses: ['TR-85'],
    wrap: (driver) =>
      withCallErrors(driver, (error) =>
        error.code === 'message-revoked' ? new ChatError('message-not-found', { details: error.details }) : error,
      ),
  },
  {
    defect: 'it does not pass on drafts of other devices',
    clauses: ['TR-86'],
    wrap: (driver) => withTold(driver, (told) => (told.type === 'conversationSettingsChanged' ? undefined : told)),
  },
]
