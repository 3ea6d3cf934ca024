import type { CallOptions } from './cancel-signal.js'
import type { ConversationReference } from './conversation-reference.js'
import type { OperationName } from './operations.js'
import type { ErrorCode } from '../errors/error-codes.js'
import type { ChatError } from '../errors/chat-error.js'
import type { Page, PageOptions } from './page.js'

/** The operations that wait in the outbox when the backend is not reached. Every other operation needs `Connected`. */
export const queueableOperations = [
  'sendMessage',
  'editMessage',
  'revokeMessage',
  'deleteMessages',
  'deleteAllMessages',
  'addMessageReaction',
  'deleteMessageReaction',
  'markRead',
  'updateConversationPinnedState',
  'setConversationDraft',
  'setConversationFlag',
  'deleteConversation',
  'setUserBlocked',
  'updateUserProfile',
  'pinMessage',
  'addFriend',
  'deleteFriend',
  'updateFriendAlias',
  'updateFriendAttributes',
  'sendFriendApplication',
  'acceptFriendApplication',
  'rejectFriendApplication',
  'updateUserOfflinePushRule',
  'updateUserCustomStatus',
  'subscribeUsersStatus',
  'unsubscribeUsersStatus',
  'updateGroupAttributes',
  'updateGroupAlias',
  'sendGroupJoinApplication',
  'acceptGroupJoinApplication',
  'rejectGroupJoinApplication',
  'sendGroupInviteApplications',
  'acceptGroupInviteApplication',
  'rejectGroupInviteApplication',
] as const satisfies readonly OperationName[]
export type QueueableOperation = (typeof queueableOperations)[number]

/** What a queueable command resolves with, once its operation is durable on this device. */
export interface OperationReceipt {
  readonly operationID: string
}

/** An operation that the backend has not confirmed. Of one that concerns no conversation it names the one with the user that it is about. */
export interface QueuedOperation extends ConversationReference {
  readonly operationID: string
  readonly operation: QueueableOperation
  /** `waiting`: will be sent. `failed`: the backend refused it for good; it can be retried or discarded. */
  readonly state: 'waiting' | 'failed'
  /** When it was enqueued, by the device's clock. Milliseconds since the epoch. */
  readonly createTime: number
  /** The message it concerns; absent when it concerns none, or several. */
  readonly messageID?: string
  /** Present when `failed`. */
  readonly failureCode?: ErrorCode
}

/** How an operation ended. A failed one stays in the outbox until it is retried or discarded. */
export type OperationSettlement =
  | {
      readonly operationID: string
      readonly operation: QueueableOperation
      readonly outcome: 'succeeded' | 'discarded'
    }
  | {
      readonly operationID: string
      readonly operation: QueueableOperation
      readonly outcome: 'failed'
      readonly error: ChatError
    }

/** The durable queue of what the backend must still learn. */
export interface OutboxContract {
  /** In the order in which they were enqueued. */
  queryOperationList(options: PageOptions): Promise<Page & { readonly operationList: readonly QueuedOperation[] }>
  /** Lets a failed operation wait again, at its old place. Rejects `operation-not-found`. */
  retryOperation(operationID: string): Promise<void>
  /** Lets every failed operation wait again. Resolves with how many there were. */
  retryAllOperations(): Promise<{ readonly operationCount: number }>
  /** Forgets an operation, and those that depend on it, and undoes what they showed. Rejects `operation-not-found`. */
  discardOperation(operationID: string): Promise<void>
  /**
   * Resolves when the operation has settled; at once for one that settled earlier (the last 1,000 of this session are
   * remembered). Rejects `operation-not-found`, `call-aborted`, and `not-logged-in` when the session ends first.
   */
  whenSettled(operationID: string, options?: CallOptions): Promise<OperationSettlement>
}
