import { ConnectionEvent } from '../contract/connection-state.js'
import { ChatError } from '../errors/chat-error.js'
import type { ErrorCode } from '../errors/error-codes.js'
import { eventOfFailure } from './login-failure.js'

/** How a session ended, for all tabs. */
export interface Ended {
  readonly event: ConnectionEvent
  readonly code: ErrorCode | undefined
}

/** How a session ends that this device does not let go on, by the code of the check that failed. */
export function endOf(code: ErrorCode): Ended {
  if (code === 'logged-out') return { event: ConnectionEvent.Success, code: undefined }
  if (code === 'different-user') return { event: ConnectionEvent.KickedOut, code: 'other-user-on-device' }
  return { event: code === 'session-refused' ? ConnectionEvent.KickedOut : eventOfFailure(new ChatError(code)), code }
}
