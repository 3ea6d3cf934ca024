import type { CallOperations } from './operations/call-operations.js'
import type { ConversationOperations } from './operations/conversation-operations.js'
import type { FriendOperations } from './operations/friend-operations.js'
import type { GroupOperations } from './operations/group-operations.js'
import type { MessageOperations } from './operations/message-operations.js'
import type { UserOperations } from './operations/user-operations.js'

/**
 * What a client can ask of a backend. Operations that change something carry an `operationID` (UUIDv7), on which a
 * backend that `deduplicates` recognises a repeat and answers with the first result.
 */
export interface Operations
  extends MessageOperations, ConversationOperations, UserOperations, FriendOperations, GroupOperations, CallOperations {
  /** The connection goes on with this token. Refused: `token-refused`. */
  renewToken: { parameters: { readonly token: string }; result: { readonly tokenExpiresAt: number } }
}

export type OperationName = keyof Operations
export type OperationParameters<Name extends OperationName> = Operations[Name]['parameters']
export type OperationResult<Name extends OperationName> = Operations[Name]['result']
