import type {
  BackendMessage,
  CallInvitation,
  ConversationHead,
  ConversationSettings,
  Group,
  GroupMember,
  ReadMark,
  User,
} from './backend-facts.js'
import type { Register } from './registers.js'

/**
 * One fact from the backend. Facts are absolute, never differences, so that applying one twice changes nothing.
 * A page names the people its changes mention: their `userChanged` stands before the change that mentions them.
 */
export type Change =
  | { readonly type: 'userChanged'; readonly user: User }
  /** The user is a member of the group, and this is how it looks now. */
  | { readonly type: 'groupChanged'; readonly group: Group }
  /** The user is no longer a member; what is on the device stays readable. */
  | { readonly type: 'groupLeft'; readonly groupID: string }
  /** Some members of a group as they are now, and some who left. At most 100 of each. */
  | {
      readonly type: 'groupMembersChanged'
      readonly groupID: string
      readonly memberList: readonly GroupMember[]
      readonly removedUserIDs: readonly string[]
    }
  | { readonly type: 'messageAdded'; readonly message: BackendMessage }
  /**
   * A message that was added before is another now: edited, revoked, reacted to, or deleted by the reader. `readMark` (absent
   * when the reader has read nothing) and `removedCount` belong together and are those of now.
   */
  | {
      readonly type: 'messageChanged'
      readonly message: BackendMessage
      readonly readMark?: ReadMark
      readonly removedCount: number
    }
  /** This user's own mark moved, on this or another device. */
  | { readonly type: 'readMarkMoved'; readonly readMark: ReadMark; readonly removedCount: number }
  | { readonly type: 'conversationSettingsChanged'; readonly settings: ConversationSettings }
  /** Where a conversation stands, for a device that has not followed the change log up to here. */
  | { readonly type: 'conversationHead'; readonly head: ConversationHead }
  | { readonly type: 'callInvitationChanged'; readonly callInvitation: CallInvitation }
  /** Of the user, or of a conversation the user is in. A driver that does not know its kind leaves it out and counts it. */
  | { readonly type: 'registerChanged'; readonly register: Register }

/** A page of the user's change log. */
export interface ChangePage {
  /** At most the `limit` asked for, user profiles not counted; never more than 2,000 in all. */
  readonly changes: readonly Change[]
  /** The place after the last of `changes`. Printable ASCII, 1 to 256 characters; compared for equality only. */
  readonly cursor: string
  /** Whether the log goes on after `cursor`. */
  readonly more: boolean
  /**
   * How many changes of the page a driver left out because it does not know their type, when there were any. Core reads
   * the log again from before them once it knows more types.
   */
  readonly skippedCount?: number
  /** About how many changes follow after `cursor`, where the backend knows. For showing progress only. */
  readonly remainingCount?: number
}
