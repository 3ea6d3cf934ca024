import type {
  BackendMessage,
  CallInvitation,
  CallInvitationMode,
  CombinedMessage,
  CombinedSource,
  ConversationFlag,
  ConversationSettings,
  Group,
  GroupBeInviteMode,
  GroupInviteMode,
  GroupJoinMode,
  GroupMember,
  GroupMemberRole,
  MessageAttributes,
  MessageReceipt,
  ReadMark,
  User,
} from './backend-facts.js'
import type { ConversationReference } from './conversation-reference.js'
import type { CombineContent, SendableContent } from './message-content.js'
import type { FriendAttributes, OfflinePushRule, Register, StatusFact } from './registers.js'

/**
 * What a client can ask of a backend. Operations that change something carry an `operationID` (UUIDv7), on which a
 * backend that `deduplicates` recognises a repeat and answers with the first result.
 */
export interface Operations {
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
  /** Replaces the draft. Refused: `conversation-not-found` (an unknown user, or a group one is not in). */
  setConversationDraft: {
    parameters: ConversationReference & { readonly draft: string }
    result: { readonly settings: ConversationSettings }
  }
  /** Moves the user's mark forward to the message at `order`; a mark further on stays. Refused: `conversation-not-found`, `message-not-found`. */
  markRead: {
    parameters: ConversationReference & { readonly order: string }
    result: { readonly readMark: ReadMark; readonly removedCount: number }
  }
  /** Refused: `conversation-not-found`, `limit-exceeded` (100 pinned). */
  updateConversationPinnedState: {
    parameters: ConversationReference & { readonly isPinned: boolean }
    result: { readonly settings: ConversationSettings }
  }
  /** Refused: `conversation-not-found`. */
  setConversationFlag: {
    parameters: ConversationReference & { readonly flag: ConversationFlag; readonly isOn: boolean }
    result: { readonly settings: ConversationSettings }
  }
  /** Takes it off the list of all devices up to the message at `order`; messages stay. Refused: `conversation-not-found`, `message-not-found`. */
  deleteConversation: {
    parameters: ConversationReference & { readonly order: string }
    result: { readonly settings: ConversationSettings }
  }
  /** Whether somebody may write to the user. Refused: `user-not-found`, `not-allowed` (oneself), `limit-exceeded` (1,000 blocked). */
  setUserBlocked: {
    parameters: { readonly userID: string; readonly isBlocked: boolean }
    result: RegistersAnswer
  }
  /** Changes a field of the user's own profile. Those who know the user are told. Refused: `limit-exceeded` (the field's bytes). */
  updateUserProfile: {
    parameters: { readonly field: Exclude<keyof User, 'userID'>; readonly text: string }
    result: RegistersAnswer
  }
  /** Replaces the rule. Refused: `limit-exceeded` (16 platforms each). */
  updateUserOfflinePushRule: { parameters: OfflinePushRule; result: RegistersAnswer }
  /** Says something of oneself for so many seconds, or until something else is said; empty for nothing. Refused: `limit-exceeded` (64 bytes). */
  updateUserCustomStatus: {
    parameters: { readonly customStatus: string; readonly durationSeconds?: number }
    result: RegistersAnswer
  }
  /**
   * Follows the status of 1 to 100 other users, from now on for so many seconds (60 to 2,592,000); those who are unknown are left out. Beyond
   * 3,000 the oldest subscription makes room. Refused: `not-allowed` (oneself).
   */
  subscribeUsersStatus: {
    parameters: { readonly userIDs: readonly string[]; readonly durationSeconds: number }
    result: RegistersAnswer
  }
  /** 1 to 100 userIDs. */
  unsubscribeUsersStatus: { parameters: { readonly userIDs: readonly string[] }; result: RegistersAnswer }
  /** 1 to 100 userIDs, in that order; unknown ones are left out. Of one who blocked the user nothing is said but `offline`. */
  queryUsersStatus: {
    parameters: { readonly userIDs: readonly string[] }
    result: { readonly userStatusList: readonly (StatusFact & { readonly userID: string })[] }
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
   * Makes two users friends at once, of each other; who is a friend already stays so. Refused: `user-not-found`,
   * `not-allowed` (oneself, or friends are asked first here), `blocked-by-user`, `limit-exceeded` (3,000 friends of either).
   */
  addFriend: { parameters: FriendNotes; result: RegistersAnswer }
  /** Takes a friend off the user's list, and with `isBothSides` the user off the friend's. Refused: nothing. */
  deleteFriend: {
    parameters: { readonly userID: string; readonly isBothSides: boolean }
    result: RegistersAnswer
  }
  /** Refused: `not-friend`, `limit-exceeded` (256 bytes). */
  updateFriendAlias: { parameters: Pick<FriendNotes, 'userID' | 'friendAlias'>; result: RegistersAnswer }
  /** Replaces them all. Refused: `not-friend`, `limit-exceeded` (256 bytes each). */
  updateFriendAttributes: { parameters: Pick<FriendNotes, 'userID' | 'friendAttributes'>; result: RegistersAnswer }
  /**
   * Asks a user to become a friend, for 7 days; a new one takes the place of an earlier one. Refused: `user-not-found`,
   * `not-allowed` (oneself, or a friend), `blocked-by-user`, `limit-exceeded` (1,024 bytes; 3,000 applications of either).
   */
  sendFriendApplication: { parameters: FriendNotes & { readonly wording: string }; result: RegistersAnswer }
  /**
   * Answers the friend and the application. Refused: `application-not-found`, `application-expired`,
   * `application-state-conflict` (rejected, or no friend any more), `user-not-found`, `blocked-by-user`, `limit-exceeded`.
   */
  acceptFriendApplication: { parameters: FriendNotes; result: RegistersAnswer }
  /** Refused: `application-not-found`, `application-expired`, `application-state-conflict` (accepted). */
  rejectFriendApplication: { parameters: { readonly userID: string }; result: RegistersAnswer }
  /** 1 to 20 userIDs, in that order; of one who is not known neither holds. */
  checkFriendsRelation: {
    parameters: { readonly userIDs: readonly string[] }
    result: { readonly relationList: readonly FriendRelation[] }
  }
  /** At most 100 initial members; those the backend does not know are in `errorUserIDs`. Refused: `group-exists`, `limit-exceeded`. */
  createGroup: {
    parameters: { readonly groupID: string; readonly groupName: string; readonly userIDs: readonly string[] }
    result: { readonly group: Group; readonly errorUserIDs: readonly string[] }
  }
  /** At most 100 userIDs. Refused: `group-not-found`, `not-group-member`, `not-allowed` (by its mode), `invite-application-needed`, `limit-exceeded`. */
  inviteUsersIntoGroup: {
    parameters: { readonly groupID: string; readonly userIDs: readonly string[] }
    result: { readonly group: Group; readonly errorUserIDs: readonly string[] }
  }
  /** Refused: `group-not-found`, `not-group-member`. */
  leaveGroup: { parameters: { readonly groupID: string }; result: { readonly groupID: string } }
  /** One who is in it already stays so. Refused: `group-not-found`, `not-allowed` (by its mode), `join-application-needed`, `limit-exceeded`. */
  joinGroup: { parameters: { readonly groupID: string }; result: { readonly group: Group } }
  /**
   * Changes what is given, by the owner or an administrator; others are refused `not-allowed`. Refused: `group-not-found`,
   * `not-group-member`, `limit-exceeded`.
   */
  updateGroup: {
    parameters: {
      readonly groupID: string
      readonly groupName?: string
      readonly groupAvatarUrl?: string
      readonly groupNotice?: string
      readonly joinMode?: GroupJoinMode
      readonly inviteMode?: GroupInviteMode
      readonly beInviteMode?: GroupBeInviteMode
    }
    result: { readonly group: Group }
  }
  /**
   * Sets 1 to 10 attributes of a group, by the owner and administrators; others are refused `not-allowed`. Without a `text` one is removed.
   * Refused: `group-not-found`, `not-group-member`, `limit-exceeded` (10 attributes, 16 bytes of a key, 1,024 of a text).
   */
  updateGroupAttributes: {
    parameters: {
      readonly groupID: string
      readonly attributeList: readonly { readonly key: string; readonly text?: string }[]
    }
    result: RegistersAnswer
  }
  /** What the user calls a group; empty for none. Refused: `group-not-found`, `not-group-member`, `limit-exceeded` (256 bytes). */
  updateGroupAlias: {
    parameters: { readonly groupID: string; readonly groupAlias: string }
    result: RegistersAnswer
  }
  /**
   * Asks the owner and the administrators to be let into a group, for 7 days; a new one takes the place of an earlier one. Who needs not ask is
   * let in, and there is no application. Refused: `group-not-found`, `not-allowed` (one who is in it, or by its mode), `limit-exceeded`.
   */
  sendGroupJoinApplication: {
    parameters: { readonly groupID: string; readonly wording: string }
    result: RegistersAnswer
  }
  /**
   * By the owner and administrators; others are refused `not-allowed`. Refused: `group-not-found`, `not-group-member`, `application-not-found`,
   * `application-expired`, `application-state-conflict`, `user-not-found`, `limit-exceeded`.
   */
  acceptGroupJoinApplication: { parameters: GroupApplicant; result: RegistersAnswer }
  /** As `acceptGroupJoinApplication`. */
  rejectGroupJoinApplication: { parameters: GroupApplicant; result: RegistersAnswer }
  /**
   * Asks 1 to 100 users whether they want to come into a group, for 7 days. Those who are in it, are unknown, or have no room for it, get none. Where nobody
   * needs to be asked they join, and there are no applications. Refused: `group-not-found`, `not-group-member`, `not-allowed`
   * (by its mode), `blocked-by-user` (by one of them), `limit-exceeded`.
   */
  sendGroupInviteApplications: {
    parameters: { readonly groupID: string; readonly userIDs: readonly string[]; readonly wording: string }
    result: RegistersAnswer
  }
  /**
   * By whom it is for. Refused: `group-not-found`, `application-not-found`, `application-expired`, `application-state-conflict`, `not-allowed`
   * (the inviter may invite no longer), `limit-exceeded`.
   */
  acceptGroupInviteApplication: { parameters: GroupInviter; result: RegistersAnswer }
  /** Refused: `application-not-found`, `application-expired`, `application-state-conflict`. */
  rejectGroupInviteApplication: { parameters: GroupInviter; result: RegistersAnswer }
  /** Ends the group for all, by the owner; others are refused `not-allowed`. Refused: `group-not-found`, `not-group-member`. */
  dismissGroup: { parameters: { readonly groupID: string }; result: { readonly groupID: string } }
  /**
   * By the owner, who is a plain member then; others are refused `not-allowed`. What becomes of members is told by the change
   * log. Refused: `group-not-found`, `not-group-member` (either), `not-allowed` (to oneself).
   */
  transferGroupOwner: {
    parameters: { readonly groupID: string; readonly userID: string }
    result: { readonly group: Group }
  }
  /**
   * 1 to 100 userIDs; those who are no members are in `errorUserIDs`. The owner may remove anybody else, an administrator plain
   * members. Refused: `group-not-found`, `not-group-member`, `not-allowed`: then all stay.
   */
  kickGroupMembers: {
    parameters: { readonly groupID: string; readonly userIDs: readonly string[] }
    result: { readonly group: Group; readonly errorUserIDs: readonly string[] }
  }
  /** By the owner, of others. Refused: `group-not-found`, `not-group-member` (either), `not-allowed`, `limit-exceeded` (of administrators). */
  setGroupMemberRole: {
    parameters: {
      readonly groupID: string
      readonly userID: string
      readonly memberRole: Exclude<GroupMemberRole, 'owner'>
    }
    result: { readonly group: Group }
  }
  /** Of oneself, of anybody by the owner, of plain members by an administrator. Refused: `group-not-found`, `not-group-member` (either), `not-allowed`, `limit-exceeded`. */
  setGroupMemberNickname: {
    parameters: { readonly groupID: string; readonly userID: string; readonly memberNickname: string }
    result: { readonly group: Group }
  }
  /**
   * Nobody with one of `memberRoles` may write any more; with an empty list everybody may. The owner may mute administrators and
   * members, an administrator only members. `durationSeconds` 1 to 604,800; absent: until somebody ends it. Refused:
   * `group-not-found`, `not-group-member`, `not-allowed`.
   */
  muteGroup: {
    parameters: {
      readonly groupID: string
      readonly memberRoles: readonly Exclude<GroupMemberRole, 'owner'>[]
      readonly durationSeconds?: number
    }
    result: { readonly group: Group }
  }
  /**
   * 1 to 100 userIDs; those who are no members are in `errorUserIDs`. The owner may mute anybody else, an administrator plain
   * members. `durationSeconds` as of `muteGroup`. Refused: `group-not-found`, `not-group-member`, `not-allowed`: then all stay.
   */
  muteGroupMembers: {
    parameters: {
      readonly groupID: string
      readonly userIDs: readonly string[]
      readonly isMuted: boolean
      readonly durationSeconds?: number
    }
    result: { readonly group: Group; readonly errorUserIDs: readonly string[] }
  }
  /** 1 to 9 invitees, other users than the caller; `timeoutSeconds` 1 to 600. Refused: `user-not-found`, `limit-exceeded`, `call-state-conflict` (the callID is taken). */
  callInvite: {
    parameters: {
      readonly callID: string
      readonly invitees: readonly string[]
      readonly mode: CallInvitationMode
      readonly timeoutSeconds: number
      readonly extendedData: string
    }
    result: { readonly callInvitation: CallInvitation }
  }
  /** By the caller; others are refused `not-allowed`. Refused: `call-not-found`, `call-state-conflict`. */
  callCancel: { parameters: { readonly callID: string }; result: { readonly callInvitation: CallInvitation } }
  /** By an invitee who has not answered; the caller is refused `not-allowed`. Refused: `call-not-found`, `call-state-conflict`. */
  callAccept: { parameters: CallAnswer; result: { readonly callInvitation: CallInvitation } }
  /** By an invitee who has not answered; the caller is refused `not-allowed`. Refused: `call-not-found`, `call-state-conflict`. */
  callReject: { parameters: CallAnswer; result: { readonly callInvitation: CallInvitation } }
  /**
   * By somebody in an advanced call; 1 to 9 others. Who is in it or invited already stays so. Refused: `call-not-found`, `call-state-conflict`,
   * `user-not-found`, `blocked-by-user`, `limit-exceeded` (10 invited or in it, 100 who ever were).
   */
  callingInvite: {
    parameters: { readonly callID: string; readonly invitees: readonly string[]; readonly timeoutSeconds: number }
    result: { readonly callInvitation: CallInvitation }
  }
  /** By somebody who is or was invited to an advanced call and is not in it. Refused: `call-not-found`, `call-state-conflict`, `limit-exceeded` (10 in it). */
  callJoin: { parameters: CallAnswer; result: { readonly callInvitation: CallInvitation } }
  /** By somebody in an advanced call. Refused: `call-not-found`, `call-state-conflict`. */
  callQuit: { parameters: { readonly callID: string }; result: { readonly callInvitation: CallInvitation } }
  /** For all, by somebody in an advanced call. Refused: `call-not-found`, `call-state-conflict`. */
  callEnd: { parameters: { readonly callID: string }; result: { readonly callInvitation: CallInvitation } }
  /** The connection goes on with this token. Refused: `token-refused`. */
  renewToken: { parameters: { readonly token: string }; result: { readonly tokenExpiresAt: number } }
  /** 1 to 100 userIDs; unknown ones are left out. */
  queryUsersInfo: {
    parameters: { readonly userIDs: readonly string[] }
    result: { readonly userList: readonly User[] }
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
  /** Refused: `group-not-found`, also for a group that the user is not in. */
  queryGroupInfo: { parameters: { readonly groupID: string }; result: { readonly group: Group } }
  /** `count` 1 to 100; members in the order of their userID. Refused: `group-not-found`. */
  queryGroupMemberList: {
    parameters: { readonly groupID: string; readonly count: number; readonly afterUserID?: string }
    result: { readonly memberList: readonly GroupMember[]; readonly userList: readonly User[]; readonly more: boolean }
  }
}

/** `extendedData`: at most 1,024 bytes of UTF-8, default empty. */
export interface CallAnswer {
  readonly callID: string
  readonly extendedData?: string
}

/** What a user notes of a friend; nobody else sees it. */
export interface FriendNotes {
  readonly userID: string
  /** At most 256 bytes of UTF-8; empty for none. */
  readonly friendAlias: string
  readonly friendAttributes: FriendAttributes
}

/** Who asks to be let into a group. */
export interface GroupApplicant {
  readonly groupID: string
  readonly userID: string
}

/** Who asked the user to come into a group. */
export interface GroupInviter {
  readonly groupID: string
  readonly inviterUserID: string
}

/** Who is on whose list of friends. */
export interface FriendRelation {
  readonly userID: string
  /** The other one is on the user's list. */
  readonly isFriend: boolean
  /** The user is on the other one's. */
  readonly isFriendOfUser: boolean
}

/** What an operation on registers made of them: 1 to 100, as they now are. */
export interface RegistersAnswer {
  readonly registerList: readonly Register[]
}

export type OperationName = keyof Operations
export type OperationParameters<Name extends OperationName> = Operations[Name]['parameters']
export type OperationResult<Name extends OperationName> = Operations[Name]['result']
