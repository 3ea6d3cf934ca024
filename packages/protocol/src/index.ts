/** The entry for both ends. What only a server reads is at `@latchkey/protocol/server`. */
export { findWireVersion, subprotocolPrefix, subprotocols, type WireVersion } from './version.js'
export { wireLimits } from './wire-limits.js'
export { fitsUtf8, utf8Length } from './utf8.js'
export { violation } from './validation.js'
export { readFrame, type Frame } from './frame.js'
export { formatBinaryFrame, readBinaryFrame } from './binary-frame.js'
export {
  readFileBytes,
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
export { readAccount } from './connect.js'
export { isOperationName, operationNames, readOperationResult } from './operations.js'
export type { OperationRequest } from './operation-requests.js'
export {
  readPullResult,
  readPullResultInSteps,
  readPushedChanges,
  type PullRequest,
  type PullResult,
} from './change-log.js'
export type { Steps } from './steps.js'
export { readHeadsResult, type HeadsRequest, type HeadsResult } from './heads.js'
export { readHistoryPage, type HistoryQuery } from './history.js'
export { readSignal } from './signal.js'
export { closeCodes, closureReasonOf, readClosing } from './closure.js'
