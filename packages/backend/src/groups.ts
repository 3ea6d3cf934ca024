import { ChatError, type Group, type OperationParameters, type OperationResult } from '@latchkey/core/driver'
import { registeredAmong, type MemberGrounds } from './authorisation.js'
import { assertGroupID } from './identifiers.js'
import { groupConversationKey } from './conversation-key.js'
import { assertAtMost, assertBytes, assertRule, contractLimits } from './limits.js'
import type { GroupRow } from './log-store.js'
import { closeMembership, joinGroup } from './memberships.js'
import { toGroup, toUser, type OperationContext } from './operation-context.js'

export async function createGroup(
  context: OperationContext,
  { groupID, groupName, userIDs }: OperationParameters<'createGroup'>,
): Promise<OperationResult<'createGroup'>> {
  assertGroupID(groupID)
  assertRule('groupName', 'not blank', groupName.trim() !== '')
  assertBytes('groupName', groupName, contractLimits.nameBytes)
  assertAtMost('userIDs', userIDs.length, contractLimits.usersPerCall)
  if (await context.reader.getGroup(groupID)) throw new ChatError('group-exists')

  const { known, errorUserIDs } = await partition(context, userIDs, new Set([context.userID]))
  const group: GroupRow = { groupID, groupName, createTime: context.now, memberCount: known.length + 1, revision: 1 }
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

/** Who is invited joins at once. Those who are in the group already stay as they are. */
export async function inviteUsersIntoGroup(
  context: OperationContext,
  { groupID, userIDs }: OperationParameters<'inviteUsersIntoGroup'>,
  { group }: MemberGrounds,
): Promise<OperationResult<'inviteUsersIntoGroup'>> {
  assertAtMost('userIDs', userIDs.length, contractLimits.usersPerCall)
  const members = await context.reader.getMembers(groupID, userIDs)
  const { known, errorUserIDs } = await partition(context, userIDs, new Set(members.map(({ userID }) => userID)))
  if (known.length === 0) return { group: toGroupFact(group), errorUserIDs }

  const grown = { ...group, memberCount: group.memberCount + known.length, revision: group.revision + 1 }
  await context.transaction.putGroup(grown)
  // The members hear of it first; what the newcomers follow begins after that.
  await context.append([
    toGroup(context, groupID, { type: 'members', groupID, userIDs: known }),
    toGroup(context, groupID, { type: 'group', groupID }),
  ])
  await joinGroup(
    context,
    grown,
    known.map((userID) => ({ userID, memberRole: 'member' })),
  )
  return { group: toGroupFact(grown), errorUserIDs }
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

  const [heir] =
    membership.memberRole === 'owner' ? await context.reader.listMembers(groupID, { by: 'age', limit: 1 }) : []
  if (heir) await context.transaction.putMemberships([{ ...heir, memberRole: 'owner' }])

  const changed = heir ? [context.userID, heir.userID] : [context.userID]
  await context.append([
    toUser(context, context.userID, { type: 'groupLeft', groupID }),
    toGroup(context, groupID, { type: 'members', groupID, userIDs: changed }),
    toGroup(context, groupID, { type: 'group', groupID }),
  ])
  return { groupID }
}

export async function queryGroupInfo(
  _: unknown,
  __: OperationParameters<'queryGroupInfo'>,
  { group }: MemberGrounds,
): Promise<OperationResult<'queryGroupInfo'>> {
  return { group: toGroupFact(group) }
}

export function toGroupFact({ groupID, groupName, createTime, memberCount, revision }: GroupRow): Group {
  return { groupID, groupName, groupAvatarUrl: '', groupNotice: '', createTime, memberCount, revision }
}

async function partition(context: OperationContext, userIDs: readonly string[], present: ReadonlySet<string>) {
  const asked = [...new Set(userIDs)].filter((userID) => !present.has(userID))
  const registered = await registeredAmong(context, asked)
  return {
    known: asked.filter((userID) => registered.has(userID)),
    errorUserIDs: asked.filter((userID) => !registered.has(userID)),
  }
}
