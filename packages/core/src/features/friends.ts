import type { LiveList, LiveListSnapshot } from '../contract/live.js'
import type { ErrorUser, Friend, FriendCommands, UserQueries } from '../contract/users.js'
import { decodeCursor, encodeCursor } from '../domain/cursor.js'
import { readRegister, readRegisterList } from '../domain/registers.js'
import type { SessionAccess } from '../domain/session-access.js'
import { ChatError } from '../errors/chat-error.js'
import { createLiveQuery } from '../live/live-query.js'
import { refuseArgument, requireBoolean, requireOptions, requirePage, requireUserID } from '../runtime/argument.js'
import { identifierAfter } from '../runtime/identifier.js'
import { toFriend } from '../store/friend-rows.js'
import { registerKey, registerValue } from '../store/register-key.js'
import type { Store } from '../store/store.js'
import { readUserList } from '../store/user-rows.js'
import { enqueueRegister } from '../sync/outbox/enqueue-register.js'
import type { LiveFeature } from './feature.js'
import { requireAlias, requireAttributes, requireNotes, requireOther, requireSomeUserIDs } from './friend-arguments.js'

type FriendMethods = FriendCommands & Pick<UserQueries, 'queryFriendList' | 'queryFriendsInfo'>

/** The live twins of its queries. */
export interface FriendLive {
  queryFriendList(options: { readonly count: number }): LiveList<LiveListSnapshot<UserQueries['queryFriendList']>>
}

/** Friends of the user: adding and deleting them, what the user notes of them, the list. */
export const friendsFeature: LiveFeature<FriendMethods, FriendLive> = {
  name: 'friends',

  methods(access, { idRule }) {
    return {
      async addFriend(userID, options) {
        const key = requireUserID('userID', userID, idRule)
        const notes = requireNotes(options)
        const session = requireOther(access, key)
        session.requireOperation('addFriend')
        const { writer, attempts } = await session.opened()
        const operationID = access.newID()
        const isEnqueued = await writer.write(async (update) => {
          const known = await update.draft.get('registers', registerKey({ kind: 'friend', key }))
          if (known?.value !== undefined) return false
          const change = {
            operationID,
            operation: 'addFriend',
            parameters: { userID: key, ...notes },
            lane: laneOf(key),
            registerList: [{ kind: 'friend', key, value: { ...notes, createTime: update.now } }],
          } as const
          return enqueueRegister(update, change, attempts)
        })
        session.wakeOutbox()
        return isEnqueued ? { operationID } : {}
      },

      async deleteFriends(userIDs, options) {
        const keys = requireSomeUserIDs(userIDs, idRule)
        const given = requireOptions('options', options, { isOptional: true })
        const isBothSides = requireBoolean('options.isBothSides', given['isBothSides'] ?? true)
        const session = access.require()
        if (keys.includes(session.userID)) refuseArgument('userIDs', 'must not name the user')
        session.requireOperation('deleteFriend')
        const { writer, attempts } = await session.opened()
        const firstID = access.newID()
        const operationList = await writer.write(async (update) => {
          const enqueued: { readonly userID: string; readonly operationID: string }[] = []
          for (const [index, userID] of keys.entries()) {
            const operationID = identifierAfter(firstID, index)
            const change = {
              operationID,
              operation: 'deleteFriend',
              parameters: { userID, isBothSides },
              lane: laneOf(userID),
              registerList: [{ kind: 'friend', key: userID }],
            } as const
            if (await enqueueRegister(update, change, attempts)) enqueued.push({ userID, operationID })
          }
          return enqueued
        })
        session.wakeOutbox()
        return { operationList }
      },

      async updateFriendAlias(userID, friendAlias) {
        const key = requireUserID('userID', userID, idRule)
        const notes = { friendAlias: requireAlias('friendAlias', friendAlias) }
        return changeFriend(access, key, notes, {
          operation: 'updateFriendAlias',
          parameters: { userID: key, ...notes },
        })
      },

      async updateFriendAttributes(userID, friendAttributes) {
        const key = requireUserID('userID', userID, idRule)
        const notes = { friendAttributes: requireAttributes('friendAttributes', friendAttributes) }
        const parameters = { userID: key, ...notes }
        return changeFriend(access, key, notes, { operation: 'updateFriendAttributes', parameters })
      },

      async checkFriendsRelation(userIDs) {
        const keys = requireSomeUserIDs(userIDs, idRule)
        const session = access.require()
        session.requireOperation('checkFriendsRelation')
        const connection = session.connected()
        const options = { operationID: access.newID(), signal: session.signal }
        const { relationList } = await connection.call('checkFriendsRelation', { userIDs: keys }, options)
        if (relationList.length !== keys.length || relationList.some(({ userID }, index) => userID !== keys[index])) {
          throw new ChatError('protocol-violation', { details: { reason: 'an answer to something else' } })
        }
        return { relationList }
      },

      async queryFriendList(options) {
        const { count, cursor } = requirePage(options)
        const place = decodeCursor('friends', cursor, 2)
        const { store } = await access.require().opened()
        const { friendList, hasMore, nextPlace } = await readFriends(store, count, place)
        return {
          friendList,
          ...(hasMore && nextPlace !== undefined ? { nextCursor: encodeCursor('friends', nextPlace) } : {}),
        }
      },

      async queryFriendsInfo(userIDs) {
        const keys = requireSomeUserIDs(userIDs, idRule)
        const { store } = await access.require().opened()
        const users = await readUserList(store, keys)
        const friendList: Friend[] = []
        const errorUserList: ErrorUser[] = []
        for (const user of users) {
          const value = await readRegister(store, { kind: 'friend', key: user.userID })
          if (value === undefined) errorUserList.push({ userID: user.userID, code: 'not-friend' })
          else friendList.push(toFriend(user, value))
        }
        return { friendList, errorUserList }
      },
    }
  },

  live: (source) => ({
    queryFriendList(options) {
      const { count } = requirePage(options)
      return createLiveQuery(
        source,
        {
          name: 'queryFriendList',
          parameters: [options],
          empty: { friendList: [], hasMore: false },
          tables: ['registers', 'users'],
          async read(store, _session, shown) {
            const { friendList, hasMore } = await readFriends(store, shown)
            return { friendList, hasMore }
          },
        },
        count,
      )
    },
  }),
}

