import type { ConversationReference } from './conversation-reference.js'
import type { BackendContent, CombineContent, SendableContent } from './message-content.js'

/**
 * The facts that a backend states, in the shape in which they cross the transport contract. Times are milliseconds since
 * the epoch, by the backend's clock.
 */

/** What a backend tells of a person. */
export interface User {
  readonly userID: string
  /** At most 256 bytes of UTF-8; empty when the person has none. */
  readonly userName: string
  /** At most 500 bytes; empty when there is none. */
  readonly userAvatarUrl: string
  /** Opaque to Latchkey; at most 1,024 bytes of UTF-8; empty when there is none. */
  readonly userExtendedData: string
}

export type GroupMemberRole = 'owner' | 'admin' | 'member'

/** A person in a group. */
export interface GroupMember {
  readonly groupID: string
  readonly userID: string
  readonly memberRole: GroupMemberRole
  /** At most 256 bytes of UTF-8; empty when there is none. */
  readonly memberNickname: string
  readonly enterTime: number
  /** Present while the person may not write there. */
  readonly mute?: Mute
}

/** Somebody may not write in a group. */
export interface Mute {
  /** When it ends, by the backend's clock. Absent: when somebody ends it. */
  readonly expireTime?: number
}

/** All with one of these roles may not write in the group; an owner always may. */
export interface GroupMute extends Mute {
  readonly memberRoles: readonly GroupMemberRole[]
}

/** How one comes into a group without an invitation: freely, when an application is accepted, or not at all. */
export type GroupJoinMode = 'any' | 'application' | 'closed'
/** Who may invite others into a group: every member, or the owner and the administrators. */
export type GroupInviteMode = 'any' | 'admin'
/** What becomes of one who is invited into a group: they join at once, or when they accept. */
export type GroupBeInviteMode = 'any' | 'application'

/** A group, the same for all its members. */
export interface Group {
  readonly groupID: string
  /** At most 256 bytes of UTF-8. */
  readonly groupName: string
  /** At most 500 bytes; empty when there is none. */
  readonly groupAvatarUrl: string
  /** At most 1,024 bytes of UTF-8; empty when there is none. */
  readonly groupNotice: string
  readonly createTime: number
  readonly memberCount: number
  /** Absent: `any`. */
  readonly joinMode?: GroupJoinMode
  /** Absent: `any`. */
  readonly inviteMode?: GroupInviteMode
  /** Absent: `any`. */
  readonly beInviteMode?: GroupBeInviteMode
  /** Present while not everybody may write there. */
  readonly mute?: GroupMute
  /** Rises with every change of the above: of two tellings the one with the higher revision is the later one. Absent: not counted. */
  readonly revision?: number
}

/** What people answered to a message with one sign. */
export interface MessageReaction {
  /** The sign: 1 to 32 bytes of UTF-8. */
  readonly reactionType: string
  /** How many people. 1 or more. */
  readonly totalCount: number
  /** Whether the reader is one of them. */
  readonly isSelfIncluded: boolean
  /** The first of them, at most 5. */
  readonly userIDs: readonly string[]
}

/** What a sender says beside what a message says; gone when it is taken back. */
export interface MessageAttributes {
  /** Whose attention it asks for: at most 50. */
  readonly mentionedUserIDs?: readonly string[]
  /** It asks for everybody's attention. */
  readonly isMentionAll?: true
  /** The app's own, opaque to Latchkey. At most 1,024 bytes of UTF-8. */
  readonly extendedData?: string
}

/** The message that another one answers. It says who wrote it and where it stands, which stays so; what it says is in the message itself. */
export interface RepliedInfo {
  readonly messageID: string
  readonly senderUserID: string
  readonly order: string
}

/** A message in a combined one, as it was when they were combined. */
export interface CombinedMessage {
  readonly messageID: string
  readonly senderUserID: string
  readonly timestamp: number
  readonly content: SendableContent | CombineContent
}

/** Which messages are combined: 1 to 100 of one conversation. */
export interface CombinedSource extends ConversationReference {
  readonly messageIDs: readonly string[]
}

/** A message as the backend holds it, for one reader. */
export interface BackendMessage extends ConversationReference, MessageAttributes {
  /** Made by the sender's client. Printable ASCII, 1 to 128 characters. */
  readonly messageID: string
  readonly senderUserID: string
  readonly content: BackendContent
  /** When the backend accepted it. */
  readonly timestamp: number
  /**
   * Its place in its conversation: printable ASCII below `~`, 1 to 64 characters, sorted by byte. Opaque otherwise.
   * Places of one conversation are of one length, or sort as if they were.
   */
  readonly order: string
  /**
   * The `order` of the message directly before it; `null` when it is the first of its conversation; absent when the
   * backend does not say, and then core treats the space before it as a gap.
   */
  readonly follows?: string | null
  /** 1, 2, 3 … over every message of the conversation, where the backend counts them. */
  readonly messageSeq?: number
  /** The message that it answers. */
  readonly repliedInfo?: RepliedInfo
  /** How many messages answer it, without those that were taken back; absent: none. */
  readonly repliedCount?: number
  /** How many messages of the conversation up to and including this one count as unread, where the backend counts them. */
  readonly countedSeq?: number
  /**
   * Rises with every change of the message: of two tellings the one with the higher revision is the later one. Absent: 0.
   */
  readonly revision?: number
  /** When it was last edited; absent when it never was. */
  readonly editTime?: number
  /** In the order in which the signs were first given, at most 100. Absent when there are none. */
  readonly reactionList?: readonly MessageReaction[]
  /** The operation that made it, on messages of this user. */
  readonly operationID?: string
}

