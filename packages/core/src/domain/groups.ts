import type { Chat } from '../contract/chat.js'
import type { Group } from '../contract/backend-facts.js'
import type { GroupMemberInfo } from '../contract/groups.js'
import type { OperationName, OperationParameters, OperationResult } from '../contract/operations.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { requirePage, requireUserID } from '../runtime/argument.js'
import type { Session } from '../session/session.js'
import type { GroupMemberRow, GroupRow } from '../store/schema.js'
import type { Store } from '../store/store.js'
import { readUserList } from '../store/user-rows.js'
import { applyGroup, applyGroupMembers, applyUser } from '../sync/apply-change.js'
import { decodeCursor, encodeCursor } from './cursor.js'
import { behind } from '../store/all-rows.js'
import { readRows } from './rows.js'
import type { SessionAccess } from './session-access.js'
import { requireServerFlag } from './users.js'

type GroupDomain = Pick<Chat, 'queryGroupList' | 'queryGroupInfo' | 'queryGroupMemberList' | 'queryGroupMemberCount'>

export function createGroupDomain(
  access: SessionAccess,
  { idRule }: { readonly idRule: TransportDriver['idRule'] },
): GroupDomain {
  const requireOneUser = (argument: string, value: unknown) => requireUserID(argument, value, idRule)

  function ask<Name extends OperationName>(
    session: Session,
    operation: Name,
    parameters: OperationParameters<Name>,
  ): Promise<OperationResult<Name>> {
    const operationID = access.newID()
    return session.connected().call(operation, parameters, { operationID, signal: session.signal })
  }

  async function queryGroup(groupID: unknown, options: unknown): Promise<Group> {
    const wanted = requireOneUser('groupID', groupID)
    const isQueryFromServer = requireServerFlag(options)
    const session = access.require()
    if (isQueryFromServer) {
      const { group } = await ask(session, 'queryGroupInfo', { groupID: wanted })
      const { writer } = await session.opened()
      await writer.write((update) => applyGroup(update, group))
      return group
    }
    const opened = await session.opened()
    const row = await opened.store.get('groups', [wanted])
    if (row === undefined) throw new ChatError('group-not-found')
    return toGroup(row)
  }

  return {
    async queryGroupList(options) {
      const { count, cursor } = requirePage(options)
      const place = decodeCursor('groups', cursor, 3)
      const opened = await access.require().opened()
      const { groupList, hasMore } = await readGroupList(opened.store, {
        count,
        ...(place === undefined ? {} : { from: behind(place) }),
      })
      const last = groupList.at(-1)
      return {
        groupList,
        ...(hasMore && last !== undefined
          ? { nextCursor: encodeCursor('groups', [1, last.groupID, last.groupID]) }
          : {}),
      }
    },

    queryGroupInfo: async (groupID, options) => ({ group: await queryGroup(groupID, options) }),

    queryGroupMemberCount: async (groupID, options) => ({
      memberCount: (await queryGroup(groupID, options)).memberCount,
    }),

    async queryGroupMemberList(groupID, options) {
      const wanted = requireOneUser('groupID', groupID)
      const { count, cursor } = requirePage(options)
      const isQueryFromServer = requireServerFlag(options)
      const place = decodeCursor('members', cursor, 2)
      const session = access.require()
      const afterUserID = place === undefined ? undefined : String(place[1])
      if (isQueryFromServer) {
        const parameters = { groupID: wanted, count, ...(afterUserID === undefined ? {} : { afterUserID }) }
        const { memberList, userList } = await ask(session, 'queryGroupMemberList', parameters)
        const { writer } = await session.opened()
        await writer.write(async (update) => {
          for (const user of userList) await applyUser(update, user)
          applyGroupMembers(update, wanted, memberList, [])
        })
      }
      const opened = await session.opened()
      const { groupMemberList, hasMore } = await readGroupMemberList(opened.store, wanted, {
        count,
        ...(afterUserID === undefined ? {} : { afterUserID }),
      })
      const last = groupMemberList.at(-1)
      return {
        groupMemberList,
        ...(hasMore && last !== undefined ? { nextCursor: encodeCursor('members', [wanted, last.userID]) } : {}),
      }
    },
  }
}

export function toGroup({ memberFlag: _memberFlag, ...group }: GroupRow): Group {
  return group
}

export async function readGroupList(
  store: Store,
  { count, from }: { readonly count: number; readonly from?: readonly (string | number)[] },
): Promise<{ readonly groupList: readonly Group[]; readonly hasMore: boolean }> {
  const query = { index: 'by_membership', prefix: [1], ...(from === undefined ? {} : { from }) }
  const { rows, hasMore } = await readRows(store, 'groups', query, count, (row) => [1, row.groupID, row.groupID])
  return { groupList: rows.map(toGroup), hasMore }
}

export async function readGroupMemberList(
  store: Store,
  groupID: string,
  { count, afterUserID }: { readonly count: number; readonly afterUserID?: string },
): Promise<{ readonly groupMemberList: readonly GroupMemberInfo[]; readonly hasMore: boolean }> {
  const query = { prefix: [groupID], ...(afterUserID === undefined ? {} : { from: behind([groupID, afterUserID]) }) }
  const { rows, hasMore } = await readRows(store, 'group_members', query, count, (row) => [row.groupID, row.userID])
  return { groupMemberList: await toGroupMemberInfo(store, rows), hasMore }
}

/** With what is known of the people. */
export async function toGroupMemberInfo(
  store: Store,
  rows: readonly GroupMemberRow[],
): Promise<readonly GroupMemberInfo[]> {
  const userList = await readUserList(
    store,
    rows.map(({ userID }) => userID),
  )
  return rows.map(({ muteFlag: _muteFlag, ...member }, index) => ({
    ...member,
    userName: userList[index]?.userName ?? '',
    userAvatarUrl: userList[index]?.userAvatarUrl ?? '',
  }))
}
