import { ConnectionEvent } from '../contract/connection-state.js'
import type { ChatError } from '../errors/chat-error.js'

/** The reason that `connectionStateChanged` gives for a login that failed after it had begun to connect (OL-13). */
export function eventOfFailure(error: ChatError): ConnectionEvent {
  switch (error.code) {
    case 'login-timeout':
    case 'transport-timeout':
      return ConnectionEvent.LoginTimeout
    case 'token-expired':
      return ConnectionEvent.TokenExpired
    case 'user-unknown':
      return ConnectionEvent.Unregistered
    case 'token-refused':
    case 'kicked-out':
      return ConnectionEvent.KickedOut
    case 'login-cancelled':
    case 'chat-destroyed':
      return ConnectionEvent.Success
    default:
      return ConnectionEvent.LoginInterrupted
  }
}
