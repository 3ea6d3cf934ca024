import {
  ChatError,
  type GroupMute,
  type Mute,
  type OperationParameters,
  type OperationResult,
} from '@latchkey/core/driver'
import { assertMayRule, findMembers, type MemberGrounds } from './authorisation.js'
import { changeGroup, toGroupFact, tellMembers } from './groups.js'
import { assertAtMost, assertCount, contractLimits } from './limits.js'
import type { GroupRow, MembershipRow } from './log-rows.js'
import type { OperationContext, QueryContext } from './operation-context.js'

/** Refuses with `group-muted` where the member may not write now. The owner always may. */
export function assertNotMuted(
  { now }: QueryContext,
  group: GroupRow,
  { memberRole, mute: ownMute }: MembershipRow,
): void {
  if (memberRole === 'owner') return
  const groupMute = group.mute?.memberRoles.includes(memberRole) ? group.mute : undefined
  const mutes = [ownMute, groupMute].filter((mute) => mute !== undefined && isInForce(mute, now))
  if (mutes.length === 0) return
  const ends = mutes.flatMap((mute) => mute?.expireTime ?? [])
  const isEndKnown = ends.length === mutes.length
  throw new ChatError('group-muted', {
    details: { groupID: group.groupID, ...(isEndKnown && { expireTime: Math.max(...ends) }) },
  })
}

function isInForce({ expireTime = Infinity }: Mute, now: number): boolean {
  return now < expireTime
}

export async function muteGroup(
  context: OperationContext,
  { groupID: _, memberRoles, durationSeconds }: OperationParameters<'muteGroup'>,
  { group, membership }: MemberGrounds,
): Promise<OperationResult<'muteGroup'>> {
  const roles = (['admin', 'member'] as const).filter((role) => memberRoles.includes(role))
  // Who lifts a mute rules those on whom it is, too.
  for (const role of [...roles, ...(group.mute?.memberRoles ?? [])]) assertMayRule(membership.memberRole, role)
  const mute: GroupMute = { memberRoles: roles, ...muteFor(context, durationSeconds) }
  const { mute: _mute, ...open } = group
  return { group: await changeGroup(context, { ...open, ...(roles.length > 0 && { mute }) }) }
}

/** The mute outlasts a stay: who leaves and comes back is still muted. */
export async function muteGroupMembers(
  context: OperationContext,
  { groupID, userIDs, isMuted, durationSeconds }: OperationParameters<'muteGroupMembers'>,
  { group, membership }: MemberGrounds,
): Promise<OperationResult<'muteGroupMembers'>> {
  assertAtMost('userIDs', userIDs.length, contractLimits.usersPerCall)
  const { members, errorUserIDs } = await findMembers(context, groupID, userIDs)
  for (const member of members) assertMayRule(membership.memberRole, member.memberRole)
  const mute = muteFor(context, durationSeconds)
  const changed = members.map(({ mute: _mute, ...member }) => ({ ...member, ...(isMuted && { mute }) }))
  if (changed.length > 0) {
    await context.transaction.putMemberships(changed)
    await tellMembers(context, groupID, changed)
  }
  return { group: toGroupFact(group), errorUserIDs }
}

function muteFor({ now }: QueryContext, durationSeconds: number | undefined): Mute {
  if (durationSeconds === undefined) return {}
  assertCount('durationSeconds', durationSeconds, 1, contractLimits.muteSeconds)
  return { expireTime: now + durationSeconds * 1_000 }
}
