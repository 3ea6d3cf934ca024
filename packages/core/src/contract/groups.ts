import type { Group, GroupMember, User } from './backend-facts.js'
import type { ErrorUser } from './users.js'
import type { Found, Page, PageOptions, ReadOptions, SearchedPage, SearchOptions } from './page.js'

/** A member of a group with what is known of the person. */
export interface GroupMemberInfo extends GroupMember {
  readonly userName: string
  readonly userAvatarUrl: string
}

export interface GroupApplication {
  readonly type: 'join' | 'invite' | 'beInvited'
  readonly state: 'waiting' | 'accepted' | 'rejected' | 'expired'
  readonly group: Group
  readonly user: User
  /** At most 1,024 bytes of UTF-8. */
  readonly wording: string
  readonly createTime: number
  readonly updateTime: number
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
  queryGroupApplicationList(
    options: PageOptions,
  ): Promise<Page & { readonly groupApplicationList: readonly GroupApplication[] }>
  /** Who has read a message of one's own. */
  queryGroupMessageReceiptReadMemberList(
    groupID: string,
    messageID: string,
    options: PageOptions,
  ): Promise<Page & { readonly groupMemberList: readonly GroupMemberInfo[] }>
  /** Who has not read a message of one's own. */
  queryGroupMessageReceiptUnreadMemberList(
    groupID: string,
    messageID: string,
    options: PageOptions,
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
  /** 1 to 100 userIDs. Rejects `not-connected`, `group-not-found`, `not-group-member`. */
  inviteUsersIntoGroup(
    groupID: string,
    userIDs: readonly string[],
  ): Promise<{ readonly group: Group; readonly errorUserList: readonly ErrorUser[] }>
  /** What is on the device stays readable. Rejects `not-connected`, `group-not-found`, `not-group-member`. */
  leaveGroup(groupID: string): Promise<void>
}
