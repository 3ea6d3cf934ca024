import type { ErrorCode } from '@latchkey/core'
import type { CallOutcome } from './call-outcome.js'
import { contactRefusalTexts, refusalTexts } from './error-texts.js'

/** The words of groups, contacts, calls and the own profile. */
export interface PaneTexts {
  readonly roles: { readonly [Role in 'owner' | 'admin']: string }
  readonly groupInfo: string
  readonly editGroup: string
  readonly notice: string
  readonly avatarUrl: string
  readonly avatarUrlHint: string
  readonly invite: string
  readonly people: string
  readonly writeTo: string
  readonly makeAdmin: string
  readonly makeMember: string
  readonly transferOwner: string
  readonly transferOwnerHint: string
  readonly muteMember: string
  readonly unmuteMember: string
  readonly mutedMember: string
  readonly muteAll: string
  readonly unmuteAll: string
  readonly allMuted: string
  readonly kick: string
  readonly kickHint: string
  readonly leave: string
  readonly leaveHint: string
  readonly dismiss: string
  readonly dismissHint: string
  readonly showMore: string
  readonly close: string
  readonly membersWhenOnline: string
  readonly groupWhenOnline: string
  readonly peopleHint: string
  readonly personHint: string
  unpick(name: string): string
  readonly contacts: string
  readonly friends: string
  readonly applications: string
  readonly sentApplications: string
  readonly blockedPeople: string
  readonly noContacts: string
  readonly noContactsHint: string
  readonly addContact: string
  readonly ask: string
  readonly wording: string
  readonly wordingHint: string
  readonly wantsToBeFriend: string
  readonly applicationStates: { readonly [State in 'waiting' | 'rejected' | 'expired']: string }
  readonly accept: string
  readonly reject: string
  readonly block: string
  readonly blockHint: string
  readonly unblock: string
  readonly removeFriend: string
  readonly removeFriendHint: string
  readonly putAway: string
  contactRefused(code: ErrorCode): string
  readonly callList: string
  readonly noCalls: string
  readonly noCallsHint: string
  readonly callNote: string
  readonly call: string
  readonly calls: string
  readonly calling: string
  readonly callAnswered: string
  readonly cancelCall: string
  readonly profile: string
  readonly yourName: string
  readonly profileHint: string
  waitingApplications(count: number): string
  callSomebody(name: string): string
  incomingCall(name: string): string
  outgoingCall(name: string): string
  callOutcome(outcome: CallOutcome, isOutgoing: boolean): string
  memberCount(count: number): string
  memberActionsOf(name: string): string
  notInvited(userIDs: readonly string[]): string
  refused(code: ErrorCode): string
}

/** Of a call that one made, and of one that one received. */
const outcomeTexts: Record<CallOutcome, readonly [string, string]> = {
  ringing: ['Ringing…', 'Calls you'],
  answered: ['Answered', 'Answered'],
  missed: ['No answer', 'Missed'],
  declined: ['Declined', 'You declined'],
  cancelled: ['You cancelled', 'Missed'],
  noAnswer: ['No answer', 'Missed'],
}

export const englishPaneTexts: PaneTexts = {
  roles: { owner: 'Owner', admin: 'Admin' },
  groupInfo: 'Group info',
  editGroup: 'Edit group',
  notice: 'Notice',
  avatarUrl: 'Picture',
  avatarUrlHint: 'The address of a picture; empty for none',
  invite: 'Invite people',
  people: 'People',
  writeTo: 'Write a message',
  makeAdmin: 'Make an admin',
  makeMember: 'Make a plain member',
  transferOwner: 'Hand the group over',
  transferOwnerHint: 'You become a plain member. Only the new owner can give it back.',
  muteMember: 'Mute',
  unmuteMember: 'Let write again',
  mutedMember: 'muted',
  muteAll: 'Mute everybody',
  unmuteAll: 'Let everybody write',
  allMuted: 'Only the owner and admins can write now.',
  kick: 'Remove from the group',
  kickHint: 'They read nothing new. They can be invited again.',
  leave: 'Leave group',
  leaveHint: 'What is on this device stays readable. Somebody has to invite you again.',
  dismiss: 'Dismiss group',
  dismissHint: 'It ends for all its members, for good. What is on their devices stays readable.',
  showMore: 'Show more',
  close: 'Close',
  groupWhenOnline: 'You can change the group when you’re back online.',
  membersWhenOnline: 'More members load when you’re online',
  peopleHint: 'Names of people you know, or user IDs separated by spaces',
  personHint: 'The name of somebody you know, or a user ID',
  unpick: (name) => `Take ${name} off`,
  contacts: 'Contacts',
  friends: 'Friends',
  applications: 'Want to be friends',
  sentApplications: 'Asked',
  blockedPeople: 'Blocked',
  noContacts: 'No contacts yet',
  noContactsHint: 'Ask somebody with the button above.',
  addContact: 'Add a contact',
  ask: 'Ask',
  wording: 'A few words',
  wordingHint: 'They read it when they decide. It is sent when you are online.',
  wantsToBeFriend: 'Wants to be your friend',
  applicationStates: { waiting: 'Not answered yet', rejected: 'Declined', expired: 'Not answered' },
  accept: 'Accept',
  reject: 'Decline',
  block: 'Block',
  blockHint: 'They cannot write to you or call you any more.',
  unblock: 'Unblock',
  removeFriend: 'Remove from friends',
  removeFriendHint: 'You go from their friends too.',
  putAway: 'All right',
  contactRefused: (code) => contactRefusalTexts[code] ?? refusalTexts[code] ?? 'That did not work.',
  callList: 'Calls',
  noCalls: 'No calls yet',
  noCallsHint: 'Call somebody from your chat with them.',
  callNote: 'Latchkey rings and tells who answered. Sound and pictures are up to your app.',
  call: 'Call',
  calls: 'Calls you',
  calling: 'Ringing…',
  callAnswered: 'Answered. Here your app would connect sound and pictures.',
  cancelCall: 'Cancel call',
  profile: 'Your profile',
  yourName: 'Your name',
  profileHint: 'What you change here is seen by those who know you. Offline it waits.',
  waitingApplications: (count) => (count === 1 ? '1 waits for an answer' : `${String(count)} wait for an answer`),
  callSomebody: (name) => `Call ${name}`,
  incomingCall: (name) => `${name} calls you`,
  outgoingCall: (name) => `You call ${name}`,
  callOutcome: (outcome, isOutgoing) => outcomeTexts[outcome][isOutgoing ? 0 : 1],
  memberCount: (count) => (count === 1 ? '1 member' : `${String(count)} members`),
  memberActionsOf: (name) => `What can be done with ${name}`,
  notInvited: (userIDs) => `Could not be invited: ${userIDs.join(', ')}`,
  refused: (code) => refusalTexts[code] ?? 'That did not work. Try again.',
}
