import { ChatError, type OperationParameters, type OperationResult, type User } from '@latchkey/core/driver'
import { assertUserID } from './identifiers.js'
import { assertBytes, assertCount, contractLimits } from './limits.js'
import type { LogReader, UserRow } from './log-store.js'
import { toUser, type OperationContext, type QueryContext } from './operation-context.js'

/** A profile as an administrator gives it; what is absent stays as it is, or empty for a new user. */
export type UserProfile = Pick<User, 'userID'> & Partial<Omit<User, 'userID'>>

export async function queryUsersInfo(
  { reader }: QueryContext,
  { userIDs }: OperationParameters<'queryUsersInfo'>,
): Promise<OperationResult<'queryUsersInfo'>> {
  assertCount('userIDs.length', userIDs.length, 1, contractLimits.usersPerCall)
  return { userList: await readUsers(reader, userIDs) }
}

/** The profiles of those of `userIDs` that are known, in that order. */
export async function readUsers(reader: LogReader, userIDs: readonly string[]): Promise<User[]> {
  const rows = await reader.getUsers(userIDs)
  const byID = new Map(rows.map((row) => [row.userID, toUserFact(row)]))
  return [...new Set(userIDs)].flatMap((userID) => byID.get(userID) ?? [])
}

/** Registers a user, or changes a profile. */
export async function putUser(context: OperationContext, profile: UserProfile): Promise<User> {
  assertUserID('userID', profile.userID)
  const [row] = await context.reader.getUsers([profile.userID])
  return save(context, row, {
    userID: profile.userID,
    userName: profile.userName ?? row?.userName ?? '',
    userAvatarUrl: profile.userAvatarUrl ?? row?.userAvatarUrl ?? '',
    userExtendedData: profile.userExtendedData ?? row?.userExtendedData ?? '',
    isRegistered: true,
  })
}

/**
 * The user who connects. One who is new is registered when `isRegistrationOpen`, else refused with `user-unknown`;
 * a `userName` that is not empty becomes theirs (OL-03).
 */
export async function admitUser(
  context: OperationContext,
  { userName, isRegistrationOpen }: { readonly userName?: string; readonly isRegistrationOpen: boolean },
): Promise<User> {
  const { userID } = context
  const [row] = await context.reader.getUsers([userID])
  if (row ? !row.isRegistered : !isRegistrationOpen) throw new ChatError('user-unknown')
  return putUser(context, { userID, ...(userName && { userName }) })
}

/** Ends what the user may do; the profile stays, for the messages they left. */
export async function unregisterUser(context: OperationContext): Promise<void> {
  const [row] = await context.reader.getUsers([context.userID])
  if (!row?.isRegistered) throw new ChatError('user-not-found')
  await save(context, row, { ...row, isRegistered: false })
}

async function save(context: OperationContext, present: UserRow | undefined, row: UserRow): Promise<User> {
  if (present && isSameUser(present, row)) return toUserFact(row)
  assertBytes('userName', row.userName, contractLimits.nameBytes)
  assertBytes('userAvatarUrl', row.userAvatarUrl, contractLimits.avatarUrlBytes)
  assertBytes('userExtendedData', row.userExtendedData, contractLimits.extendedDataBytes)
  await context.transaction.putUser(row)
  await context.append([toUser(context, row.userID, { type: 'user', userID: row.userID })])
  return toUserFact(row)
}

function isSameUser(one: UserRow, other: UserRow): boolean {
  return (
    one.userName === other.userName &&
    one.userAvatarUrl === other.userAvatarUrl &&
    one.userExtendedData === other.userExtendedData &&
    one.isRegistered === other.isRegistered
  )
}

function toUserFact({ userID, userName, userAvatarUrl, userExtendedData }: UserRow): User {
  return { userID, userName, userAvatarUrl, userExtendedData }
}
