import type { Group, GroupMemberInfo } from '@latchkey/core'

import { ZIMGroupMemberRole } from '../enums.js'
import { given, numbered } from '../errors/zim-error.js'
import { pageOptions } from '../flags.js'
import type { Scene } from '../scene.js'
import type {
  ZIMGroup,
  ZIMGroupFullInfo,
  ZIMGroupInfo,
  ZIMGroupMemberInfo,
  ZIMGroupMemberQueryConfig,
} from '../types/group-types.js'
import type { ZIMErrorUserInfo } from '../types/user-types.js'
import { zimErrorUsers } from './users.js'

export interface GroupMethods {
  /** At most 100 userIDs. Needs a connection. */
  createGroup(
    groupInfo: ZIMGroupInfo,
    userIDs: readonly string[],
  ): Promise<{ readonly groupInfo: ZIMGroupFullInfo; readonly errorUserList: readonly ZIMErrorUserInfo[] }>
  /** 1 to 100 userIDs. Needs a connection. */
  inviteUsersIntoGroup(
    userIDs: readonly string[],
    groupID: string,
  ): Promise<{ readonly groupID: string; readonly errorUserList: readonly ZIMErrorUserInfo[] }>
  /** What is on this device stays readable. Needs a connection. */
  leaveGroup(groupID: string): Promise<{ readonly groupID: string }>
  queryGroupInfo(groupID: string): Promise<{ readonly groupInfo: ZIMGroupFullInfo }>
  /** All groups of the user. */
  queryGroupList(): Promise<{ readonly groupList: readonly ZIMGroup[] }>
  queryGroupMemberList(
    groupID: string,
    config: ZIMGroupMemberQueryConfig,
  ): Promise<{ readonly groupID: string; readonly userList: readonly ZIMGroupMemberInfo[]; readonly nextFlag: number }>
  queryGroupMemberCount(groupID: string): Promise<{ readonly groupID: string; readonly count: number }>
}

const pageCount = 100
/** As many pages as there may be groups of one user, ten times over. */
const maxPages = 100

export function groupMethods({ chat, flags }: Scene): GroupMethods {
  return {
    createGroup: numbered('groups', async (groupInfo, userIDs) => {
      const { groupID, groupName } = given('groupInfo', groupInfo)
      const { group, errorUserList } = await chat.createGroup(groupID || newGroupID(), { groupName, userIDs })
      return { groupInfo: zimFullGroup(group), errorUserList: zimErrorUsers(errorUserList, 'groups') }
    }),
    inviteUsersIntoGroup: numbered('groups', async (userIDs, groupID) => {
      const { errorUserList } = await chat.inviteUsersIntoGroup(groupID, userIDs)
      return { groupID, errorUserList: zimErrorUsers(errorUserList, 'groups') }
    }),
    leaveGroup: numbered('groups', async (groupID) => {
      await chat.leaveGroup(groupID)
      return { groupID }
    }),
    queryGroupInfo: numbered('groups', async (groupID) => {
      const { group } = await chat.queryGroupInfo(groupID)
      return { groupInfo: zimFullGroup(group) }
    }),
    queryGroupList: numbered('groups', async () => {
      const groupList: ZIMGroup[] = []
      let options: { readonly count: number; readonly cursor?: string } = { count: pageCount }
      for (let page = 0; page < maxPages; page += 1) {
        const answer = await chat.queryGroupList(options)
        groupList.push(...answer.groupList.map((group) => ({ baseInfo: zimGroup(group) })))
        if (answer.nextCursor === undefined) break
        options = { count: pageCount, cursor: answer.nextCursor }
      }
      return { groupList }
    }),
    queryGroupMemberList: numbered('groups', async (groupID, config) => {
      const options = pageOptions(flags, given('config', config))
      const { groupMemberList, nextCursor } = await chat.queryGroupMemberList(groupID, options)
      return { groupID, userList: groupMemberList.map(zimMember), nextFlag: flags.flagOf(nextCursor) }
    }),
    queryGroupMemberCount: numbered('groups', async (groupID) => {
      const { memberCount } = await chat.queryGroupMemberCount(groupID)
      return { groupID, count: memberCount }
    }),
  }
}

function zimGroup({ groupID, groupName, groupAvatarUrl }: Group): ZIMGroupInfo {
  return { groupID, groupName, groupAvatarUrl }
}

function zimFullGroup(group: Group): ZIMGroupFullInfo {
  return { baseInfo: zimGroup(group), groupNotice: group.groupNotice, createTime: group.createTime }
}

const roles = {
  owner: ZIMGroupMemberRole.Owner,
  admin: ZIMGroupMemberRole.Admin,
  member: ZIMGroupMemberRole.Member,
} as const

export function zimMember(member: GroupMemberInfo): ZIMGroupMemberInfo {
  return {
    userID: member.userID,
    userName: member.userName,
    userAvatarUrl: member.userAvatarUrl,
    userExtendedData: '',
    memberNickname: member.memberNickname,
    memberRole: roles[member.memberRole],
    groupEnterInfo: { enterTime: member.enterTime },
  }
}

function newGroupID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return `g${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
