import type { CallInvitation } from '@latchkey/core'
import type { ConversationKey, ListedConversation, MembershipRow, MessageRow } from '@latchkey/backend'
import type { BackendHost } from './backend-host.js'

/** What the backend holds for one user: the truth that every device of the user must come to. */
export interface BackendFacts {
  /** The user's conversations. */
  readonly listed: ReadonlyMap<ConversationKey, ListedConversation>
  /** Of each of them, in order. */
  readonly messages: ReadonlyMap<ConversationKey, readonly MessageRow[]>
  /** The members of each of the user's groups, by userID. */
  readonly members: ReadonlyMap<string, readonly MembershipRow[]>
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
    const messages = new Map<ConversationKey, readonly MessageRow[]>()
    for (const key of listed.keys()) messages.set(key, await reader.readMessages(key, 1, everything))
    const members = new Map<string, readonly MembershipRow[]>()
    for (const { groupID } of await reader.listMemberships(userID, 0, everything)) {
      members.set(groupID, await reader.listMembers(groupID, { by: 'userID', limit: everything }))
    }
    const calls = await reader.listCalls(userID, Number.MAX_SAFE_INTEGER, everything)
    return { listed, messages, members, calls: calls.map(({ callInvitation }) => callInvitation) }
  })
}
