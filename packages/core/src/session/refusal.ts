import { ConnectionEvent } from '../contract/connection-state.js'
import type { ClosureReason } from '../contract/transport-driver.js'
import type { ChatError } from '../errors/chat-error.js'
import type { ErrorCode } from '../errors/error-codes.js'

/** Why a session cannot go on. */
export interface Refusal {
  readonly event: ConnectionEvent
  readonly code: ErrorCode
  /** The backend's word, which forbids offline login (OL-17); else that of another tab, or the token's own end. */
  readonly isByBackend: boolean
}

/** Nobody refuses anything: the token has ended, and the data stays for the next login (OL-16). */
export const tokenEnded: Refusal = { event: ConnectionEvent.TokenExpired, code: 'token-expired', isByBackend: false }

const refusals: { readonly [Code in ErrorCode]?: Refusal } = {
  'token-refused': { event: ConnectionEvent.KickedOut, code: 'token-refused', isByBackend: true },
  'token-expired': tokenEnded,
  'kicked-out': { event: ConnectionEvent.KickedOut, code: 'kicked-out', isByBackend: true },
  'user-unknown': { event: ConnectionEvent.Unregistered, code: 'user-unknown', isByBackend: true },
  'other-user-on-device': { event: ConnectionEvent.KickedOut, code: 'other-user-on-device', isByBackend: false },
  'logged-out': { event: ConnectionEvent.Success, code: 'logged-out', isByBackend: false },
}

const codes: { readonly [Reason in ClosureReason]?: ErrorCode } = {
  refused: 'token-refused',
  expired: 'token-expired',
  kickedOut: 'kicked-out',
  unregistered: 'user-unknown',
}

/** `undefined` when `failure` refuses nothing for good. */
export function refusalOf({ code }: ChatError): Refusal | undefined {
  return refusals[code]
}

export function refusalOfClosure(reason: ClosureReason): Refusal | undefined {
  const code = codes[reason]
  return code === undefined ? undefined : refusals[code]
}
