import type { CallInvitation, MessageReaction } from '@latchkey/core/driver'
import type { ConversationKey, ListedConversation, LogReader, MembershipRow, MessageRow } from '@latchkey/backend'
import type { BackendHost } from './backend-host.js'

/** A message as it is for one user. */
export interface MessageFacts extends MessageRow {
  /** What stands under it: each sign with how many gave it, and whether the user did. */
  readonly signTexts: string
}

/** What the backend holds for one user: the truth that every device of the user must come to. */
export interface BackendFacts {
  /** The user's conversations. */
  readonly listed: ReadonlyMap<ConversationKey, ListedConversation>
  /** Of each of them, in order, those left out that the user deleted. */
  readonly messages: ReadonlyMap<ConversationKey, readonly MessageFacts[]>
  /** How many messages above the user's mark were revoked or deleted. */
  readonly removed: ReadonlyMap<ConversationKey, number>
  /** The members of each of the user's groups, by userID. */
  readonly members: ReadonlyMap<string, readonly MembershipRow[]>
  /** Whom the user blocks, by userID. */
  readonly blocked: readonly string[]
  /** Newest first. */
  readonly calls: readonly CallInvitation[]
}

/** More than a schedule can make of anything. */
const everything = 10_000

/** Read from the rows themselves, not by way of what the backend answers. */
export function readFacts(host: BackendHost, userID: string): Promise<BackendFacts> {
  return host.inspect(async (reader) => {
    const rows = await reader.listConversations(userID, { first: 'oldest', position: -1, limit: everything })
    const listed = new Map(rows.map((row) => [row.conversation.conversationKey, row]))
    const messages = new Map<ConversationKey, readonly MessageFacts[]>()
    const removed = new Map<ConversationKey, number>()
    for (const [key, { state }] of listed) {
      messages.set(key, await readMessages(reader, userID, key))
      removed.set(key, await reader.countRemoved(userID, key, state.readSeq))
    }
    const members = new Map<string, readonly MembershipRow[]>()
    for (const { groupID } of await reader.listMemberships(userID, 0, everything)) {
      members.set(groupID, await reader.listMembers(groupID, { by: 'userID', limit: everything }))
    }
    const registers = await reader.listRegisters({ type: 'user', userID }, { limit: everything })
    const blocked = registers.flatMap(({ kind, key, value }) =>
      kind === 'blockedUser' && value !== undefined ? [key] : [],
    )
    const calls = await reader.listCalls(userID, Number.MAX_SAFE_INTEGER, everything)
    return { listed, messages, removed, members, blocked, calls: calls.map(({ callInvitation }) => callInvitation) }
  })
}

async function readMessages(reader: LogReader, userID: string, key: ConversationKey): Promise<readonly MessageFacts[]> {
  const rows = await reader.readMessages(key, 1, everything)
  const deleted = new Set((await reader.readDeletions(userID, rows)).map(({ messageSeq }) => messageSeq))
  const answered = await reader.readReactions(userID, rows)
  const signs = new Map(answered.map(({ messageSeq, reactionList }) => [messageSeq, describeSigns(reactionList)]))
  return rows
    .filter(({ messageSeq }) => !deleted.has(messageSeq))
    .map((row) => ({ ...row, signTexts: signs.get(row.messageSeq) ?? '' }))
}

/** The same for what a device shows and for what the backend holds. */
export function describeSigns(reactionList: readonly MessageReaction[]): string {
  return reactionList
    .map(
      ({ reactionType, totalCount, isSelfIncluded }) => `${reactionType} ${totalCount}${isSelfIncluded ? ' own' : ''}`,
    )
    .join()
}