const laneOf = (userID: string) => ({ conversationType: 'peer', conversationID: userID }) as const

/** Refuses with `not-friend`. */
async function changeFriend(
  access: SessionAccess,
  key: string,
  notes: Partial<Pick<Friend, 'friendAlias' | 'friendAttributes'>>,
  operation:
    | {
        readonly operation: 'updateFriendAlias'
        readonly parameters: { readonly userID: string; readonly friendAlias: string }
      }
    | {
        readonly operation: 'updateFriendAttributes'
        readonly parameters: { readonly userID: string; readonly friendAttributes: Friend['friendAttributes'] }
      },
) {
  const session = requireOther(access, key)
  session.requireOperation(operation.operation)
  const { writer, attempts } = await session.opened()
  const operationID = access.newID()
  const isEnqueued = await writer.write(async (update) => {
    const row = await update.draft.get('registers', registerKey({ kind: 'friend', key }))
    const known = registerValue('friend', row?.value)
    if (known === undefined) throw new ChatError('not-friend', { details: { userID: key } })
    const registerList = [{ kind: 'friend', key, value: { ...known, ...notes } }] as const
    return enqueueRegister(update, { operationID, ...operation, lane: laneOf(key), registerList }, attempts)
  })
  session.wakeOutbox()
  return isEnqueued ? { operationID } : {}
}

async function readFriends(store: Store, count: number, before?: readonly (string | number)[]) {
  const page = await readRegisterList(store, 'friend', { count, ...(before === undefined ? {} : { before }) })
  const users = await readUserList(
    store,
    page.rows.map(({ key }) => key),
  )
  const friendList: readonly Friend[] = users.flatMap((user, index) => {
    const row = page.rows[index]
    return row === undefined ? [] : [toFriend(user, row.value)]
  })
  return { friendList, hasMore: page.hasMore, nextPlace: page.nextPlace }
}
