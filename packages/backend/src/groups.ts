import { ChatError, type Group, type OperationParameters, type OperationResult } from '@latchkey/core/driver'
import { registeredAmong, type JoinGrounds, type MemberGrounds } from './authorisation.js'
import { letIn } from './group-entry.js'
import { assertGroupID } from './identifiers.js'
import { groupConversationKey } from './conversation-key.js'
import { assertAtMost, assertBytes, assertRule, contractLimits } from './limits.js'
import type { GroupRow, MembershipRow } from './log-rows.js'
import { closeMembership, joinGroup } from './memberships.js'
import { toGroup, toUser, type OperationContext } from './operation-context.js'
import { findHeir, makeOwner } from './succession.js'

export async function createGroup(
  context: OperationContext,
  { groupID, groupName, userIDs }: OperationParameters<'createGroup'>,
): Promise<OperationResult<'createGroup'>> {
  assertGroupID(groupID)
  assertGroupName(groupName)
  assertAtMost('userIDs', userIDs.length, contractLimits.usersPerCall)
  if (await context.reader.getGroup(groupID)) throw new ChatError('group-exists')

  const { known, errorUserIDs } = await partition(context, userIDs, new Set([context.userID]))
  const group: GroupRow = {
    groupID,
    groupName,
    groupAvatarUrl: '',
    groupNotice: '',
    joinMode: 'any',
    inviteMode: 'any',
    beInviteMode: 'any',
    createTime: context.now,
    memberCount: known.length + 1,
    revision: 1,
  }
  await context.transaction.putGroup(group)
  const position = await joinGroup(context, group, [
    { userID: context.userID, memberRole: 'owner' },
    ...known.map((userID) => ({ userID, memberRole: 'member' as const })),
  ])
  await context.transaction.putConversation({
    conversationKey: groupConversationKey(groupID),
    lastSeq: 0,
    countedSeq: 0,
    activityPosition: position,
  })
  return { group: toGroupFact(group), errorUserIDs }
}

/** Who is invited joins at once, where nobody needs to be asked. Those who are in the group already stay as they are. */
export async function inviteUsersIntoGroup(
  context: OperationContext,
  { groupID, userIDs }: OperationParameters<'inviteUsersIntoGroup'>,
  { group }: MemberGrounds,
): Promise<OperationResult<'inviteUsersIntoGroup'>> {
  assertAtMost('userIDs', userIDs.length, contractLimits.usersPerCall)
  if (group.beInviteMode === 'application') throw new ChatError('invite-application-needed')
  const members = await context.reader.getMembers(groupID, userIDs)
  const { known, errorUserIDs } = await partition(context, userIDs, new Set(members.map(({ userID }) => userID)))
  if (known.length === 0) return { group: toGroupFact(group), errorUserIDs }

  return { group: toGroupFact(await letIn(context, group, known)), errorUserIDs }
}

/** An owner who leaves hands over to whoever has been in the group longest; with the last member the group ends. */
export async function leaveGroup(
  context: OperationContext,
  { groupID }: OperationParameters<'leaveGroup'>,
  { group, membership }: MemberGrounds,
): Promise<OperationResult<'leaveGroup'>> {
  const { lastPosition } = await context.reader.getLogState()
  await closeMembership(context, membership, lastPosition)
  const shrunk = { ...group, memberCount: group.memberCount - 1, revision: group.revision + 1 }
  await context.transaction.putGroup(shrunk)

  const heir = membership.memberRole === 'owner' ? await findHeir(context, groupID) : undefined
  if (heir) await makeOwner(context, heir)

  const changed = heir ? [context.userID, heir.userID] : [context.userID]
  await context.append([
    toUser(context, context.userID, { type: 'groupLeft', groupID }),
    toGroup(context, groupID, { type: 'members', groupID, userIDs: changed }),
    toGroup(context, groupID, { type: 'group', groupID }),
  ])
  return { groupID }
}

