import type {
  CombinedMessage,
  CombinedSource,
  MessageAttributes,
  MessageReaction,
  MessageReceipt,
  RepliedInfo,
  User,
} from './backend-facts.js'
import type { ConversationReference } from './conversation-reference.js'
import type { MessageContent, SendableContent } from './message-content.js'
import type { ErrorCode } from '../errors/error-codes.js'
import type { OperationReceipt } from './outbox.js'
import type { Found, Page, PageOptions, ReadOptions, SearchedPage, SearchOrderOptions } from './page.js'

/** What every message has. */
interface MessageFacts extends ConversationReference, MessageAttributes {
  /** Made by the sender's client; with the conversation it identifies the message. */
  readonly messageID: string
  readonly senderUserID: string
  readonly direction: 'send' | 'receive'
  readonly content: MessageContent
  /** When it was last edited; absent when it never was. Milliseconds since the epoch. */
  readonly editTime?: number
  /** What people answered with one sign, in the order in which the signs were first given. */
  readonly reactionList: readonly MessageReaction[]
  /** The message that it answers; `queryMessages` has what that says, if it is on this device. */
  readonly repliedInfo?: RepliedInfo
  /** How many messages answer it; absent: none. */
  readonly repliedCount?: number
  /** What the app keeps beside it on this device; absent: nothing. */
  readonly localExtendedData?: string
  /** Its place in the conversation, sorted by byte. Unsent messages sort after all others. */
  readonly order: string
  /** Whether `insertMessageToLocalDB` made it: it is on this device only. */
  readonly isUserInserted: boolean
}

/** A message that the backend holds, or that exists on this device only. */
export interface SentMessage extends MessageFacts {
  readonly sentStatus: 'sent'
  /** When the backend accepted it; of an inserted message: the device's time. Milliseconds since the epoch. */
  readonly timestamp: number
  /** 1, 2, 3 … in its conversation, where the backend counts. */
  readonly messageSeq?: number
}

/** A message of this user that waits in the outbox. */
export interface WaitingMessage extends MessageFacts {
  readonly sentStatus: 'waiting'
  /** When it was written, by the device's clock. Milliseconds since the epoch. */
  readonly timestamp: number
  readonly operationID: string
}

/** A message of this user that the backend refused for good. It can be retried or discarded. */
export interface FailedMessage extends MessageFacts {
  readonly sentStatus: 'failed'
  /** When it was written, by the device's clock. Milliseconds since the epoch. */
  readonly timestamp: number
  readonly operationID: string
  readonly failureCode: ErrorCode
}

export type Message = SentMessage | WaitingMessage | FailedMessage

/** A page of history. */
export interface HistoryMessagePage extends Page {
  /** Oldest first. Between two neighbours the conversation has no others. */
  readonly messageList: readonly Message[]
  /**
   * The page ended early because this device does not have what comes next, and could not fetch it: there are more
   * messages than are shown. `nextCursor` continues from here when `Connected`.
   */
  readonly stoppedAtGap: boolean
}

/** A messageID of a batch that could not be answered, and why. */
export interface ErrorMessage {
  readonly messageID: string
  readonly code: ErrorCode
}

