import { ChatError, type CallInvitation, type ConversationReference, type GroupMemberRole } from '@latchkey/core/driver'
import { expireCall } from './call-state.js'
import { toConversationKey, type ConversationKey } from './conversation-key.js'
import type { CallRow, ConversationRow, ConversationStateRow, GroupRow, MembershipRow, MessageRow } from './log-rows.js'
import type { QueryContext } from './operation-context.js'

/**
 * Who may do what. Every operation passes one of these before it does anything (the table in `operations.ts` says
 * which), and works with the grounds it returns.
 */

/** Any registered user. */
export async function mayAnyone(): Promise<undefined> {
  return undefined
}

export interface WriteGrounds {
  readonly conversationKey: ConversationKey
  /** Of a group: it, and the user's stay in it. */
  readonly stay?: MemberGrounds
}

/** Write into a conversation: to another registered user, or as a member of a group. */
export async function mayWrite(context: QueryContext, conversation: ConversationReference): Promise<WriteGrounds> {
  const { conversationType, conversationID } = conversation
  const conversationKey = toConversationKey(context.userID, conversation)
  if (conversationType === 'group') {
    const group = await context.reader.getGroup(conversationID)
    if (!group || group.memberCount === 0) throw new ChatError('conversation-not-found')
    return { conversationKey, stay: { group, membership: await findMembership(context, conversationID) } }
  }
  if (conversationID === context.userID) {
    throw new ChatError('not-allowed', { details: { rule: 'a peer conversation has two different users' } })
  }
  await assertRegistered(context, [conversationID])
  return { conversationKey }
}

export interface ReadGrounds {
  readonly conversation: ConversationRow
  readonly state: ConversationStateRow
}

/** See a conversation: one with messages to or from the user, or of a group the user is in. */
export async function mayRead(context: QueryContext, reference: ConversationReference): Promise<ReadGrounds> {
  const conversationKey = toConversationKey(context.userID, reference)
  const conversation = await context.reader.getConversation(conversationKey)
  const state = await context.reader.getConversationState(context.userID, conversationKey)
  if (!conversation || !state?.isListed) throw new ChatError('conversation-not-found')
  return { conversation, state }
}

export interface MessageGrounds {
  readonly message: MessageRow
  /** The user's stay in the group; absent in a peer conversation. */
  readonly membership?: MembershipRow
}

/** Do something to a message that is there: the two users of a peer conversation, or the members of a group. */
export async function mayActOnMessage(
  context: QueryContext,
  reference: ConversationReference & { readonly messageID: string },
): Promise<MessageGrounds> {
  const conversationKey = toConversationKey(context.userID, reference)
  const conversation = await context.reader.getConversation(conversationKey)
  if (!conversation) throw new ChatError('message-not-found')
  const isGroup = reference.conversationType === 'group'
  const membership = isGroup ? await findMembership(context, reference.conversationID) : undefined
  const message = await context.reader.findMessage(conversationKey, reference.messageID)
  if (!message) throw new ChatError('message-not-found')
  return { message, ...(membership && { membership }) }
}

export interface DraftGrounds {
  readonly conversationKey: ConversationKey
}

/** Have a draft: for another user, or as a member of a group. */
export async function mayDraft(context: QueryContext, reference: ConversationReference): Promise<DraftGrounds> {
  const { conversationType, conversationID } = reference
  const found =
    conversationType === 'group'
      ? await context.reader.getMembers(conversationID, [context.userID])
      : await context.reader.getUsers([conversationID])
  if (found.length === 0 || (conversationType === 'peer' && conversationID === context.userID)) {
    throw new ChatError('conversation-not-found')
  }
  return { conversationKey: toConversationKey(context.userID, reference) }
}

export interface MemberGrounds {
  readonly group: GroupRow
  readonly membership: MembershipRow
}

/** Act within a group: its members. */
export async function mayActInGroup(
  context: QueryContext,
  { groupID }: { readonly groupID: string },
): Promise<MemberGrounds> {
  const group = await findGroup(context, groupID)
  return { group, membership: await findMembership(context, groupID) }
}

/** Change a group, or who is in it: its owner and its administrators. */
export async function mayManageGroup(
  context: QueryContext,
  parameters: { readonly groupID: string },
): Promise<MemberGrounds> {
  const grounds = await mayActInGroup(context, parameters)
  if (grounds.membership.memberRole === 'member') refuseRole('the owner or an administrator of the group')
  return grounds
}

/** Decide over a group: its owner. */
export async function mayOwnGroup(
  context: QueryContext,
  parameters: { readonly groupID: string },
): Promise<MemberGrounds> {
  const grounds = await mayActInGroup(context, parameters)
  if (grounds.membership.memberRole !== 'owner') refuseRole('the owner of the group')
  return grounds
}

/** Invite into a group: its members, or as it says. */
export async function mayInvite(
  context: QueryContext,
  parameters: { readonly groupID: string },
): Promise<MemberGrounds> {
  const grounds = await mayActInGroup(context, parameters)
  assertMayInvite(grounds)
  return grounds
}

/** Refuses with `not-allowed` one who may not invite into the group. */
export function assertMayInvite({ group, membership }: MemberGrounds): void {
  if (group.inviteMode === 'admin' && membership.memberRole === 'member') {
    refuseRole('the owner or an administrator of the group')
  }
}

