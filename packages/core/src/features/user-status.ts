import type { LiveQuery, LiveValueSnapshot } from '../contract/live.js'
import type { Platform } from '../contract/platform.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import type {
  SelfStatusQueries,
  SubscribedUserStatus,
  UserQueries,
  UserStatus,
  UserStatusCommands,
} from '../contract/users.js'
import { toErrorUserList } from '../domain/group-operations.js'
import { readRegister, readRegisterList } from '../domain/registers.js'
import { createLiveQuery } from '../live/live-query.js'
import {
  refuseArgument,
  requireInteger,
  requireList,
  requireOptions,
  requireText,
  requireUserID,
} from '../runtime/argument.js'
import type { Session } from '../session/session.js'
import { registerKey, registerValue } from '../store/register-key.js'
import { toOwnStatus, toStatus } from '../store/status-rows.js'
import type { Store } from '../store/store.js'
import type { LiveFeature } from './feature.js'
import { changeRegisters, ownLane } from './register-command.js'

type UserStatusMethods = UserStatusCommands & SelfStatusQueries & Pick<UserQueries, 'querySubscribedUserStatusList'>

/** The live twins of its queries. */
export interface UserStatusLive {
  querySubscribedUserStatusList(
    userIDs: readonly string[],
  ): LiveQuery<LiveValueSnapshot<UserQueries['querySubscribedUserStatusList']>>
  querySelfUserStatus(): LiveQuery<LiveValueSnapshot<SelfStatusQueries['querySelfUserStatus']>>
}

const maxUsers = 100
/** More than there can be. */
const maxSubscriptions = 10_000
const weekSeconds = 604_800
const ownPlace = { kind: 'customStatus', key: 'customStatus' } as const

/** Who is there, and what they and the user say of themselves for now. */
export const userStatusFeature: LiveFeature<UserStatusMethods, UserStatusLive> = {
  name: 'userStatus',

  methods(access, { idRule, platform }) {
    function requireOthers(value: unknown): readonly string[] {
      const userIDs = requireUsers(value, idRule, 1)
      if (userIDs.includes(access.require().userID)) refuseArgument('userIDs', 'must not name the user')
      return userIDs
    }

    return {
      async updateUserCustomStatus(customStatus, options) {
        const text = requireText('customStatus', customStatus, { maxBytes: 64 })
        const duration = requireDuration(options, { from: 1, to: 31_536_000 })
        return changeRegisters(access, 'updateUserCustomStatus', async ({ now }, session) => {
          const end =
            duration.durationSeconds === undefined ? {} : { expireTime: now + duration.durationSeconds * 1_000 }
          const value = text === '' ? {} : { value: { text, updateTime: now, ...end } }
          return {
            operation: 'updateUserCustomStatus',
            parameters: { customStatus: text, ...duration },
            lane: ownLane(session),
            registerList: [{ ...ownPlace, ...value }],
          }
        })
      },

      async subscribeUsersStatus(userIDs, options) {
        const { durationSeconds = weekSeconds } = requireDuration(options, { from: 60, to: 2_592_000 })
        const others = requireOthers(userIDs)
        return changeRegisters(access, 'subscribeUsersStatus', async ({ now }, session) => {
          const value = { createTime: now, expireTime: now + durationSeconds * 1_000 }
          return {
            operation: 'subscribeUsersStatus',
            parameters: { userIDs: others, durationSeconds },
            lane: ownLane(session),
            registerList: others.map((key) => ({ kind: 'statusSubscription', key, value })),
          }
        })
      },

      async unsubscribeUsersStatus(userIDs) {
        const others = requireOthers(userIDs)
        return changeRegisters(access, 'unsubscribeUsersStatus', async (_update, session) => ({
          operation: 'unsubscribeUsersStatus',
          parameters: { userIDs: others },
          lane: ownLane(session),
          registerList: others.map((key) => ({ kind: 'statusSubscription', key })),
        }))
      },

      async queryUsersStatus(userIDs) {
        const asked = requireUsers(userIDs, idRule, 1)
        const session = access.require()
        session.requireOperation('queryUsersStatus')
        const options = { operationID: access.newID(), signal: session.signal }
        const answer = await session.connected().call('queryUsersStatus', { userIDs: asked }, options)
        const found = new Map(answer.userStatusList.map(({ userID, ...fact }) => [userID, fact]))
        const userStatusList = asked.flatMap((userID) => {
          const fact = found.get(userID)
          return fact === undefined ? [] : [toStatus(userID, fact)]
        })
        const missing = asked.filter((userID) => !found.has(userID))
        return { userStatusList, errorUserList: toErrorUserList(missing, 'user-not-found') }
      },

      async querySubscribedUserStatusList(userIDs) {
        const asked = requireUsers(userIDs, idRule, 0)
        const session = access.require()
        const { store } = await session.opened()
        return { userStatusList: await readSubscribed(store, asked, nowOf(session, platform)) }
      },

      async querySelfUserStatus() {
        const session = access.require()
        const { store } = await session.opened()
        return readOwn(store, session.userID, nowOf(session, platform))
      },
    }
  },

  live: (source, { idRule, platform }) => ({
    querySubscribedUserStatusList(userIDs) {
      const asked = requireUsers(userIDs, idRule, 0)
      return createLiveQuery<{ readonly userStatusList?: readonly SubscribedUserStatus[] }>(
        source,
        {
          name: 'querySubscribedUserStatusList',
          parameters: [userIDs],
          empty: {},
          tables: ['registers'],
          read: async (store, session) => ({
            userStatusList: await readSubscribed(store, asked, nowOf(session, platform)),
          }),
        },
        1,
      )
    },
    querySelfUserStatus: () =>
      createLiveQuery<{ readonly userStatus?: UserStatus }>(
        source,
        {
          name: 'querySelfUserStatus',
          parameters: [],
          empty: {},
          tables: ['registers'],
          read: (store, session) => readOwn(store, session.userID, nowOf(session, platform)),
        },
        1,
      ),
  }),
}

