import type {
  BackendMessage,
  CombinedMessage,
  CombinedSource,
  GroupMember,
  MessageAttributes,
  MessageReceipt,
  User,
} from '../backend-facts.js'
import type { ConversationReference } from '../conversation-reference.js'
import type { CombineContent, SendableContent } from '../message-content.js'
import type { Register } from '../registers.js'
import type { RegistersAnswer } from './registers-answer.js'

/** What a client can ask of a backend about messages. */
export interface MessageOperations {
  /**
   * Refused: `conversation-not-found`, `user-not-found`, `not-group-member`, `group-muted`, `message-id-reused`,
   * `limit-exceeded`, `message-not-found` (what it answers, or combines), `message-revoked` (what it combines), `not-allowed` (to oneself).
   */
  sendMessage: {
    parameters: ConversationReference & {
      readonly messageID: string
      readonly content: SendableContent | CombineContent
      /** What a combined message holds: the backend copies it. At most 256 KiB, and 4 levels deep. Goes with a content `combine`, and no other. */
      readonly combined?: CombinedSource
      /** When the person wrote it, by the device's clock. */
      readonly sentTime: number
      /** The message that it answers. */
      readonly repliedMessageID?: string
    } & MessageAttributes
    result: { readonly message: BackendMessage }
  }
  /**
   * Replaces what an own message says. A repeat of the same content changes nothing. Refused: `message-not-found`,
   * `message-revoked`, `not-group-member`, `group-muted`, `not-allowed` (of another user, or older than the backend allows).
   */
  editMessage: {
    parameters: ConversationReference & { readonly messageID: string; readonly content: SendableContent }
    result: { readonly message: BackendMessage }
  }
  /**
   * Takes a message back for everybody; one that is taken back already stays so. Refused: `message-not-found`,
   * `not-group-member`, `not-allowed` (of another user, unless one owns or administers the group; or older than the
   * backend allows).
   */
  revokeMessage: {
    parameters: ConversationReference & { readonly messageID: string }
    result: { readonly message: BackendMessage }
  }
  /** Deletes 1 to 100 messages for the user, on all devices. Unknown ones are left out. Refused: `conversation-not-found`. */
  deleteMessages: {
    parameters: ConversationReference & { readonly messageIDs: readonly string[] }
    /** The deleted messages as they now are. What that makes of the unread ones is told by the change log. */
    result: { readonly messageList: readonly BackendMessage[] }
  }
  /**
   * Deletes every message of a conversation up to the one at `order` for the user, on all devices. Refused: `conversation-not-found`,
   * `message-not-found`.
   */
  deleteAllMessages: {
    parameters: ConversationReference & { readonly order: string }
    result: RegistersAnswer
  }
  /** Gives a sign to a message; one that was given already stays. Refused: `message-not-found`, `message-revoked`, `not-group-member`, `limit-exceeded` (100 signs). */
  addMessageReaction: {
    parameters: ConversationReference & { readonly messageID: string; readonly reactionType: string }
    result: { readonly message: BackendMessage }
  }
  /** Takes a sign back; one that was not given stays so. Refused: `message-not-found`, `message-revoked`, `not-group-member`. */
  deleteMessageReaction: {
    parameters: ConversationReference & { readonly messageID: string; readonly reactionType: string }
    result: { readonly message: BackendMessage }
  }
  /**
   * Pins a message for all in the conversation, or unpins it; what is so already stays so. Refused: `message-not-found`, `message-revoked`
   * (to pin), `not-group-member`, `blocked-by-user`, `limit-exceeded` (20 pinned).
   */
  pinMessage: {
    parameters: ConversationReference & { readonly messageID: string; readonly isPinned: boolean }
    result: RegistersAnswer
  }
  /** 1 to 100 messageIDs; unknown ones are left out. Refused: `conversation-not-found`. */
  queryMessages: {
    parameters: ConversationReference & { readonly messageIDs: readonly string[] }
    result: { readonly messageList: readonly BackendMessage[] }
  }
  /**
   * Who gave a sign to a message, in the order in which they did: `count` 1 to 100 of them behind the place `after`, which is the `next` of the
   * answer before. Refused: `message-not-found`, `not-group-member`.
   */
  queryMessageReactionUserList: {
    parameters: ConversationReference & {
      readonly messageID: string
      readonly reactionType: string
      readonly count: number
      readonly after?: number
    }
    result: { readonly userList: readonly User[]; readonly totalCount: number; readonly next?: number }
  }
  /** What answers a message, oldest first, those taken back left out. `count` 1 to 100. Refused: `message-not-found`, `not-group-member`. */
  queryMessageRepliedList: {
    parameters: ConversationReference & {
      readonly messageID: string
      readonly count: number
      readonly afterOrder?: string
    }
    result: { readonly messageList: readonly BackendMessage[]; readonly more: boolean }
  }
  /**
   * How many other members of a group have read messages of the user; those that are not there, or of somebody else, are left out. 1 to 100
   * messageIDs. Refused: `group-not-found`.
   */
  queryMessageReceiptsInfo: {
    parameters: { readonly groupID: string; readonly messageIDs: readonly string[] }
    result: {
      readonly receiptList: readonly MessageReceipt[]
      /** Of two answers the one with the higher revision is the later one. */
      readonly revision: number
    }
  }
  /**
   * Other members of a group who have read a message of the user, or have not, in the order of their userID: `count` 1 to 100. The
   * registers are their read marks. Refused: `group-not-found`, `message-not-found`, `not-allowed` (of somebody else).
   */
  queryMessageReceiptMemberList: {
    parameters: {
      readonly groupID: string
      readonly messageID: string
      readonly isRead: boolean
      readonly count: number
      readonly afterUserID?: string
    }
    result: {
      readonly memberList: readonly GroupMember[]
      readonly userList: readonly User[]
      readonly registerList: readonly Register[]
      readonly more: boolean
    }
  }
  /**
   * What a combined message holds, one level: of the message itself, or of the combined one at `path` in it, at most 3 places, each from 0.
   * Refused: `message-not-found`, `not-group-member`, `message-revoked`, `not-allowed` (nothing combined there).
   */
  queryCombineMessageDetail: {
    parameters: ConversationReference & { readonly messageID: string; readonly path: readonly number[] }
    result: { readonly combinedList: readonly CombinedMessage[]; readonly userList: readonly User[] }
  }
}
