import type {
  Group,
  GroupBeInviteMode,
  GroupInviteMode,
  GroupJoinMode,
  GroupMember,
  GroupMemberRole,
  User,
} from './backend-facts.js'
import type { OperationReceipt } from './outbox.js'
import type { ErrorUser } from './users.js'
import type { Found, Page, PageOptions, ReadOptions, SearchedPage, SearchOptions } from './page.js'

/** A member of a group with what is known of the person. */
export interface GroupMemberInfo extends GroupMember {
  readonly userName: string
  readonly userAvatarUrl: string
}

export interface GroupApplication {
  /** `join`: somebody, who may be the user, wants to be let in. `invite`: the user asked somebody. `beInvited`: the user was asked. */
  readonly type: 'join' | 'invite' | 'beInvited'
  readonly state: 'waiting' | 'accepted' | 'rejected' | 'expired'
  /** As it was when it was sent. */
  readonly group: Pick<Group, 'groupID' | 'groupName' | 'groupAvatarUrl'>
  /** Who wants to be let in, whom the user asked, or who asked the user. */
  readonly user: User
  /** At most 1,024 bytes of UTF-8. */
  readonly wording: string
  readonly createTime: number
  readonly updateTime: number
  /** By the backend's clock: from then on it can be answered no more, and is shown as `expired` unless it was. */
  readonly expireTime: number
  /** Who answered it. */
  readonly operatorUserID?: string
}

/** Reads about groups (`offline-login` §3). All answer from local data; lists are empty when nothing is stored. */
export interface GroupQueries {
  /** The groups the user is in, in the order of their groupID. */
  queryGroupList(options: PageOptions): Promise<Page & { readonly groupList: readonly Group[] }>
  /** Rejects `group-not-found`. */
  queryGroupInfo(groupID: string, options?: ReadOptions): Promise<{ readonly group: Group }>
  /** In the order of their userID. Members this device has not heard of yet are missing; `queryGroupMemberCount` counts all. */
  queryGroupMemberList(
    groupID: string,
    options: PageOptions & ReadOptions,
  ): Promise<Page & { readonly groupMemberList: readonly GroupMemberInfo[] }>
  /** 1 to 100 userIDs; those who are no members are in `errorUserList`. */
  queryGroupMemberInfo(
    groupID: string,
    userIDs: readonly string[],
  ): Promise<{ readonly groupMemberList: readonly GroupMemberInfo[]; readonly errorUserList: readonly ErrorUser[] }>
  /** As the backend last said. Rejects `group-not-found`. */
  queryGroupMemberCount(groupID: string, options?: ReadOptions): Promise<{ readonly memberCount: number }>
  /** Who may not write now, in the order of their userID; those whose role is muted are not among them. A page may be short. */
  queryGroupMemberMutedList(
    groupID: string,
    options: PageOptions,
  ): Promise<Page & { readonly groupMemberList: readonly GroupMemberInfo[] }>
  /** 1 to 10 keys; those without a value are left out. */
  queryGroupAttributes(
    groupID: string,
    keys: readonly string[],
  ): Promise<{ readonly groupAttributes: Readonly<Record<string, string>> }>
  queryGroupAllAttributes(groupID: string): Promise<{ readonly groupAttributes: Readonly<Record<string, string>> }>
  /** Newest first: the user's own, those of others to groups whose owner or administrator the user was when they came, and invitations. */
  queryGroupApplicationList(
    options: PageOptions,
  ): Promise<Page & { readonly groupApplicationList: readonly GroupApplication[] }>
  /**
   * Who of the others has read a message of one's own, in the order of their userID: as was last asked, with `isQueryFromServer` as it is now.
   * A page may be short. Rejects `message-not-found`, `not-allowed` (of somebody else, or not sent).
   */
  queryGroupMessageReceiptReadMemberList(
    groupID: string,
    messageID: string,
    options: PageOptions & ReadOptions,
  ): Promise<Page & { readonly groupMemberList: readonly GroupMemberInfo[] }>
  /**
   * Who of the others has not read a message of one's own, in the order of their userID: as was last asked, with `isQueryFromServer` as it is now.
   * A page may be short. Rejects `message-not-found`, `not-allowed` (of somebody else, or not sent).
   */
  queryGroupMessageReceiptUnreadMemberList(
    groupID: string,
    messageID: string,
    options: PageOptions & ReadOptions,
  ): Promise<Page & { readonly groupMemberList: readonly GroupMemberInfo[] }>
  /** Groups the user is in, by their name, best match first. Rejects `not-supported` where the storage cannot search. */
  searchLocalGroups(options: SearchOptions): Promise<SearchedPage & { readonly groupList: readonly Found<Group>[] }>
  /**
   * Members by their nickname or else their name, in the order of their userID. Goes over the members that this device knows, so that it needs no
   * search of the storage and counts no total.
   */
  searchLocalGroupMembers(
    groupID: string,
    options: SearchOptions,
  ): Promise<Page & { readonly groupMemberList: readonly Found<GroupMemberInfo>[] }>
}

