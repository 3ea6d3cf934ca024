/** The entry for driver authors. */
export { ChatError, type ErrorDetails } from './errors/chat-error.js'
export { nextTask } from './platform/next-task.js'
export { errorCodes, isBackendErrorCode, isErrorCode, type ErrorCode } from './errors/error-codes.js'
export type { CallOptions, CancelSignal } from './contract/cancel-signal.js'
export type {
  JsonValue,
  Key,
  KeyPart,
  RangeQuery,
  Row,
  SearchPage,
  SearchQuery,
  SearchTerm,
  SmallStorage,
  StorageBatch,
  StorageCondition,
  StorageDriver,
  StorageFiles,
  StorageSchema,
  StorageScope,
  StorageSession,
  StorageSupports,
  StorageWrite,
  StoredFile,
  StoredRow,
  TableSchema,
} from './contract/storage-driver.js'
export type {
  Account,
  AccountLimits,
  Closure,
  ClosureReason,
  ConnectRequest,
  Credential,
  FileDescription,
  HistoryPage,
  HistoryRequest,
  OperationOutcome,
  PushedChanges,
  TransportConnection,
  TransportDriver,
  TransportFiles,
  TransportSignal,
  TransportSink,
  TransportSupports,
} from './contract/transport-driver.js'
export type { OperationName, OperationParameters, OperationResult, Operations } from './contract/operations.js'
export type { FriendNotes, FriendRelation } from './contract/operations/friend-operations.js'
export type { RegistersAnswer } from './contract/operations/registers-answer.js'
export type { Change, ChangePage } from './contract/changes.js'
export { conversationFlags } from './contract/backend-facts.js'
export type {
  BackendMessage,
  CallEndReason,
  CallInvitation,
  CallInvitationMode,
  CallUser,
  CallUserState,
  CombinedMessage,
  CombinedSource,
  ConversationHead,
  ConversationFlag,
  ConversationSettings,
  Group,
  GroupBeInviteMode,
  GroupInviteMode,
  GroupJoinMode,
  GroupMember,
  GroupMemberRole,
  GroupMute,
  MessageAttributes,
  MessageReaction,
  Mute,
  RepliedInfo,
  ReadMark,
  User,
} from './contract/backend-facts.js'
export type {
  FriendAttributes,
  Register,
  RegisterKind,
  RegisterOf,
  RegisterPlace,
  Registers,
} from './contract/registers.js'
export type { ConversationReference, ConversationType } from './contract/conversation-reference.js'
export type {
  AttachedContent,
  BackendContent,
  CombineContent,
  ContentItem,
  CustomContent,
  DeletedContent,
  FileContent,
  MessageContent,
  RevokedContent,
  SendableContent,
  TextContent,
  UnsupportedContent,
} from './contract/message-content.js'
export type { PublicKey, TokenClaims, TokenReader } from './contract/token-reader.js'
export type {
  Platform,
  PlatformChannel,
  PlatformClock,
  PlatformCrypto,
  PlatformLocks,
  PlatformNetwork,
  PlatformPage,
  PlatformRandom,
} from './contract/platform.js'
