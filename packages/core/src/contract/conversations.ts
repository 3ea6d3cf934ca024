import type { ConversationReference } from './conversation-reference.js'
import type { Message } from './messages.js'
import type { OperationReceipt } from './outbox.js'
import type { Page, PageOptions, SearchOptions } from './page.js'

/** A chat as the user sees it. */
export interface Conversation extends ConversationReference {
  /** The other user's name or the group's; the ID when no name is known. */
  readonly conversationName: string
  /** Empty when there is none. */
  readonly conversationAvatarUrl: string
  /** Computed from numbers, never counted up (OL-39). */
  readonly unreadMessageCount: number
  /** The newest message, unsent ones included; absent in an empty conversation. */
  readonly lastMessage?: Message
  /** Set when `lastMessage` was cut for the first screen, and the database has not answered yet. */
  readonly isLastMessageCut?: true
  readonly isPinned: boolean
  /** Milliseconds since the epoch; absent when it is not pinned. */
  readonly pinnedTime?: number
  /** What the user has written and not sent, on this or another device. Empty when there is none. */
  readonly draft: string
  /** The user is no longer in the group: it can be read, not written to. */
  readonly isDisabled: boolean
  /** By what lists are sorted, newest first. Milliseconds since the epoch. */
  readonly activityTime: number
}

/** Reads and local writes of conversations (`offline-login` §3). All work on local data. */
export interface ConversationQueries {
  /** Rejects `conversation-not-found`. */
  queryConversation(conversation: ConversationReference): Promise<{ readonly conversation: Conversation }>
  /** Pinned ones first, then by activity, newest first. */
  queryConversationList(options: PageOptions): Promise<Page & { readonly conversationList: readonly Conversation[] }>
  /** By activity, newest first. */
  queryConversationPinnedList(
    options: PageOptions,
  ): Promise<Page & { readonly conversationList: readonly Conversation[] }>
  queryConversationTotalUnreadMessageCount(): Promise<{ readonly unreadMessageCount: number }>
  searchLocalConversations(
    options: SearchOptions,
  ): Promise<Page & { readonly conversationList: readonly Conversation[] }>
  /**
   * Queueable: the user's other devices get it too; drafts that wait become one, and the last one told wins. At most 48 KiB
   * of UTF-8; empty clears it. Makes the conversation when there is none. A draft that the backend refuses stays on this
   * device. `undefined` when it is the draft that there is, or the backend does not keep drafts.
   */
  setConversationDraft(conversation: ConversationReference, draft: string): Promise<OperationReceipt | undefined>
  /** Queueable: marks everything in the conversation as read. Rejects `conversation-not-found`. */
  clearConversationUnreadMessageCount(conversation: ConversationReference): Promise<OperationReceipt | undefined>
  clearConversationTotalUnreadMessageCount(): Promise<void>
  /** Takes it off this device's lists until a newer message comes; its messages stay. Rejects `conversation-not-found`. */
  deleteConversation(conversation: ConversationReference): Promise<void>
  deleteAllConversations(): Promise<void>
}

/** What changes a conversation for this user on all devices. */
export interface ConversationCommands {
  /** Queueable. Rejects `conversation-not-found`. */
  updateConversationPinnedState(conversation: ConversationReference, isPinned: boolean): Promise<OperationReceipt>
}
