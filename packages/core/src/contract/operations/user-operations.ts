import type { User } from '../backend-facts.js'
import type { OfflinePushRule, StatusFact } from '../registers.js'
import type { RegistersAnswer } from './registers-answer.js'

/** What a client can ask of a backend about users. */
export interface UserOperations {
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
  /** 1 to 100 userIDs; unknown ones are left out. */
  queryUsersInfo: {
    parameters: { readonly userIDs: readonly string[] }
    result: { readonly userList: readonly User[] }
  }
}
