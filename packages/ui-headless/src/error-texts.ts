import type { ErrorCode } from '@latchkey/core'

// In English: why a login was refused, why a session ended, why a command was refused.

export const loginTexts: { readonly [Code in ErrorCode]?: (userID: string) => string } = {
  'no-previous-login': () => 'Connect once to load your chats. After that they open without a network.',
  'different-user': (userID) => `The saved chats belong to another account. Connect to sign in as ${userID}.`,
  'logged-out': () => 'You signed out on this device. Connect to sign in again.',
  'session-refused': () => 'This session was ended by the server. Connect to sign in again.',
  'record-tampered': () => 'The saved sign-in is damaged. Connect to sign in again.',
  'token-expired': () => 'Your sign-in has run out. Sign in again when you are online.',
  'token-invalid': () => 'This sign-in is not valid for this account.',
  'token-not-verifiable': () => 'This device cannot check the sign-in without a network.',
  'token-too-long-lived': () => 'This sign-in is valid for longer than is allowed.',
  'token-refused': () => 'The server did not accept the sign-in.',
  'user-unknown': (userID) => `The server does not know ${userID}.`,
  'login-timeout': () => 'The server does not answer. Try again in a moment.',
  'transport-unreachable': () => 'The server cannot be reached. Check your connection and try again.',
  'storage-key-wrong': () => 'The saved data cannot be opened with this key.',
}

export const endingTexts: { readonly [Code in ErrorCode]?: string } = {
  'token-expired': 'Your sign-in has run out. Sign in again to go on.',
  'kicked-out': 'You were signed out because the account is used elsewhere.',
  'other-user-on-device': 'Another account signed in on this device. Sign in again to go on with yours.',
  'user-unknown': 'The server does not know this account any more.',
  'client-outdated': 'This version of the app is too old for the server. Reload the page to get the newest one.',
}

export const refusalTexts: { readonly [Code in ErrorCode]?: string } = {
  'not-connected': 'This works when you’re back online.',
  'transport-unreachable': 'The server was not reached. Try again in a moment.',
  'not-allowed': 'You may not do that here.',
  'invalid-argument': 'That cannot be: it is empty, too long, or no valid ID.',
  'user-not-found': 'There is nobody with this ID.',
  'group-not-found': 'This group is no more.',
  'not-group-member': 'That person is not in the group.',
  'limit-exceeded': 'That is more than is allowed.',
  'call-not-found': 'This call is over.',
  'call-state-conflict': 'This call is over, or was answered elsewhere.',
  'blocked-by-user': 'They do not want to be contacted by you.',
  'not-supported': 'This server does not offer that.',
}

export const contactRefusalTexts: { readonly [Code in ErrorCode]?: string } = {
  'not-allowed': 'You are friends already, or they are asked first.',
  'application-not-found': 'They did not ask, or took it back.',
  'application-expired': 'Their question is too old to be answered.',
  'application-state-conflict': 'It was answered already.',
  'not-friend': 'You are no friends.',
}
