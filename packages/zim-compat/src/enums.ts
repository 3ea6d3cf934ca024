/** Numeric enums under the names that apps written for ZIM know: the values that this package uses, and no others. */

export { ConnectionEvent as ZIMConnectionEvent, ConnectionState as ZIMConnectionState } from '@latchkey/core'

export const ZIMConversationType = { Peer: 0, Group: 2 } as const
export type ZIMConversationType = (typeof ZIMConversationType)[keyof typeof ZIMConversationType]

export const ZIMConversationEvent = { Added: 0, Updated: 1, Disabled: 2, Deleted: 3 } as const
export type ZIMConversationEvent = (typeof ZIMConversationEvent)[keyof typeof ZIMConversationEvent]

export const ZIMConversationNotificationStatus = { Notify: 1, DoNotDisturb: 2 } as const
export type ZIMConversationNotificationStatus =
  (typeof ZIMConversationNotificationStatus)[keyof typeof ZIMConversationNotificationStatus]

export const ZIMConversationSyncState = { Started: 0, Finished: 1, Failed: 2 } as const
export type ZIMConversationSyncState = (typeof ZIMConversationSyncState)[keyof typeof ZIMConversationSyncState]

/** `Unknown`: a kind that this version of Latchkey does not know, or has and ZIM has not. */
export const ZIMMessageType = {
  Unknown: 0,
  Text: 1,
  Multiple: 10,
  Image: 11,
  File: 12,
  Audio: 13,
  Video: 14,
  Revoke: 31,
  Custom: 200,
} as const
export type ZIMMessageType = (typeof ZIMMessageType)[keyof typeof ZIMMessageType]

export const ZIMMessageDirection = { Send: 0, Receive: 1 } as const
export type ZIMMessageDirection = (typeof ZIMMessageDirection)[keyof typeof ZIMMessageDirection]

/** `Sending`: it is stored on this device and is sent as soon as there is a connection, after a restart too. */
export const ZIMMessageSentStatus = { Sending: 0, Success: 1, Failed: 2 } as const
export type ZIMMessageSentStatus = (typeof ZIMMessageSentStatus)[keyof typeof ZIMMessageSentStatus]

export const ZIMMessagePriority = { Low: 1, Medium: 2, High: 3 } as const
export type ZIMMessagePriority = (typeof ZIMMessagePriority)[keyof typeof ZIMMessagePriority]

export const ZIMMessageReceiptStatus = { None: 0, Processing: 1, Done: 2 } as const
export type ZIMMessageReceiptStatus = (typeof ZIMMessageReceiptStatus)[keyof typeof ZIMMessageReceiptStatus]

export const ZIMMessageDeleteType = { MessageListDeleted: 0, ConversationAllMessagesDeleted: 1 } as const
export type ZIMMessageDeleteType = (typeof ZIMMessageDeleteType)[keyof typeof ZIMMessageDeleteType]

export const ZIMRevokeType = { TwoWay: 0 } as const
export type ZIMRevokeType = (typeof ZIMRevokeType)[keyof typeof ZIMRevokeType]

export const ZIMGroupMemberRole = { Owner: 1, Admin: 2, Member: 3 } as const
export type ZIMGroupMemberRole = (typeof ZIMGroupMemberRole)[keyof typeof ZIMGroupMemberRole]

export const ZIMGroupState = { Quit: 0, Enter: 1 } as const
export type ZIMGroupState = (typeof ZIMGroupState)[keyof typeof ZIMGroupState]

/** `Unknown`: Latchkey does not tell why. */
export const ZIMGroupEvent = { Unknown: -1 } as const
export type ZIMGroupEvent = (typeof ZIMGroupEvent)[keyof typeof ZIMGroupEvent]

export const ZIMGroupMemberState = { Quit: 0, Enter: 1 } as const
export type ZIMGroupMemberState = (typeof ZIMGroupMemberState)[keyof typeof ZIMGroupMemberState]

export const ZIMCallInvitationMode = { General: 0, Advanced: 1 } as const
export type ZIMCallInvitationMode = (typeof ZIMCallInvitationMode)[keyof typeof ZIMCallInvitationMode]

export const ZIMCallState = { Started: 1, Ended: 2 } as const
export type ZIMCallState = (typeof ZIMCallState)[keyof typeof ZIMCallState]

export const ZIMCallUserState = { Inviting: 0, Accepted: 1, Rejected: 2, Cancelled: 3, Timeout: 6 } as const
export type ZIMCallUserState = (typeof ZIMCallUserState)[keyof typeof ZIMCallUserState]

export const ZIMBlacklistChangeAction = { Added: 0, Removed: 1 } as const
export type ZIMBlacklistChangeAction = (typeof ZIMBlacklistChangeAction)[keyof typeof ZIMBlacklistChangeAction]
