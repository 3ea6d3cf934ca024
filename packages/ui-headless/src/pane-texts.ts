import type { ErrorCode } from '@latchkey/core'
import { refusalTexts } from './error-texts.js'

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
  memberCount(count: number): string
  memberActionsOf(name: string): string
  notInvited(userIDs: readonly string[]): string
  refused(code: ErrorCode): string
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
  memberCount: (count) => (count === 1 ? '1 member' : `${String(count)} members`),
  memberActionsOf: (name) => `What can be done with ${name}`,
  notInvited: (userIDs) => `Could not be invited: ${userIDs.join(', ')}`,
  refused: (code) => refusalTexts[code] ?? 'That did not work. Try again.',
}