/** The later of the device's clock and the last seen server time: what has ended is not undone by setting a clock back. */
function nowOf({ latestServerTime }: Session, { clock }: Platform): number {
  return Math.max(clock.now(), latestServerTime)
}

function requireUsers(value: unknown, idRule: TransportDriver['idRule'], minCount: number): readonly string[] {
  const requireID = (argument: string, userID: unknown) => requireUserID(argument, userID, idRule)
  return requireList('userIDs', value, requireID, { minCount, maxCount: maxUsers })
}

function requireDuration(options: unknown, range: { readonly from: number; readonly to: number }) {
  const given = requireOptions('options', options, { isOptional: true })['durationSeconds']
  return given === undefined ? {} : { durationSeconds: requireInteger('options.durationSeconds', given, range) }
}

async function readSubscribed(
  store: Store,
  userIDs: readonly string[],
  now: number,
): Promise<readonly SubscribedUserStatus[]> {
  const subscriptions =
    userIDs.length === 0
      ? (await readRegisterList(store, 'statusSubscription', { count: maxSubscriptions })).rows
      : await Promise.all(
          userIDs.map(async (key) => ({ key, value: await readRegister(store, { kind: 'statusSubscription', key }) })),
        )
  const open = subscriptions.filter(({ value }) => value !== undefined && value.expireTime > now)
  const found: SubscribedUserStatus[] = []
  for (let start = 0; start < open.length; start += 500) {
    const part = open.slice(start, start + 500)
    const rows = await store.getAll(
      'registers',
      part.map(({ key }) => registerKey({ kind: 'userStatus', key })),
    )
    for (const [index, { key, value }] of part.entries()) {
      const status = present(toStatus(key, registerValue('userStatus', rows[index]?.value)), now)
      found.push({ ...status, subscribeExpiredTime: value?.expireTime ?? 0 })
    }
  }
  return found
}

async function readOwn(store: Store, userID: string, now: number) {
  return { userStatus: present(toOwnStatus(userID, await readRegister(store, ownPlace)), now) }
}

/** What somebody said for a while is over by itself. */
function present(status: UserStatus, now: number): UserStatus {
  const { customStatusExpiredTime, ...rest } = status
  return customStatusExpiredTime !== undefined && customStatusExpiredTime <= now
    ? { ...rest, customStatus: '' }
    : status
}
