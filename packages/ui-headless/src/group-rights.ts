import type { Chat, Group, GroupMemberInfo, GroupMemberRole } from '@latchkey/core'
import { offersGroupMutes } from './offered.js'

/** What a person can do with a member of a group. */
export type MemberAction =
  'writeTo' | 'makeAdmin' | 'makeMember' | 'transferOwner' | 'muteMember' | 'unmuteMember' | 'kick'

/** What a person can do with a group itself. */
export interface GroupRights {
  /** Name, picture and notice. */
  readonly canEdit: boolean
  readonly canInvite: boolean
  readonly canMuteAll: boolean
  readonly canDismiss: boolean
}

const ranks: Record<GroupMemberRole, number> = { owner: 2, admin: 1, member: 0 }

/** As the backend decides it: who sees a control here is not refused for their role, unless it changed just then. */
export function groupRights(chat: Chat, group: Group, role: GroupMemberRole | undefined): GroupRights {
  const isRuling = role === 'owner' || role === 'admin'
  return {
    canEdit: isRuling,
    canInvite: isRuling || (role === 'member' && group.inviteMode !== 'admin'),
    canMuteAll: isRuling && offersGroupMutes(chat),
    canDismiss: role === 'owner',
  }
}

/** In the order of a menu; of oneself, nothing. */
export function memberActions(
  chat: Chat,
  member: GroupMemberInfo,
  role: GroupMemberRole | undefined,
): readonly MemberAction[] {
  if (member.userID === chat.userID) return []
  const isOwner = role === 'owner'
  const isAbove = role !== undefined && ranks[role] > ranks[member.memberRole]
  const canMute = isAbove && offersGroupMutes(chat)
  return [
    'writeTo',
    ...(isOwner ? [member.memberRole === 'admin' ? ('makeMember' as const) : ('makeAdmin' as const)] : []),
    ...(isOwner ? (['transferOwner'] as const) : []),
    ...(canMute ? [member.mute === undefined ? ('muteMember' as const) : ('unmuteMember' as const)] : []),
    ...(isAbove ? (['kick'] as const) : []),
  ]
}

/** The owner first, then the administrators, then the others; among each other as they were. */
export function byRole(members: readonly GroupMemberInfo[]): readonly GroupMemberInfo[] {
  return members.toSorted((one, other) => ranks[other.memberRole] - ranks[one.memberRole])
}
