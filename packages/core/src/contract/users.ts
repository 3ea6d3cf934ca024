import type { User } from './backend-facts.js'
import type { FriendRelation } from './operations/friend-operations.js'
import type { OperationReceipt } from './outbox.js'
import type { FriendAttributes, OfflinePushRule } from './registers.js'
import type { ErrorCode } from '../errors/error-codes.js'
import type { Found, Page, PageOptions, ReadOptions, SearchOptions } from './page.js'

/** A userID of a batch that could not be answered, and why. */
export interface ErrorUser {
  readonly userID: string
  readonly code: ErrorCode
}

/** A friend of the user. */
export interface Friend extends User {
  /** At most 256 bytes of UTF-8; empty when there is none. */
  readonly friendAlias: string
  readonly friendAttributes: FriendAttributes
  readonly createTime: number
}

export interface FriendApplication {
  readonly direction: 'received' | 'sent'
  readonly state: 'waiting' | 'accepted' | 'rejected' | 'expired'
  readonly user: User
  /** At most 1,024 bytes of UTF-8. */
  readonly wording: string
  readonly createTime: number
  readonly updateTime: number
  /** By the backend's clock: from then on it can be answered no more, and is shown as `expired` unless it was. */
  readonly expireTime: number
}

export interface UserStatus {
  readonly userID: string
  /** `unknown`: the backend has said nothing of them yet. */
  readonly onlineStatus: 'online' | 'offline' | 'unknown'
  /** Of the devices that are connected. */
  readonly onlinePlatforms: readonly string[]
  /** At most 64 bytes of UTF-8; empty when there is none. */
  readonly customStatus: string
  /** By the backend's clock: until then `customStatus` holds. Absent: until they say something else. */
  readonly customStatusExpiredTime?: number
  /** When the backend last said so; 0 for never. Without a connection it is as old as that. */
  readonly lastUpdateTime: number
}

/** A status that the user follows. */
export interface SubscribedUserStatus extends UserStatus {
  /** By the backend's clock: until when the status is subscribed. */
  readonly subscribeExpiredTime: number
}

/** Reads about people (`offline-login` §3). All answer from local data; lists are empty when nothing is stored. */
export interface UserQueries {
  /** The signed-in user's own profile. */
  querySelfUserInfo(): Promise<{ readonly selfUserInfo: User }>
  /** 1 to 100 distinct userIDs. Those not known here are in `errorUserList`, `user-not-found`. */
  queryUsersInfo(
    userIDs: readonly string[],
    options?: ReadOptions,
  ): Promise<{ readonly userList: readonly User[]; readonly errorUserList: readonly ErrorUser[] }>
  /** Newest friendship first. */
  queryFriendList(options: PageOptions): Promise<Page & { readonly friendList: readonly Friend[] }>
  /** 1 to 20 userIDs; those who are no friends are in `errorUserList`. */
  queryFriendsInfo(
    userIDs: readonly string[],
  ): Promise<{ readonly friendList: readonly Friend[]; readonly errorUserList: readonly ErrorUser[] }>
  /** Newest first, both directions. */
  queryFriendApplicationList(
    options: PageOptions,
  ): Promise<Page & { readonly friendApplicationList: readonly FriendApplication[] }>
  /**
   * Friends by their name, or else their userID, and by their alias when asked; newest friendship first. Goes over all friends, so that
   * it needs no search of the storage and counts no total. Of the feature `searchFeature`.
   */
  searchLocalFriends(
    options: SearchOptions & { readonly isAlsoMatchFriendAlias?: boolean },
  ): Promise<Page & { readonly friendList: readonly Found<Friend>[] }>
  /** Newest first; also those whose blocking waits to be sent. Of the feature `blacklistFeature`. */
  queryBlacklist(options: PageOptions): Promise<Page & { readonly blacklist: readonly User[] }>
  /** Of the feature `blacklistFeature`. */
  checkUserIsInBlacklist(userID: string): Promise<{ readonly isUserInBlacklist: boolean }>
  /**
   * The last known status of subscribed users: of at most 100 userIDs, those who are not subscribed left out, or of all (3,000 at most), the
   * latest subscription first, when `userIDs` is empty. Of the feature `userStatusFeature`.
   */
  querySubscribedUserStatusList(
    userIDs: readonly string[],
  ): Promise<{ readonly userStatusList: readonly SubscribedUserStatus[] }>
}

/** Who may not write to the user. Both wait in the outbox while there is no connection, and are shown at once. */
export interface BlacklistCommands {
  /**
   * 1 to 20 distinct userIDs, other users'. One operation each; those who are blocked already need none and are left out.
   * What the backend refuses fails that operation alone: `user-not-found`, `limit-exceeded` (1,000 blocked).
   */
  addUsersToBlacklist(userIDs: readonly string[]): Promise<{ readonly operationList: readonly UserOperation[] }>
  /** 1 to 20 distinct userIDs, other users'. Those who are not blocked are left out. */
  removeUsersFromBlacklist(userIDs: readonly string[]): Promise<{ readonly operationList: readonly UserOperation[] }>
}

/** The receipt of what concerns one user. */
export interface UserOperation extends OperationReceipt {
  readonly userID: string
}

/**
 * What the user says of themselves. All wait in the outbox while there is no connection, and `querySelfUserInfo` shows them at
 * once; what is so already needs no operation, and has no operationID. Of the feature `profileFeature`. The backend tells those who know the user, by `userInfoUpdated`.
 */