/** Without an invitation. */
export async function enterGroup(
  context: OperationContext,
  _: OperationParameters<'joinGroup'>,
  { group, membership }: JoinGrounds,
): Promise<OperationResult<'joinGroup'>> {
  if (membership) return { group: toGroupFact(group) }
  return { group: toGroupFact(await letIn(context, group, [context.userID])) }
}

export async function updateGroup(
  context: OperationContext,
  { groupID: _, ...given }: OperationParameters<'updateGroup'>,
  { group }: MemberGrounds,
): Promise<OperationResult<'updateGroup'>> {
  if (given.groupName !== undefined) assertGroupName(given.groupName)
  assertBytes('groupAvatarUrl', given.groupAvatarUrl ?? '', contractLimits.avatarUrlBytes)
  assertBytes('groupNotice', given.groupNotice ?? '', contractLimits.noticeBytes)
  return { group: await changeGroup(context, { ...group, ...given }) }
}

/** Told once, as the last thing that all who are in it hear of it. */
export async function dismissGroup(
  context: OperationContext,
  { groupID }: OperationParameters<'dismissGroup'>,
  { group }: MemberGrounds,
): Promise<OperationResult<'dismissGroup'>> {
  const position = await context.append([toGroup(context, groupID, { type: 'groupLeft', groupID })])
  for (;;) {
    const members = await context.reader.listMembers(groupID, { by: 'userID', limit: membersPerStep })
    for (const member of members) await closeMembership(context, member, position)
    if (members.length < membersPerStep) break
  }
  await context.transaction.putGroup({ ...group, memberCount: 0, revision: group.revision + 1 })
  return { groupID }
}

const membersPerStep = 500

export async function queryGroupInfo(
  _: unknown,
  __: OperationParameters<'queryGroupInfo'>,
  { group }: MemberGrounds,
): Promise<OperationResult<'queryGroupInfo'>> {
  return { group: toGroupFact(group) }
}

/** Keeps what the group is now, and tells all who are in it. What is no change is not told. */
export async function changeGroup(context: OperationContext, group: GroupRow): Promise<Group> {
  const { groupID } = group
  const known = await context.reader.getGroup(groupID)
  if (known && JSON.stringify(toGroupFact(known)) === JSON.stringify(toGroupFact(group))) return toGroupFact(group)
  const changed = { ...group, revision: group.revision + 1 }
  await context.transaction.putGroup(changed)
  await context.append([toGroup(context, groupID, { type: 'group', groupID })])
  return toGroupFact(changed)
}

/** Tells all who are in the group of at most 100 who joined, left or changed. */
export async function tellMembers(
  context: OperationContext,
  groupID: string,
  members: readonly Pick<MembershipRow, 'userID'>[],
): Promise<void> {
  await context.append([
    toGroup(context, groupID, { type: 'members', groupID, userIDs: members.map(({ userID }) => userID) }),
  ])
}

/** What is as in every group that an older version made is not said. */
export function toGroupFact({ groupID, groupName, groupAvatarUrl, groupNotice, ...group }: GroupRow): Group {
  const { createTime, memberCount, joinMode, inviteMode, beInviteMode, mute, revision } = group
  return {
    groupID,
    groupName,
    groupAvatarUrl,
    groupNotice,
    createTime,
    memberCount,
    ...(joinMode !== 'any' && { joinMode }),
    ...(inviteMode !== 'any' && { inviteMode }),
    ...(beInviteMode !== 'any' && { beInviteMode }),
    ...(mute && { mute }),
    revision,
  }
}

function assertGroupName(groupName: string): void {
  assertRule('groupName', 'not blank', groupName.trim() !== '')
  assertBytes('groupName', groupName, contractLimits.nameBytes)
}

async function partition(context: OperationContext, userIDs: readonly string[], present: ReadonlySet<string>) {
  const asked = [...new Set(userIDs)].filter((userID) => !present.has(userID))
  const registered = await registeredAmong(context, asked)
  return {
    known: asked.filter((userID) => registered.has(userID)),
    errorUserIDs: asked.filter((userID) => !registered.has(userID)),
  }
}
