import type { ConversationKey } from './conversation-key.js'
import type {
  Audience,
  CallRow,
  ConversationRow,
  ConversationStateRow,
  FileRow,
  GroupReader,
  GroupRow,
  KeptCombined,
  ListedConversation,
  LogEntry,
  LogState,
  MembershipRow,
  MessagePlace,
  MessageReactions,
  MessageRow,
  NewLogEntry,
  OperationRow,
  ReactionRow,
  ReaderQuery,
  RegisterKind,
  RegisterQuery,
  RegisterRow,
  UserRow,
} from './log-rows.js'

/**
 * Where a backend keeps its rows and its one log. The verbs are few and plain, so that any SQL database can answer each
 * with one statement; this file and `log-rows.ts` are enough to write a store. The tests in `log-store-suite.ts` hold for every store.
 *
 * - What `transact` wrote is on disk, all of it or nothing, when its promise resolves.
 * - Transactions behave as if they ran one after another. A store that runs them side by side may run `work` again after
 *   a conflict, so `work` touches nothing but its transaction.
 * - Positions of the log are 1, 2, 3 … in the order of commits: once a reader sees a position, no lower one can still
 *   appear. (So a cursor never moves past a place that may still be filled below it.)
 * - Every row given and returned is immutable JSON.
 */
export interface LogStore {
  /** One consistent view of what is committed. */
  read<Result>(work: (reader: LogReader) => Promise<Result>): Promise<Result>
  /** Commits when `work` resolves, and leaves nothing when it rejects. */
  transact<Result>(work: (transaction: LogTransaction) => Promise<Result>): Promise<Result>
  /** Idempotent. Ends what is pending first. */
  close(): Promise<void>
}

export interface LogReader {
  getLogState(): Promise<LogState>
  /**
   * The user's change log after `position`, in order, at most `limit` entries: those to the user, and those to a group
   * within the user's memberships of it (`fromPosition` exclusive, `toPosition` inclusive).
   */
  readEntries(userID: string, position: number, limit: number): Promise<readonly LogEntry[]>
  /** How many entries `readEntries` has after `position`. */
  countEntries(userID: string, position: number): Promise<number>
  /** In any order; unknown ones are left out. */
  getUsers(userIDs: readonly string[]): Promise<readonly UserRow[]>
  getGroup(groupID: string): Promise<GroupRow | undefined>
  /** Those of `userIDs` who are members now, in any order. */
  getMembers(groupID: string, userIDs: readonly string[]): Promise<readonly MembershipRow[]>
  /** The members now: by userID (bytes), or by who has been in it longest. `afterUserID` goes with `userID` only. */
  listMembers(
    groupID: string,
    query: { readonly by: 'userID' | 'age'; readonly afterUserID?: string; readonly limit: number },
  ): Promise<readonly MembershipRow[]>
  /** The owner and the administrators now, by userID (bytes). */
  listManagers(groupID: string): Promise<readonly MembershipRow[]>
  /** The user's latest stay in the group, whether it lasts or has ended. */
  getLastStay(groupID: string, userID: string): Promise<MembershipRow | undefined>
  /** What the user is a member of now, by `fromPosition`, from `position` on. */
  listMemberships(userID: string, position: number, limit: number): Promise<readonly MembershipRow[]>
  getConversation(conversationKey: ConversationKey): Promise<ConversationRow | undefined>
  getConversationState(userID: string, conversationKey: ConversationKey): Promise<ConversationStateRow | undefined>
  /** How many members of a group now entered it by `time`. */
  countMembers(groupID: string, time: number): Promise<number>
  /** How many of those have read its conversation up to `messageSeq` or further. */
  countReaders(groupID: string, place: MessagePlace, time: number): Promise<number>
  /** The members of a group now who entered it by a time and have read its conversation so far, or have not; by userID (bytes), without one of them. */
  listReaders(groupID: string, query: ReaderQuery): Promise<readonly GroupReader[]>
  /**
   * The user's listed conversations by `activityPosition`: `newest` first, those below `position`; or `oldest` first,
   * those above it.
   */
  listConversations(
    userID: string,
    query: { readonly first: 'newest' | 'oldest'; readonly position: number; readonly limit: number },
  ): Promise<readonly ListedConversation[]>
  /** How many of the user's listed conversations are pinned. */
  countPinned(userID: string): Promise<number>
  /** In any order; unknown ones are left out. */
  getMessages(places: readonly MessagePlace[]): Promise<readonly MessageRow[]>
  findMessage(conversationKey: ConversationKey, messageID: string): Promise<MessageRow | undefined>
  /** By `messageSeq`, both ends inclusive. */
  readMessages(conversationKey: ConversationKey, fromSeq: number, toSeq: number): Promise<readonly MessageRow[]>
  /** What answers a message and is not revoked, by `messageSeq`, above `afterSeq`. */
  listReplies(place: MessagePlace, afterSeq: number, limit: number): Promise<readonly MessageRow[]>
  /** What stands under messages, for `userID`: of those of `places` that have any, in any order. */
  readReactions(userID: string, places: readonly MessagePlace[]): Promise<readonly MessageReactions[]>
  /** Who gave the sign to a message, by `revision`, above `afterRevision`. */
  listReactions(
    place: MessagePlace,
    reactionType: string,
    afterRevision: number,
    limit: number,
  ): Promise<readonly Pick<ReactionRow, 'userID' | 'revision'>[]>
  /** What a combined message holds. */
  getCombined(place: MessagePlace): Promise<readonly KeptCombined[] | undefined>
  /** Those of `places` that the user deleted, in any order. */
  readDeletions(userID: string, places: readonly MessagePlace[]): Promise<readonly MessagePlace[]>
  /** How many messages with a `messageSeq` above `afterSeq` are revoked, or deleted by the user. */
  countRemoved(userID: string, conversationKey: ConversationKey, afterSeq: number): Promise<number>
  getCall(callID: string): Promise<CallRow | undefined>
  /** Calls the user is part of, newest first, those below `position`. */
  listCalls(userID: string, position: number, limit: number): Promise<readonly CallRow[]>
  /** Those whose `nextExpiry` is `time` or before it, the earliest first. */
  listDueCalls(time: number, limit: number): Promise<readonly CallRow[]>
  getOperation(userID: string, operationID: string): Promise<OperationRow | undefined>
  getFile(fileID: string): Promise<FileRow | undefined>
  /** Whether a message of one of the user's listed conversations holds the file. */
  isFileListed(userID: string, fileID: string): Promise<boolean>
  /** Those with these keys, in any order; of the conversation, or of none. */
  getRegisters(
    scope: Audience,
    kind: RegisterKind,
    keys: readonly string[],
    options?: { readonly conversationKey?: ConversationKey },
  ): Promise<readonly RegisterRow[]>
  /**
   * By kind, conversation (none is first) and key, each in the order of its bytes: those after `after`, of these the first `skip`
   * left out. Rows are never removed, so that whoever goes on after as many as were read misses none that was there before.
   */
  listRegisters(scope: Audience, query: RegisterQuery): Promise<readonly RegisterRow[]>
  /** How many have a value: of a conversation, or, without one, of all that the scope has. */
  countRegisters(
    scope: Audience,
    kind: RegisterKind,
    options?: { readonly conversationKey?: ConversationKey },
  ): Promise<number>
  /** How many files of the user are in no message. */
  countUnusedFiles(userID: string): Promise<number>
  /** Files older than `time` that are in no message, oldest first. */
  listUnusedFiles(time: number, limit: number): Promise<readonly FileRow[]>
}

