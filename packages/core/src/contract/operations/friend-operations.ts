import type { FriendAttributes } from '../registers.js'
import type { RegistersAnswer } from './registers-answer.js'

/** What a client can ask of a backend about friends. */
export interface FriendOperations {
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
}

/** What a user notes of a friend; nobody else sees it. */
export interface FriendNotes {
  readonly userID: string
  /** At most 256 bytes of UTF-8; empty for none. */
  readonly friendAlias: string
  readonly friendAttributes: FriendAttributes
}

/** Who is on whose list of friends. */
export interface FriendRelation {
  readonly userID: string
  /** The other one is on the user's list. */
  readonly isFriend: boolean
  /** The user is on the other one's. */
  readonly isFriendOfUser: boolean
}
