import { ChatError, type OperationParameters, type OperationResult, type User } from '@latchkey/core/driver'
import { assertUserID } from './identifiers.js'
import { assertBytes, assertCount, contractLimits } from './limits.js'
import type { UserRow } from './log-rows.js'
import type { LogReader } from './log-store.js'
import type { OperationContext, QueryContext } from './operation-context.js'
import { tellProfile } from './profile-audience.js'
import { putRegister, readRegisters } from './registers.js'

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
  return saveProfile(context, row, profile)
}

/** The user changes a field of their own profile. */
export async function updateUserProfile(
  context: OperationContext,
  { field, text }: OperationParameters<'updateUserProfile'>,
): Promise<OperationResult<'updateUserProfile'>> {
  const row = await findRegistered(context)
  const user = await saveProfile(context, row, { userID: row.userID, [field]: text })
  return { registerList: [await putField(context, user, field)] }
}

const profileFields = ['userName', 'userAvatarUrl', 'userExtendedData'] as const

function putField(context: OperationContext, user: User, key: (typeof profileFields)[number]) {
  const owner = { type: 'user', userID: user.userID } as const
  return putRegister(context, owner, { kind: 'profileField', key, value: { text: user[key] } })
}

/** Who connects, and how. */
export interface AdmissionRequest {
  /** Becomes the user's name when it is not empty (OL-03). */
  readonly userName?: string
  /** When the token was issued; absent when the user did not come with one. */
  readonly tokenIssuedAt?: number
  /** Whether a user who is new is registered at once. */
  readonly isRegistrationOpen: boolean
}

/** The user who connects. Refused: `user-unknown`, `token-refused`. */
export async function admitUser(
  context: OperationContext,
  { userName, tokenIssuedAt, isRegistrationOpen }: AdmissionRequest,
): Promise<User> {
  const { userID } = context
  assertUserID('userID', userID)
  const [row] = await context.reader.getUsers([userID])
  if (row ? !row.isRegistered : !isRegistrationOpen) throw new ChatError('user-unknown')
  if (tokenIssuedAt !== undefined && tokenIssuedAt <= (row?.tokensRevokedAt ?? -Infinity)) {
    throw new ChatError('token-refused')
  }
  return saveProfile(context, row, { userID, ...(userName && { userName }) })
}

/** The tokens the user has had so far no longer admit them. */
export async function revokeTokens(context: OperationContext): Promise<void> {
  const row = await findRegistered(context)
  await context.transaction.putUser({ ...row, tokensRevokedAt: context.now })
}

/** Ends what the user may do; the profile stays, for the messages they left. */
export async function unregisterUser(context: OperationContext): Promise<void> {
  await context.transaction.putUser({ ...(await findRegistered(context)), isRegistered: false })
}

async function findRegistered(context: OperationContext): Promise<UserRow> {
  const [row] = await context.reader.getUsers([context.userID])
  if (!row?.isRegistered) throw new ChatError('user-not-found')
  return row
}

async function saveProfile(
  context: OperationContext,
  present: UserRow | undefined,
  profile: UserProfile,
): Promise<User> {
  const row: UserRow = {
    ...present,
    userID: profile.userID,
    userName: profile.userName ?? present?.userName ?? '',
    userAvatarUrl: profile.userAvatarUrl ?? present?.userAvatarUrl ?? '',
    userExtendedData: profile.userExtendedData ?? present?.userExtendedData ?? '',
    isRegistered: true,
  }
  if (present?.isRegistered && isSameProfile(present, row)) return toUserFact(row)
  assertBytes('userName', row.userName, contractLimits.nameBytes)
  assertBytes('userAvatarUrl', row.userAvatarUrl, contractLimits.avatarUrlBytes)
  assertBytes('userExtendedData', row.userExtendedData, contractLimits.extendedDataBytes)
  await context.transaction.putUser(row)
  await tellProfile(context, row.userID)
  // Others than the user change it too: what was told of it as the user's own goes on to be what it is.
  const owner = { type: 'user', userID: row.userID } as const
  const told = await readRegisters(context, owner, 'profileField', profileFields)
  for (const field of profileFields) if (told.some(({ key }) => key === field)) await putField(context, row, field)
  return toUserFact(row)
}

function isSameProfile(one: User, other: User): boolean {
  return (
    one.userName === other.userName &&
    one.userAvatarUrl === other.userAvatarUrl &&
    one.userExtendedData === other.userExtendedData
  )
}

function toUserFact({ userID, userName, userAvatarUrl, userExtendedData }: UserRow): User {
  return { userID, userName, userAvatarUrl, userExtendedData }
}
