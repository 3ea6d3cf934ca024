import type { GroupManagementCommands, GroupQueries } from '../contract/groups.js'
import { performOnGroup, toErrorUserList } from '../domain/group-operations.js'
import { toGroupMemberInfo } from '../domain/groups.js'
import { requireList, requireOneOf, requireText, requireUserID } from '../runtime/argument.js'
import { applyGroupLeft } from '../sync/apply-change.js'
import type { Feature } from './feature.js'

type GroupMethods = GroupManagementCommands & Pick<GroupQueries, 'queryGroupMemberInfo'>

const maxUsers = 100

/** What the owner and the administrators do with a group, and coming into it by oneself. */
export const groupsFeature: Feature<GroupMethods> = {
  name: 'groups',

  methods(access, { idRule }) {
    const requireID = (argument: string, value: unknown) => requireUserID(argument, value, idRule)
    const requireUsers = (value: unknown) => requireList('userIDs', value, requireID, { maxCount: maxUsers })

    async function update(wanted: unknown, given: Parameters<typeof performOnGroup<'updateGroup'>>[2]) {
      return performOnGroup(access, 'updateGroup', { ...given, groupID: requireID('groupID', wanted) })
    }

    return {
      joinGroup: async (groupID) => performOnGroup(access, 'joinGroup', { groupID: requireID('groupID', groupID) }),
      updateGroupName: async (groupID, groupName) =>
        update(groupID, { groupID, groupName: requireText('groupName', groupName, { minBytes: 1, maxBytes: 256 }) }),
      updateGroupAvatarUrl: async (groupID, groupAvatarUrl) =>
        update(groupID, { groupID, groupAvatarUrl: requireText('groupAvatarUrl', groupAvatarUrl, { maxBytes: 500 }) }),
      updateGroupNotice: async (groupID, groupNotice) =>
        update(groupID, { groupID, groupNotice: requireText('groupNotice', groupNotice, { maxBytes: 1_024 }) }),
      updateGroupJoinMode: async (groupID, joinMode) =>
        update(groupID, { groupID, joinMode: requireOneOf('joinMode', joinMode, ['any', 'closed']) }),
      updateGroupInviteMode: async (groupID, inviteMode) =>
        update(groupID, { groupID, inviteMode: requireOneOf('inviteMode', inviteMode, ['any', 'admin']) }),

      async dismissGroup(groupID) {
        const wanted = requireID('groupID', groupID)
        const session = access.require()
        session.requireOperation('dismissGroup')
        const { writer } = await session.opened()
        const options = { operationID: access.newID(), signal: session.signal }
        await session.connected().call('dismissGroup', { groupID: wanted }, options)
        await writer.write((draft) => applyGroupLeft(draft, wanted))
      },

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
          memberNickname: requireText('memberNickname', memberNickname, { maxBytes: 256 }),
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
