import { formatNotification, formatRequest, isOperationName } from '@latchkey/protocol'
import { account, changes, message, operations } from '../../../packages/protocol/test/samples.ts'

const conversation = { conversationType: 'peer', conversationID: 'bob' } as const
const format = (fields: object) => JSON.stringify({ jsonrpc: '2.0', ...fields })

/** One of everything that a client says. */
export const clientFrames: readonly string[] = [
  formatRequest(2, 'ping', {}),
  formatRequest(2, 'pull', { cursor: 'c1', limit: 100 }),
  formatRequest(2, 'heads', { cursor: 'c1', limit: 100 }),
  formatRequest(2, 'history', { conversation, request: { type: 'before', order: message.order, limit: 50 } }),
  ...Object.entries(operations).flatMap(([method, { parameters }]) =>
    isOperationName(method) ? [format({ id: 2, method, params: { operationID: 'operation-1', ...parameters } })] : [],
  ),
]

/** One of everything that a server says. */
export const serverFrames: readonly string[] = [
  format({ id: 2, result: account }),
  format({ id: 2, result: { changes: Object.values(changes), cursor: 'c2', more: false, remainingCount: 0 } }),
  format({ id: 2, result: { messages: [message], joinsBefore: false, joinsAfter: true, reachedStart: false } }),
  ...Object.values(operations).map(({ result }) => format({ id: 2, result })),
  format({ id: 2, error: { code: -32000, message: 'No.', data: { code: 'not-allowed', details: { rule: 'no' } } } }),
  ...Object.values(changes).map((change) =>
    formatRequest(1, 'changes', { after: 'c1', cursor: 'c2', changes: [change] }),
  ),
  formatNotification('signal', { type: 'typing', ...conversation, userID: 'bob' }),
  formatNotification('closing', { reason: 'kickedOut', description: 'elsewhere' }),
]
