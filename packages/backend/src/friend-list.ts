import type { Register } from '@latchkey/core/driver'
import { assertAtMost, assertBytes, contractLimits } from './limits.js'
import type { OperationContext, QueryContext } from './operation-context.js'
import { putRegister, readRegisters, toRegister, type RegisterContent } from './registers.js'

const kind = 'friend'

export type FriendValue = NonNullable<Extract<RegisterContent, { readonly kind: typeof kind }>['value']>
export type FriendNotes = Pick<FriendValue, 'friendAlias' | 'friendAttributes'>

/** Puts each of the two on the list of the other, where they are not yet; answers the one on the user's. */
export async function makeFriends(
  context: OperationContext,
  userID: string,
  notes: FriendNotes,
  otherNotes: FriendNotes = { friendAlias: '', friendAttributes: {} },
): Promise<Register> {
  await putFriend(context, userID, context.userID, otherNotes)
  return putFriend(context, context.userID, userID, notes)
}

async function putFriend(context: OperationContext, ofUserID: string, key: string, notes: FriendNotes) {
  const owner = ownerOf(ofUserID)
  const [present] = await readRegisters(context, owner, kind, [key])
  if (present?.value !== undefined) return toRegister(ofUserID, present)
  const count = await context.reader.countRegisters(owner, kind)
  assertAtMost('maxFriendsPerUser', count + 1, context.limits.maxFriendsPerUser)
  return putRegister(context, owner, { kind, key, value: friendValue(notes, context.now) })
}

/** What the list of a user says of a friend. */
export async function findFriend(
  context: QueryContext,
  ofUserID: string,
  key: string,
): Promise<FriendValue | undefined> {
  const [row] = await readRegisters(context, ownerOf(ofUserID), kind, [key])
  return row?.kind === kind ? row.value : undefined
}

export function ownerOf(userID: string) {
  return { type: 'user', userID } as const
}

export function assertNotes({ friendAlias, friendAttributes }: FriendNotes): void {
  assertBytes('friendAlias', friendAlias, contractLimits.friendNoteBytes)
  for (const value of Object.values(friendAttributes)) {
    assertBytes('friendAttributes', value, contractLimits.friendNoteBytes)
  }
}

export function friendValue({ friendAlias, friendAttributes }: FriendNotes, createTime: number): FriendValue {
  return { friendAlias, friendAttributes, createTime }
}
