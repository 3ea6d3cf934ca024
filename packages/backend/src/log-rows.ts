import type {
  CallInvitation,
  CombineContent,
  CombinedMessage,
  Change,
  GroupBeInviteMode,
  GroupInviteMode,
  GroupJoinMode,
  GroupMemberRole,
  GroupMute,
  MessageAttributes,
  MessageReaction,
  Mute,
  RevokedContent,
  SendableContent,
  User,
} from '@latchkey/core/driver'
import type { ConversationKey } from './conversation-key.js'

// What a `LogStore` keeps, and what its verbs are asked with.

export interface LogState {
  /** Names this log: another database, or one begun anew, has another. Letters and digits, at most 32. */
  readonly epoch: string
  /** 0 in an empty log. */
  readonly lastPosition: number
  /** The last position that `trim` removed; 0 when it removed none. */
  readonly trimmedPosition: number
}

/** Whom an entry concerns. An entry for a group is written once, however many members there are. */
export type Audience =
  { readonly type: 'user'; readonly userID: string } | { readonly type: 'group'; readonly groupID: string }

/** What changed. The fact itself is read when the entry is, so it is always the present one. */
export type LogReference =
  | { readonly type: 'user'; readonly userID: string }
  /** To a user: they have just joined. To a group: its fields changed. */
  | { readonly type: 'group'; readonly groupID: string }
  | { readonly type: 'groupLeft'; readonly groupID: string }
  /** At most 100 userIDs, who joined, left or changed. */
  | { readonly type: 'members'; readonly groupID: string; readonly userIDs: readonly string[] }
  /** The members with a userID above `afterUserID` and up to `upToUserID`, for one who has just joined. */
  | {
      readonly type: 'roster'
      readonly groupID: string
      readonly afterUserID: string
      readonly upToUserID: string
    }
  | { readonly type: 'message'; readonly conversationKey: ConversationKey; readonly messageSeq: number }
  /** A message is not what it was: for everybody, or for the user whose entry it is. */
  | { readonly type: 'messageChange'; readonly conversationKey: ConversationKey; readonly messageSeq: number }
  | { readonly type: 'readMark'; readonly conversationKey: ConversationKey }
  | { readonly type: 'settings'; readonly conversationKey: ConversationKey }
  | { readonly type: 'head'; readonly conversationKey: ConversationKey }
  | { readonly type: 'call'; readonly callID: string }
  /** Of the group whose conversation it is; else of the user whose entry it is. */
  | ({ readonly type: 'register' } & RegisterName)

export interface NewLogEntry {
  readonly audience: Audience
  readonly reference: LogReference
  readonly time: number
}

export interface LogEntry {
  readonly position: number
  readonly reference: LogReference
}

export interface UserRow extends User {
  /** Whether the user may connect and be written to. Others keep their profile, for the messages they left. */
  readonly isRegistered: boolean
  /** Tokens issued up to then no longer hold; absent when none were revoked. */
  readonly tokensRevokedAt?: number
}

export interface GroupRow {
  readonly groupID: string
  readonly groupName: string
  readonly groupAvatarUrl: string
  readonly groupNotice: string
  readonly joinMode: GroupJoinMode
  readonly inviteMode: GroupInviteMode
  readonly beInviteMode: GroupBeInviteMode
  /** Absent when everybody may write there. */
  readonly mute?: GroupMute
  readonly createTime: number
  /** 0: the group is dissolved, and its groupID stays taken. */
  readonly memberCount: number
  /** 1, and one more with every change. */
  readonly revision: number
}

/** One stay of a user in a group. */
export interface MembershipRow {
  readonly groupID: string
  readonly userID: string
  readonly memberRole: GroupMemberRole
  /** Empty when there is none. */
  readonly memberNickname: string
  /** Absent when the user may write there. It outlasts the stay. */
  readonly mute?: Mute
  readonly enterTime: number
  readonly fromPosition: number
  /** Absent while the stay lasts. */
  readonly toPosition?: number
}

export interface ConversationRow {
  readonly conversationKey: ConversationKey
  /** The `messageSeq` of the newest message; 0 when there is none. */
  readonly lastSeq: number
  /** The `countedSeq` of the newest message. */
  readonly countedSeq: number
  /** Where in the log it was last active: unlike that of any other conversation. */
  readonly activityPosition: number
}

/** What the backend keeps for one user in one conversation. */
export interface ConversationStateRow {
  readonly userID: string
  readonly conversationKey: ConversationKey
  /** 0, and one more with every change of what the user sets. */
  readonly settingsRevision: number
  /** The `messageSeq` of the last message read; 0 when nothing was. */
  readonly readSeq: number
  /** The `countedSeq` of that message. */
  readonly readCountedSeq: number
  readonly isPinned: boolean
  /** Absent when it is not pinned. */
  readonly pinnedTime?: number
  /** Empty when there is none. */
  readonly draft: string
  /** Those that are on. */
  readonly flags: readonly string[]
  /** The `messageSeq` up to which the user took it off all lists; 0 when that never was. */
  readonly deletedSeq: number
  /** `false` while the user is not in the group, or has nothing but a draft. */
  readonly isListed: boolean
}

