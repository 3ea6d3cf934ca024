import type { BackendMessage, Change, ConversationReference, User } from '@latchkey/core/driver'
import { utf8Length } from '@latchkey/protocol'
import { contractLimits } from './limits.js'
import type { LogReader } from './log-store.js'
import { mentionedInRegister } from './registers.js'
import { readUsers } from './users.js'

/** A change, and where the reader goes on after it. A place that came to nothing has no change. */
export interface PlacedChange<Place> {
  readonly place: Place
  readonly change?: Change
}

/** What a page may hold at most. */
export interface PageBounds {
  /** About how many bytes of JSON. */
  readonly maxPageBytes: number
  /** Changes, people included. Default: what the contract allows. */
  readonly maxChanges?: number
}

export interface FilledPage {
  readonly changes: readonly Change[]
  /** How many of the placed changes are on the page: at least one, if there were any. */
  readonly taken: number
}

/**
 * Puts as many of `placed` on a page as fit, in their order, each after the profiles of the people it is the first to
 * mention.
 */
export async function fillPage(
  reader: LogReader,
  placed: readonly PlacedChange<unknown>[],
  { maxPageBytes, maxChanges = contractLimits.changesPerPage }: PageBounds,
): Promise<FilledPage> {
  const profiles = await readProfiles(reader, placed)
  const named = new Set<string>()
  const changes: Change[] = []
  let bytes = 0

  for (const [index, { change }] of placed.entries()) {
    if (!change) continue
    const part = [...introduce(change, profiles, named), change]
    const partBytes = utf8Length(JSON.stringify(part))
    const isFull = changes.length + part.length > maxChanges || bytes + partBytes > maxPageBytes
    if (isFull && changes.length > 0) return { changes, taken: index }
    for (const added of part) if (added.type === 'userChanged') named.add(added.user.userID)
    changes.push(...part)
    bytes += partBytes
  }
  return { changes, taken: placed.length }
}

async function readProfiles(
  reader: LogReader,
  placed: readonly PlacedChange<unknown>[],
): Promise<ReadonlyMap<string, User>> {
  const userIDs = new Set(placed.flatMap(({ change }) => (change ? mentionedIn(change) : [])))
  if (userIDs.size === 0) return new Map()
  const users = await readUsers(reader, [...userIDs])
  return new Map(users.map((user) => [user.userID, user]))
}

function introduce(change: Change, profiles: ReadonlyMap<string, User>, named: ReadonlySet<string>): Change[] {
  if (change.type === 'userChanged') return []
  return [...new Set(mentionedIn(change))].flatMap((userID) => {
    const user = named.has(userID) ? undefined : profiles.get(userID)
    return user ? [{ type: 'userChanged', user }] : []
  })
}

/** The people a change names, for whom a device may have no profile yet. */
export function mentionedIn(change: Change): string[] {
  switch (change.type) {
    case 'userChanged':
    case 'groupChanged':
    case 'groupLeft':
      return []
    case 'groupMembersChanged':
      return [...change.memberList.map(({ userID }) => userID), ...change.removedUserIDs]
    case 'messageAdded':
    case 'messageChanged':
      return [...mentionedInMessage(change.message), ...otherUser(change.message)]
    case 'readMarkMoved':
      return otherUser(change.readMark)
    case 'conversationSettingsChanged':
      return otherUser(change.settings)
    case 'conversationHead':
      return [
        ...otherUser(change.head),
        ...(change.head.lastMessage ? mentionedInMessage(change.head.lastMessage) : []),
      ]
    case 'callInvitationChanged':
      return change.callInvitation.callUserList.map(({ userID }) => userID)
    case 'registerChanged':
      return mentionedInRegister(change.register)
  }
}

function mentionedInMessage(message: BackendMessage): string[] {
  const { senderUserID, content, reactionList = [], mentionedUserIDs = [], repliedInfo } = message
  const operators = content.type === 'revoked' ? [content.operatorUserID] : []
  const replied = repliedInfo ? [repliedInfo.senderUserID] : []
  return [
    senderUserID,
    ...operators,
    ...replied,
    ...mentionedUserIDs,
    ...reactionList.flatMap(({ userIDs }) => userIDs),
  ]
}

function otherUser({ conversationType, conversationID }: ConversationReference): string[] {
  return conversationType === 'peer' ? [conversationID] : []
}
