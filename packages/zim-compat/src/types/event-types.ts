import type {
  ZIMBlacklistChangeAction,
  ZIMCallInvitationMode,
  ZIMConnectionEvent,
  ZIMConnectionState,
  ZIMConversationSyncState,
  ZIMConversationType,
  ZIMGroupEvent,
  ZIMGroupMemberState,
  ZIMGroupState,
  ZIMMessageDeleteType,
  ZIMMessageSentStatus,
} from '../enums.js'
import type { ZIMErrorCode } from '../errors/error-codes.js'
import type { ZIMCallUserInfo } from './call-types.js'
import type { ZIMConversationChangeInfo } from './conversation-types.js'
import type { ZIMMessage, ZIMMessageReaction } from './message-types.js'
import type { ZIMUserFullInfo, ZIMUserInfo } from './user-types.js'

interface ReceivedMessages {
  readonly messageList: readonly ZIMMessage[]
  readonly fromConversationID: string
  /** `isOfflineMessage`: it came while the device caught up with what it had missed. */
  readonly info: { readonly isOfflineMessage: boolean }
}

interface CallFacts {
  readonly callID: string
  readonly mode: ZIMCallInvitationMode
}

/** What listeners are told, by name. */
export interface ZIMEventPayloads {
  /** What failed outside of a call. */
  error: { readonly code: ZIMErrorCode; readonly message: string }
  /** `extendedData`: a code of Latchkey, or blank. */
  connectionStateChanged: {
    readonly state: ZIMConnectionState
    readonly event: ZIMConnectionEvent
    readonly extendedData: string
  }
  tokenWillExpire: { readonly second: number }
  /** The user's own profile. */
  userInfoUpdated: { readonly info: ZIMUserFullInfo }
  blacklistChanged: { readonly userList: readonly ZIMUserInfo[]; readonly action: ZIMBlacklistChangeAction }
  /** `Added`: one that this instance has not told of before. */
  conversationChanged: { readonly infoList: readonly ZIMConversationChangeInfo[] }
  conversationTotalUnreadMessageCountUpdated: { readonly totalUnreadMessageCount: number }
  conversationSyncStateChanged: { readonly state: ZIMConversationSyncState }
  peerMessageReceived: ReceivedMessages
  groupMessageReceived: ReceivedMessages
  /** `reason`: a code of Latchkey when it failed, else blank. */
  messageSentStatusChanged: {
    readonly infos: readonly {
      readonly status: ZIMMessageSentStatus
      readonly message: ZIMMessage
      readonly reason: string
    }[]
  }
  messageEdited: { readonly messageList: readonly ZIMMessage[] }
  messageRevokeReceived: { readonly messageList: readonly ZIMMessage[] }
  messageReactionsChanged: { readonly reactions: readonly ZIMMessageReaction[] }
  /** The messages are gone: only their IDs are told. */
  messageDeleted: {
    readonly conversationID: string
    readonly conversationType: ZIMConversationType
    readonly isDeleteConversationAllMessage: boolean
    readonly messageDeleteType: ZIMMessageDeleteType
    readonly messageList: readonly { readonly messageID: string; readonly localMessageID: string }[]
  }
  /** The user is no longer in the group. */
  groupStateChanged: { readonly state: ZIMGroupState; readonly event: ZIMGroupEvent; readonly groupID: string }
  /** Told with every change of a group, as are its picture and notice; they may be what they were. */
  groupNameUpdated: { readonly groupID: string; readonly groupName: string }
  groupAvatarUrlUpdated: { readonly groupID: string; readonly groupAvatarUrl: string }
  groupNoticeUpdated: { readonly groupID: string; readonly groupNotice: string }
  /** `Enter`: they are members; they may have been before, with another role or name. */
  groupMemberStateChanged: {
    readonly groupID: string
    readonly state: ZIMGroupMemberState
    readonly userList: readonly { readonly userID: string }[]
  }
  /** To the caller, on all devices. */
  callInvitationCreated: CallFacts & {
    readonly caller: string
    readonly extendedData: string
    readonly timeout: number
    readonly createTime: number
    readonly callUserList: readonly ZIMCallUserInfo[]
  }
  callInvitationReceived: CallFacts & {
    readonly caller: string
    readonly inviter: string
    readonly extendedData: string
    readonly timeout: number
    readonly createTime: number
    readonly callUserList: readonly ZIMCallUserInfo[]
  }
  /** To an invitee. */
  callInvitationCancelled: CallFacts & { readonly inviter: string; readonly extendedData: string }
  /** To an invitee. */
  callInvitationTimeout: CallFacts
  callUserStateChanged: { readonly callID: string; readonly callUserList: readonly ZIMCallUserInfo[] }
}

export type ZIMEventName = keyof ZIMEventPayloads
