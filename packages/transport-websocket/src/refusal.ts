import { ChatError, type Closure, type ClosureReason, type ErrorCode } from '@latchkey/core/driver'

const codeOfClosure: Readonly<Record<ClosureReason, ErrorCode>> = {
  client: 'transport-unreachable',
  lost: 'transport-unreachable',
  refused: 'token-refused',
  expired: 'token-expired',
  kickedOut: 'kicked-out',
  unregistered: 'user-unknown',
  violation: 'protocol-violation',
  outdated: 'client-outdated',
}

/** What the contract lets `connect` reject with, for each code that a backend may answer it with. */
const codeOfAnswer: { readonly [Code in ErrorCode]?: ErrorCode } = {
  'token-refused': 'token-refused',
  'token-invalid': 'token-refused',
  'token-too-long-lived': 'token-refused',
  'not-allowed': 'token-refused',
  'not-supported': 'token-refused',
  'token-expired': 'token-expired',
  'user-unknown': 'user-unknown',
  'kicked-out': 'kicked-out',
  'client-outdated': 'client-outdated',
  'protocol-violation': 'protocol-violation',
  'invalid-argument': 'protocol-violation',
  'rate-limited': 'rate-limited',
  'transport-timeout': 'transport-timeout',
}

/** Why an attempt failed whose link ended before the backend had accepted the user. */
export function refusalOfClosure({ reason, description }: Closure): ChatError {
  return new ChatError(codeOfClosure[reason], { details: description === undefined ? {} : { reason: description } })
}

/** Why an attempt failed that the backend answered with `error`. */
export function refusalOfError(error: unknown): ChatError {
  if (!ChatError.is(error)) return new ChatError('transport-unreachable', { cause: error })
  return new ChatError(codeOfAnswer[error.code] ?? 'transport-unreachable', { details: error.details, cause: error })
}
