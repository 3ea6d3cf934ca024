import type { Change } from '@latchkey/core/driver'
import { expireCall } from './call-state.js'
import type { PlacedChange } from './change-page.js'
import type { SnapshotPlace } from './cursor.js'
import { toGroupFact } from './groups.js'
import { readHeads } from './heads.js'
import { contractLimits } from './limits.js'
import type { Audience, ListedConversation } from './log-rows.js'
import { toGroupMember } from './memberships.js'
import type { QueryContext } from './operation-context.js'
import { toRegister } from './registers.js'
import { readUsers } from './users.js'

/** Where everything stands, read in stages: what a list needs first. `undefined` is the end. */
export type SnapshotStep = SnapshotPlace | undefined

export interface SnapshotPart {
  readonly placed: readonly PlacedChange<SnapshotPlace>[]
  /** Where to go on after all of `placed`. */
  readonly next: SnapshotStep
}

const newestCalls = 100
// Each brings up to 100 members with their profiles, so more would not fit on a page.
const memberPartsPerStep = contractLimits.changesPerPage / contractLimits.membersPerPage

/**
 * The next changes of a snapshot whose log position is `startPosition`, at most `limit`. Nothing is kept between the
 * pages: what changes meanwhile is in the log after `startPosition`, and changes are absolute, so an overlap is
 * harmless. Every stage reads along a key that only ever grows, so that it misses nothing.
 */
export function readSnapshot(
  context: QueryContext,
  place: SnapshotPlace,
  startPosition: number,
  limit: number,
): Promise<SnapshotPart> {
  switch (place.stage) {
    case 'profile':
      return readProfile(context)
    case 'groups':
      return readGroups(context, place.position, limit)
    case 'heads':
      return readNewestHeads(context, place.position, startPosition, limit)
    case 'movedHeads':
      return readMovedHeads(context, place.position, limit)
    case 'ownRegisters':
      return readOwnRegisters(context, place.skip, limit)
    case 'groupRegisters':
      return readGroupRegisters(context, place.position, place.skip, limit)
    case 'calls':
      return readCalls(context, place.position, Math.min(place.remaining, limit), place.remaining)
    case 'members':
      return readMembers(context, place.position, place.userID, Math.min(limit, memberPartsPerStep))
  }
}

const firstGroup: SnapshotPlace = { stage: 'groups', position: 0 }
const newestHead: SnapshotPlace = { stage: 'heads', position: Number.MAX_SAFE_INTEGER }
const firstRegister: SnapshotPlace = { stage: 'ownRegisters', skip: 0 }
const firstOfGroups: SnapshotPlace = { stage: 'groupRegisters', position: 0, skip: 0 }
const newestCall: SnapshotPlace = { stage: 'calls', position: Number.MAX_SAFE_INTEGER, remaining: newestCalls }
const firstMember: SnapshotPlace = { stage: 'members', position: 0, userID: '' }

async function readProfile({ reader, userID }: QueryContext): Promise<SnapshotPart> {
  const users = await readUsers(reader, [userID])
  return {
    placed: users.map((user) => ({ place: firstGroup, change: { type: 'userChanged', user } })),
    next: firstGroup,
  }
}

async function readGroups({ reader, userID }: QueryContext, position: number, limit: number): Promise<SnapshotPart> {
  const memberships = await reader.listMemberships(userID, position, limit)
  const placed: PlacedChange<SnapshotPlace>[] = []
  for (const { groupID, fromPosition } of memberships) {
    const group = await reader.getGroup(groupID)
    const change: Change | undefined = group && { type: 'groupChanged', group: toGroupFact(group) }
    placed.push({ place: { stage: 'groups', position: fromPosition + 1 }, ...(change && { change }) })
  }
  return { placed, next: memberships.length < limit ? newestHead : placed.at(-1)?.place }
}

async function readNewestHeads(
  context: QueryContext,
  position: number,
  startPosition: number,
  limit: number,
): Promise<SnapshotPart> {
  const listed = await context.reader.listConversations(context.userID, { first: 'newest', position, limit })
  const placed = await placeHeads(context, 'heads', listed)
  const isEnd = listed.length < limit
  return { placed, next: isEnd ? { stage: 'movedHeads', position: startPosition } : placed.at(-1)?.place }
}

// Going down the list misses a conversation that jumps to the top meanwhile. It then stands above `startPosition`, and
// going up from there meets it, however often it jumps again.
async function readMovedHeads(context: QueryContext, position: number, limit: number): Promise<SnapshotPart> {
  const listed = await context.reader.listConversations(context.userID, { first: 'oldest', position, limit })
  const placed = await placeHeads(context, 'movedHeads', listed)
  return { placed, next: listed.length < limit ? firstRegister : placed.at(-1)?.place }
}