/** Reads and local writes of messages (`offline-login` §3). All work on local data. */
export interface MessageQueries {
  /**
   * Messages next to `cursor`, or the newest. `direction` `'older'` (the default) goes back in time. Offline a page stops at
   * a gap and says so; when `Connected` the gap is filled from the backend first.
   */
  queryHistoryMessage(
    conversation: ConversationReference,
    options: PageOptions & { readonly direction?: 'older' | 'newer' },
  ): Promise<HistoryMessagePage>
  /** 1 to 100 messageIDs; those not stored here are in `errorMessageList`, `message-not-found`. */
  queryMessages(
    conversation: ConversationReference,
    messageIDs: readonly string[],
  ): Promise<{ readonly messageList: readonly Message[]; readonly errorMessageList: readonly ErrorMessage[] }>
  /**
   * The bytes of a file that a message holds, of several that of `fileID` or the first one: those on this device, where its own files stay and those that were asked for
   * before; else, when `Connected`, those of the backend, which are then kept. Rejects `message-not-found`, `not-connected`,
   * `file-not-found` (also when the message holds no file), `file-mismatch`, `limit-exceeded` (over 100 MiB), `not-supported`,
   * `storage-full`.
   */
  downloadFile(
    conversation: ConversationReference,
    messageID: string,
    options?: { readonly fileID?: string },
  ): Promise<{ readonly bytes: Uint8Array }>
  /**
   * Messages of one conversation that are on this device, by their text, the name of their file, their place or what a custom message says a
   * search finds. Not those that were revoked or deleted. Rejects `not-supported` where the storage cannot search.
   */
  searchLocalMessages(
    conversation: ConversationReference,
    options: SearchOrderOptions,
  ): Promise<SearchedPage & { readonly messageList: readonly Found<Message>[] }>
  /** Messages of all conversations, as `searchLocalMessages` finds them. */
  searchGlobalLocalMessages(
    options: SearchOrderOptions,
  ): Promise<SearchedPage & { readonly messageList: readonly Found<Message>[] }>
  /**
   * How many others have read messages of the user: 1 to 100 messageIDs. In a peer conversation as it was told; in a group as it was counted
   * when it was last asked, with `isQueryFromServer` now. Counts are 0 for messages of others, and for those that were not sent.
   * `errorMessageList`: `message-not-found` for those not stored here, `not-connected` for those of a group of which nothing was asked yet.
   */
  queryMessageReceiptsInfo(
    conversation: ConversationReference,
    messageIDs: readonly string[],
    options?: ReadOptions,
  ): Promise<{ readonly receiptList: readonly MessageReceipt[]; readonly errorMessageList: readonly ErrorMessage[] }>
  /** Who gave a sign to a message, in the order in which they did: the first of them, or with `isQueryFromServer` all. Rejects `message-not-found`. */
  queryMessageReactionUserList(
    conversation: ConversationReference,
    messageID: string,
    options: PageOptions & ReadOptions & { readonly reactionType: string },
  ): Promise<Page & { readonly userList: readonly User[]; readonly totalCount: number }>
  /** What answers a message, oldest first: what of it is on this device. With `isQueryFromServer` all of it, which is then kept. */
  queryMessageRepliedList(
    conversation: ConversationReference,
    messageID: string,
    options: PageOptions & ReadOptions,
  ): Promise<Page & { readonly messageList: readonly Message[] }>
  /** The latest pinned first: what of it is on this device. With `isQueryFromServer` all of it, which is then kept. */
  queryPinnedMessageList(
    conversation: ConversationReference,
    options?: ReadOptions,
  ): Promise<{ readonly messageList: readonly Message[] }>
  /**
   * What a combined message holds, one level: of the message itself, or of the combined one at `path` in it (at most 3 places, each from 0). What
   * was asked for once is on this device; else it is asked of the backend, and kept. Rejects `message-not-found`, `message-revoked`,
   * `not-allowed` (nothing combined there), `not-connected`.
   */
  queryCombineMessageDetail(
    conversation: ConversationReference,
    messageID: string,
    options?: { readonly path?: readonly number[] },
  ): Promise<{ readonly combinedList: readonly CombinedMessage[] }>
  /**
   * Puts a message into the local data only, after the newest one; makes the conversation when there is none.
   * `senderUserID`: the user or, in a peer conversation, the other one; in a group anybody.
   */
  insertMessageToLocalDB(
    conversation: ConversationReference,
    content: SendableContent,
    options: { readonly senderUserID: string },
  ): Promise<{ readonly message: Message }>
  /**
   * A text that the app keeps beside a message on this device, at most 128 KiB of UTF-8; empty: none. It is not part of a conversation's
   * `lastMessage`. Rejects `message-not-found`.
   */
  updateMessageLocalExtendedData(
    conversation: ConversationReference,
    messageID: string,
    localExtendedData: string,
  ): Promise<{ readonly message: Message }>
  /**
   * Deletes messages from this device, for good: no catch-up brings them back. A message that still waits to be sent is
   * discarded. 1 to 100 messageIDs; those not stored here are in `errorMessageList`. With `isAlsoDeleteServerMessage` the
   * backend deletes them for this user on all devices; that is queueable, and `operationID` names the operation (absent
   * when the backend knows none of them).
   */
  deleteMessages(
    conversation: ConversationReference,
    messageIDs: readonly string[],
    options?: DeleteMessageOptions,
  ): Promise<{ readonly errorMessageList: readonly ErrorMessage[]; readonly operationID?: string }>
  /**
   * Deletes every message of a conversation from this device, for good; those that wait to be sent are discarded, and it is read. With
   * `isAlsoDeleteServerMessage` the backend deletes them for this user on all devices; that is queueable. Rejects `conversation-not-found`, `not-supported`.
   */
  deleteAllMessage(conversation: ConversationReference, options?: DeleteMessageOptions): Promise<void>
  /** The same for every conversation. */
  deleteAllConversationMessages(options?: DeleteMessageOptions): Promise<void>
}

