import type { ConversationReference } from './conversation-reference.js'

/**
 * What the registers of each kind hold. A register is one value that a backend keeps for a user or for a conversation, and of
 * which the one told last counts: a friend, a blocked user, an attribute of a group. Values are plain JSON, at most 16 KiB.
 */
export interface Registers {
  /** Of the user. The key is the userID of whoever may no longer write to them. */
  blockedUser: { readonly createTime: number }
  /** Of the user: what their own profile says. The key is the name of the field. */
  profileField: { readonly text: string }
  /** Of a conversation. The key is the messageID of what is pinned there. */
  pinnedMessage: { readonly createTime: number; readonly operatorUserID: string }
  /** Of the user: up to where all messages of a conversation were deleted. The key is `peer/` or `group/` and the conversationID. */
  clearedConversation: { readonly order: string }
  /**
   * Of a conversation: up to where somebody else has read it. The key is the userID. In a peer conversation the other user's is told; of a
   * group's members a device knows what it asked for.
   */
  readMark: { readonly order: string; readonly readTime?: number }
  /** Of a conversation: who has read a message of the user, as the backend counted last. The key is its messageID. Not told, but asked for. */
  messageReceipt: { readonly readMemberCount: number; readonly unreadMemberCount: number }
  /** Of the user. The key is the userID of a friend. */
  friend: { readonly friendAlias: string; readonly friendAttributes: FriendAttributes; readonly createTime: number }
  /** Of the user. The key is `received/` or `sent/` and the userID of the other one. */
  friendApplication: {
    readonly state: 'waiting' | 'accepted' | 'rejected'
    readonly wording: string
    readonly createTime: number
    readonly updateTime: number
    /** By the backend's clock: from then on one that waits can be answered no more. */
    readonly expireTime: number
    /** Of a sent one: what the user will call the friend. Empty in a received one. */
    readonly friendAlias: string
    readonly friendAttributes: FriendAttributes
  }
  /** Of the conversation of a group. The key is the name of the attribute, 1 to 16 bytes of UTF-8. */
  groupAttribute: { readonly text: string }
  /** Of the user: what they call a group. The key is its groupID. */
  groupAlias: { readonly text: string }
  /**
   * Of the user: an application to join a group, of the one who sent it and of the owner and administrators, whose key is `join/`, the
   * groupID, `/` and the applicant; or an invitation that waits for whom it is for, of both, whose key is `invite/`, the groupID, `/`,
   * the inviter, `/` and the invitee.
   */
  groupApplication: {
    readonly state: 'waiting' | 'accepted' | 'rejected'
    readonly wording: string
    readonly createTime: number
    readonly updateTime: number
    /** By the backend's clock: from then on one that waits can be answered no more. */
    readonly expireTime: number
    /** As they were when it was sent, for who is not in the group. */
    readonly groupName: string
    readonly groupAvatarUrl: string
    /** Who answered it. */
    readonly operatorUserID?: string
  }
  /** Of the user. The key is the userID of one whose status they follow, until `expireTime` by the backend's clock. */
  statusSubscription: { readonly createTime: number; readonly expireTime: number }
  /** Of the user: what they say of themselves for now. The key is `customStatus`. Absent `expireTime`: until they say something else. */
  customStatus: { readonly text: string; readonly updateTime: number; readonly expireTime?: number }
  /**
   * What the backend tells of somebody whose status the user follows. The key is their userID. It is in no log: a push that holds such
   * has its `after` as `cursor`; they come with the beginning of a connection, and as they change. The revision is the time when it was told.
   */
  userStatus: StatusFact
  /** Of the user. The key is the name of the rule. */
  userRule: OfflinePushRule
}

/** What a user notes of a friend: at most 256 bytes of UTF-8 each. */
export type FriendAttributes = { readonly [Key in 'k0' | 'k1' | 'k2' | 'k3' | 'k4']?: string }

/**
 * For whoever sends pushes to devices that are not connected. Platforms are named as devices name theirs: 1 to 32 printable ASCII
 * characters, at most 16 of them.
 */
export type OfflinePushRule = {
  /** While a device of one of these platforms is connected, none is pushed to. */
  readonly onlinePlatforms: readonly string[]
  /** Devices of these platforms are never pushed to. */
  readonly notToReceiveOfflinePushPlatforms: readonly string[]
}

/** What is known of a user for now. */
export type StatusFact = {
  readonly onlineStatus: 'online' | 'offline'
  /** Of the devices that are connected, at most 16. */
  readonly onlinePlatforms: readonly string[]
  /** At most 64 bytes of UTF-8; empty when there is none. */
  readonly customStatus: string
  /** Absent: until they say something else. */
  readonly customStatusExpireTime?: number
  /** When the backend said so. */
  readonly updateTime: number
}

export type RegisterKind = keyof Registers

/** Which register is meant. */
export interface RegisterPlace<Kind extends RegisterKind = RegisterKind> {
  readonly kind: Kind
  /** Whose it is: all who are in the conversation know it. Absent: the user's own, which nobody else knows. */
  readonly conversation?: ConversationReference
  /** 1 to 128 bytes of UTF-8. What it names depends on the kind. */
  readonly key: string
}

export interface RegisterOf<Kind extends RegisterKind> extends RegisterPlace<Kind> {
  /** Rises with every change of this register: of two tellings the one with the higher revision is the later one. */
  readonly revision: number
  /** Absent: there was one, and there is none any more. */
  readonly value?: Registers[Kind]
}

/** A register as the backend tells it. */
export type Register = { readonly [Kind in RegisterKind]: RegisterOf<Kind> }[RegisterKind]
