import type { User } from '../contract/backend-facts.js'
import type { Key } from '../contract/storage-driver.js'
import type { UserRow } from './schema.js'
import type { Store } from './store.js'

/** What a driver gives for one call. */
const longestGet = 1_000

/** The profiles of users as a batch sees them, in the order asked; of one that is not known here no more than the userID. */
export async function readUsers(
  rows: { get(table: 'users', key: Key): Promise<UserRow | undefined> },
  userIDs: readonly string[],
): Promise<readonly User[]> {
  return Promise.all(userIDs.map(async (userID) => (await rows.get('users', [userID])) ?? unknownUser(userID)))
}

/** The same from the store, however many. */
export async function readUserList(store: Store, userIDs: readonly string[]): Promise<readonly User[]> {
  const userList: User[] = []
  for (let start = 0; start < userIDs.length; start += longestGet) {
    const wanted = userIDs.slice(start, start + longestGet)
    const found = await store.getAll(
      'users',
      wanted.map((userID) => [userID]),
    )
    userList.push(...wanted.map((userID, index) => found[index] ?? unknownUser(userID)))
  }
  return userList
}

function unknownUser(userID: string): User {
  return { userID, userName: '', userAvatarUrl: '', userExtendedData: '' }
}
