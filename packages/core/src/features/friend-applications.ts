import type { LiveList, LiveListSnapshot } from '../contract/live.js'
import type { Platform } from '../contract/platform.js'
import type { Registers } from '../contract/registers.js'
import type { FriendApplication, FriendApplicationCommands, UserQueries } from '../contract/users.js'
import { decodeCursor, encodeCursor } from '../domain/cursor.js'
import { readRegisterList } from '../domain/registers.js'
import { ChatError } from '../errors/chat-error.js'
import { createLiveQuery } from '../live/live-query.js'
import { requireOptions, requirePage, requireText, requireUserID } from '../runtime/argument.js'
import type { Session } from '../session/session.js'
import { partsOfApplication, toApplication } from '../store/friend-rows.js'
import { registerKey, registerValue } from '../store/register-key.js'
import type { Store } from '../store/store.js'
import { readUserList } from '../store/user-rows.js'
import type { Update } from '../store/writer.js'
import { enqueueRegister } from '../sync/outbox/enqueue-register.js'
import type { LiveFeature } from './feature.js'
import { requireNotes, requireOther } from './friend-arguments.js'

type FriendApplicationMethods = FriendApplicationCommands & Pick<UserQueries, 'queryFriendApplicationList'>

/** The live twins of its queries. */
export interface FriendApplicationLive {
  queryFriendApplicationList(options: {
    readonly count: number
  }): LiveList<LiveListSnapshot<UserQueries['queryFriendApplicationList']>>
}

/** Until the backend says when it expires. */
const expectedLifeMs = 7 * 24 * 60 * 60 * 1_000

/** Asking others to become friends, and answering those who ask. */
export const friendApplicationsFeature: LiveFeature<FriendApplicationMethods, FriendApplicationLive> = {
  name: 'friendApplications',

  methods(access, { idRule, platform }) {
    return {
      async sendFriendApplication(userID, options) {
        const other = requireUserID('userID', userID, idRule)
        const notes = requireNotes(options)
        const given = requireOptions('options', options, { isOptional: true })
        const wording = requireText('options.wording', given['wording'] ?? '', { maxBytes: 1_024 })
        const session = requireOther(access, other)
        session.requireOperation('sendFriendApplication')
        const { writer, attempts } = await session.opened()
        const operationID = access.newID()
        const isEnqueued = await writer.write((update) => {
          const times = { createTime: update.now, updateTime: update.now, expireTime: update.now + expectedLifeMs }
          const value = { state: 'waiting', wording, ...times, ...notes } as const
          const change = {
            operationID,
            operation: 'sendFriendApplication',
            parameters: { userID: other, ...notes, wording },
            lane: laneOf(other),
            registerList: [{ kind: 'friendApplication', key: `sent/${other}`, value }],
          } as const
          return enqueueRegister(update, change, attempts)
        })
        session.wakeOutbox()
        return isEnqueued ? { operationID } : {}
      },

      async acceptFriendApplication(userID, options) {
        const other = requireUserID('userID', userID, idRule)
        const notes = requireNotes(options)
        const session = requireOther(access, other)
        session.requireOperation('acceptFriendApplication')
        const { writer, attempts } = await session.opened()
        const operationID = access.newID()
        const isEnqueued = await writer.write(async (update) => {
          const application = await readReceived(update, other)
          const row = await update.draft.get('registers', registerKey({ kind: 'friend', key: other }))
          const friend = registerValue('friend', row?.value) ?? { ...notes, createTime: update.now }
          const change = {
            operationID,
            operation: 'acceptFriendApplication',
            parameters: { userID: other, ...notes },
            lane: laneOf(other),
            registerList: [
              { kind: 'friend', key: other, value: friend },
              { kind: 'friendApplication', key: `received/${other}`, value: answered(application, 'accepted', update) },
            ],
          } as const
          return enqueueRegister(update, change, attempts)
        })
        session.wakeOutbox()
        return isEnqueued ? { operationID } : {}
      },

      async rejectFriendApplication(userID) {
        const other = requireUserID('userID', userID, idRule)
        const session = requireOther(access, other)
        session.requireOperation('rejectFriendApplication')
        const { writer, attempts } = await session.opened()
        const operationID = access.newID()
        const isEnqueued = await writer.write(async (update) => {
          const value = answered(await readReceived(update, other), 'rejected', update)
          const change = {
            operationID,
            operation: 'rejectFriendApplication',
            parameters: { userID: other },
            lane: laneOf(other),
            registerList: [{ kind: 'friendApplication', key: `received/${other}`, value }],
          } as const
          return enqueueRegister(update, change, attempts)
        })
        session.wakeOutbox()
        return isEnqueued ? { operationID } : {}
      },

      async queryFriendApplicationList(options) {
        const { count, cursor } = requirePage(options)
        const place = decodeCursor('friendApplications', cursor, 2)
        const session = access.require()
        const { store } = await session.opened()
        const page = await readApplications(store, trustedNow(session, platform), count, place)
        const { friendApplicationList, hasMore, nextPlace } = page
        return {
          friendApplicationList,
          ...(hasMore && nextPlace !== undefined ? { nextCursor: encodeCursor('friendApplications', nextPlace) } : {}),
        }
      },
    }
  },

  live: (source, { platform }) => ({
    queryFriendApplicationList(options) {
      const { count } = requirePage(options)
      return createLiveQuery(
        source,
        {
          name: 'queryFriendApplicationList',
          parameters: [options],
          empty: { friendApplicationList: [], hasMore: false },
          tables: ['registers', 'users'],
          async read(store, session, shown) {
            const { friendApplicationList, hasMore } = await readApplications(
              store,
              trustedNow(session, platform),
              shown,
            )
            return { friendApplicationList, hasMore }
          },
        },
        count,
      )
    },
  }),
}

const laneOf = (userID: string) => ({ conversationType: 'peer', conversationID: userID }) as const

/** The later of the device's clock and the last seen server time: an expiry is not undone by setting a clock back. */
function trustedNow(session: Session, { clock }: Platform): number {
  return Math.max(clock.now(), session.latestServerTime)
}

type Application = Registers['friendApplication']

function answered(application: Application, state: Application['state'], { now }: Update): Application {
  return application.state === state ? application : { ...application, state, updateTime: now }
}

async function readReceived({ draft }: Update, userID: string): Promise<Application> {
  const row = await draft.get('registers', registerKey({ kind: 'friendApplication', key: `received/${userID}` }))
  const application = registerValue('friendApplication', row?.value)
  if (application === undefined) throw new ChatError('application-not-found', { details: { userID } })
  return application
}

async function readApplications(store: Store, now: number, count: number, before?: readonly (string | number)[]) {
  const page = await readRegisterList(store, 'friendApplication', {
    count,
    ...(before === undefined ? {} : { before }),
  })
  const users = await readUserList(
    store,
    page.rows.map(({ key }) => partsOfApplication(key).userID),
  )
  const friendApplicationList: readonly FriendApplication[] = users.flatMap((user, index) => {
    const row = page.rows[index]
    return row === undefined ? [] : [toApplication(user, row.key, row.value, now)]
  })
  return { friendApplicationList, hasMore: page.hasMore, nextPlace: page.nextPlace }
}
