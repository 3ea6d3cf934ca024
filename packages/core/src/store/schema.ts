import type { CallInvitation, Group, GroupMember, User } from '../contract/backend-facts.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import type { Message } from '../contract/messages.js'
import type { OperationParameters } from '../contract/operations.js'
import type { QueueableOperation } from '../contract/outbox.js'
import type { StorageSchema, TableSchema } from '../contract/storage-driver.js'
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
  /** The last sequence number given to an operation or to a message of this device. */
  | { readonly name: 'sequence'; readonly sequence: number }

export type UserRow = AsJson<User>
/** `memberFlag` is present while the user is a member. */
export type GroupRow = AsJson<Group> & { readonly memberFlag?: 1 }
export type GroupMemberRow = AsJson<GroupMember>
export type MessageRow = AsJson<Message>
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
}

/** What an operation in the outbox makes of a conversation until the backend has confirmed it. */
export type PendingEffect =
  | { readonly operationID: string; readonly type: 'markRead'; readonly order: string; readonly countedSeq: number }
  | { readonly operationID: string; readonly type: 'pin'; readonly isPinned: boolean; readonly pinnedTime: number }

export type ConversationRow = ConversationReferenceRow & {
  readonly confirmed: ConfirmedConversation
  readonly pending: readonly PendingEffect[]
  /** When this device first heard of it. */
  readonly createTime: number
  readonly draft: string
  /** The newest order of the backend at the time when the user took it off the list. */
  readonly deletedUpToOrder?: string
  /** The newest unsent message at that time. Unsent messages sort after all others, and so have a mark of their own. */
  readonly deletedUpToUnsentOrder?: string
  // What is shown: recomputed from the above and from other rows in every batch that touches it.
  readonly conversationName: string
  readonly conversationAvatarUrl: string
  readonly unreadMessageCount: number
  readonly lastMessage?: MessageRow
  readonly isPinned: boolean
  readonly pinnedTime?: number
  readonly isDisabled: boolean
  readonly activityTime: number
  /** 1 pinned, 0 not; absent when it is on no list. */
  readonly listRank?: 0 | 1
  /** Present while something is unread. */
  readonly unreadFlag?: 1
}

/** An operation that the backend has not confirmed. */
export type OutboxRow = {
  readonly [Operation in QueueableOperation]: {
    readonly operationID: string
    readonly operation: Operation
    readonly parameters: AsJson<OperationParameters<Operation>>
    /** The place in the order of enqueueing; kept by a retry. */
    readonly sequence: number
    readonly state: 'waiting' | 'failed'
    readonly createTime: number
    readonly failureCode?: ErrorCode
  }
}[QueueableOperation]

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
}
export type TableName = keyof TableRows

const conversationKey = ['conversationType', 'conversationID']

/** Declared once; `version` grows with every change of it. */
export const schema = {
  version: 1,
  tables: [
    { name: 'meta', key: ['name'], indexes: {} },
    { name: 'users', key: ['userID'], indexes: {} },
    { name: 'groups', key: ['groupID'], indexes: { by_membership: ['memberFlag', 'groupID'] } },
    { name: 'group_members', key: ['groupID', 'userID'], indexes: {} },
    {
      name: 'conversations',
      key: conversationKey,
      indexes: { by_activity: ['listRank', 'activityTime'], by_unread: ['unreadFlag'] },
    },
    {
      name: 'messages',
      key: [...conversationKey, 'messageID'],
      indexes: { by_order: [...conversationKey, 'order'] },
    },
    { name: 'ranges', key: [...conversationKey, 'firstOrder'], indexes: {} },
    { name: 'deletions', key: [...conversationKey, 'messageID'], indexes: {} },
    { name: 'calls', key: ['callID'], indexes: { by_time: ['createTime'] } },
    { name: 'outbox', key: ['operationID'], indexes: { by_sequence: ['sequence'] } },
  ],
} as const satisfies StorageSchema & { readonly tables: readonly (TableSchema & { readonly name: TableName })[] }
