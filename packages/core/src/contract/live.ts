import type { ChatError } from '../errors/chat-error.js'
import type { ConversationQueries } from './conversations.js'
import type { GroupQueries } from './groups.js'
import type { MessageQueries } from './messages.js'

/** How far a live query's answer can be trusted. */
export interface LiveStatus {
  /**
   * `loading`: no answer yet. `saved`: local data, and the backend may know more. `current`: local data that has caught up
   * with the backend. `failed`: the database cannot be read; what was shown stays.
   */
  readonly status: 'loading' | 'saved' | 'current' | 'failed'
  /** When this device last caught up with the backend, by the backend's clock. Milliseconds since the epoch. */
  readonly syncedAt?: number
  /** Present when `failed`. */
  readonly error?: ChatError
}

/**
 * A query that stays up to date. It starts with the first subscriber and stops with the last. A snapshot is the same
 * object until something in it changed; rows that did not change keep their identity.
 */
export interface LiveQuery<Snapshot> {
  getSnapshot(): Snapshot
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void
}

/** A live list. */
export interface LiveList<Snapshot> extends LiveQuery<Snapshot> {
  /** Lengthens the list by another `count` rows. Resolves when they are shown, or there are no more. */
  loadMore(): Promise<void>
}

type Answer<Query extends (...parameters: never[]) => Promise<object>> = Omit<Awaited<ReturnType<Query>>, 'nextCursor'>

/** What a live list shows: the rows so far, whether there are more, and how far to trust them. */
export type LiveListSnapshot<Query extends (...parameters: never[]) => Promise<object>> = Answer<Query> &
  LiveStatus & { readonly hasMore: boolean }

/** What a live look-up shows: the answer once there is one. */
export type LiveValueSnapshot<Query extends (...parameters: never[]) => Promise<object>> = Partial<Answer<Query>> &
  LiveStatus

/** The live twins of the queries: same names, same arguments. */
export interface LiveQueries {
  queryConversationList(options: {
    readonly count: number
  }): LiveList<LiveListSnapshot<ConversationQueries['queryConversationList']>>
  queryConversationPinnedList(options: {
    readonly count: number
  }): LiveList<LiveListSnapshot<ConversationQueries['queryConversationPinnedList']>>
  queryConversation(
    ...parameters: Parameters<ConversationQueries['queryConversation']>
  ): LiveQuery<LiveValueSnapshot<ConversationQueries['queryConversation']>>
  queryConversationTotalUnreadMessageCount(
    ...parameters: Parameters<ConversationQueries['queryConversationTotalUnreadMessageCount']>
  ): LiveQuery<LiveValueSnapshot<ConversationQueries['queryConversationTotalUnreadMessageCount']>>
  queryHistoryMessage(
    conversation: Parameters<MessageQueries['queryHistoryMessage']>[0],
    options: { readonly count: number },
  ): LiveList<LiveListSnapshot<MessageQueries['queryHistoryMessage']>>
  queryGroupList(options: { readonly count: number }): LiveList<LiveListSnapshot<GroupQueries['queryGroupList']>>
  queryGroupMemberList(
    groupID: string,
    options: { readonly count: number },
  ): LiveList<LiveListSnapshot<GroupQueries['queryGroupMemberList']>>
}
