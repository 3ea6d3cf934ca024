import { ChatError, type OperationParameters, type OperationResult } from '@latchkey/core/driver'
import { assertMayRule, findMembers, type MemberGrounds } from './authorisation.js'
import { shareApplications } from './group-application-list.js'
import { changeGroup, tellMembers, toGroupFact } from './groups.js'
import { assertAtMost, assertBytes, contractLimits } from './limits.js'
import { closeMembership } from './memberships.js'
import type { MembershipRow } from './log-rows.js'
import { toUser, type OperationContext, type QueryContext } from './operation-context.js'

/** All of them or, where one may not be removed, nobody. Those who go see nothing of what the group is told after it. */
export async function kickGroupMembers(
  context: OperationContext,
  { groupID, userIDs }: OperationParameters<'kickGroupMembers'>,
  { group, membership }: MemberGrounds,
): Promise<OperationResult<'kickGroupMembers'>> {
  assertAtMost('userIDs', userIDs.length, contractLimits.usersPerCall)
  const { members, errorUserIDs } = await findMembers(context, groupID, userIDs)
  for (const member of members) assertMayRule(membership.memberRole, member.memberRole)
  if (members.length === 0) return { group: toGroupFact(group), errorUserIDs }

  const { lastPosition } = await context.reader.getLogState()
  for (const member of members) await closeMembership(context, member, lastPosition)
  await context.append(members.map(({ userID }) => toUser(context, userID, { type: 'groupLeft', groupID })))
  await tellMembers(context, groupID, members)
  const memberCount = group.memberCount - members.length
  return { group: await changeGroup(context, { ...group, memberCount }), errorUserIDs }
}

export async function transferGroupOwner(
  context: OperationContext,
  { groupID, userID }: OperationParameters<'transferGroupOwner'>,
  { group, membership }: MemberGrounds,
): Promise<OperationResult<'transferGroupOwner'>> {
  const heir = await findOther(context, groupID, userID)
  await putMembers(context, groupID, [
    { ...membership, memberRole: 'member' },
    { ...heir, memberRole: 'owner' },
  ])
  await shareApplications(context, groupID, userID)
  return { group: toGroupFact(group) }
}

export async function setGroupMemberRole(
  context: OperationContext,
  { groupID, userID, memberRole }: OperationParameters<'setGroupMemberRole'>,
  { group }: MemberGrounds,
): Promise<OperationResult<'setGroupMemberRole'>> {
  const member = await findOther(context, groupID, userID)
  if (member.memberRole === memberRole) return { group: toGroupFact(group) }
  if (memberRole === 'admin') {
    const managers = await context.reader.listManagers(groupID)
    assertAtMost('maxGroupAdmins', managers.length, context.limits.maxGroupAdmins)
  }
  await putMembers(context, groupID, [{ ...member, memberRole }])
  if (memberRole === 'admin') await shareApplications(context, groupID, userID)
  return { group: toGroupFact(group) }
}

export async function setGroupMemberNickname(
  context: OperationContext,
  { groupID, userID, memberNickname }: OperationParameters<'setGroupMemberNickname'>,
  { group, membership }: MemberGrounds,
): Promise<OperationResult<'setGroupMemberNickname'>> {
  assertBytes('memberNickname', memberNickname, contractLimits.nameBytes)
  const member = userID === context.userID ? membership : await findOther(context, groupID, userID)
  if (member !== membership) assertMayRule(membership.memberRole, member.memberRole)
  if (member.memberNickname !== memberNickname) await putMembers(context, groupID, [{ ...member, memberNickname }])
  return { group: toGroupFact(group) }
}

async function putMembers(context: OperationContext, groupID: string, members: readonly MembershipRow[]) {
  await context.transaction.putMemberships(members)
  await tellMembers(context, groupID, members)
}

async function findOther(context: QueryContext, groupID: string, userID: string): Promise<MembershipRow> {
  if (userID === context.userID) throw new ChatError('not-allowed', { details: { rule: 'of another member' } })
  const [member] = await context.reader.getMembers(groupID, [userID])
  if (!member) throw new ChatError('not-group-member', { details: { userID } })
  return member
}
