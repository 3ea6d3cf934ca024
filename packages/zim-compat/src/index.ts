/** The shape of the ZIM SDK over Latchkey. Not affiliated with its maker. */
export { configure, type ZIMConfiguration } from './configuration.js'
export { ZIM, type ZIMEventHandler } from './zim.js'
export { ZIMErrorCode } from './errors/error-codes.js'
export type { ZIMMessageReceiptInfo } from './areas/receipts.js'
export type { ZIMError } from './errors/zim-error.js'
export {
  ZIMBlacklistChangeAction,
  ZIMCallInvitationMode,
  ZIMCallState,
  ZIMCallUserState,
  ZIMConnectionEvent,
  ZIMConnectionState,
  ZIMConversationEvent,
  ZIMConversationNotificationStatus,
  ZIMConversationSyncState,
  ZIMConversationType,
  ZIMGroupEvent,
  ZIMGroupMemberRole,
  ZIMGroupMemberState,
  ZIMGroupState,
  ZIMMessageDeleteType,
  ZIMMessageReceiptStatus,
  ZIMMessageDirection,
  ZIMMessagePriority,
  ZIMMessageSentStatus,
  ZIMMessageType,
  ZIMRevokeType,
} from './enums.js'
export type {
  ZIMAppConfig,
  ZIMBlacklistQueryConfig,
  ZIMErrorUserInfo,
  ZIMLoginConfig,
  ZIMLogoutConfig,
  ZIMUserFullInfo,
  ZIMUserInfo,
  ZIMUsersInfoQueryConfig,
} from './types/user-types.js'
export type {
  ZIMConversation,
  ZIMConversationBaseInfo,
  ZIMConversationChangeInfo,
  ZIMConversationDeleteConfig,
  ZIMConversationQueryConfig,
} from './types/conversation-types.js'
export type {
  ZIMAudioMessage,
  ZIMCustomMessage,
  ZIMFileMessage,
  ZIMImageMessage,
  ZIMMessage,
  ZIMMessageDeleteConfig,
  ZIMMessageLiteInfo,
  ZIMMessageQueryConfig,
  ZIMMessageReaction,
  ZIMMessageSendConfig,
  ZIMMessageSendNotification,
  ZIMMultipleMessage,
  ZIMRevokeMessage,
  ZIMTextMessage,
  ZIMUnknownMessage,
  ZIMVideoMessage,
} from './types/message-types.js'
export type {
  ZIMGroup,
  ZIMGroupFullInfo,
  ZIMGroupInfo,
  ZIMGroupMemberInfo,
  ZIMGroupMemberQueryConfig,
} from './types/group-types.js'
export type {
  ZIMCallAnswerConfig,
  ZIMCallInfo,
  ZIMCallInvitationQueryConfig,
  ZIMCallInviteConfig,
  ZIMCallUserInfo,
} from './types/call-types.js'
export type { ZIMEventName, ZIMEventPayloads } from './types/event-types.js'
