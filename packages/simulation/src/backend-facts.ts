import type { CallInvitation, MessageReaction } from '@latchkey/core/driver'
import type {
  ConversationKey,
  GroupRow,
  ListedConversation,
  LogReader,
  MembershipRow,
  MessageRow,
  RegisterRow,
} from '@latchkey/backend'
import type { BackendHost } from './backend-host.js'
import { conversationName } from './ledger.js'
import { rowText } from './row-text.js'
import { seenAs } from './store-key.js'

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
  /** Each of these groups, by groupID. */
  readonly groups: ReadonlyMap<string, GroupRow>
  /** Whom the user blocks, by userID. */
  readonly blocked: readonly string[]
  /** What every register says that the user is told of, by the name that `registerName` gives it. */
  readonly registers: ReadonlyMap<string, string>
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
    const groups = new Map<string, GroupRow>()
    for (const { groupID } of await reader.listMemberships(userID, 0, everything)) {
      const group = await reader.getGroup(groupID)
      if (group) groups.set(groupID, group)
      members.set(groupID, await reader.listMembers(groupID, { by: 'userID', limit: everything }))
    }
    const own = await reader.listRegisters({ type: 'user', userID }, { limit: everything })
    const blocked = own.flatMap(({ kind, key, value }) => (kind === 'blockedUser' && value !== undefined ? [key] : []))
    const registers = new Map(own.flatMap((row) => toldRegister(userID, row)))
    for (const groupID of members.keys()) {
      const rows = await reader.listRegisters({ type: 'group', groupID }, { limit: everything })
      for (const row of rows) for (const [name, text] of toldRegister(userID, row)) registers.set(name, text)
    }
    for (const [key, rows] of messages) messages.set(key, withoutCleared(userID, key, rows, registers))
    const calls = await reader.listCalls(userID, Number.MAX_SAFE_INTEGER, everything)
    return {
      listed,
      messages,
      removed,
      members,
      groups,
      blocked,
      registers,
      calls: calls.map(({ callInvitation }) => callInvitation),
    }
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

/** How a register is named for its user, who sees the other one as a peer conversation. */
export function registerName(kind: string, conversation: string, key: string): string {
  return `${kind} of ${conversation} for ${key}`
}

/** Who has read what is counted only for whoever asks. */
const askedFor: ReadonlySet<string> = new Set(['messageReceipt'])

function toldRegister(userID: string, { kind, conversationKey, key, value }: RegisterRow): readonly [string, string][] {
  const conversation = conversationKey === undefined ? undefined : seenAs(userID, conversationKey)
  const isAskedFor = askedFor.has(kind) || (kind === 'readMark' && conversation?.conversationType === 'group')
  if (value === undefined || isAskedFor) return []
  return [[registerName(kind, conversation === undefined ? '' : conversationName(conversation), key), rowText(value)]]
}

/** What is left of a conversation of which the user deleted everything up to some message. */
function withoutCleared(
  userID: string,
  key: ConversationKey,
  rows: readonly MessageFacts[],
  registers: ReadonlyMap<string, string>,
): readonly MessageFacts[] {
  const cleared = registers.get(registerName('clearedConversation', '', conversationName(seenAs(userID, key))))
  const last = cleared === undefined ? 0 : Number((JSON.parse(cleared) as { order: string }).order)
  return rows.filter(({ messageSeq }) => messageSeq > last)
}
