import { ChatError } from '@latchkey/core/driver'
import {
  isOperationName,
  operationNames,
  readAccount,
  readClosing,
  readFrame,
  readHeadsResult,
  readHistoryPage,
  readOperationResult,
  readPullResult,
  readPushedChanges,
  readSignal,
  wireLimits,
  type Frame,
} from '@latchkey/protocol'
import {
  readConnectRequest,
  readHeadsRequest,
  readHistoryQuery,
  readOperationRequest,
  readPullRequest,
} from '@latchkey/protocol/server'

const query = {
  conversation: { conversationType: 'peer', conversationID: 'bob' },
  request: { type: 'newest', limit: 100 },
} as const

/** Whether a server reads the frame as something that it could carry out; anything but a violation is thrown on. */
export const isReadByServer = (text: string): boolean =>
  isRead(() => {
    const frame = readFrame(text, wireLimits.maxClientFrameBytes)
    if (frame.type === 'request') readRequest(frame)
  })

const readRequest = ({ method, parameters }: Frame & { readonly type: 'request' }): unknown => {
  if (method === 'connect') return readConnectRequest(parameters)
  if (method === 'pull') return readPullRequest(parameters)
  if (method === 'heads') return readHeadsRequest(parameters)
  if (method === 'history') return readHistoryQuery(parameters)
  return isOperationName(method) ? readOperationRequest(method, parameters) : undefined
}

/** In how many ways a client reads the frame: as a push, or as an answer to any of its questions. */
export const isReadByClient = (text: string): boolean => {
  let frame: Frame | undefined
  if (!isRead(() => (frame = readFrame(text, wireLimits.maxServerFrameBytes)))) return false
  if (frame === undefined || frame.type === 'error') return true
  if (frame.type === 'result') {
    const { result } = frame
    const readers = [
      () => readAccount(result, 'ada'),
      () => readPullResult(result, 1_000),
      () => readHeadsResult(result, 200),
      () => readHistoryPage(result, query),
      ...operationNames.map((name) => () => readOperationResult(name, result)),
    ]
    // Each has its turn, whatever the others said.
    return readers.filter(isRead).length > 0
  }
  const { method, parameters } = frame
  return isRead(() => {
    if (method === 'changes') readPushedChanges(parameters)
    if (method === 'closing') readClosing(parameters)
    if (method === 'signal') readSignal(parameters)
  })
}

const isRead = (read: () => unknown): boolean => {
  try {
    read()
    return true
  } catch (error) {
    if (ChatError.is(error) && error.code === 'protocol-violation') return false
    throw error
  }
}
