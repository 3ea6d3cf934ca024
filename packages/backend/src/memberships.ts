import {
  ChatError,
  type GroupMember,
  type GroupMemberRole,
  type OperationParameters,
  type OperationResult,
} from '@latchkey/core/driver'
import type { MemberGrounds } from './authorisation.js'
import { groupConversationKey } from './conversation-key.js'
import { readState } from './conversation-settings.js'
import { assertAtMost, assertCount, contractLimits } from './limits.js'
import type { ConversationStateRow, GroupRow, LogReference, MembershipRow } from './log-rows.js'
import { toUser, type OperationContext, type QueryContext } from './operation-context.js'
import { readGroupRegisters } from './registers.js'
import { readUsers } from './users.js'

export interface Newcomer {
  readonly userID: string
  readonly memberRole: GroupMemberRole
}

/**
 * Lets `newcomers` into `group`, whose `memberCount` counts them already. Each learns where the group stands from their
 * own log, and follows the group's log from here. Returns the last position used.
 */
export async function joinGroup(
  context: OperationContext,
  { groupID, memberCount }: GroupRow,
  newcomers: readonly Newcomer[],
): Promise<number> {
  assertAtMost('maxGroupMembers', memberCount, context.limits.maxGroupMembers)
  for (const { userID } of newcomers) await assertRoomForGroup(context, userID)

  const { lastPosition } = await context.reader.getLogState()
  const memberships: MembershipRow[] = []
  for (const newcomer of newcomers) {
    const { mute } = (await context.reader.getLastStay(groupID, newcomer.userID)) ?? {}
    const stay = { enterTime: context.now, fromPosition: lastPosition, memberNickname: '', ...(mute && { mute }) }
    memberships.push({ groupID, ...newcomer, ...stay })
  }
  await context.transaction.putMemberships(memberships)
  const states: ConversationStateRow[] = []
  for (const { userID } of newcomers) states.push(await joinedState(context, userID, groupID))
  await context.transaction.putConversationStates(states)

  const welcome: LogReference[] = [
    { type: 'group', groupID },
    ...(await readRoster(context, groupID)),
    { type: 'head', conversationKey: groupConversationKey(groupID) },
    ...(await readGroupRegisters(context.reader, groupID)),
  ]
  return context.append(newcomers.flatMap(({ userID }) => welcome.map((entry) => toUser(context, userID, entry))))
}

/** Ends a stay: the user follows the group's log no further than `toPosition`. */
export async function closeMembership(
  context: OperationContext,
  membership: MembershipRow,
  toPosition: number,
): Promise<void> {
  const { groupID, userID } = membership
  await context.transaction.putMemberships([{ ...membership, toPosition }])
  const state = await context.reader.getConversationState(userID, groupConversationKey(groupID))
  if (state) await context.transaction.putConversationStates([{ ...state, isListed: false }])
}

export async function queryGroupMemberList(
  { reader }: QueryContext,
  { groupID, count, afterUserID }: OperationParameters<'queryGroupMemberList'>,
  _: MemberGrounds,
): Promise<OperationResult<'queryGroupMemberList'>> {
  assertCount('count', count, 1, contractLimits.membersPerPage)
  const found = await reader.listMembers(groupID, { by: 'userID', afterUserID: afterUserID ?? '', limit: count + 1 })
  const memberList = found.slice(0, count).map(toGroupMember)
  return {
    memberList,
    userList: await readUsers(
      reader,
      memberList.map(({ userID }) => userID),
    ),
    more: found.length > count,
  }
}

export function toGroupMember({ fromPosition: _, toPosition: __, ...member }: MembershipRow): GroupMember {
  return member
}

async function assertRoomForGroup(context: OperationContext, userID: string): Promise<void> {
  const limit = context.limits.maxGroupsPerUser
  const memberships = await context.reader.listMemberships(userID, 0, limit)
  if (memberships.length < limit) return
  throw new ChatError('limit-exceeded', { details: { limit: 'maxGroupsPerUser', maximum: limit, userID } })
}

// What was written before they came does not count as unread.
async function joinedState(context: OperationContext, userID: string, groupID: string): Promise<ConversationStateRow> {
  const conversationKey = groupConversationKey(groupID)
  const conversation = await context.reader.getConversation(conversationKey)
  return {
    ...(await readState(context.reader, userID, conversationKey)),
    readSeq: conversation?.lastSeq ?? 0,
    readCountedSeq: conversation?.countedSeq ?? 0,
    isListed: true,
  }
}

async function readRoster({ reader }: QueryContext, groupID: string): Promise<LogReference[]> {
  const roster: LogReference[] = []
  for (let afterUserID = ''; ;) {
    const members = await reader.listMembers(groupID, {
      by: 'userID',
      afterUserID,
      limit: contractLimits.membersPerPage,
    })
    const last = members.at(-1)
    if (!last) return roster
    roster.push({ type: 'roster', groupID, afterUserID, upToUserID: last.userID })
    afterUserID = last.userID
  }
}
