import type { BackendMessage, Change } from '@latchkey/core/driver'
import type { PlacedChange } from './change-page.js'
import { expireCall } from './call-state.js'
import { toSettings } from './conversation-settings.js'
import { toGroupFact } from './groups.js'
import { readHeads } from './heads.js'
import { contractLimits } from './limits.js'
import type { LogEntry, LogReference, MembershipRow, MessagePlace, MessageRow, RegisterName } from './log-rows.js'
import { toGroupMember } from './memberships.js'
import type { QueryContext } from './operation-context.js'
import { mayKnow, placeName, presentMessages } from './present-messages.js'
import { readMarkFacts, readMovedMark } from './read-marks.js'
import { readRegister } from './registers.js'
import { readUsers } from './users.js'

/**
 * What log entries tell the user, as it is now. Several entries about the same thing tell the same, so only the last of
 * them does. What no longer concerns the user (a group they have left) tells nothing: the entry that ended it follows.
 */
export async function readFacts(context: QueryContext, entries: readonly LogEntry[]): Promise<PlacedChange<number>[]> {
  const messages = await readMentionedMessages(context, entries)
  const names = entries.map(({ reference }) => nameOf(reference))
  const lastMention = new Map(names.map((name, index) => [name, index]))

  const facts: PlacedChange<number>[] = []
  for (const [index, entry] of entries.entries()) {
    const isLast = lastMention.get(names[index] ?? '') === index
    const change = isLast ? await readFact(context, entry, messages) : undefined
    facts.push({ place: entry.position, ...(change && { change }) })
  }
  return facts
}

type Messages = ReadonlyMap<string, BackendMessage>

async function readFact(
  context: QueryContext,
  { position, reference }: LogEntry,
  messages: Messages,
): Promise<Change | undefined> {
  const { reader, userID } = context
  switch (reference.type) {
    case 'user': {
      const [user] = await readUsers(reader, [reference.userID])
      return user && { type: 'userChanged', user }
    }
    case 'group': {
      const group = await reader.getGroup(reference.groupID)
      if (!group || !(await isMember(context, reference.groupID))) return undefined
      return { type: 'groupChanged', group: toGroupFact(group) }
    }
    case 'groupLeft':
      return { type: 'groupLeft', groupID: reference.groupID }
    case 'members':
      return readMembers(context, reference.groupID, reference.userIDs)
    case 'roster':
      return readRosterPart(context, reference, position)
    case 'message': {
      const message = messages.get(placeName(reference))
      return message && { type: 'messageAdded', message }
    }
    case 'messageChange': {
      const message = messages.get(placeName(reference))
      const state = await reader.getConversationState(userID, reference.conversationKey)
      return message && state && { type: 'messageChanged', message, ...(await readMarkFacts(context, state)) }
    }
    case 'readMark': {
      const state = await reader.getConversationState(userID, reference.conversationKey)
      return state && { type: 'readMarkMoved', ...(await readMovedMark(context, state)) }
    }
    case 'settings': {
      const state = await reader.getConversationState(userID, reference.conversationKey)
      return state && { type: 'conversationSettingsChanged', settings: toSettings(state) }
    }
    case 'head':
      return readHead(context, reference.conversationKey)
    case 'call': {
      const call = await reader.getCall(reference.callID)
      return call && { type: 'callInvitationChanged', callInvitation: expireCall(call.callInvitation, context.now) }
    }
    case 'register':
      return readRegisterFact(context, reference)
  }
}

async function readMembers(
  context: QueryContext,
  groupID: string,
  userIDs: readonly string[],
): Promise<Change | undefined> {
  if (!(await isMember(context, groupID))) return undefined
  const members = await context.reader.getMembers(groupID, userIDs)
  const present = new Set(members.map(({ userID }) => userID))
  return {
    type: 'groupMembersChanged',
    groupID,
    memberList: members.map(toGroupMember),
    removedUserIDs: userIDs.filter((userID) => !present.has(userID)),
  }
}

async function readRosterPart(
  context: QueryContext,
  { groupID, afterUserID, upToUserID }: LogReference & { readonly type: 'roster' },
  position: number,
): Promise<Change | undefined> {
  if (!(await isMember(context, groupID))) return undefined
  const members: MembershipRow[] = []
  for (let after = afterUserID; ;) {
    const page = await context.reader.listMembers(groupID, {
      by: 'userID',
      afterUserID: after,
      limit: contractLimits.membersPerPage,
    })
    // Who came after this entry has entries of their own, and must not push others off the page.
    const known = page.filter(({ userID, fromPosition }) => userID <= upToUserID && fromPosition < position)
    members.push(...known)
    const last = page.at(-1)
    if (!last || last.userID >= upToUserID) break
    after = last.userID
  }
  return { type: 'groupMembersChanged', groupID, memberList: members.map(toGroupMember), removedUserIDs: [] }
}

async function readHead(context: QueryContext, conversationKey: string): Promise<Change | undefined> {
  const { reader, userID } = context
  const conversation = await reader.getConversation(conversationKey)
  const state = await reader.getConversationState(userID, conversationKey)
  if (!conversation || !state?.isListed) return undefined
  const [head] = await readHeads(context, [{ conversation, state }])
  return head && { type: 'conversationHead', head }
}

async function readRegisterFact(context: QueryContext, name: RegisterName): Promise<Change | undefined> {
  const register = await readRegister(context, name)
  const { conversation } = register ?? {}
  const isOfGroup = conversation?.conversationType === 'group'
  if (!register || (isOfGroup && !(await isMember(context, conversation.conversationID)))) return undefined
  return { type: 'registerChanged', register }
}

async function isMember({ reader, userID }: QueryContext, groupID: string): Promise<boolean> {
  return (await reader.getMembers(groupID, [userID])).length > 0
}

async function readMentionedMessages(context: QueryContext, entries: readonly LogEntry[]): Promise<Messages> {
  const places = new Map<string, MessagePlace>()
  for (const { reference } of entries) {
    const isOfMessage = reference.type === 'message' || reference.type === 'messageChange'
    if (isOfMessage) places.set(placeName(reference), reference)
  }
  const rows = places.size > 0 ? await context.reader.getMessages([...places.values()]) : []
  const known: MessageRow[] = []
  for (const row of rows) if (await mayKnow(context, row)) known.push(row)
  const present = await presentMessages(context, known)
  const messages = new Map<string, BackendMessage>()
  for (const [index, message] of present.entries()) {
    const row = known[index]
    if (row) messages.set(placeName(row), message)
  }
  return messages
}

function nameOf(reference: LogReference): string {
  // Most are messages, of which there are a thousand on a page.
  return reference.type === 'message' ? placeName(reference) : JSON.stringify(reference)
}