/** How many others have read a message of the user, and how many have not. */
export interface MessageReceipt {
  readonly messageID: string
  readonly readMemberCount: number
  readonly unreadMemberCount: number
}

/** How far a user has read a conversation. Only ever moves forward. */
export interface ReadMark extends ConversationReference {
  /** The `order` of the last message read. */
  readonly order: string
  /** The `countedSeq` of that message. */
  readonly countedSeq: number
}

/**
 * What is on or off in a conversation for one user: whether it must not disturb, is shown as unread, is archived; and the marks 1 to
 * 60, whose meaning is the app's.
 */
export type ConversationFlag = 'doNotDisturb' | 'markedUnread' | 'archived' | `mark${number}`

/** Every flag that there is. */
export const conversationFlags: readonly ConversationFlag[] = [
  'doNotDisturb',
  'markedUnread',
  'archived',
  ...Array.from({ length: 60 }, (_, index) => `mark${index + 1}` as const),
]

/** What a user has set for one conversation. */
export interface ConversationSettings extends ConversationReference {
  readonly isPinned: boolean
  /** When it was pinned; absent when it is not. */
  readonly pinnedTime?: number
  /** What the user has written there and not sent; empty when there is none. At most 48 KiB of UTF-8. */
  readonly draft: string
  /** Those that are on, each once, at most 100; ones that core does not know change nothing. Absent: none. */
  readonly flags?: readonly string[]
  /** The `order` up to which the user took the conversation off the list of all devices: it comes back with a newer message. */
  readonly deletedOrder?: string
  /** Rises with every change of the above: of two tellings the one with the higher revision is the later one. Absent: not counted. */
  readonly revision?: number
}

/** The newest state of one conversation for one user, enough to show it in a list. */
export interface ConversationHead extends ConversationReference {
  /** The newest message; absent in a conversation without messages. */
  readonly lastMessage?: BackendMessage
  /** Absent when the user has read nothing. */
  readonly readMark?: ReadMark
  /** How many messages above the read mark that counted as unread were revoked or deleted since: an absolute number. */
  readonly removedCount: number
  readonly isPinned: boolean
  readonly pinnedTime?: number
  readonly draft: string
  readonly flags?: readonly string[]
  readonly deletedOrder?: string
  /** Of the settings. */
  readonly revision?: number
}

export type CallInvitationMode = 'general' | 'advanced'
/**
 * Why a call ended: everybody has `answered` a general one, or nobody took part in an advanced one; its caller `cancelled` it; it
 * `expired`; somebody in it `ended` it for all; or all but one `left`.
 */
export type CallEndReason = 'answered' | 'cancelled' | 'expired' | 'ended' | 'left'
export type CallUserState = 'inviting' | 'accepted' | 'rejected' | 'cancelled' | 'timeout'

/** A person in a call invitation. The caller is one of them, `accepted` from the start. Who has `accepted` is in the call until `quitTime`. */
export interface CallUser {
  readonly userID: string
  /** Absent: the caller. */
  readonly inviter?: string
  /** Until when the person can answer. Absent: the expiry of the call. */
  readonly expireTime?: number
  /** When the person answered or joined; absent while that was not told. */
  readonly answerTime?: number
  /** When the person left the call; absent while in it. */
  readonly quitTime?: number
  readonly state: CallUserState
  /** Opaque to Latchkey; at most 1,024 bytes of UTF-8; empty when there is none. */
  readonly extendedData: string
}

/** A call invitation: signalling only, no media. */
export interface CallInvitation {
  /** Printable ASCII, 1 to 128 characters. */
  readonly callID: string
  readonly caller: string
  readonly mode: CallInvitationMode
  /** An advanced one goes on while two are in it, or somebody can still answer; any other is over once everybody has answered. */
  readonly state: 'started' | 'ended'
  readonly createTime: number
  /** The backend's expiry: from then on an invitation without an answer has ended, whatever `state` says (OL-42). */
  readonly expireTime: number
  /** Absent while it has not ended. */
  readonly endTime?: number
  /** Absent while it has not ended, and where the backend does not say. */
  readonly endReason?: CallEndReason
  /** Who did it, where somebody did. */
  readonly endedBy?: string
  /** Rises with every change: of two tellings the one with the higher revision is the later one. Absent: not counted. */
  readonly revision?: number
  /** Opaque to Latchkey; at most 1,024 bytes of UTF-8; empty when there is none. */
  readonly extendedData: string
  readonly callUserList: readonly CallUser[]
}