export interface ReaderQuery extends MessagePlace {
  readonly enteredBy: number
  readonly isRead: boolean
  readonly exceptUserID: string
  readonly afterUserID: string
  readonly limit: number
}

/** A member of a group, and up to where the member has read its conversation. */
export interface GroupReader {
  readonly membership: MembershipRow
  /** 0 when nothing was read. */
  readonly readSeq: number
}

export interface ListedConversation {
  readonly conversation: ConversationRow
  readonly state: ConversationStateRow
}

export interface MessagePlace {
  readonly conversationKey: ConversationKey
  readonly messageSeq: number
}

/** The message that another one answers. */
export interface RepliedMessage {
  readonly messageSeq: number
  readonly messageID: string
  readonly senderUserID: string
}

export interface MessageRow extends MessagePlace {
  readonly countedSeq: number
  readonly messageID: string
  readonly senderUserID: string
  readonly content: SendableContent | CombineContent | RevokedContent
  readonly timestamp: number
  readonly operationID: string
  /** How often it was changed. */
  readonly revision: number
  /** Where in the log it was last changed; 0 when it never was. */
  readonly changePosition: number
  /** Absent when it never was edited, or is revoked. */
  readonly editTime?: number
  /** How many signs stand under it. */
  readonly signCount: number
  /** What stands under it, whoever reads it, so that a page needs no other rows. Absent: none, or as it was written before this was kept. */
  readonly signs?: readonly KeptSign[]
  /** How many messages answer it that are not revoked. */
  readonly replyCount: number
  /** Of the same conversation. */
  readonly replied?: RepliedMessage
  /** Absent when there are none, or it is revoked. */
  readonly attributes?: MessageAttributes
}

/** A message in a combined one, with what it holds itself where it is one. */
export interface KeptCombined extends CombinedMessage {
  readonly combined?: readonly KeptCombined[]
}

/** A sign under a message: how many gave it, and the first 5 who did. */
export type KeptSign = Pick<MessageReaction, 'reactionType' | 'totalCount' | 'userIDs'>

/** One sign that one user gave to one message. */
export interface ReactionRow extends MessagePlace {
  readonly reactionType: string
  readonly userID: string
  /** The `revision` of the message that giving it made. */
  readonly revision: number
  /** The `revision` that the first giving of this sign made, of those since it last stood under the message. */
  readonly signRevision: number
}

/** What stands under one message. */
export interface MessageReactions extends MessagePlace {
  /** By `signRevision`; the people by `revision`, the first 5. */
  readonly reactionList: readonly (MessageReaction & { readonly signRevision: number })[]
}

export interface CallRow {
  readonly callInvitation: CallInvitation
  /** When somebody in it who has not answered no longer can; absent when there is nobody. */
  readonly nextExpiry?: number
  /** Where in the log it began: unlike that of any other call. */
  readonly position: number
}

export type Register = Extract<Change, { readonly type: 'registerChanged' }>['register']
export type RegisterKind = Register['kind']

/** Which register of a user or of a group. */
export interface RegisterName {
  readonly kind: RegisterKind
  /** The conversation whose register it is. */
  readonly conversationKey?: ConversationKey
  readonly key: string
}

/**
 * A register. `revision` is 1, and one more with every change; without a `value` it was removed, and the row stays, so that the
 * revision goes on. One of a peer conversation is kept twice, for each of its users, so that every row is of one scope.
 */
export type RegisterRow = RowOf<Register>

type RowOf<Fact> = Fact extends Register
  ? Pick<Fact, 'kind' | 'key' | 'revision' | 'value'> & RegisterName & { readonly scope: Audience }
  : never

export interface RegisterQuery {
  readonly after?: RegisterName
  /** Default 0. */
  readonly skip?: number
  /** Default: of any kind. */
  readonly kind?: RegisterKind
  readonly limit: number
}

/** What an operation answered, for its repeats. */
export interface OperationRow {
  readonly userID: string
  readonly operationID: string
  readonly operation: string
  /** JSON text. */
  readonly result: string
  readonly time: number
}

/** A file that was uploaded, or begun to be; its bytes are in a `FileStore`. */
export interface FileRow {
  readonly fileID: string
  /** Who uploads it. */
  readonly userID: string
  /** In bytes, as stated. */
  readonly size: number
  /** As stated. */
  readonly sha256: string
  /** When it was begun. */
  readonly time: number
  /** All bytes are there, and are what was stated. */
  readonly isWhole: boolean
}