/** What changes a group. All need `Connected`: their outcome cannot be told beforehand (OL-12). */
export interface GroupCommands {
  /**
   * Makes a group with the user as owner. `groupID`: the rule of OL-02, and not beginning with `#`. `groupName`: 1 to 256
   * bytes of UTF-8. `userIDs`: at most 100. Rejects `not-connected`, `group-exists`.
   */
  createGroup(
    groupID: string,
    options: { readonly groupName: string; readonly userIDs: readonly string[] },
  ): Promise<{ readonly group: Group; readonly errorUserList: readonly ErrorUser[] }>
  /** 1 to 100 userIDs. Rejects `not-connected`, `group-not-found`, `not-group-member`, `invite-application-needed`. */
  inviteUsersIntoGroup(
    groupID: string,
    userIDs: readonly string[],
  ): Promise<{ readonly group: Group; readonly errorUserList: readonly ErrorUser[] }>
  /** What is on the device stays readable. Rejects `not-connected`, `group-not-found`, `not-group-member`. */
  leaveGroup(groupID: string): Promise<void>
}

/**
 * What the owner and the administrators do with a group, and how one comes into it. All need `Connected`, reject
 * `not-connected`, `group-not-found` and `not-group-member`, and `not-allowed` where the role does not suffice. What becomes of
 * members is on the device when they resolve, unless the connection breaks just then.
 */
export interface GroupManagementCommands {
  /** By oneself; who is in it already stays so. Rejects `not-allowed` where the group is `closed`, `join-application-needed`, `limit-exceeded`. */
  joinGroup(groupID: string): Promise<{ readonly group: Group }>
  /** By the owner and administrators. `groupName`: 1 to 256 bytes of UTF-8. */
  updateGroupName(groupID: string, groupName: string): Promise<{ readonly group: Group }>
  /** By the owner and administrators. At most 500 bytes; empty for none. */
  updateGroupAvatarUrl(groupID: string, groupAvatarUrl: string): Promise<{ readonly group: Group }>
  /** By the owner and administrators. At most 1,024 bytes of UTF-8; empty for none. */
  updateGroupNotice(groupID: string, groupNotice: string): Promise<{ readonly group: Group }>
  /** By the owner and administrators. */
  updateGroupJoinMode(groupID: string, joinMode: GroupJoinMode): Promise<{ readonly group: Group }>
  /** By the owner and administrators. */
  updateGroupInviteMode(groupID: string, inviteMode: GroupInviteMode): Promise<{ readonly group: Group }>
  /** By the owner and administrators. */
  updateGroupBeInviteMode(groupID: string, beInviteMode: GroupBeInviteMode): Promise<{ readonly group: Group }>
  /** Ends it for all, by the owner. What is on the devices stays readable; the groupID stays taken. */
  dismissGroup(groupID: string): Promise<void>
  /** By the owner, who is a plain member then. */
  transferGroupOwner(groupID: string, userID: string): Promise<void>
  /** 1 to 100 userIDs. The owner may remove anybody else, an administrator plain members; where one may not be removed, all stay. */
  kickGroupMembers(
    groupID: string,
    userIDs: readonly string[],
  ): Promise<{ readonly group: Group; readonly errorUserList: readonly ErrorUser[] }>
  /** By the owner, of another. Rejects `limit-exceeded` (of administrators). */
  setGroupMemberRole(groupID: string, userID: string, memberRole: Exclude<GroupMemberRole, 'owner'>): Promise<void>
  /** Of oneself, of anybody by the owner, of plain members by an administrator. At most 256 bytes of UTF-8; empty for none. */
  setGroupMemberNickname(groupID: string, userID: string, memberNickname: string): Promise<void>
}

/** For how long nobody may write. */
export interface MuteOptions {
  /** 1 to 604,800. Absent: until somebody ends it. */
  readonly durationSeconds?: number
}

/**
 * Who may not write in a group: whoever tries is refused `group-muted`, also for what waited in the outbox. Mutes end by the
 * backend's clock. All need `Connected` and reject as `GroupManagementCommands` do.
 */
