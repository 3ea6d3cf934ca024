import type { BlacklistCommands, UserQueries } from '../contract/users.js'
import type { User } from '../contract/backend-facts.js'
import type { LiveList, LiveListSnapshot } from '../contract/live.js'
import { decodeCursor, encodeCursor } from '../domain/cursor.js'
import { readRegister, readRegisterList } from '../domain/registers.js'
import type { SessionAccess } from '../domain/session-access.js'
import { createLiveQuery } from '../live/live-query.js'
import { refuseArgument, requireList, requirePage, requireUserID } from '../runtime/argument.js'
import { identifierAfter } from '../runtime/identifier.js'
import { registerKey, registerValue } from '../store/register-key.js'
import type { Store } from '../store/store.js'
import { readUserList } from '../store/user-rows.js'
import { enqueueRegister } from '../sync/outbox/enqueue-register.js'
import type { FeatureDomain, LiveFeature } from './feature.js'

type BlacklistMethods = BlacklistCommands & Pick<UserQueries, 'queryBlacklist' | 'checkUserIsInBlacklist'>

/** The live twins of its queries. */
export interface BlacklistLive {
  queryBlacklist(options: { readonly count: number }): LiveList<LiveListSnapshot<UserQueries['queryBlacklist']>>
}

const maxUsers = 20

/** Who may not write to the user: blocking, unblocking, the list. */
export const blacklistFeature: LiveFeature<BlacklistMethods, BlacklistLive> = {
  name: 'blacklist',

  methods(access, { idRule }) {
    return {
      addUsersToBlacklist: async (userIDs) => setBlocked(access, requireUserIDs(userIDs, idRule), true),
      removeUsersFromBlacklist: async (userIDs) => setBlocked(access, requireUserIDs(userIDs, idRule), false),

      async queryBlacklist(options) {
        const { count, cursor } = requirePage(options)
        const place = decodeCursor('blacklist', cursor, 2)
        const { store } = await access.require().opened()
        const { blacklist, hasMore, nextPlace } = await readBlacklist(store, count, place)
        return {
          blacklist,
          ...(hasMore && nextPlace !== undefined ? { nextCursor: encodeCursor('blacklist', nextPlace) } : {}),
        }
      },

      async checkUserIsInBlacklist(userID) {
        const key = requireUserID('userID', userID, idRule)
        const { store } = await access.require().opened()
        return { isUserInBlacklist: (await readRegister(store, { kind: 'blockedUser', key })) !== undefined }
      },
    }
  },

  live: (source) => ({
    queryBlacklist(options) {
      const { count } = requirePage(options)
      return createLiveQuery(
        source,
        {
          name: 'queryBlacklist',
          parameters: [options],
          empty: { blacklist: [], hasMore: false },
          tables: ['registers', 'users'],
          async read(store, _session, shown) {
            const { blacklist, hasMore } = await readBlacklist(store, shown)
            return { blacklist, hasMore }
          },
        },
        count,
      )
    },
  }),
}

function requireUserIDs(userIDs: unknown, idRule: FeatureDomain['idRule']): readonly string[] {
  return requireList('userIDs', userIDs, (argument, value) => requireUserID(argument, value, idRule), {
    maxCount: maxUsers,
  })
}

async function setBlocked(access: SessionAccess, userIDs: readonly string[], isBlocked: boolean) {
  const session = access.require()
  if (userIDs.includes(session.userID)) refuseArgument('userIDs', 'must not name the user')
  session.requireOperation('setUserBlocked')
  const { writer, attempts } = await session.opened()
  const firstID = access.newID()
  const operationList = await writer.write(async (update) => {
    const enqueued: { readonly userID: string; readonly operationID: string }[] = []
    for (const [index, userID] of userIDs.entries()) {
      const operationID = identifierAfter(firstID, index)
      const place = { kind: 'blockedUser', key: userID } as const
      const known = await update.draft.get('registers', registerKey(place))
      const value = registerValue(place.kind, known?.value) ?? { createTime: update.now }
      const change = {
        operationID,
        operation: 'setUserBlocked',
        parameters: { userID, isBlocked },
        lane: { conversationType: 'peer', conversationID: userID },
        registerList: [{ ...place, ...(isBlocked ? { value } : {}) }],
      } as const
      if (await enqueueRegister(update, change, attempts)) enqueued.push({ userID, operationID })
    }
    return enqueued
  })
  session.wakeOutbox()
  return { operationList }
}

async function readBlacklist(store: Store, count: number, before?: readonly (string | number)[]) {
  const page = await readRegisterList(store, 'blockedUser', { count, ...(before === undefined ? {} : { before }) })
  const blacklist: readonly User[] = await readUserList(
    store,
    page.rows.map(({ key }) => key),
  )
  return { blacklist, hasMore: page.hasMore, nextPlace: page.nextPlace }
}
