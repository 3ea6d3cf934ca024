/** What the table says of one code. */
export interface ErrorCodeFacts {
  /** Whether the same call may succeed later without the caller changing anything. */
  readonly retryable: boolean
  /** What happened, in one sentence. */
  readonly meaning: string
  /** What the caller can do about it. */
  readonly remedy: string
}

/**
 * Every code a `ChatError` can carry. Codes are stable: they are never renamed, and their `retryable` never changes.
 * `docs/errors.md` is generated from this table.
 */
export const errorCodes = {
  // Calls
  'invalid-argument': {
    retryable: false,
    meaning:
      'An argument of a public call is malformed. `details.argument` names it and `details.rule` states the rule.',
    remedy: 'Correct the argument. Nothing was read, written or sent.',
  },
  'not-supported': {
    retryable: false,
    meaning: 'The driver in use does not offer this. `details.feature` names it.',
    remedy: 'Choose a driver whose `supports` claims it, or do without.',
  },
  'contract-version-mismatch': {
    retryable: false,
    meaning: 'A driver was written for another version of the contract. `details` names the driver and both versions.',
    remedy: 'Install a version of the driver that fits this version of `@latchkey/core`.',
  },
  'call-aborted': {
    retryable: true,
    meaning: 'The `signal` given with the call was aborted.',
    remedy: 'None needed: the caller asked for it.',
  },
  'internal-error': {
    retryable: false,
    meaning: 'A defect in Latchkey or in a driver. `cause` holds the original error.',
    remedy: 'Report it, with the log.',
  },

  // Life of a chat and of a login (OL-06 to OL-09, OL-14, OL-17, OL-19)
  'not-logged-in': {
    retryable: false,
    meaning:
      'There is no session: `login` has not succeeded yet, or the session ended. `details.event` says how it ended.',
    remedy: 'Call `login`.',
  },
  'login-in-progress': {
    retryable: false,
    meaning: 'Another `login` of this chat is pending.',
    remedy: 'Wait for it, or call `logout` to cancel it.',
  },
  'already-logged-in': {
    retryable: false,
    meaning: 'This chat has a session. `details.userID` names its user.',
    remedy: 'Call `logout` first.',
  },
  'login-cancelled': {
    retryable: false,
    meaning: '`logout` or `destroy` was called while the login was pending.',
    remedy: 'None needed: the app asked for it.',
  },
  'login-timeout': {
    retryable: true,
    meaning: 'An online login found no answer from the backend within `loginTimeoutMs`.',
    remedy: 'Try again, or log in with `isOfflineLogin: true` when this user was the last one here.',
  },
  'chat-destroyed': {
    retryable: false,
    meaning: '`destroy` was called on this chat.',
    remedy: 'Make a new one with `createChat`.',
  },
  'no-previous-login': {
    retryable: false,
    meaning: 'Nobody has logged in online on this device in this app yet.',
    remedy: 'Log in online once.',
  },
  'different-user': {
    retryable: false,
    meaning: 'The last login on this device in this app was by another user.',
    remedy: 'Log in online as this user.',
  },
  'logged-out': {
    retryable: false,
    meaning: 'The last session ended with `logout`, which forbids offline login.',
    remedy: 'Log in online.',
  },
  'session-refused': {
    retryable: false,
    meaning: 'The backend refused the last session (revoked, unknown user, kicked out), which forbids offline login.',
    remedy: 'Log in online with a new token.',
  },
  'other-user-on-device': {
    retryable: false,
    meaning: 'Another user logged in to this app in another tab, which ended the session here.',
    remedy: 'Log in online as the user who shall use this device.',
  },
  'record-tampered': {
    retryable: false,
    meaning: 'The record of the last login was changed outside Latchkey, or cannot be read.',
    remedy: 'Log in online, which writes a new one.',
  },

  // Tokens (OL-04, OL-05, OL-07, OL-16)
  'token-invalid': {
    retryable: false,
    meaning: 'The token is malformed, names another user, or its signature does not hold.',
    remedy: 'Fetch a new token for this user.',
  },
  'token-expired': {
    retryable: false,
    meaning: 'The token has ended, by the later of the device clock and the last seen server time.',
    remedy: 'Fetch a new token.',
  },
  'token-too-long-lived': {
    retryable: false,
    meaning: 'The token is valid for more than 24 days from its issue.',
    remedy: 'Issue tokens of at most 24 days.',
  },
  'token-not-verifiable': {
    retryable: false,
    meaning:
      'The device cannot tell whether the token is genuine: it is not the one the backend last accepted here, and no kept public key fits it.',
    remedy: 'Log in with the last accepted token, or online.',
  },
  'token-refused': {
    retryable: false,
    meaning: 'The backend refused the token or the app sign.',
    remedy: 'Fetch a new token and log in online.',
  },
  'kicked-out': {
    retryable: false,
    meaning: 'The backend ended the session in favour of another device, or by an administrator.',
    remedy: 'Log in again when the person asks for it.',
  },
  'user-unknown': {
    retryable: false,
    meaning: 'The backend does not know this user.',
    remedy: 'Register the user at the backend.',
  },

  // Connection (OL-11, OL-12)
  'not-connected': {
    retryable: true,
    meaning: 'The call needs the backend and the state is not `Connected`. `details.state` holds the current state.',
    remedy: 'Wait for `connectionStateChanged` to report `Connected`.',
  },
  'transport-unreachable': {
    retryable: true,
    meaning: 'No connection to the backend could be made, or it broke.',
    remedy: 'None needed: core tries again by itself.',
  },
  'transport-timeout': {
    retryable: true,
    meaning: 'The backend did not answer in time.',
    remedy: 'None needed: core tries again by itself.',
  },
  'protocol-violation': {
    retryable: true,
    meaning: 'The other side sent something that is not valid. `details.reason` says what.',
    remedy: 'Report it to whoever runs the backend.',
  },
  'client-outdated': {
    retryable: false,
    meaning: 'The backend, or a newer tab of this app, no longer speaks with this version.',
    remedy: 'Update the app or reload the page.',
  },

  // Storage
  'storage-closed': {
    retryable: false,
    meaning: 'The database of this session is closed.',
    remedy: 'Log in again.',
  },
  'storage-conflict': {
    retryable: true,
    meaning:
      'A condition of a batch did not hold, so nothing of it was written. `details.condition` is that condition.',
    remedy: 'Read again and decide anew.',
  },
  'storage-owned-elsewhere': {
    retryable: true,
    meaning: 'Another tab or process holds the database.',
    remedy: 'Use that one, or close it.',
  },
  'storage-owner-unresponsive': {
    retryable: true,
    meaning:
      'The tab that holds the database does not answer: it is stopped, or busy. The call is given up; unless it had begun, it never will.',
    remedy: 'Try again when that tab was shown again or closed.',
  },
  'storage-schema-newer': {
    retryable: false,
    meaning: 'The database was written by a newer version of the app.',
    remedy: 'Update the app.',
  },
  'storage-key-wrong': {
    retryable: false,
    meaning: 'The key given does not open the data on this device.',
    remedy: 'Give the right key, or remove the data.',
  },
  'storage-tampered': {
    retryable: false,
    meaning: 'A sealed record does not hold: its bytes, its name or its app were changed.',
    remedy: 'Remove it and log in online.',
  },
  'storage-full': {
    retryable: true,
    meaning: 'The device or the browser has no room for the write. Nothing of it was written.',
    remedy: 'Free space.',
  },
  'storage-corrupt': {
    retryable: false,
    meaning: 'The stored data is damaged.',
    remedy: 'Report it; remove the data and log in online.',
  },
  'storage-unavailable': {
    retryable: false,
    meaning:
      'This device or browser mode has no storage of the kind the driver needs. `details.reason` says what is missing.',
    remedy: 'Choose another storage driver.',
  },
  'storage-timeout': {
    retryable: true,
    meaning: 'The storage did not answer within 10 seconds. What was asked of it may still happen.',
    remedy: 'Try again; report it when it stays.',
  },
  'storage-failed': {
    retryable: true,
    meaning: 'The storage failed for a reason the driver does not know. `cause` holds it.',
    remedy: 'Try again; report it when it stays.',
  },

  // The backend's answers to operations
  'operation-unknown': {
    retryable: false,
    meaning: 'The backend does not know this operation.',
    remedy: 'Use a backend that offers it.',
  },
  'operation-not-found': {
    retryable: false,
    meaning: 'No such operation is in the outbox.',
    remedy: 'Check the operationID; `queryOperationList` names those that wait.',
  },
  'operation-stale': {
    retryable: false,
    meaning: 'A message waited longer than `staleMessages.afterMs`, so that it was not sent without asking.',
    remedy: 'Ask the user: `retryOperation` sends it all the same, `discardOperation` forgets it.',
  },
  'message-id-reused': {
    retryable: false,
    meaning: 'The messageID exists in this conversation with other content.',
    remedy: 'Send it with a new messageID.',
  },
  'conversation-not-found': {
    retryable: false,
    meaning: 'The conversation does not exist, or not for this user.',
    remedy: 'Check the conversation.',
  },
  'message-not-found': {
    retryable: false,
    meaning: 'The message is not in this conversation.',
    remedy: 'Check the messageID.',
  },
  'message-revoked': {
    retryable: false,
    meaning: 'The message was taken back for everybody and can no longer be changed.',
    remedy: 'None: what it said is gone.',
  },
  'user-not-found': {
    retryable: false,
    meaning: 'No such user is known here.',
    remedy: 'Check the userID; when offline, ask again when `Connected`.',
  },
  'group-not-found': {
    retryable: false,
    meaning: 'No such group is known here.',
    remedy: 'Check the groupID; when offline, ask again when `Connected`.',
  },
  'group-exists': {
    retryable: false,
    meaning: 'The groupID is taken.',
    remedy: 'Choose another.',
  },
  'not-group-member': {
    retryable: false,
    meaning: 'The user is not in the group.',
    remedy: 'Join the group first.',
  },
  'not-allowed': {
    retryable: false,
    meaning: 'The backend does not allow this user to do that. `details.rule` says why.',
    remedy: 'Ask somebody who may.',
  },
  'call-not-found': {
    retryable: false,
    meaning: 'No such call invitation exists for this user.',
    remedy: 'Check the callID.',
  },
  'call-state-conflict': {
    retryable: false,
    meaning: 'The call invitation is no longer in a state that allows this: it ended, expired, or was answered.',
    remedy: 'Read the invitation again.',
  },
  'file-not-found': {
    retryable: false,
    meaning: 'The file does not exist, or not for this user.',
    remedy: 'Ask its sender to send it again.',
  },
  'file-mismatch': {
    retryable: false,
    meaning: 'The bytes of a file are not what was stated of it.',
    remedy: 'Send it again as a new message.',
  },
  'limit-exceeded': {
    retryable: false,
    meaning: 'A limit of the backend is exceeded. `details.limit` names it.',
    remedy: 'Stay within the limit.',
  },
  'rate-limited': {
    retryable: true,
    meaning: 'The backend wants this client to slow down. `details.retryAfterMs` may say for how long.',
    remedy: 'None needed for queued operations: core waits and tries again.',
  },
  'backend-failed': {
    retryable: true,
    meaning: 'The backend failed for a reason of its own.',
    remedy: 'Try again later.',
  },
} as const satisfies Record<string, ErrorCodeFacts>

/** A code of the table. */
export type ErrorCode = keyof typeof errorCodes

/** Whether `value` is a code of the table; for text that came over a wire. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorCodes, value)
}