export interface ProfileCommands {
  /** 1 to 256 bytes of UTF-8. */
  updateUserName(userName: string): Promise<Partial<OperationReceipt>>
  /** At most 500 bytes of UTF-8; empty for none. */
  updateUserAvatarUrl(userAvatarUrl: string): Promise<Partial<OperationReceipt>>
  /** At most 1,024 bytes of UTF-8. */
  updateUserExtendedData(extendedData: string): Promise<Partial<OperationReceipt>>
}

/** What the user notes of a friend; nobody else sees it. */
export interface FriendOptions {
  /** At most 256 bytes of UTF-8. Default: none. */
  readonly friendAlias?: string
  /** At most 256 bytes of UTF-8 each. Default: none. */
  readonly friendAttributes?: FriendAttributes
}

/** Without an operationID where the backend need not hear of it: it is so already. */
export type FriendReceipt = Partial<OperationReceipt>

/** Friends of the user, of the feature `friendsFeature`. All but `checkFriendsRelation` wait in the outbox while there is no connection. */
export interface FriendCommands {
  /**
   * Makes the user and another one friends at once, where the backend allows it unasked. Fails as `user-not-found`,
   * `not-allowed`, `blocked-by-user`, `limit-exceeded` (3,000 friends).
   */
  addFriend(userID: string, options?: FriendOptions): Promise<FriendReceipt>
  /**
   * 1 to 20 distinct userIDs. One operation each; those who are no friends are left out. `isBothSides`: the user goes from
   * their lists too. Default: true.
   */
  deleteFriends(
    userIDs: readonly string[],
    options?: { readonly isBothSides?: boolean },
  ): Promise<{ readonly operationList: readonly UserOperation[] }>
  /** At most 256 bytes of UTF-8; empty for none. Refused: `not-friend`. */
  updateFriendAlias(userID: string, friendAlias: string): Promise<FriendReceipt>
  /** Replaces them all. Refused: `not-friend`. */
  updateFriendAttributes(userID: string, friendAttributes: FriendAttributes): Promise<FriendReceipt>
  /** 1 to 20 distinct userIDs. Asks the backend: refused `not-connected` without one. */
  checkFriendsRelation(userIDs: readonly string[]): Promise<{ readonly relationList: readonly FriendRelation[] }>
}

/** Asking somebody to become a friend, of the feature `friendApplicationsFeature`. All wait in the outbox while there is no connection. */
export interface FriendApplicationCommands {
  /**
   * For 7 days by the backend's clock. `wording`: at most 1,024 bytes of UTF-8. Fails as `user-not-found`, `not-allowed`
   * (a friend), `blocked-by-user`, `limit-exceeded`.
   */
  sendFriendApplication(userID: string, options?: FriendOptions & { readonly wording?: string }): Promise<FriendReceipt>
  /** Refused: `application-not-found`. Fails as `application-expired`, `application-state-conflict`, `blocked-by-user`, `limit-exceeded`. */
  acceptFriendApplication(userID: string, options?: FriendOptions): Promise<FriendReceipt>
  /** Refused: `application-not-found`. Fails as `application-expired`, `application-state-conflict`. */
  rejectFriendApplication(userID: string): Promise<FriendReceipt>
}

/** What the user has laid down for themselves, for all their devices. */
export interface UserRule {
  readonly offlinePushRule: OfflinePushRule
}

/** The user's own rule, of the feature `userRuleFeature`. */
export interface UserRuleCommands {
  /**
   * Replaces the whole rule. At most 16 platforms each, as devices name theirs: 1 to 32 printable ASCII characters. Waits in the outbox while
   * there is no connection; what is so already has no operationID.
   */
  updateUserOfflinePushRule(offlinePushRule: OfflinePushRule): Promise<Partial<OperationReceipt>>
}

/** Of the feature `userRuleFeature`. */
export interface UserRuleQueries {
  /** Also what waits to be sent. Both lists are empty while the user has laid down nothing. */
  querySelfUserRule(): Promise<{ readonly userRule: UserRule }>
}

/** Who is there, and what they say of themselves for now, of the feature `userStatusFeature`. All but `queryUsersStatus` wait in the outbox while there is no connection. */
export interface UserStatusCommands {
  /** At most 64 bytes of UTF-8; empty for nothing. `durationSeconds` 1 to 31,536,000; absent: until the user says something else. */
  updateUserCustomStatus(
    customStatus: string,
    options?: { readonly durationSeconds?: number },
  ): Promise<Partial<OperationReceipt>>
  /**
   * 1 to 100 distinct userIDs of others, for `durationSeconds` (60 to 2,592,000; default a week), on all devices, anew for those who are
   * subscribed already. Beyond 3,000 the oldest subscription makes room; unknown users are left out.
   */
  subscribeUsersStatus(
    userIDs: readonly string[],
    options?: { readonly durationSeconds?: number },
  ): Promise<Partial<OperationReceipt>>
  /** 1 to 100 distinct userIDs of others. */
  unsubscribeUsersStatus(userIDs: readonly string[]): Promise<Partial<OperationReceipt>>
  /** 1 to 100 distinct userIDs. Asks the backend: refused `not-connected` without one. Those it does not know are in `errorUserList`. */
  queryUsersStatus(
    userIDs: readonly string[],
  ): Promise<{ readonly userStatusList: readonly UserStatus[]; readonly errorUserList: readonly ErrorUser[] }>
}

/** Of the feature `userStatusFeature`. */
export interface SelfStatusQueries {
  /** What the user says of themselves for now; the `onlineStatus` is `unknown`. */
  querySelfUserStatus(): Promise<{ readonly userStatus: UserStatus }>
}
