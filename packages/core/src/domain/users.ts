import type { Chat } from '../contract/chat.js'
import type { User } from '../contract/backend-facts.js'
import type { ErrorUser } from '../contract/users.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import { requireBoolean, requireList, requireOptions, requireUserID } from '../runtime/argument.js'
import { readSelf } from '../store/self-user.js'
import { applyUser } from '../sync/apply-change.js'
import type { SessionAccess } from './session-access.js'

export function createUserDomain(
  access: SessionAccess,
  { idRule }: { readonly idRule: TransportDriver['idRule'] },
): Pick<Chat, 'querySelfUserInfo' | 'queryUsersInfo'> {
  return {
    async querySelfUserInfo() {
      const session = access.require()
      const { store } = await session.opened()
      // Before the first catch-up only the login itself has told of the user.
      return { selfUserInfo: await readSelf(store, session.userID, session.userName) }
    },

    async queryUsersInfo(userIDs, options) {
      const wanted = requireList('userIDs', userIDs, (argument, value) => requireUserID(argument, value, idRule), {
        maxCount: 100,
      })
      const isQueryFromServer = requireServerFlag(options)
      const session = access.require()
      if (isQueryFromServer) {
        const connection = session.connected()
        const { writer } = await session.opened()
        const operationID = access.newID()
        const { userList } = await connection.call(
          'queryUsersInfo',
          { userIDs: wanted },
          { operationID, signal: session.signal },
        )
        await writer.write(async (update) => {
          for (const user of userList) await applyUser(update, user)
        })
        return answer(wanted, new Map(userList.map((user) => [user.userID, user])))
      }
      const { store } = await session.opened()
      const rows = await store.getAll(
        'users',
        wanted.map((userID) => [userID]),
      )
      return answer(wanted, new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.userID, row] as const]))))
    },
  }
}

function answer(wanted: readonly string[], known: ReadonlyMap<string, User>) {
  const errorUserList: ErrorUser[] = []
  const userList: User[] = []
  for (const userID of wanted) {
    const user = known.get(userID)
    if (user === undefined) errorUserList.push({ userID, code: 'user-not-found' })
    else userList.push(user)
  }
  return { userList, errorUserList }
}

/** `isQueryFromServer` of the options of a look-up. */
export function requireServerFlag(options: unknown): boolean {
  const given = requireOptions('options', options, { isOptional: true })
  return given['isQueryFromServer'] === undefined
    ? false
    : requireBoolean('options.isQueryFromServer', given['isQueryFromServer'])
}