export interface JoinGrounds {
  readonly group: GroupRow
  /** Of one who is in it already. */
  readonly membership?: MembershipRow
}

/** Come into a group without an invitation: anybody, as it says. */
export async function mayJoin(context: QueryContext, { groupID }: { readonly groupID: string }): Promise<JoinGrounds> {
  const group = await findGroup(context, groupID)
  const [membership] = await context.reader.getMembers(groupID, [context.userID])
  if (membership) return { group, membership }
  assertOpen(group)
  if (group.joinMode === 'application') throw new ChatError('join-application-needed')
  return { group }
}

/** Ask to be let into a group: anybody who is not in it, unless it is closed. */
export async function mayApply(context: QueryContext, { groupID }: { readonly groupID: string }): Promise<JoinGrounds> {
  const group = await findGroup(context, groupID)
  const [membership] = await context.reader.getMembers(groupID, [context.userID])
  if (membership) throw new ChatError('not-allowed', { details: { rule: 'not in the group' } })
  assertOpen(group)
  return { group }
}

/** Say yes to an invitation: whoever has one, while there is the group. */
export async function mayAcceptInvitation(
  context: QueryContext,
  { groupID }: { readonly groupID: string },
): Promise<JoinGrounds> {
  return { group: await findGroup(context, groupID) }
}

async function findGroup({ reader }: QueryContext, groupID: string): Promise<GroupRow> {
  const group = await reader.getGroup(groupID)
  if (!group || group.memberCount === 0) throw new ChatError('group-not-found')
  return group
}

function assertOpen({ joinMode }: GroupRow): void {
  if (joinMode === 'closed') throw new ChatError('not-allowed', { details: { rule: 'by invitation' } })
}

/** Refuses with `not-allowed` unless one of `memberRole` decides over one of `other`. */
export function assertMayRule(memberRole: GroupMemberRole, other: GroupMemberRole): void {
  if (ranks[memberRole] <= ranks[other]) refuseRole(`a higher role than ${other}`)
}

const ranks = { owner: 2, admin: 1, member: 0 } as const

function refuseRole(rule: string): never {
  throw new ChatError('not-allowed', { details: { rule } })
}

/** Those of `userIDs` who are in the group, and the others. */
export async function findMembers(
  { reader }: QueryContext,
  groupID: string,
  userIDs: readonly string[],
): Promise<{ readonly members: readonly MembershipRow[]; readonly errorUserIDs: readonly string[] }> {
  const members = await reader.getMembers(groupID, userIDs)
  const found = new Set(members.map(({ userID }) => userID))
  return { members, errorUserIDs: [...new Set(userIDs)].filter((userID) => !found.has(userID)) }
}

/** See a group: its members; for others it does not exist. */
export async function maySeeGroup(
  context: QueryContext,
  { groupID }: { readonly groupID: string },
): Promise<MemberGrounds> {
  const group = await context.reader.getGroup(groupID)
  const [membership] = group ? await context.reader.getMembers(groupID, [context.userID]) : []
  if (!group || !membership) throw new ChatError('group-not-found')
  return { group, membership }
}

export interface CallGrounds {
  readonly call: CallRow
  /** As it stands now. */
  readonly callInvitation: CallInvitation
}

/** Cancel a call: its caller. */
export async function mayCancelCall(
  context: QueryContext,
  { callID }: { readonly callID: string },
): Promise<CallGrounds> {
  const grounds = await findCall(context, callID)
  if (grounds.callInvitation.caller !== context.userID) {
    throw new ChatError('not-allowed', { details: { rule: 'the caller cancels a call' } })
  }
  return grounds
}

/** Answer a call: its invitees. */
export async function mayAnswerCall(
  context: QueryContext,
  { callID }: { readonly callID: string },
): Promise<CallGrounds> {
  const grounds = await findCall(context, callID)
  if (grounds.callInvitation.caller === context.userID) {
    throw new ChatError('not-allowed', { details: { rule: 'an invitee answers a call' } })
  }
  return grounds
}

/** See a call, and what belongs to it: those who are or were invited, and its caller. */
export function maySeeCall(context: QueryContext, { callID }: { readonly callID: string }): Promise<CallGrounds> {
  return findCall(context, callID)
}

/** Refuses with `user-not-found` unless all of `userIDs` are registered. */
export async function assertRegistered(context: QueryContext, userIDs: readonly string[]): Promise<void> {
  const known = await registeredAmong(context, userIDs)
  const unknown = userIDs.find((userID) => !known.has(userID))
  if (unknown !== undefined) throw new ChatError('user-not-found', { details: { userID: unknown } })
}

export async function registeredAmong(context: QueryContext, userIDs: readonly string[]): Promise<Set<string>> {
  const users = await context.reader.getUsers(userIDs)
  return new Set(users.filter(({ isRegistered }) => isRegistered).map(({ userID }) => userID))
}

async function findMembership(context: QueryContext, groupID: string): Promise<MembershipRow> {
  const [membership] = await context.reader.getMembers(groupID, [context.userID])
  if (!membership) throw new ChatError('not-group-member')
  return membership
}

async function findCall(context: QueryContext, callID: string): Promise<CallGrounds> {
  const call = await context.reader.getCall(callID)
  if (!call?.callInvitation.callUserList.some(({ userID }) => userID === context.userID)) {
    throw new ChatError('call-not-found')
  }
  return { call, callInvitation: expireCall(call.callInvitation, context.now) }
}
