import type { ErrorCode } from './error-codes.js'

/** What is said of one code. */
export interface ErrorText {
  /** What happened, in one sentence. */
  readonly meaning: string
  /** What the caller can do about it. */
  readonly remedy: string
}

/** What every code means. `docs/errors.md` is generated from this table. */
export const errorTexts: { readonly [Code in ErrorCode]: ErrorText } = {
  // Calls
  'invalid-argument': {
    meaning:
      'An argument of a public call is malformed. `details.argument` names it and `details.rule` states the rule.',
    remedy: 'Correct the argument. Nothing was read, written or sent.',
  },
  'not-supported': {
    meaning: 'The driver in use does not offer this. `details.feature` names it.',
    remedy: 'Choose a driver whose `supports` claims it, or do without.',
  },
  'contract-version-mismatch': {
    meaning: 'A driver was written for another version of the contract. `details` names the driver and both versions.',
    remedy: 'Install a version of the driver that fits this version of `@latchkey/core`.',
  },
  'call-aborted': {
    meaning: 'The `signal` given with the call was aborted.',
    remedy: 'None needed: the caller asked for it.',
  },
  'internal-error': {
    meaning: 'A defect in Latchkey or in a driver. `cause` holds the original error.',
    remedy: 'Report it, with the log.',
  },
  // Life of a chat and of a login (OL-06 to OL-09, OL-14, OL-17, OL-19)
  'not-logged-in': {
    meaning:
      'There is no session: `login` has not succeeded yet, or the session ended. `details.event` says how it ended.',
    remedy: 'Call `login`.',
  },
  'login-in-progress': {
    meaning: 'Another `login` of this chat is pending.',
    remedy: 'Wait for it, or call `logout` to cancel it.',
  },
  'already-logged-in': {
    meaning: 'This chat has a session. `details.userID` names its user.',
    remedy: 'Call `logout` first.',
  },
  'login-cancelled': {
    meaning: '`logout` or `destroy` was called while the login was pending.',
    remedy: 'None needed: the app asked for it.',
  },
  'login-timeout': {
    meaning: 'An online login found no answer from the backend within `loginTimeoutMs`.',
    remedy: 'Try again, or log in with `isOfflineLogin: true` when this user was the last one here.',
  },
  'chat-destroyed': {
    meaning: '`destroy` was called on this chat.',
    remedy: 'Make a new one with `createChat`.',
  },
  'no-previous-login': {
    meaning: 'Nobody has logged in online on this device in this app yet.',
    remedy: 'Log in online once.',
  },
  'different-user': {
    meaning: 'The last login on this device in this app was by another user.',
    remedy: 'Log in online as this user.',
  },
  'logged-out': {
    meaning: 'The last session ended with `logout`, which forbids offline login.',
    remedy: 'Log in online.',
  },
  'session-refused': {
    meaning: 'The backend refused the last session (revoked, unknown user, kicked out), which forbids offline login.',
    remedy: 'Log in online with a new token.',
  },
  'other-user-on-device': {
    meaning: 'Another user logged in to this app in another tab, which ended the session here.',
    remedy: 'Log in online as the user who shall use this device.',
  },
  'record-tampered': {
    meaning: 'The record of the last login was changed outside Latchkey, or cannot be read.',
    remedy: 'Log in online, which writes a new one.',
  },
  // Tokens (OL-04, OL-05, OL-07, OL-16)
  'token-invalid': {
    meaning: 'The token is malformed, names another user, or its signature does not hold.',
    remedy: 'Fetch a new token for this user.',
  },
  'token-expired': {
    meaning: 'The token has ended, by the later of the device clock and the last seen server time.',
    remedy: 'Fetch a new token.',
  },
  'token-too-long-lived': {
    meaning: 'The token is valid for more than 24 days from its issue.',
    remedy: 'Issue tokens of at most 24 days.',
  },
  'token-not-verifiable': {
    meaning:
      'The device cannot tell whether the token is genuine: it is not the one the backend last accepted here, and no kept public key fits it.',
    remedy: 'Log in with the last accepted token, or online.',
  },
  'token-refused': {
    meaning: 'The backend refused the token or the app sign.',
    remedy: 'Fetch a new token and log in online.',
  },
  'kicked-out': {
    meaning: 'The backend ended the session in favour of another device, or by an administrator.',
    remedy: 'Log in again when the person asks for it.',
  },
  'user-unknown': {
    meaning: 'The backend does not know this user.',
    remedy: 'Register the user at the backend.',
  },
  // Connection (OL-11, OL-12)
  'not-connected': {
    meaning: 'The call needs the backend and the state is not `Connected`. `details.state` holds the current state.',
    remedy: 'Wait for `connectionStateChanged` to report `Connected`.',
  },
  'transport-unreachable': {
    meaning: 'No connection to the backend could be made, or it broke.',
    remedy: 'None needed: core tries again by itself.',
  },
  'transport-timeout': {
    meaning: 'The backend did not answer in time.',
    remedy: 'None needed: core tries again by itself.',
  },
  'protocol-violation': {
    meaning: 'The other side sent something that is not valid. `details.reason` says what.',
    remedy: 'Report it to whoever runs the backend.',
  },
  'client-outdated': {
    meaning: 'The backend, or a newer tab of this app, no longer speaks with this version.',
    remedy: 'Update the app or reload the page.',
  },
  // Storage
  'storage-closed': {
    meaning: 'The database of this session is closed.',
    remedy: 'Log in again.',
  },
  'storage-conflict': {
    meaning:
      'A condition of a batch did not hold, so nothing of it was written. `details.condition` is that condition.',
    remedy: 'Read again and decide anew.',
  },
  'storage-owned-elsewhere': {
    meaning: 'Another tab or process holds the database.',
    remedy: 'Use that one, or close it.',
  },
  'storage-owner-unresponsive': {
    meaning:
      'The tab that holds the database does not answer: it is stopped, or busy. The call is given up; unless it had begun, it never will.',
    remedy: 'Try again when that tab was shown again or closed.',
  },
  'storage-schema-newer': {
    meaning: 'The database was written by a newer version of the app.',
    remedy: 'Update the app.',
  },
  'storage-key-wrong': {
    meaning: 'The key given does not open the data on this device.',
    remedy: 'Give the right key, or remove the data.',
  },
  'storage-tampered': {
    meaning: 'A sealed record does not hold: its bytes, its name or its app were changed.',
    remedy: 'Remove it and log in online.',
  },
  'storage-full': {
    meaning: 'The device or the browser has no room for the write. Nothing of it was written.',
    remedy: 'Free space.',
  },
  'storage-corrupt': {
    meaning: 'The stored data is damaged.',
    remedy: 'Report it; remove the data and log in online.',
  },
  'storage-unavailable': {
    meaning:
      'This device or browser mode has no storage of the kind the driver needs. `details.reason` says what is missing.',
    remedy: 'Choose another storage driver.',
  },
  'storage-timeout': {
    meaning: 'The storage did not answer within 10 seconds. What was asked of it may still happen.',
    remedy: 'Try again; report it when it stays.',
  },
  'storage-failed': {
    meaning: 'The storage failed for a reason the driver does not know. `cause` holds it.',
    remedy: 'Try again; report it when it stays.',
  },
  // The backend's answers to operations
  'operation-unknown': {
    meaning: 'The backend does not know this operation.',
    remedy: 'Use a backend that offers it.',
  },
  'operation-not-found': {
    meaning: 'No such operation is in the outbox.',
    remedy: 'Check the operationID; `queryOperationList` names those that wait.',
  },
  'operation-stale': {
    meaning: 'A message waited longer than `staleMessages.afterMs`, so that it was not sent without asking.',
    remedy: 'Ask the user: `retryOperation` sends it all the same, `discardOperation` forgets it.',
  },
  'message-id-reused': {
    meaning: 'The messageID exists in this conversation with other content.',
    remedy: 'Send it with a new messageID.',
  },
  'conversation-not-found': {
    meaning: 'The conversation does not exist, or not for this user.',
    remedy: 'Check the conversation.',
  },
  'message-not-found': {
    meaning: 'The message is not in this conversation.',
    remedy: 'Check the messageID.',
  },
  'message-revoked': {
    meaning: 'The message was taken back for everybody and can no longer be changed.',
    remedy: 'None: what it said is gone.',
  },
  'user-not-found': {
    meaning: 'No such user is known here.',
    remedy: 'Check the userID; when offline, ask again when `Connected`.',
  },
  'group-not-found': {
    meaning: 'No such group is known here.',
    remedy: 'Check the groupID; when offline, ask again when `Connected`.',
  },
  'group-exists': {
    meaning: 'The groupID is taken.',
    remedy: 'Choose another.',
  },
  'group-muted': {
    meaning: 'The user may not write in the group now. `details.expireTime` says until when, where that is known.',
    remedy: 'Keep what was written, and send it again when the mute has ended.',
  },
  'not-group-member': {
    meaning: 'The user is not in the group.',
    remedy: 'Join the group first.',
  },
  'not-allowed': {
    meaning: 'The backend does not allow this user to do that. `details.rule` says why.',
    remedy: 'Ask somebody who may.',
  },
  'blocked-by-user': {
    meaning: 'The other user does not take messages or calls from this user.',
    remedy: 'Nothing on this side: the other user may take it back.',
  },
  'not-friend': {
    meaning: 'The other user is not on the list of friends.',
    remedy: 'Add the user, or ask them first.',
  },
  'application-not-found': {
    meaning: 'Nobody has applied that way.',
    remedy: 'Read the list of applications.',
  },
  'application-expired': {
    meaning: 'The application was not answered in time.',
    remedy: 'A new application can be sent.',
  },
  'application-state-conflict': {
    meaning: 'The application was answered already.',
    remedy: 'Read the list of applications.',
  },
  'join-application-needed': {
    meaning: 'Who wants into this group applies.',
    remedy: 'Send an application to join.',
  },
  'invite-application-needed': {
    meaning: 'Who is invited into this group is asked first.',
    remedy: 'Send applications to those who are invited.',
  },
  'call-not-found': {
    meaning: 'No such call invitation exists for this user.',
    remedy: 'Check the callID.',
  },
  'call-state-conflict': {
    meaning: 'The call invitation is no longer in a state that allows this: it ended, expired, or was answered.',
    remedy: 'Read the invitation again.',
  },
  'file-not-found': {
    meaning: 'The file does not exist, or not for this user.',
    remedy: 'Ask its sender to send it again.',
  },
  'file-mismatch': {
    meaning: 'The bytes of a file are not what was stated of it.',
    remedy: 'Send it again as a new message.',
  },
  'limit-exceeded': {
    meaning: 'A limit of the backend is exceeded. `details.limit` names it.',
    remedy: 'Stay within the limit.',
  },
  'rate-limited': {
    meaning: 'The backend wants this client to slow down. `details.retryAfterMs` may say for how long.',
    remedy: 'None needed for queued operations: core waits and tries again.',
  },
  'backend-failed': {
    meaning: 'The backend failed for a reason of its own.',
    remedy: 'Try again later.',
  },
}
