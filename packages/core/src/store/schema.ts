import type {
  CallInvitation,
  CombinedMessage,
  Group,
  GroupMember,
  MessageAttributes,
  MessageReaction,
  User,
} from '../contract/backend-facts.js'
import type { ConversationReference, ConversationType } from '../contract/conversation-reference.js'
import type { MessageContent, SendableContent } from '../contract/message-content.js'
import type { Message } from '../contract/messages.js'
import type { OperationParameters } from '../contract/operations.js'
import type { QueueableOperation } from '../contract/outbox.js'
import type { RegisterKind, Registers } from '../contract/registers.js'
import type { Key, Row, StorageSchema, TableSchema } from '../contract/storage-driver.js'
import type { ErrorCode } from '../errors/error-codes.js'

/** The same type as plain JSON, so that it can be a row. */
type AsJson<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : { readonly [Field in keyof Value]: AsJson<Value[Field]> }

/** Where the device stands: one row a name. */
export type MetaRow =
  /** Its revision is the epoch of the writer: every batch is written under the condition that it is unchanged. */
  | { readonly name: 'writer'; readonly writerID: string }
  /** The place in the change log that the other rows correspond to, and when that was, by the backend's clock. */
  | { readonly name: 'cursor'; readonly cursor: string; readonly syncedAt: number }
  /**
   * The first place after which the driver left changes out, and what it knew then; absent cursor: from where everything
   * stands.
   */
  | { readonly name: 'skipped'; readonly cursor?: string; readonly changeTypes: string }
  /** The last sequence number given to an operation or to a message of this device. */
  | { readonly name: 'sequence'; readonly sequence: number }
  /** The backend may have heard of the operations up to this sequence number. */
  | { readonly name: 'attempts'; readonly triedUpTo: number }
  /** Files whose message was not stored yet. */
  | { readonly name: 'looseFiles'; readonly fileIDs: readonly string[] }

export type UserRow = AsJson<User>
/** `memberFlag` is present while the user is a member. */
export type GroupRow = AsJson<Group> & { readonly memberFlag?: 1 }
/** `muteFlag` is present while the member is muted, if the mute has not ended by itself. */
export type GroupMemberRow = AsJson<GroupMember> & { readonly muteFlag?: 1 }
/** What the backend tells of a message and may change later. */
export type MessageVersion = AsJson<MessageAttributes> & {
  readonly repliedCount?: number
  readonly content: AsJson<MessageContent>
  readonly editTime?: number
  readonly reactionList: AsJson<readonly MessageReaction[]>
}

/** What an operation in the outbox makes of a message until the backend has confirmed it. */
export type MessageEffect = { readonly operationID: string; readonly sequence: number } & (
  | { readonly type: 'edit'; readonly content: AsJson<SendableContent>; readonly editTime: number }
  | { readonly type: 'revoke'; readonly revokeTime: number }
  | { readonly type: 'addReaction' | 'deleteReaction'; readonly reactionType: string }
)

/** A message as it is shown, and what that is made of. */
export type MessageRow = AsJson<Message> & {
  /** Of the version that the backend told last; absent: 0. */
  readonly revision?: number
  /** The version that the backend told last; present while something is pending. */
  readonly confirmed?: MessageVersion
  /** In the order of the outbox. Present when not empty. */
  readonly pending?: readonly MessageEffect[]
  /** That of `repliedInfo`, for its index. */
  readonly repliedMessageID?: string
  /** Of a combined message: what was asked for of it, by the path to it. */
  readonly combinedLists?: { readonly [path: string]: AsJson<readonly CombinedMessage[]> }
}
export type CallRow = AsJson<CallInvitation>

/** A span of `order` in which the device has every message. What lies between two ranges is a gap (OL-38). */
export type RangeRow = ConversationReferenceRow & {
  readonly firstOrder: string
  readonly lastOrder: string
  /** Nothing lies before the range: it begins with the first message of the conversation. */
  readonly reachesStart: boolean
}

/** A message deleted from this device, so that no catch-up brings it back. */
export type DeletionRow = ConversationReferenceRow & { readonly messageID: string }

