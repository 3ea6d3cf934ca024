import type { CallInvitation, CallUserState, Group, GroupMember, MessageReceipt, User } from './backend-facts.js'
import type { GroupApplication } from './groups.js'
import type { Friend, FriendApplication, UserRule, UserStatus } from './users.js'
import type { ConnectionEvent, ConnectionState } from './connection-state.js'
import type { Conversation } from './conversations.js'
import type { ConversationReference } from './conversation-reference.js'
import type { ChatError } from '../errors/chat-error.js'
import type { Message } from './messages.js'
import type { OperationSettlement, QueuedOperation } from './outbox.js'
import type { TransportSignal } from './transport-driver.js'

/** What is known of the database of the session. */
export type StorageState =
  | { readonly state: 'opening' }
  | {
      readonly state: 'open'
      /** Whether what is stored outlives the process. */
      readonly isDurable: boolean
      readonly encryption: 'everything' | 'values' | 'none'
    }
  | { readonly state: 'failed'; readonly error: ChatError }
  /** Another tab became the leader; this one can no longer write. */
  | { readonly state: 'takenOver' }

/** Catching up with the backend. A `failed` one is repeated with the next connection; nothing is ever wiped (OL-37). */
export type SyncState =
  | { readonly state: 'started' }
  /** `done` changes have been stored since `started`, of about `total`; `total` is absent where the backend does not say. */
  | { readonly state: 'progress'; readonly done: number; readonly total?: number }
  | { readonly state: 'finished' }
  | { readonly state: 'failed'; readonly error: ChatError }

/**
 * Every event of a chat. Events report what is already stored: a listener that reads finds it. Several listeners may
 * listen; one that throws stops no other. Names are fixed, never made from network input.
 */
