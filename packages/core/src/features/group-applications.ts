import type { GroupApplication, GroupApplicationCommands, GroupQueries } from '../contract/groups.js'
import type { LiveList, LiveListSnapshot } from '../contract/live.js'
import type { Platform } from '../contract/platform.js'
import type { Registers } from '../contract/registers.js'
import { decodeCursor, encodeCursor } from '../domain/cursor.js'
import { readRegisterList } from '../domain/registers.js'
import { ChatError } from '../errors/chat-error.js'
import { createLiveQuery } from '../live/live-query.js'
import {
  refuseArgument,
  requireList,
  requireOptions,
  requirePage,
  requireText,
  requireUserID,
} from '../runtime/argument.js'
import type { Session } from '../session/session.js'
import { partsOfGroupApplication, toGroupApplication } from '../store/group-application-rows.js'
import { registerKey, registerValue } from '../store/register-key.js'
import type { Store } from '../store/store.js'
import { readUserList } from '../store/user-rows.js'
import type { Update } from '../store/writer.js'
import type { LiveFeature } from './feature.js'
import { changeRegisters, requireOwnGroup } from './register-command.js'

type GroupApplicationMethods = GroupApplicationCommands & Pick<GroupQueries, 'queryGroupApplicationList'>

/** The live twins of its queries. */
export interface GroupApplicationLive {
  queryGroupApplicationList(options: {
    readonly count: number
  }): LiveList<LiveListSnapshot<GroupQueries['queryGroupApplicationList']>>
}

const kind = 'groupApplication'
const maxUsers = 100
/** Until the backend says when it expires. */
const expectedLifeMs = 7 * 24 * 60 * 60 * 1_000

/** Asking to be let into a group, asking others whether they want to, and answering. */
export const groupApplicationsFeature: LiveFeature<GroupApplicationMethods, GroupApplicationLive> = {
  name: 'groupApplications',

  methods(access, { idRule, platform }) {
    const requireID = (argument: string, value: unknown) => requireUserID(argument, value, idRule)

    async function answerJoin(
      operation: 'acceptGroupJoinApplication' | 'rejectGroupJoinApplication',
      wanted: unknown,
      applicant: unknown,
    ) {
      const parameters = { groupID: requireID('groupID', wanted), userID: requireID('userID', applicant) }
      const { groupID, userID } = parameters
      const key = `join/${groupID}/${userID}`
      if (access.require().userID === userID) refuseArgument('userID', 'must not be the user')
      return changeRegisters(access, operation, async (update) => ({
        operation,
        parameters,
        lane: groupOf(groupID),
        registerList: [await answered(update, key, operation)],
      }))
    }

    async function answerInvite(
      operation: 'acceptGroupInviteApplication' | 'rejectGroupInviteApplication',
      wanted: unknown,
      inviter: unknown,
    ) {
      const parameters = { groupID: requireID('groupID', wanted), inviterUserID: requireID('inviterUserID', inviter) }
      const { groupID, inviterUserID } = parameters
      return changeRegisters(access, operation, async (update) => ({
        operation,
        parameters,
        lane: groupOf(groupID),
        registerList: [await answered(update, `invite/${groupID}/${inviterUserID}/${update.userID}`, operation)],
      }))
    }

    return {
      async sendGroupJoinApplication(groupID, options) {
        const parameters = { groupID: requireID('groupID', groupID), wording: requireWording(options) }
        return changeRegisters(access, 'sendGroupJoinApplication', async (update) => ({
          operation: 'sendGroupJoinApplication',
          parameters,
          lane: groupOf(parameters.groupID),
          registerList: [await asked(update, `join/${parameters.groupID}/${update.userID}`, parameters)],
        }))
      },

      acceptGroupJoinApplication: async (groupID, userID) => answerJoin('acceptGroupJoinApplication', groupID, userID),
      rejectGroupJoinApplication: async (groupID, userID) => answerJoin('rejectGroupJoinApplication', groupID, userID),

      async sendGroupInviteApplications(groupID, userIDs, options) {
        const parameters = {
          groupID: requireID('groupID', groupID),
          userIDs: requireList('userIDs', userIDs, requireID, { maxCount: maxUsers }),
          wording: requireWording(options),
        }
        if (parameters.userIDs.includes(access.require().userID)) refuseArgument('userIDs', 'must not name the user')
        return changeRegisters(access, 'sendGroupInviteApplications', async (update) => {
          const lane = await requireOwnGroup(update, parameters.groupID)
          const registerList = []
          for (const userID of parameters.userIDs) {
            registerList.push(
              await asked(update, `invite/${parameters.groupID}/${update.userID}/${userID}`, parameters),
            )
          }
          return { operation: 'sendGroupInviteApplications', parameters, lane, registerList }
        })
      },

      acceptGroupInviteApplication: async (groupID, inviter) =>
        answerInvite('acceptGroupInviteApplication', groupID, inviter),
      rejectGroupInviteApplication: async (groupID, inviter) =>
        answerInvite('rejectGroupInviteApplication', groupID, inviter),

      async queryGroupApplicationList(options) {
        const { count, cursor } = requirePage(options)
        const before = decodeCursor('groupApplications', cursor, 2)
        const session = access.require()
        const { store } = await session.opened()
        const page = await readApplications(store, viewOf(session, platform), count, before)
        const { groupApplicationList, hasMore, nextPlace } = page
        return {
          groupApplicationList,
          ...(hasMore && nextPlace !== undefined ? { nextCursor: encodeCursor('groupApplications', nextPlace) } : {}),
        }
      },
    }
  },

  live: (source, { platform }) => ({
    queryGroupApplicationList(options) {
      const { count } = requirePage(options)
      return createLiveQuery(
        source,
        {
          name: 'queryGroupApplicationList',
          parameters: [options],
          empty: { groupApplicationList: [], hasMore: false },
          tables: ['registers', 'users'],
          async read(store, session, shown) {
            const view = viewOf(session, platform)
            const { groupApplicationList, hasMore } = await readApplications(store, view, shown)
            return { groupApplicationList, hasMore }
          },
        },
        count,
      )
    },
  }),
}