export interface DeleteMessageOptions {
  /** Default `false`. */
  readonly isAlsoDeleteServerMessage?: boolean
}

/** What goes with a message that is sent. */
export interface SendMessageOptions extends MessageAttributes {
  /** The message of the same conversation that it answers. It may still wait itself. */
  readonly repliedMessageID?: string
}

/** How far the other user of a peer conversation has read it. */
export interface ReceiptQueries {
  /** `readMark` is absent while nothing is known to be read, and in groups: what stands up to its `order` was read. Enough to mark a whole page. */
  queryConversationReadMark(
    conversation: ConversationReference,
  ): Promise<{ readonly readMark?: { readonly order: string; readonly readTime?: number } }>
}

/** What puts messages together. */
export interface CombineMessageCommands {
  /**
   * Queueable: sends messages of one conversation to another, as one. They are copied as they are when it is sent. `title`: 1 to 100 bytes of
   * UTF-8; `summary`: at most 500. Rejects, of what is combined: `message-not-found`, `message-revoked`, `not-allowed` (of this device only, not
   * sent, or of a kind that this version does not know); and as `sendMessage`.
   */
  sendCombineMessage(
    conversation: ConversationReference,
    combined: CombinedSource & { readonly title: string; readonly summary: string },
    options?: SendMessageOptions,
  ): Promise<OperationReceipt & { readonly message: Message }>
}

/** What pins messages for all in a conversation. */
export interface PinnedMessageCommands {
  /**
   * Queueable: pins a message, or unpins it; the answer is `undefined` when it is so already. Everybody in the conversation may. At most 20
   * are pinned: one more fails with `limit-exceeded`. Rejects, to pin: `message-not-found`, `message-revoked`, `not-allowed` (of this device
   * only, or one that has not been sent).
   */
  pinMessage(
    conversation: ConversationReference,
    messageID: string,
    isPinned: boolean,
  ): Promise<OperationReceipt | undefined>
}

/** What sends messages and changes them. */
export interface MessageCommands {
  /**
   * Queueable: resolves when the message is durable on this device, and shown, as `waiting`. Rejects `invalid-argument`,
   * `storage-full`, and `message-not-found` or `not-allowed` (of this device only) for what it answers. Whether it was sent is told by `operationSettled` and by the message's `sentStatus`.
   * A file is sent on by its content; one of the app's own with `sendAttachment` of `attachmentsFeature`.
   */
  sendMessage(
    conversation: ConversationReference,
    content: SendableContent,
    options?: SendMessageOptions,
  ): Promise<OperationReceipt & { readonly message: Message }>
  /**
   * Queueable: replaces what an own message says. One that has not been sent is sent as edited; edits that wait become one.
   * `operationID` names the operation that brings the new content to the backend. Rejects `invalid-argument`,
   * `message-not-found`, `message-revoked`, `not-allowed` (of another user, or of this device only).
   */
  editMessage(
    conversation: ConversationReference,
    messageID: string,
    content: SendableContent,
  ): Promise<OperationReceipt & { readonly message: Message }>
  /**
   * Queueable: takes a message back for everybody. One that has not been sent vanishes, and the answer is `undefined`.
   * Rejects `message-not-found`, `not-allowed` (of this device only; whether another user's may be taken back is for the
   * backend to say).
   */
  revokeMessage(conversation: ConversationReference, messageID: string): Promise<OperationReceipt | undefined>
  /**
   * Queueable: gives a sign to a message, 1 to 32 bytes of UTF-8. Giving and taking back one that still waits cancel each
   * other; the answer is `undefined` when nothing is left to tell the backend. Rejects `message-not-found`,
   * `message-revoked`, `not-allowed` (of this device only, or one that has not been sent).
   */
  addMessageReaction(
    conversation: ConversationReference,
    messageID: string,
    reactionType: string,
  ): Promise<OperationReceipt | undefined>
  /** Queueable: takes the sign back. As `addMessageReaction`. */
  deleteMessageReaction(
    conversation: ConversationReference,
    messageID: string,
    reactionType: string,
  ): Promise<OperationReceipt | undefined>
}