export interface ChatEvents {
  /** OL-10, OL-11, OL-13. `extendedData` is an error code, or empty. */
  connectionStateChanged: {
    readonly state: ConnectionState
    readonly event: ConnectionEvent
    readonly extendedData: string
  }
  /** The database of the session is being opened, is open, failed, or is another tab’s. */
  storageStateChanged: StorageState
  /** Catching up with the backend began, goes on, ended, or failed. */
  syncStateChanged: SyncState
  /**
   * 30 s before the token ends, at once when less is left (OL-16). A token with a later `offlineUntil` is warned of twice: before
   * it ends for the backend, and before it ends offline.
   */
  tokenWillExpire: { readonly secondsLeft: number }
  /** An operation was confirmed, refused for good, or discarded. */
  operationSettled: OperationSettlement
  /** Before a refusal wipes the local data: what the backend will never learn (OL-17). */
  outboxWillBeLost: { readonly operationList: readonly QueuedOperation[] }
  /**
   * Messages of others, and of this user's other devices, each once, in the order of the change log; after a long absence
   * the newest of a conversation comes first.
   */
  messageReceived: ConversationReference & { readonly messageList: readonly Message[] }
  /** The backend has so many bytes of the files of a message that waits. */
  fileUploadProgressed: ConversationReference & {
    readonly messageID: string
    readonly sentBytes: number
    readonly totalBytes: number
  }
  /** The `sentStatus` of messages of this user changed. */
  messageSentStatusChanged: { readonly messageList: readonly Message[] }
  /** What they say changed, whoever edited them and wherever. */
  messageEdited: ConversationReference & { readonly messageList: readonly Message[] }
  /** They were taken back for everybody. */
  messageRevokeReceived: ConversationReference & { readonly messageList: readonly Message[] }
  /** Somebody gave a sign to them, or took one back. */
  messageReactionsChanged: ConversationReference & { readonly messageList: readonly Message[] }
  /** So many messages answer them now. */
  messageRepliedCountChanged: ConversationReference & { readonly messageList: readonly Message[] }
  /** What is pinned in a conversation changed. */
  messagePinStatusChanged: ConversationReference & {
    readonly pinnedMessageIDs: readonly string[]
    readonly unpinnedMessageIDs: readonly string[]
  }
  /** The other user of a peer conversation has read it up to the message at `order`. `readTime` by the backend's clock. */
  conversationMessageReceiptChanged: ConversationReference & {
    readonly userID: string
    readonly order: string
    readonly readTime?: number
  }
  /** Members of a group who have read messages were counted anew. */
  messageReceiptChanged: ConversationReference & { readonly receiptList: readonly MessageReceipt[] }
  /** They are gone from this device. */
  messageDeleted: ConversationReference & {
    readonly messageIDs: readonly string[]
    /** All that there were, and they are not named. */
    readonly areAllDeleted?: true
  }
  /** What a list shows of them changed, or they are new. */
  conversationChanged: { readonly conversationList: readonly Conversation[] }
  /** By the filter that `queryConversationTotalUnreadMessageCount` has by default. */
  conversationTotalUnreadMessageCountUpdated: { readonly unreadMessageCount: number }
  /** What people say of themselves changed, the user included, or became known here. */
  userInfoUpdated: { readonly userList: readonly User[] }
  /** The user's own rule changed, here or on another device. */
  userRuleUpdated: { readonly userRule: UserRule }
  /** Of users whose status is subscribed; and the user's own, whose `onlineStatus` is `unknown`, when they say something else of themselves. */
  userStatusUpdated: { readonly userStatusList: readonly UserStatus[] }
  /** Who may not write to the user any more, and who may again; also by the user's own doing, and while that waits. */
  blacklistChanged: { readonly userList: readonly User[]; readonly removedUserIDs: readonly string[] }
  /** Who became a friend and who is none any more; also by the user's own doing, and while that waits. */
  friendListChanged: { readonly friendList: readonly Friend[]; readonly removedUserIDs: readonly string[] }
  /** What the user notes of friends changed. Their profiles are told by `userInfoUpdated`. */
  friendInfoUpdated: { readonly friendList: readonly Friend[] }
  /** New, answered and removed ones; also by the user's own doing. Told as waiting until it was answered, expired or not. */
  friendApplicationListChanged: {
    readonly friendApplicationList: readonly FriendApplication[]
    readonly removedList: readonly { readonly direction: FriendApplication['direction']; readonly userID: string }[]
  }
  /** The user is in a new group, or what is known of one changed. */
  groupInfoUpdated: { readonly groupList: readonly Group[] }
  /** Attributes were set, and removed; also by the user's own doing, and while that waits. */
  groupAttributesUpdated: {
    readonly groupID: string
    /** Those that were set. */
    readonly groupAttributes: Readonly<Record<string, string>>
    readonly removedKeys: readonly string[]
  }
  /** What the user calls a group changed; empty for none. */
  groupAliasUpdated: { readonly groupID: string; readonly groupAlias: string }
  /** New and answered ones; also by the user's own doing, and while that waits. Told as waiting until it was answered, expired or not. */
  groupApplicationListChanged: { readonly groupApplicationList: readonly GroupApplication[] }
  /** The user is no longer in the group. */
  groupLeft: { readonly groupID: string }
  /** Members came, changed, or left. */
  groupMemberListChanged: {
    readonly groupID: string
    readonly memberList: readonly GroupMember[]
    readonly removedUserIDs: readonly string[]
  }
  /** A new invitation that can still be answered: ring now (OL-42). Never for one that ended or expired meanwhile. */
  callInvitationReceived: {
    readonly callInvitation: CallInvitation
    /** Its `expireTime` by the device's clock, which may be off from the backend's: then the ringing ends. */
    readonly ringsUntil: number
  }
  /** A call changed: somebody answered, came, left or ended it; or the user made it on another device. */
  callInvitationUpdated: { readonly callInvitation: CallInvitation }
  /** The user can no longer answer: it was answered here or on another device, cancelled, or timed out. Stop ringing. */
  callRingingEnded: {
    readonly callInvitation: CallInvitation
    readonly reason: Exclude<CallUserState, 'inviting'>
  }
  /** What is never stored. */
  signalReceived: TransportSignal
}

export type ChatEventName = keyof ChatEvents

/** The name of every event, for checks of names that come from untyped callers. */
export const chatEventNames = Object.keys({
  connectionStateChanged: true,
  storageStateChanged: true,
  syncStateChanged: true,
  tokenWillExpire: true,
  operationSettled: true,
  outboxWillBeLost: true,
  messageReceived: true,
  fileUploadProgressed: true,
  messageSentStatusChanged: true,
  messageEdited: true,
  messageRevokeReceived: true,
  messageReactionsChanged: true,
  messageRepliedCountChanged: true,
  messagePinStatusChanged: true,
  conversationMessageReceiptChanged: true,
  messageReceiptChanged: true,
  messageDeleted: true,
  conversationChanged: true,
  conversationTotalUnreadMessageCountUpdated: true,
  userInfoUpdated: true,
  userRuleUpdated: true,
  userStatusUpdated: true,
  blacklistChanged: true,
  friendListChanged: true,
  friendInfoUpdated: true,
  friendApplicationListChanged: true,
  groupInfoUpdated: true,
  groupAttributesUpdated: true,
  groupAliasUpdated: true,
  groupApplicationListChanged: true,
  groupLeft: true,
  groupMemberListChanged: true,
  callInvitationReceived: true,
  callInvitationUpdated: true,
  callRingingEnded: true,
  signalReceived: true,
} satisfies Record<ChatEventName, true>) as readonly ChatEventName[]