const groupOf = (groupID: string) => ({ conversationType: 'group', conversationID: groupID }) as const

function requireWording(options: unknown): string {
  const given = requireOptions('options', options, { isOptional: true })
  return requireText('options.wording', given['wording'] ?? '', { maxBytes: 1_024 })
}

/** To whom applications are shown, and when: the later of the device's clock and the last seen server time. */
function viewOf({ userID, latestServerTime }: Session, { clock }: Platform) {
  return { userID, now: Math.max(clock.now(), latestServerTime) }
}

type Application = Registers['groupApplication']

/** What a new one shows until the backend has it. */
async function asked(
  { draft, now }: Update,
  key: string,
  { groupID, wording }: { readonly groupID: string; readonly wording: string },
) {
  const group = await draft.get('groups', [groupID])
  const value: Application = {
    state: 'waiting',
    wording,
    createTime: now,
    updateTime: now,
    expireTime: now + expectedLifeMs,
    groupName: group?.groupName ?? '',
    groupAvatarUrl: group?.groupAvatarUrl ?? '',
  }
  return { kind, key, value } as const
}

/** Refuses with `application-not-found`. */
async function answered({ draft, now, userID }: Update, key: string, operation: string) {
  const row = await draft.get('registers', registerKey({ kind, key }))
  const known = registerValue(kind, row?.value)
  if (known === undefined) throw new ChatError('application-not-found')
  const state = operation.startsWith('accept') ? 'accepted' : 'rejected'
  const value: Application =
    known.state === state ? known : { ...known, state, updateTime: now, operatorUserID: userID }
  return { kind, key, value } as const
}

async function readApplications(
  store: Store,
  view: { readonly userID: string; readonly now: number },
  count: number,
  before?: readonly (string | number)[],
) {
  const page = await readRegisterList(store, kind, { count, ...(before === undefined ? {} : { before }) })
  const users = await readUserList(
    store,
    page.rows.map(({ key }) => partsOfGroupApplication(key, view.userID).userID),
  )
  const groupApplicationList: readonly GroupApplication[] = users.flatMap((user, index) => {
    const row = page.rows[index]
    return row === undefined ? [] : [toGroupApplication(user, row.key, row.value, view)]
  })
  return { groupApplicationList, hasMore: page.hasMore, nextPlace: page.nextPlace }
}
