import type { GroupCommands, GroupManagementCommands, GroupQueries } from '../contract/groups.js'
import { performOnGroup, toErrorUserList } from '../domain/group-operations.js'
import { toGroupMemberInfo } from '../domain/groups.js'
import {
  refuseArgument,
  requireList,
  requireOneOf,
  requireOptions,
  requireText,
  requireUserID,
} from '../runtime/argument.js'
import { applyGroupLeft } from '../sync/apply-change.js'
import type { Feature } from './feature.js'

type GroupMethods = GroupCommands & GroupManagementCommands & Pick<GroupQueries, 'queryGroupMemberInfo'>

const maxUsers = 100
const maxNameBytes = 256

/** Makes groups; what their owners, administrators and members do with them; coming into one and leaving it. */
export const groupsFeature: Feature<GroupMethods> = {
  name: 'groups',

  methods(access, { idRule }) {
    const requireID = (argument: string, value: unknown) => requireUserID(argument, value, idRule)
    const requireUsers = (value: unknown) => requireList('userIDs', value, requireID, { maxCount: maxUsers })
    const requireName = (argument: string, value: unknown) =>
      requireText(argument, value, { minBytes: 1, maxBytes: maxNameBytes })

    async function update(wanted: unknown, given: Parameters<typeof performOnGroup<'updateGroup'>>[2]) {
      return performOnGroup(access, 'updateGroup', { ...given, groupID: requireID('groupID', wanted) })
    }

    /** What ends the user's membership. */
    async function leave(operation: 'leaveGroup' | 'dismissGroup', groupID: unknown): Promise<void> {
      const wanted = requireID('groupID', groupID)
      const session = access.require()
      session.requireOperation(operation)
      const { writer } = await session.opened()
      const options = { operationID: access.newID(), signal: session.signal }
      await session.connected().call(operation, { groupID: wanted }, options)
      await writer.write((draft) => applyGroupLeft(draft, wanted))
    }

    return {
      async createGroup(groupID, options) {
        const wanted = requireID('groupID', groupID)
        if (wanted.startsWith('#')) refuseArgument('groupID', 'must not begin with #')
        const given = requireOptions('options', options)
        const groupName = requireName('options.groupName', given['groupName'])
        const userIDs = requireList('options.userIDs', given['userIDs'], requireID, { minCount: 0, maxCount: maxUsers })
        const parameters = { groupID: wanted, groupName, userIDs }
        const { group, errorUserIDs } = await performOnGroup(access, 'createGroup', parameters)
        return { group, errorUserList: toErrorUserList(errorUserIDs, 'user-not-found') }
      },

      async inviteUsersIntoGroup(groupID, userIDs) {
        const parameters = { groupID: requireID('groupID', groupID), userIDs: requireUsers(userIDs) }
        const { group, errorUserIDs } = await performOnGroup(access, 'inviteUsersIntoGroup', parameters)
        return { group, errorUserList: toErrorUserList(errorUserIDs, 'user-not-found') }
      },

      joinGroup: async (groupID) => performOnGroup(access, 'joinGroup', { groupID: requireID('groupID', groupID) }),
      updateGroupName: async (groupID, groupName) =>
        update(groupID, { groupID, groupName: requireName('groupName', groupName) }),
      updateGroupAvatarUrl: async (groupID, groupAvatarUrl) =>
        update(groupID, { groupID, groupAvatarUrl: requireText('groupAvatarUrl', groupAvatarUrl, { maxBytes: 500 }) }),
      updateGroupNotice: async (groupID, groupNotice) =>
        update(groupID, { groupID, groupNotice: requireText('groupNotice', groupNotice, { maxBytes: 1_024 }) }),
      updateGroupJoinMode: async (groupID, joinMode) =>
        update(groupID, { groupID, joinMode: requireOneOf('joinMode', joinMode, ['any', 'application', 'closed']) }),
      updateGroupInviteMode: async (groupID, inviteMode) =>
        update(groupID, { groupID, inviteMode: requireOneOf('inviteMode', inviteMode, ['any', 'admin']) }),
      updateGroupBeInviteMode: async (groupID, beInviteMode) =>
        update(groupID, { groupID, beInviteMode: requireOneOf('beInviteMode', beInviteMode, ['any', 'application']) }),

      leaveGroup: async (groupID) => leave('leaveGroup', groupID),
      dismissGroup: async (groupID) => leave('dismissGroup', groupID),

      async transferGroupOwner(groupID, userID) {
        const parameters = { groupID: requireID('groupID', groupID), userID: requireID('userID', userID) }
        await performOnGroup(access, 'transferGroupOwner', parameters)
      },

      async kickGroupMembers(groupID, userIDs) {
        const parameters = { groupID: requireID('groupID', groupID), userIDs: requireUsers(userIDs) }
        const { group, errorUserIDs } = await performOnGroup(access, 'kickGroupMembers', parameters)
        return { group, errorUserList: toErrorUserList(errorUserIDs, 'not-group-member') }
      },

      async setGroupMemberRole(groupID, userID, memberRole) {
        await performOnGroup(access, 'setGroupMemberRole', {
          groupID: requireID('groupID', groupID),
          userID: requireID('userID', userID),
          memberRole: requireOneOf('memberRole', memberRole, ['admin', 'member']),
        })
      },

      async setGroupMemberNickname(groupID, userID, memberNickname) {
        await performOnGroup(access, 'setGroupMemberNickname', {
          groupID: requireID('groupID', groupID),
          userID: requireID('userID', userID),
          memberNickname: requireText('memberNickname', memberNickname, { maxBytes: maxNameBytes }),
        })
      },

      async queryGroupMemberInfo(groupID, userIDs) {
        const wanted = requireID('groupID', groupID)
        const asked = requireUsers(userIDs)
        const { store } = await access.require().opened()
        const keys = asked.map((userID) => [wanted, userID])
        const rows = (await store.getAll('group_members', keys)).filter((row) => row !== undefined)
        const found = new Set(rows.map(({ userID }) => userID))
        const missing = asked.filter((userID) => !found.has(userID))
        return {
          groupMemberList: await toGroupMemberInfo(store, rows),
          errorUserList: toErrorUserList(missing, 'not-group-member'),
        }
      },
    }
  },
}