export interface GroupMuteCommands {
  /**
   * Nobody with one of `memberRoles` (default `['member']`) may write any more, or all may again. The owner may mute
   * administrators and members, an administrator members.
   */
  muteGroup(
    groupID: string,
    isMuted: boolean,
    options?: MuteOptions & { readonly memberRoles?: readonly Exclude<GroupMemberRole, 'owner'>[] },
  ): Promise<{ readonly group: Group }>
  /** 1 to 100 userIDs. The owner may mute anybody else, an administrator plain members; where one may not be, none is. It outlasts their stay. */
  muteGroupMembers(
    groupID: string,
    userIDs: readonly string[],
    isMuted: boolean,
    options?: MuteOptions,
  ): Promise<{ readonly group: Group; readonly errorUserList: readonly ErrorUser[] }>
}

/**
 * What the owner and the administrators note of a group for all in it, of the feature `groupAttributesFeature`. Both wait in the outbox
 * while there is no connection, and reject `group-not-found` for a group that the user is not in.
 */
export interface GroupAttributeCommands {
  /**
   * Sets 1 to 10 attributes; others stay. A key has 1 to 16 bytes of UTF-8, a value at most 1,024. Fails as `not-allowed`,
   * `not-group-member`, `limit-exceeded` (10 in all).
   */
  setGroupAttributes(
    groupID: string,
    groupAttributes: Readonly<Record<string, string>>,
  ): Promise<Partial<OperationReceipt>>
  /** 1 to 10 keys; those without a value are no error. Fails as `not-allowed`, `not-group-member`. */
  deleteGroupAttributes(groupID: string, keys: readonly string[]): Promise<Partial<OperationReceipt>>
}

/** What the user calls a group; nobody else sees it. Of the feature `groupAliasFeature`. */
export interface GroupAliasCommands {
  /**
   * At most 256 bytes of UTF-8; empty for none. Waits in the outbox while there is no connection. Rejects `group-not-found` for a
   * group that the user is not in.
   */
  updateGroupAlias(groupID: string, groupAlias: string): Promise<Partial<OperationReceipt>>
}

/** Of the feature `groupAliasFeature`. */
export interface GroupAliasQueries {
  /** 1 to 100 groupIDs; those without an alias are left out. */
  queryGroupAliasList(
    groupIDs: readonly string[],
  ): Promise<{ readonly groupAliasList: readonly { readonly groupID: string; readonly groupAlias: string }[] }>
}

/**
 * Asking to be let into a group, and asking others, of the feature `groupApplicationsFeature`. All wait in the outbox while there is no
 * connection; that somebody is let in is told by the change log. `wording`: at most 1,024 bytes of UTF-8. An application can be answered for 7 days by the
 * backend's clock.
 */
export interface GroupApplicationCommands {
  /**
   * Where nobody needs to ask, the user is let in, and there is no application. Fails as `group-not-found`, `not-allowed` (closed, or in it
   * already), `limit-exceeded`.
   */
  sendGroupJoinApplication(groupID: string, options?: { readonly wording?: string }): Promise<Partial<OperationReceipt>>
  /**
   * By the owner and administrators. Rejects `application-not-found`. Fails as `not-allowed`, `application-expired`,
   * `application-state-conflict`, `limit-exceeded`.
   */
  acceptGroupJoinApplication(groupID: string, userID: string): Promise<Partial<OperationReceipt>>
  /** As `acceptGroupJoinApplication`. */
  rejectGroupJoinApplication(groupID: string, userID: string): Promise<Partial<OperationReceipt>>
  /**
   * 1 to 100 userIDs. Those who are unknown, or in the group, get none. Where nobody needs to be asked they join, and there are no applications. Rejects
   * `group-not-found`. Fails as `not-allowed`, `blocked-by-user` (by one of them), `limit-exceeded`.
   */
  sendGroupInviteApplications(
    groupID: string,
    userIDs: readonly string[],
    options?: { readonly wording?: string },
  ): Promise<Partial<OperationReceipt>>
  /** Rejects `application-not-found`. Fails as `application-expired`, `application-state-conflict`, `not-allowed`, `group-not-found`. */
  acceptGroupInviteApplication(groupID: string, inviterUserID: string): Promise<Partial<OperationReceipt>>
  /** As `acceptGroupInviteApplication`. */
  rejectGroupInviteApplication(groupID: string, inviterUserID: string): Promise<Partial<OperationReceipt>>
}
