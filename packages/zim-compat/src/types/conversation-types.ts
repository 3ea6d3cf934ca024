import type { ZIMConversationEvent, ZIMConversationNotificationStatus, ZIMConversationType } from '../enums.js'
import type { ZIMMessage } from './message-types.js'

export interface ZIMConversation {
  readonly conversationID: string
  readonly type: ZIMConversationType
  readonly conversationName: string
  readonly conversationAvatarUrl: string
  readonly unreadMessageCount: number
  readonly lastMessage?: ZIMMessage
  /** By what lists are sorted behind the pinned ones, newest first. Milliseconds since the epoch. */
  readonly orderKey: number
  readonly isPinned: boolean
  /** 0 when it is not pinned. Milliseconds since the epoch. */
  readonly pinnedTime: number
  readonly draft: string
  /** With `DoNotDisturb` it adds nothing to the total of what is unread. */
  readonly notificationStatus: ZIMConversationNotificationStatus
  /** 1 to 60; what they mean is the app's. */
  readonly marks: readonly number[]
  /** The user is no longer in the group. */
  readonly isDisabled: boolean
}

export interface ZIMConversationBaseInfo {
  readonly conversationID: string
  readonly conversationType: ZIMConversationType
}

export interface ZIMConversationQueryConfig {
  /** The page continues from this conversation; absent for the first page. */
  readonly nextConversation?: ZIMConversation | null
  /** 1 to 100. */
  readonly count: number
}

export interface ZIMConversationDeleteConfig {
  /** `false`: off the lists of this device only. */
  readonly isAlsoDeleteServerConversation: boolean
}

export interface ZIMConversationChangeInfo {
  readonly event: ZIMConversationEvent
  readonly conversation: ZIMConversation
}