/** What the backend has said of a conversation. */
export type ConfirmedConversation = {
  /** The order of the newest message; absent when none was heard of. */
  readonly headOrder?: string
  readonly headCountedSeq: number
  readonly markOrder?: string
  readonly markCountedSeq: number
  readonly removedCount: number
  readonly isPinned: boolean
  readonly pinnedTime?: number
  readonly draft: string
  /** Absent: none. */
  readonly flags?: readonly string[]
  readonly deletedOrder?: string
  /** The user left the group before this device heard of it. */
  readonly isLeft?: true
  /** Of the settings; absent where the backend does not count. */
  readonly settingsRevision?: number
}

/** What an operation in the outbox makes of a conversation until the backend has confirmed it. */
export type ConversationEffect = { readonly operationID: string; readonly sequence: number } & (
  | { readonly type: 'markRead'; readonly order: string; readonly countedSeq: number }
  | { readonly type: 'pin'; readonly isPinned: boolean; readonly pinnedTime: number }
  | { readonly type: 'draft'; readonly draft: string }
  | { readonly type: 'flag'; readonly flag: string; readonly isOn: boolean }
)

export type ConversationRow = ConversationReferenceRow & {
  readonly confirmed: ConfirmedConversation
  /** In the order of the outbox. */
  readonly pending: readonly ConversationEffect[]
  /** When this device first heard of it. */
  readonly createTime: number
  /** The newest order of the backend at the time when the user took it off the list. */
  readonly deletedUpToOrder?: string
  /** The newest unsent message at that time. Unsent messages sort after all others, and so have a mark of their own. */
  readonly deletedUpToUnsentOrder?: string
  /** Up to there every message was deleted: nothing brings them back. */
  readonly clearedUpToOrder?: string
  // What is shown: recomputed from the above and from other rows in every batch that touches it.
  readonly conversationName: string
  readonly conversationAvatarUrl: string
  readonly draft: string
  readonly unreadMessageCount: number
  readonly lastMessage?: AsJson<Message>
  readonly isPinned: boolean
  readonly pinnedTime?: number
  readonly isDisabled: boolean
  readonly activityTime: number
  /** Those that are on; absent: none. */
  readonly flags?: readonly string[]
  /** 1 pinned, 0 not; absent when it is not on the list. */
  readonly listRank?: 0 | 1
  /** Present while it is on the list of the archived ones. */
  readonly archiveFlag?: 1
  /** Present while something is unread, or it is marked as unread. */
  readonly unreadFlag?: 1
}

/** What a register of any kind holds; `registerValue` says which. */
export type RegisterValue = Row

/** What an operation in the outbox makes of a register until the backend has confirmed it; without a value it is removed. */
export type RegisterEffect = {
  readonly operationID: string
  readonly sequence: number
  readonly value?: RegisterValue
}

/** A register as it is shown, and what that is made of. The row of one that was removed stays for its revision. */
export type RegisterRow = {
  readonly kind: RegisterKind
  /** Empty, with an empty conversationID, for the user's own. */
  readonly conversationType: ConversationType | ''
  readonly conversationID: string
  /** The key as a part of the row's key: `keyPartOf`. */
  readonly keyPart: string
  readonly key: string
  /** Absent: the backend has told nothing of it. */
  readonly confirmedRevision?: number
  readonly confirmed?: RegisterValue
  /** In the order of the outbox. Present when not empty. */
  readonly pending?: readonly RegisterEffect[]
  // What is shown, recomputed from the above.
  readonly value?: RegisterValue
  /** Where it stands in the list of its kind; present while it has a value. */
  readonly listTime?: number
}

/** What an operation makes of one register. */
export type ShownRegister = {
  readonly [Kind in RegisterKind]: {
    readonly kind: Kind
    readonly conversation?: ConversationReferenceRow
    readonly key: string
    readonly value?: AsJson<Registers[Kind]>
  }
}[RegisterKind]

/** An effect, before it has a place in the order of the outbox. */
type Unplaced<Effect> = Effect extends unknown ? Omit<Effect, 'operationID' | 'sequence'> : never