async function placeHeads(
  context: QueryContext,
  stage: 'heads' | 'movedHeads',
  listed: readonly ListedConversation[],
): Promise<PlacedChange<SnapshotPlace>[]> {
  const heads = await readHeads(context, listed)
  return listed.map(({ conversation }, index) => {
    const head = heads[index]
    return {
      place: { stage, position: conversation.activityPosition },
      ...(head && { change: { type: 'conversationHead', head } }),
    }
  })
}

async function readOwnRegisters(context: QueryContext, skip: number, limit: number): Promise<SnapshotPart> {
  const owner: Audience = { type: 'user', userID: context.userID }
  const placed = await placeRegisters(context, owner, skip, limit, (skip) => ({ stage: 'ownRegisters', skip }))
  return { placed, next: placed.length < limit ? firstOfGroups : placed.at(-1)?.place }
}

async function readGroupRegisters(
  context: QueryContext,
  position: number,
  skip: number,
  limit: number,
): Promise<SnapshotPart> {
  const placed: PlacedChange<SnapshotPlace>[] = []
  const memberships = await context.reader.listMemberships(context.userID, position, limit)
  for (const { groupID, fromPosition } of memberships) {
    if (placed.length >= limit) break
    const owner: Audience = { type: 'group', groupID }
    const start = fromPosition === position ? skip : 0
    const room = limit - placed.length
    const place = (skip: number): SnapshotPlace => ({ stage: 'groupRegisters', position: fromPosition, skip })
    const found = await placeRegisters(context, owner, start, room, place)
    placed.push(...found)
    if (found.length < room) placed.push({ place: { stage: 'groupRegisters', position: fromPosition + 1, skip: 0 } })
  }
  const isEnd = memberships.length < limit && placed.length < limit
  return { placed, next: isEnd ? newestCall : placed.at(-1)?.place }
}

// By how many were read: a key with its kind and conversation may be too long for a cursor, and no row ever goes.
async function placeRegisters(
  { reader, userID }: QueryContext,
  owner: Audience,
  skip: number,
  limit: number,
  placeAfter: (skip: number) => SnapshotPlace,
): Promise<PlacedChange<SnapshotPlace>[]> {
  const rows = await reader.listRegisters(owner, { skip, limit })
  return rows.map((row, index) => ({
    place: placeAfter(skip + index + 1),
    ...(row.value !== undefined && { change: { type: 'registerChanged', register: toRegister(userID, row) } }),
  }))
}

async function readCalls(
  { reader, userID, now }: QueryContext,
  position: number,
  limit: number,
  remaining: number,
): Promise<SnapshotPart> {
  const calls = await reader.listCalls(userID, position, limit)
  const placed = calls.map((call, index): PlacedChange<SnapshotPlace> => ({
    place: { stage: 'calls', position: call.position, remaining: remaining - index - 1 },
    change: { type: 'callInvitationChanged', callInvitation: expireCall(call.callInvitation, now) },
  }))
  const isEnd = calls.length < limit || calls.length === remaining
  return { placed, next: isEnd ? firstMember : placed.at(-1)?.place }
}

// One change per call: a part of the members of one group. `position` is where the group's membership began.
async function readMembers(
  { reader, userID }: QueryContext,
  position: number,
  afterUserID: string,
  limit: number,
): Promise<SnapshotPart> {
  const placed: PlacedChange<SnapshotPlace>[] = []
  const memberships = await reader.listMemberships(userID, position, limit)
  for (const { groupID, fromPosition } of memberships) {
    let after = fromPosition === position ? afterUserID : ''
    while (placed.length < limit) {
      const page = await reader.listMembers(groupID, {
        by: 'userID',
        afterUserID: after,
        limit: contractLimits.membersPerPage,
      })
      after = page.at(-1)?.userID ?? after
      const isGroupEnd = page.length < contractLimits.membersPerPage
      const place: SnapshotPlace = isGroupEnd
        ? { stage: 'members', position: fromPosition + 1, userID: '' }
        : { stage: 'members', position: fromPosition, userID: after }
      const memberList = page.map(toGroupMember)
      placed.push({ place, change: { type: 'groupMembersChanged', groupID, memberList, removedUserIDs: [] } })
      if (isGroupEnd) break
    }
  }
  const isEnd = memberships.length < limit && placed.length < limit
  return { placed, next: isEnd ? undefined : placed.at(-1)?.place }
}
