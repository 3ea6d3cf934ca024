export { findWireVersion, subprotocolPrefix, subprotocols, type WireVersion } from './version.js'
export { wireLimits } from './wire-limits.js'
export { fitsUtf8, utf8Length } from './utf8.js'
export { violation } from './validation.js'
export { readFrame, type Frame } from './frame.js'
export { formatBinaryFrame, readBinaryFrame } from './binary-frame.js'
export {
  readFileBytes,
  readGetFileRequest,
  readPutFileRequest,
  readPutFileResult,
  type GetFileRequest,
  type PutFileRequest,
  type PutFileResult,
} from './files.js'
export {
  formatError,
  formatNotification,
  formatOperation,
  formatRequest,
  formatResult,
  type NotificationParameters,
  type RequestParameters,
  type RequestResult,
} from './formatting.js'
export { changeTypes } from './changes.js'
export { readAccount, readConnectRequest } from './connect.js'
export {
  isOperationName,
  operationNames,
  readOperationRequest,
  readOperationResult,
  type OperationRequest,
} from './operations.js'
export { readPullRequest, readPullResult, readPushedChanges, type PullRequest, type PullResult } from './change-log.js'
export { readHeadsRequest, readHeadsResult, type HeadsRequest, type HeadsResult } from './heads.js'
export { readHistoryPage, readHistoryQuery, type HistoryQuery } from './history.js'
export { readSignal } from './signal.js'
export { closeCodes, closureReasonOf, readClosing } from './closure.js'
