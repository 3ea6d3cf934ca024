export { createBackend, type Backend, type BackendClock, type BackendOptions } from './backend.js'
export {
  displacedLinks,
  isDevicePolicy,
  type DeviceLink,
  type DevicePolicy,
  type Displacement,
} from './device-policy.js'
export { openFeed, type Feed, type FeedOptions } from './feed.js'
export { memoryFileStore, type FileStore, type Sha256 } from './file-store.js'
export type { BackendFiles } from './files.js'
export { isUserID } from './identifiers.js'
export type { BackendLimits } from './limits.js'
export type {
  Audience,
  CallRow,
  ConversationRow,
  ConversationStateRow,
  FileRow,
  GroupRow,
  ListedConversation,
  LogEntry,
  LogReference,
  LogState,
  MembershipRow,
  MessagePlace,
  KeptCombined,
  KeptSign,
  MessageReactions,
  MessageRow,
  NewLogEntry,
  OperationRow,
  ReactionRow,
  RegisterKind,
  RegisterName,
  RegisterQuery,
  RegisterRow,
  RepliedMessage,
  UserRow,
} from './log-rows.js'
export type { LogReader, LogStore, LogTransaction } from './log-store.js'
export { memoryLogStore } from './memory-log-store.js'
export type { ConversationKey } from './conversation-key.js'
export { backendOperations, type BackendOperationName } from './operations.js'
export type { AdmissionRequest, UserProfile } from './users.js'
