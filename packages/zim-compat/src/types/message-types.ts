import type {
  ZIMConversationType,
  ZIMMessageDirection,
  ZIMMessagePriority,
  ZIMMessageSentStatus,
  ZIMMessageType,
  ZIMRevokeType,
} from '../enums.js'

/** What every message has once Latchkey knows it; an app that makes one to send it gives its `type` and what it says. */
interface MessageFacts {
  /** Absent until it was sent. */
  readonly messageID?: string
  /** Made by the sender's device; identifies it before and after it was sent. */
  readonly localMessageID?: string
  /** 1, 2, 3 … in its conversation, where the backend counts. */
  readonly messageSeq?: number
  readonly senderUserID?: string
  readonly conversationID?: string
  readonly conversationType?: ZIMConversationType
  readonly direction?: ZIMMessageDirection
  readonly sentStatus?: ZIMMessageSentStatus
  /** Milliseconds since the epoch, by the backend's clock; by the device's before it was sent. */
  readonly timestamp?: number
  /** Sorts as `timestamp` does, then as `messageSeq`; what was not sent sorts behind all others. */
  readonly orderKey?: number
  readonly isUserInserted?: boolean
  readonly reactions?: readonly ZIMMessageReaction[]
  /** 0 when it was never edited. Milliseconds since the epoch. */
  readonly editedTime?: number
}

export interface ZIMTextMessage extends MessageFacts {
  readonly type: typeof ZIMMessageType.Text
  readonly message: string
}

export interface ZIMCustomMessage extends MessageFacts {
  readonly type: typeof ZIMMessageType.Custom
  readonly message: string
  /** 0 to 200. */
  readonly subType: number
  /** At most 1,024 bytes of UTF-8. */
  readonly searchedContent?: string
}

interface MediaFacts extends MessageFacts {
  /** Of a message to be sent. */
  readonly fileLocalPath?: File
  readonly fileUID?: string
  readonly fileName?: string
  /** In bytes. */
  readonly fileSize?: number
}

export interface ZIMImageMessage extends MediaFacts {
  readonly type: typeof ZIMMessageType.Image
  /** In pixels. Required when it is sent. */
  readonly originalImageWidth?: number
  /** In pixels. Required when it is sent. */
  readonly originalImageHeight?: number
}

export interface ZIMFileMessage extends MediaFacts {
  readonly type: typeof ZIMMessageType.File
}

export interface ZIMAudioMessage extends MediaFacts {
  readonly type: typeof ZIMMessageType.Audio
  /** In seconds. */
  readonly audioDuration: number
}

export interface ZIMVideoMessage extends MediaFacts {
  readonly type: typeof ZIMMessageType.Video
  /** In seconds. */
  readonly videoDuration: number
  /** In pixels. Required when it is sent. */
  readonly videoFirstFrameWidth?: number
  /** In pixels. Required when it is sent. */
  readonly videoFirstFrameHeight?: number
}

/** What can stand in a message of several parts. */
export type ZIMMessageLiteInfo =
  | Omit<ZIMTextMessage, keyof MessageFacts>
  | Omit<ZIMCustomMessage, keyof MessageFacts>
  | Omit<ZIMImageMessage, keyof MessageFacts>
  | Omit<ZIMFileMessage, keyof MessageFacts>
  | Omit<ZIMAudioMessage, keyof MessageFacts>
  | Omit<ZIMVideoMessage, keyof MessageFacts>
  | { readonly type: typeof ZIMMessageType.Unknown }

export interface ZIMMultipleMessage extends MessageFacts {
  readonly type: typeof ZIMMessageType.Multiple
  /** 1 to 20, at most 10 of them with a file. */
  readonly messageInfoList: readonly ZIMMessageLiteInfo[]
}

/** What is left of a message that was taken back for everybody. */
export interface ZIMRevokeMessage extends MessageFacts {
  readonly type: typeof ZIMMessageType.Revoke
  readonly revokeType: ZIMRevokeType
  readonly revokeTimestamp: number
  readonly operatedUserID: string
}

/** A message of a kind that ZIM apps do not know. It cannot be sent from here. */
export interface ZIMUnknownMessage extends MessageFacts {
  readonly type: typeof ZIMMessageType.Unknown
}

export type ZIMMessage =
  | ZIMTextMessage
  | ZIMCustomMessage
  | ZIMImageMessage
  | ZIMFileMessage
  | ZIMAudioMessage
  | ZIMVideoMessage
  | ZIMMultipleMessage
  | ZIMRevokeMessage
  | ZIMUnknownMessage

export interface ZIMMessageReaction {
  readonly reactionType: string
  readonly conversationID: string
  readonly conversationType: ZIMConversationType
  readonly messageID: string
  readonly totalCount: number
  readonly isSelfIncluded: boolean
  /** The first of them, at most 5. */
  readonly userList: readonly { readonly userID: string }[]
}

export interface ZIMMessageSendConfig {
  /** Taken, and without effect: Latchkey sends in order. */
  readonly priority?: ZIMMessagePriority
  /** Sends a failed message once more. */
  readonly isRetrySend?: boolean
}

export interface ZIMMessageSendNotification {
  /** The message is stored on this device. */
  readonly onMessageAttached?: (message: ZIMMessage) => void
  readonly onMediaUploadingProgress?: (message: ZIMMessage, currentFileSize: number, totalFileSize: number) => void
}

export interface ZIMMessageQueryConfig {
  /** The page continues from this message, which may be any one of the conversation. */
  readonly nextMessage?: ZIMMessage | null
  /** 1 to 100. */
  readonly count: number
  /** `true`: back in time, from the newest or from `nextMessage`. `false`: forward, from `nextMessage`, which it needs. */
  readonly reverse: boolean
}

export interface ZIMMessageDeleteConfig {
  readonly isAlsoDeleteServerMessage: boolean
}