/** Each `put` writes the whole row, new or in place of the one with the same key. */
export interface LogTransaction extends LogReader {
  /** Gives the entries the next positions, in order, and returns the last one. At least one entry. */
  appendEntries(entries: readonly NewLogEntry[]): Promise<number>
  /** Keyed by userID. */
  putUser(user: UserRow): Promise<void>
  /** Keyed by groupID. */
  putGroup(group: GroupRow): Promise<void>
  /** Keyed by groupID, userID and `fromPosition`. */
  putMemberships(memberships: readonly MembershipRow[]): Promise<void>
  /** Keyed by conversationKey. */
  putConversation(conversation: ConversationRow): Promise<void>
  /** Keyed by userID and conversationKey. */
  putConversationStates(states: readonly ConversationStateRow[]): Promise<void>
  /** Always a new one. */
  addMessage(message: MessageRow): Promise<void>
  /** In place of the one with the same conversationKey and `messageSeq`, whose messageID and numbers stay. */
  replaceMessage(message: MessageRow): Promise<void>
  /** Always a new one: keyed by message, reactionType and userID. */
  addReaction(reaction: ReactionRow): Promise<void>
  /** Removes one; absent is fine. */
  removeReaction(place: MessagePlace, reactionType: string, userID: string): Promise<void>
  /** Removes all of a message. */
  removeReactions(place: MessagePlace): Promise<void>
  /** What a combined message holds; absent: nothing any more. */
  putCombined(place: MessagePlace, combined: readonly KeptCombined[] | undefined): Promise<void>
  /** The user deletes messages; those that are deleted already stay so. */
  addDeletions(userID: string, places: readonly MessagePlace[]): Promise<void>
  /** Keyed by callID. */
  putCall(call: CallRow): Promise<void>
  /** Keyed by scope, kind, conversationKey and key. */
  putRegister(register: RegisterRow): Promise<void>
  /** Always a new one. */
  addOperation(operation: OperationRow): Promise<void>
  /** Keyed by fileID. */
  putFile(file: FileRow): Promise<void>
  removeFile(fileID: string): Promise<void>
  /** The message at this place holds the file. Does nothing when it did before. */
  addFileUse(fileID: string, place: MessagePlace): Promise<void>
  /** It no longer does. */
  removeFileUse(fileID: string, place: MessagePlace): Promise<void>
  /** Removes the log before its first entry that is not older than `time`, and the operations older than it. */
  trim(time: number): Promise<void>
}
