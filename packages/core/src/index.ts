/** The entry for apps and UI kits. */
export { createChat, type ChatWith } from './chat.js'
export { attachmentsFeature } from './features/attachments.js'
export { blacklistFeature, type BlacklistLive } from './features/blacklist.js'
export { callsFeature, type CallLive } from './features/calls.js'
export { conversationSettingsFeature, type ConversationSettingLive } from './features/conversation-settings.js'
export { groupAliasFeature, type GroupAliasLive } from './features/group-alias.js'
export { groupApplicationsFeature, type GroupApplicationLive } from './features/group-applications.js'
export { groupAttributesFeature, type GroupAttributeLive } from './features/group-attributes.js'
export { groupMutesFeature, type GroupMuteLive } from './features/group-mutes.js'
export { groupsFeature } from './features/groups.js'
export { friendApplicationsFeature, type FriendApplicationLive } from './features/friend-applications.js'
export { friendsFeature, type FriendLive } from './features/friends.js'
export { localExtendedDataFeature } from './features/local-extended-data.js'
export { deleteAllMessagesFeature } from './features/delete-all-messages.js'
export { combineMessagesFeature } from './features/combine-messages.js'
export { receiptsFeature, type ReceiptLive } from './features/receipts.js'
export { pinnedMessagesFeature, type PinnedMessageLive } from './features/pinned-messages.js'
export { profileFeature } from './features/profile.js'
export { reactionUsersFeature } from './features/reaction-users.js'
export { repliesFeature } from './features/replies.js'
export { searchFeature, type SearchMethods } from './features/search.js'
export { userRuleFeature, type UserRuleLive } from './features/user-rule.js'
export { userStatusFeature, type UserStatusLive } from './features/user-status.js'
export type { AttachingFeature, Feature, FeatureLive, FeatureMethods, LiveFeature } from './features/feature.js'
export { ConnectionEvent, ConnectionState } from './contract/connection-state.js'
export { ChatError, type ErrorDetails } from './errors/chat-error.js'
export { errorCodes, isErrorCode, type ErrorCode } from './errors/error-codes.js'
export type { Chat, ChatOptions, OfferedQueries } from './contract/chat.js'
export type { AttachmentCommands, AttachmentMethods } from './contract/attachments.js'
export type { FriendNotes, FriendRelation } from './contract/operations/friend-operations.js'
export type { FriendAttributes, OfflinePushRule } from './contract/registers.js'
export type { LastLogin, LoginConfig, LoginContract, LogoutOptions } from './contract/login.js'
export type { ChatEventName, ChatEvents, StorageState, SyncState } from './contract/events.js'
export type { Logger, LogEntry } from './contract/logger.js'
export type {
  LiveList,
  LiveListSnapshot,
  LiveQueries,
  LiveQuery,
  LiveStatus,
  LiveValueSnapshot,
} from './contract/live.js'
export type {
  Found,
  Page,
  PageOptions,
  ReadOptions,
  SearchedPage,
  SearchOptions,
  SearchOrderOptions,
  TextMatch,
} from './contract/page.js'
export type {
  BlacklistCommands,
  ErrorUser,
  Friend,
  FriendApplication,
  FriendApplicationCommands,
  FriendCommands,
  FriendOptions,
  FriendReceipt,
  ProfileCommands,
  UserOperation,
  UserQueries,
  UserRule,
  UserRuleCommands,
  UserRuleQueries,
  SelfStatusQueries,
  SubscribedUserStatus,
  UserStatus,
  UserStatusCommands,
} from './contract/users.js'
export type {
  GroupAliasCommands,
  GroupAliasQueries,
  GroupApplication,
  GroupApplicationCommands,
  GroupAttributeCommands,
  GroupCommands,
  GroupManagementCommands,
  GroupMemberInfo,
  GroupMuteCommands,
  GroupQueries,
  MuteOptions,
} from './contract/groups.js'
export type {
  CombineMessageCommands,
  DeleteMessageOptions,
  ErrorMessage,
  FailedMessage,
  HistoryMessagePage,
  Message,
  MessageCommands,
  MessageQueries,
  PinnedMessageCommands,
  ReceiptQueries,
  SendMessageOptions,
  SentMessage,
  WaitingMessage,
} from './contract/messages.js'
export type { CallAnswerOptions, CallFilter, CallInvitationCommands, CallInvitationQueries } from './contract/calls.js'
export type {
  Conversation,
  ConversationCommands,
  ConversationNotificationStatus,
  ConversationQueries,
  ConversationSettingCommands,
  ConversationSettingQueries,
  DeleteConversationOptions,
  UnreadFilter,
} from './contract/conversations.js'
export {
  queueableOperations,
  type OperationReceipt,
  type OperationSettlement,
  type OutboxContract,
  type QueueableOperation,
  type QueuedOperation,
} from './contract/outbox.js'
export type {
  CallEndReason,
  CallInvitation,
  CallInvitationMode,
  CallUser,
  CallUserState,
  CombinedMessage,
  CombinedSource,
  Group,
  GroupBeInviteMode,
  GroupInviteMode,
  GroupJoinMode,
  GroupMember,
  GroupMemberRole,
  GroupMute,
  MessageAttributes,
  MessageReceipt,
  Mute,
  RepliedInfo,
  User,
} from './contract/backend-facts.js'
export type { ConversationReference, ConversationType } from './contract/conversation-reference.js'
export type {
  AttachedContent,
  AudioContent,
  CombineContent,
  ContentItem,
  CustomContent,
  FileAttachment,
  FileContent,
  ImageContent,
  LocationContent,
  MessageContent,
  MultipleAttachment,
  MultipleContent,
  SendableContent,
  TextContent,
  UnsupportedContent,
  VideoContent,
} from './contract/message-content.js'
export type { CallOptions, CancelSignal } from './contract/cancel-signal.js'
export type { TransportSignal } from './contract/transport-driver.js'
export type { StorageDriver } from './contract/storage-driver.js'
export type { TransportDriver } from './contract/transport-driver.js'
export type { TokenReader } from './contract/token-reader.js'
export type { Platform } from './contract/platform.js'
