import type {
  Group,
  GroupBeInviteMode,
  GroupInviteMode,
  GroupJoinMode,
  GroupMember,
  GroupMemberRole,
  User,
} from '../backend-facts.js'
import type { RegistersAnswer } from './registers-answer.js'

/** What a client can ask of a backend about groups and their members. */
export interface GroupOperations {
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
  /** Refused: `group-not-found`, also for a group that the user is not in. */
  queryGroupInfo: { parameters: { readonly groupID: string }; result: { readonly group: Group } }
  /** `count` 1 to 100; members in the order of their userID. Refused: `group-not-found`. */
  queryGroupMemberList: {
    parameters: { readonly groupID: string; readonly count: number; readonly afterUserID?: string }
    result: { readonly memberList: readonly GroupMember[]; readonly userList: readonly User[]; readonly more: boolean }
  }
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
