/** Codes that a backend may state of what it was asked. Others speak of what happens on a device, and never cross a wire. */
const backendErrorCodes = {
  // Calls
  'invalid-argument': false,
  'not-supported': false,
  // Tokens (OL-04, OL-05, OL-07, OL-16)
  'token-invalid': false,
  'token-expired': false,
  'token-too-long-lived': false,
  'token-refused': false,
  'kicked-out': false,
  'user-unknown': false,
  // Connection (OL-11, OL-12)
  'protocol-violation': true,
  'client-outdated': false,
  // The backend's answers to operations
  'operation-unknown': false,
  'message-id-reused': false,
  'conversation-not-found': false,
  'message-not-found': false,
  'message-revoked': false,
  'user-not-found': false,
  'group-not-found': false,
  'group-exists': false,
  'not-group-member': false,
  'group-muted': false,
  'not-allowed': false,
  'blocked-by-user': false,
  'not-friend': false,
  'application-not-found': false,
  'application-expired': false,
  'application-state-conflict': false,
  'join-application-needed': false,
  'invite-application-needed': false,
  'call-not-found': false,
  'call-state-conflict': false,
  'file-not-found': false,
  'file-mismatch': false,
  'limit-exceeded': false,
  'rate-limited': true,
  'backend-failed': true,
} as const satisfies Record<string, boolean>

/**
 * Every code a `ChatError` can carry, and whether the same call may succeed later without the caller changing anything.
 * Codes are stable: they are never renamed, and what is told here of them never changes. `error-texts.ts` says what each
 * means; it is no part of the client, so that no app carries texts that nobody reads.
 */
export const errorCodes = {
  ...backendErrorCodes,
  // Calls
  'contract-version-mismatch': false,
  'call-aborted': true,
  'internal-error': false,
  // Life of a chat and of a login (OL-06 to OL-09, OL-14, OL-17, OL-19)
  'not-logged-in': false,
  'login-in-progress': false,
  'already-logged-in': false,
  'login-cancelled': false,
  'login-timeout': true,
  'chat-destroyed': false,
  'no-previous-login': false,
  'different-user': false,
  'logged-out': false,
  'session-refused': false,
  'other-user-on-device': false,
  'record-tampered': false,
  // Tokens (OL-04, OL-05, OL-07, OL-16)
  'token-not-verifiable': false,
  // Connection (OL-11, OL-12)
  'not-connected': true,
  'transport-unreachable': true,
  'transport-timeout': true,
  // Storage
  'storage-closed': false,
  'storage-conflict': true,
  'storage-owned-elsewhere': true,
  'storage-owner-unresponsive': true,
  'storage-schema-newer': false,
  'storage-key-wrong': false,
  'storage-tampered': false,
  'storage-full': true,
  'storage-corrupt': false,
  'storage-unavailable': false,
  'storage-timeout': true,
  'storage-failed': true,
  // The backend's answers to operations
  'operation-not-found': false,
  'operation-stale': false,
} as const satisfies Record<string, boolean>

/** A code of the table. */
export type ErrorCode = keyof typeof errorCodes

/** Whether `value` is a code of the table; for text that came over a wire. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorCodes, value)
}

/** Whether `code` is one that a backend may state. */
export function isBackendErrorCode(code: string): code is keyof typeof backendErrorCodes {
  return Object.hasOwn(backendErrorCodes, code)
}