/** What an operation shows until the backend has confirmed it, and of what. */
export type ShownEffect =
  | { readonly of: 'conversation'; readonly effect: Unplaced<ConversationEffect> }
  | { readonly of: 'message'; readonly messageID: string; readonly effect: Unplaced<MessageEffect> }
  | { readonly of: 'register'; readonly registerList: readonly ShownRegister[] }

/** Files of this device, and the SHA-256 of each. */
export type OutboxUploads = readonly { readonly fileID: string; readonly sha256: string }[]

/** An operation that the backend has not confirmed. */
export type OutboxRowOf<Operation extends QueueableOperation> = ConversationReferenceRow & {
  readonly operationID: string
  readonly operation: Operation
  readonly parameters: AsJson<OperationParameters<Operation>>
  /** The place in the order of enqueueing; kept by a retry. */
  readonly sequence: number
  readonly state: 'waiting' | 'failed'
  readonly createTime: number
  readonly failureCode?: ErrorCode
  /** What it shows while it waits. Absent: nothing, or a row of its own. */
  readonly shows?: ShownEffect
  /** The operation without which this one makes no sense: it waits while that one has failed, and goes with it. */
  readonly dependsOn?: string
  /** The files that have to be at the backend first. */
  readonly uploads?: OutboxUploads
  /** As an earlier version wrote it: the SHA-256 of the one file of the message. */
  readonly fileSha256?: string
  /** The user has said that it is to be sent however old it is. */
  readonly isAgeAccepted?: true
}
export type OutboxRow = { readonly [Operation in QueueableOperation]: OutboxRowOf<Operation> }[QueueableOperation]

/** How far the rows of a table are indexed that were there before the search was. */
export type SearchProgressRow = {
  readonly table: string
  readonly tokensVersion: number
  /** The last place that is indexed, from the end on; absent while there is none. */
  readonly place?: Key
  readonly isDone: boolean
}

type ConversationReferenceRow = AsJson<ConversationReference>

/** The tables and what their rows are. */
export interface TableRows {
  meta: MetaRow
  users: UserRow
  groups: GroupRow
  group_members: GroupMemberRow
  conversations: ConversationRow
  messages: MessageRow
  ranges: RangeRow
  deletions: DeletionRow
  calls: CallRow
  outbox: OutboxRow
  registers: RegisterRow
  /** Declared by the search alone. */
  search_progress: SearchProgressRow
}
export type TableName = keyof TableRows

const conversationKey = ['conversationType', 'conversationID']

/** Declared once; `version` grows with every change of it that is released. Version 3 is not yet: what it adds may still grow. */
export const schema = {
  version: 3,
  tables: [
    { name: 'meta', key: ['name'], indexes: {} },
    { name: 'users', key: ['userID'], indexes: {} },
    { name: 'groups', key: ['groupID'], indexes: { by_membership: ['memberFlag', 'groupID'] } },
    { name: 'group_members', key: ['groupID', 'userID'], indexes: { by_mute: ['groupID', 'muteFlag', 'userID'] } },
    {
      name: 'conversations',
      key: conversationKey,
      indexes: {
        by_activity: ['listRank', 'activityTime'],
        by_unread: ['unreadFlag'],
        by_archive: ['archiveFlag', 'activityTime'],
      },
    },
    {
      name: 'messages',
      key: [...conversationKey, 'messageID'],
      indexes: {
        by_order: [...conversationKey, 'order'],
        by_reply: [...conversationKey, 'repliedMessageID', 'order'],
      },
    },
    { name: 'ranges', key: [...conversationKey, 'firstOrder'], indexes: {} },
    { name: 'deletions', key: [...conversationKey, 'messageID'], indexes: {} },
    { name: 'calls', key: ['callID'], indexes: { by_time: ['createTime'] } },
    {
      name: 'outbox',
      key: ['operationID'],
      indexes: { by_sequence: ['sequence'], by_lane: [...conversationKey, 'sequence'] },
    },
    {
      name: 'registers',
      key: ['kind', ...conversationKey, 'keyPart'],
      indexes: { by_time: ['kind', ...conversationKey, 'listTime'] },
    },
  ],
} as const satisfies StorageSchema & { readonly tables: readonly (TableSchema & { readonly name: TableName })[] }
