import type { GroupMuteCommands, GroupQueries } from '../contract/groups.js'
import type { GroupMemberInfo } from '../contract/groups.js'
import type { LiveList, LiveListSnapshot } from '../contract/live.js'
import type { Platform } from '../contract/platform.js'
import { decodeCursor, encodeCursor } from '../domain/cursor.js'
import { performOnGroup, toErrorUserList } from '../domain/group-operations.js'
import { toGroupMemberInfo } from '../domain/groups.js'
import { readRows } from '../domain/rows.js'
import { createLiveQuery } from '../live/live-query.js'
import {
  requireBoolean,
  requireInteger,
  requireList,
  requireOneOf,
  requireOptions,
  requirePage,
  requireUserID,
} from '../runtime/argument.js'
import type { Session } from '../session/session.js'
import { behind } from '../store/all-rows.js'
import type { Store } from '../store/store.js'
import type { LiveFeature } from './feature.js'

type GroupMuteMethods = GroupMuteCommands & Pick<GroupQueries, 'queryGroupMemberMutedList'>

/** The live twins of its queries. */
export interface GroupMuteLive {
  queryGroupMemberMutedList(
    groupID: string,
    options: { readonly count: number },
  ): LiveList<LiveListSnapshot<GroupQueries['queryGroupMemberMutedList']>>
}

const maxUsers = 100
const maxMuteSeconds = 604_800
const mutableRoles = ['admin', 'member'] as const

/** Who may not write in a group: muting, and the list of those who are. */
export const groupMutesFeature: LiveFeature<GroupMuteMethods, GroupMuteLive> = {
  name: 'group-mutes',

  methods(access, { idRule, platform }) {
    const requireID = (argument: string, value: unknown) => requireUserID(argument, value, idRule)

    return {
      async muteGroup(groupID, isMuted, options) {
        const wanted = requireID('groupID', groupID)
        const isOn = requireBoolean('isMuted', isMuted)
        const given = requireOptions('options', options, { isOptional: true })
        const duration = requireDuration(given)
        const memberRoles = requireRoles(given['memberRoles'] ?? ['member'])
        return performOnGroup(access, 'muteGroup', {
          groupID: wanted,
          memberRoles: isOn ? memberRoles : [],
          ...duration,
        })
      },

      async muteGroupMembers(groupID, userIDs, isMuted, options) {
        const { group, errorUserIDs } = await performOnGroup(access, 'muteGroupMembers', {
          groupID: requireID('groupID', groupID),
          userIDs: requireList('userIDs', userIDs, requireID, { maxCount: maxUsers }),
          isMuted: requireBoolean('isMuted', isMuted),
          ...requireDuration(requireOptions('options', options, { isOptional: true })),
        })
        return { group, errorUserList: toErrorUserList(errorUserIDs, 'not-group-member') }
      },

      async queryGroupMemberMutedList(groupID, options) {
        const wanted = requireID('groupID', groupID)
        const { count, cursor } = requirePage(options)
        const place = decodeCursor('muted', cursor, 2)
        const session = access.require()
        const { store } = await session.opened()
        const after = place === undefined ? undefined : String(place[1])
        const page = await readMutedList(store, wanted, { count, now: nowOf(session, platform), after })
        const { groupMemberList, lastUserID } = page
        return {
          groupMemberList,
          ...(page.hasMore && lastUserID !== undefined
            ? { nextCursor: encodeCursor('muted', [wanted, lastUserID]) }
            : {}),
        }
      },
    }
  },

  live: (source, { idRule, platform }) => ({
    queryGroupMemberMutedList(groupID, options) {
      const wanted = requireUserID('groupID', groupID, idRule)
      const { count } = requirePage(options)
      return createLiveQuery(
        source,
        {
          name: 'queryGroupMemberMutedList',
          parameters: [groupID, options],
          empty: { groupMemberList: [], hasMore: false },
          tables: ['group_members', 'users'],
          async read(store, session, shown) {
            const now = nowOf(session, platform)
            const { groupMemberList, hasMore } = await readMutedList(store, wanted, { count: shown, now })
            return { groupMemberList, hasMore }
          },
        },
        count,
      )
    },
  }),
}

function requireDuration({ durationSeconds }: Readonly<Record<string, unknown>>) {
  if (durationSeconds === undefined) return {}
  const range = { from: 1, to: maxMuteSeconds }
  return { durationSeconds: requireInteger('options.durationSeconds', durationSeconds, range) }
}

function requireRoles(value: unknown) {
  const requireRole = (argument: string, role: unknown) => requireOneOf(argument, role, mutableRoles)
  const given = requireList('options.memberRoles', value, requireRole, { maxCount: mutableRoles.length })
  return mutableRoles.filter((role) => given.includes(role))
}

function nowOf(session: Session, { clock }: Platform): number {
  return Math.max(clock.now(), session.latestServerTime)
}

/** A mute that has ended by itself is still in its row, so a page may be short. */
async function readMutedList(
  store: Store,
  groupID: string,
  { count, now, after }: { readonly count: number; readonly now: number; readonly after?: string | undefined },
): Promise<{
  readonly groupMemberList: readonly GroupMemberInfo[]
  readonly hasMore: boolean
  readonly lastUserID?: string
}> {
  const placeOf = (userID: string) => [groupID, 1, userID, groupID, userID]
  const from = after === undefined ? {} : { from: behind(placeOf(after)) }
  const query = { index: 'by_mute', prefix: [groupID, 1], ...from }
  const { rows, hasMore } = await readRows(store, 'group_members', query, count, ({ userID }) => placeOf(userID))
  const last = rows.at(-1)
  const muted = rows.filter(({ mute }) => now < (mute?.expireTime ?? Infinity))
  return {
    groupMemberList: await toGroupMemberInfo(store, muted),
    hasMore,
    ...(last === undefined ? {} : { lastUserID: last.userID }),
  }
}
