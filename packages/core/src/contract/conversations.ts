import type { ConversationReference, ConversationType } from './conversation-reference.js'
import type { Message } from './messages.js'
import type { OperationReceipt } from './outbox.js'
import type { Found, Page, PageOptions, SearchedPage, SearchOrderOptions } from './page.js'

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
  /** Whether the user wants to be told of what comes: with `doNotDisturb` it adds nothing to the total of what is unread. */
  readonly notificationStatus: ConversationNotificationStatus
  /** The user wants it shown as unread; until it is read, or that is taken back. Adds nothing to what is unread. */
  readonly isMarkedUnread: boolean
  /** On the list of the archived ones instead of the others, and adds nothing to the total of what is unread. */
  readonly isArchived: boolean
  /** 1 to 60, each once; what they mean is the app's. */
  readonly marks: readonly number[]
}

export type ConversationNotificationStatus = 'notify' | 'doNotDisturb'

/** Which conversations count. */
export interface UnreadFilter {
  /** Default: all. */
  readonly conversationTypes?: readonly ConversationType[]
  /** 1 to 60: those with any of them. Default: with and without. */
  readonly marks?: readonly number[]
  /** Also those that must not disturb. Default `false`. */
  readonly isMutedIncluded?: boolean
  /** Also archived ones. Default `false`. */
  readonly isArchivedIncluded?: boolean
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
  /** By default of the conversations on the list that may disturb. */
  queryConversationTotalUnreadMessageCount(filter?: UnreadFilter): Promise<{ readonly unreadMessageCount: number }>
  /** Conversations on the list, by their name; `'newest'` is the order of the list. Rejects `not-supported` where the storage cannot search. */
  searchLocalConversations(
    options: SearchOrderOptions,
  ): Promise<SearchedPage & { readonly conversationList: readonly Found<Conversation>[] }>
  /**
   * Queueable: the user's other devices get it too; drafts that wait become one, and the last one told wins. At most 48 KiB
   * of UTF-8; empty clears it. Makes the conversation when there is none. A draft that the backend refuses stays on this
   * device. `undefined` when it is the draft that there is, or the backend does not keep drafts.
   */
  setConversationDraft(conversation: ConversationReference, draft: string): Promise<OperationReceipt | undefined>
  /** Queueable: marks everything in the conversation as read, and no longer as unread. Rejects `conversation-not-found`. */
  clearConversationUnreadMessageCount(conversation: ConversationReference): Promise<OperationReceipt | undefined>
  /** Queueable: as `clearConversationUnreadMessageCount`, of all conversations that have something unread. */
  clearConversationTotalUnreadMessageCount(): Promise<void>
  /**
   * Takes it off this device's lists until a newer message comes; its messages stay. With `isAlsoDeleteServerConversation` that is
   * queued for the user's other devices too. Rejects `conversation-not-found`, `not-supported`.
   */
  deleteConversation(conversation: ConversationReference, options?: DeleteConversationOptions): Promise<void>
  /** The same for every conversation, archived ones too. */
  deleteAllConversations(options?: DeleteConversationOptions): Promise<void>
}

export interface DeleteConversationOptions {
  /** Default `false`. */
  readonly isAlsoDeleteServerConversation?: boolean
}

/** What a conversation is to this user on all devices. All are queueable; `undefined` when it is so already. */
export interface ConversationSettingCommands {
  /** Rejects `conversation-not-found`, `not-supported`. */
  setConversationNotificationStatus(
    conversation: ConversationReference,
    status: ConversationNotificationStatus,
  ): Promise<OperationReceipt | undefined>
  /** Reading the conversation takes it back. Rejects `conversation-not-found`, `not-supported`. */
  setConversationMarkedUnread(
    conversation: ConversationReference,
    isMarkedUnread: boolean,
  ): Promise<OperationReceipt | undefined>
  /** A newer message does not bring it back. Rejects `conversation-not-found`, `not-supported`. */
  updateConversationArchivedState(
    conversation: ConversationReference,
    isArchived: boolean,
  ): Promise<OperationReceipt | undefined>
  /** 1 to 100 conversations, and a mark from 1 to 60. All or none. Rejects `conversation-not-found`, `not-supported`. */
  setConversationMark(
    conversations: readonly ConversationReference[],
    mark: number,
    isMarked: boolean,
  ): Promise<{ readonly operationList: readonly OperationReceipt[] }>
}

export interface ConversationSettingQueries {
  /** Archived ones by activity, newest first. */
  queryConversationArchivedList(
    options: PageOptions,
  ): Promise<Page & { readonly conversationList: readonly Conversation[] }>
}

/** What changes a conversation for this user on all devices. */
export interface ConversationCommands {
  /** Queueable. Rejects `conversation-not-found`. */
  updateConversationPinnedState(conversation: ConversationReference, isPinned: boolean): Promise<OperationReceipt>
}
