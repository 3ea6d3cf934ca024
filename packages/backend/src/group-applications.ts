import { ChatError, type OperationParameters, type OperationResult } from '@latchkey/core/driver'
import {
  assertMayInvite,
  assertRegistered,
  registeredAmong,
  type JoinGrounds,
  type MemberGrounds,
} from './authorisation.js'
import { assertNotBlocked } from './blocking.js'
import {
  assertWaiting,
  findApplication,
  inviteKey,
  joinKey,
  newApplication,
  putApplication,
  putOwnApplication,
  readOwnApplication,
  settleInvite,
  settleJoin,
} from './group-application-list.js'
import { letIn } from './group-entry.js'
import { assertAtMost, assertBytes, assertCount, contractLimits } from './limits.js'
import type { OperationContext } from './operation-context.js'

/** The applicant has one, and so has everybody who may answer it and has room for it. */
export async function sendGroupJoinApplication(
  context: OperationContext,
  { groupID, wording }: OperationParameters<'sendGroupJoinApplication'>,
  { group }: JoinGrounds,
): Promise<OperationResult<'sendGroupJoinApplication'>> {
  assertBytes('wording', wording, contractLimits.applicationWordingBytes)
  const key = joinKey(groupID, context.userID)
  if (group.joinMode === 'any') {
    await letIn(context, group, [context.userID])
  } else {
    const value = newApplication(context, group, wording)
    let askedCount = 0
    for (const { userID } of await context.reader.listManagers(groupID)) {
      if (await putApplication(context, userID, key, value)) askedCount += 1
    }
    const maximum = context.limits.maxGroupApplicationsPerUser
    if (askedCount === 0) assertAtMost('maxGroupApplicationsPerUser', maximum + 1, maximum)
    await putOwnApplication(context, key, value)
  }
  return { registerList: [await readOwnApplication(context, key)] }
}

export async function acceptGroupJoinApplication(
  context: OperationContext,
  { groupID, userID }: OperationParameters<'acceptGroupJoinApplication'>,
  { group }: MemberGrounds,
): Promise<OperationResult<'acceptGroupJoinApplication'>> {
  const key = joinKey(groupID, userID)
  const present = await findApplication(context, userID, key)
  if (!(present?.state === 'accepted' && (await isMember(context, groupID, userID)))) {
    assertWaiting(context, present)
    await assertRegistered(context, [userID])
    await letIn(context, group, [userID])
  }
  return { registerList: [await readOwnApplication(context, key)] }
}

export async function rejectGroupJoinApplication(
  context: OperationContext,
  { groupID, userID }: OperationParameters<'rejectGroupJoinApplication'>,
  _: MemberGrounds,
): Promise<OperationResult<'rejectGroupJoinApplication'>> {
  const key = joinKey(groupID, userID)
  const present = await findApplication(context, userID, key)
  if (present?.state !== 'rejected') {
    assertWaiting(context, present)
    await settleJoin(context, groupID, userID, 'rejected')
  }
  return { registerList: [await readOwnApplication(context, key)] }
}

/** Who was asked has one, and so has who asked. Where nobody needs to be asked there is none. */
export async function sendGroupInviteApplications(
  context: OperationContext,
  { groupID, userIDs, wording }: OperationParameters<'sendGroupInviteApplications'>,
  { group }: MemberGrounds,
): Promise<OperationResult<'sendGroupInviteApplications'>> {
  assertCount('userIDs.length', userIDs.length, 1, contractLimits.usersPerCall)
  assertBytes('wording', wording, contractLimits.applicationWordingBytes)
  const asked = [...new Set(userIDs)]
  const members = new Set((await context.reader.getMembers(groupID, asked)).map(({ userID }) => userID))
  const registered = await registeredAmong(context, asked)
  const wanted = asked.filter((userID) => registered.has(userID) && !members.has(userID))
  await assertNotBlocked(context, wanted)
  if (group.beInviteMode === 'any') {
    if (wanted.length > 0) await letIn(context, group, wanted)
  } else {
    const value = newApplication(context, group, wording)
    for (const userID of wanted) {
      const key = inviteKey(groupID, context.userID, userID)
      if (await putApplication(context, userID, key, value)) await putOwnApplication(context, key, value)
    }
  }
  const registerList = []
  for (const userID of asked) {
    registerList.push(await readOwnApplication(context, inviteKey(groupID, context.userID, userID)))
  }
  return { registerList }
}

/** Good only while who asked could still invite. */
export async function acceptGroupInviteApplication(
  context: OperationContext,
  { groupID, inviterUserID }: OperationParameters<'acceptGroupInviteApplication'>,
  { group }: JoinGrounds,
): Promise<OperationResult<'acceptGroupInviteApplication'>> {
  const key = inviteKey(groupID, inviterUserID, context.userID)
  const present = await findApplication(context, context.userID, key)
  if (!(present?.state === 'accepted' && (await isMember(context, groupID, context.userID)))) {
    assertWaiting(context, present)
    const [inviter] = await context.reader.getMembers(groupID, [inviterUserID])
    if (!inviter) throw new ChatError('not-allowed', { details: { rule: 'invited by a member of the group' } })
    assertMayInvite({ group, membership: inviter })
    await letIn(context, group, [context.userID])
  }
  return { registerList: [await readOwnApplication(context, key)] }
}

export async function rejectGroupInviteApplication(
  context: OperationContext,
  { groupID, inviterUserID }: OperationParameters<'rejectGroupInviteApplication'>,
): Promise<OperationResult<'rejectGroupInviteApplication'>> {
  const key = inviteKey(groupID, inviterUserID, context.userID)
  const present = await findApplication(context, context.userID, key)
  if (present?.state !== 'rejected') {
    assertWaiting(context, present)
    await settleInvite(context, key, [inviterUserID, context.userID], 'rejected')
  }
  return { registerList: [await readOwnApplication(context, key)] }
}

async function isMember({ reader }: OperationContext, groupID: string, userID: string): Promise<boolean> {
  return (await reader.getMembers(groupID, [userID])).length > 0
}
