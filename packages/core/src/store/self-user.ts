import type { User } from '../contract/backend-facts.js'
import { registerKey, registerValue } from './register-key.js'
import type { TableRows } from './schema.js'
import type { Key } from '../contract/storage-driver.js'

/** What a user may change of their own profile: the keys of registers of the kind `profileField`. */
export const profileFields = ['userName', 'userAvatarUrl', 'userExtendedData'] as const

/** The user's own profile as it is shown: with what waits to be sent. `userName`: for while nothing has been told of it. */
export async function readSelf(
  rows: { get<Name extends 'users' | 'registers'>(table: Name, key: Key): Promise<TableRows[Name] | undefined> },
  userID: string,
  userName = '',
): Promise<User> {
  const self = {
    ...((await rows.get('users', [userID])) ?? { userID, userName, userAvatarUrl: '', userExtendedData: '' }),
  }
  for (const key of profileFields) {
    const row = await rows.get('registers', registerKey({ kind: 'profileField', key }))
    const field = registerValue('profileField', row?.value)
    if (field !== undefined) self[key] = field.text
  }
  return self
}
