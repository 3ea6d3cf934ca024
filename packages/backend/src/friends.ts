import { ChatError, type OperationParameters, type OperationResult } from '@latchkey/core/driver'
import { settleApplications } from './friend-applications.js'
import { assertRegistered } from './authorisation.js'
import { assertNotBlocked } from './blocking.js'
import { assertNotes, findFriend, friendValue, makeFriends, ownerOf, type FriendNotes } from './friend-list.js'
import { assertCount, contractLimits } from './limits.js'
import type { OperationContext, QueryContext } from './operation-context.js'
import { putRegister, readRegisters, toRegister } from './registers.js'

const kind = 'friend'

/** Become the friend of somebody: of another registered user who has not blocked this one. */
export async function mayMeet(context: QueryContext, { userID }: { readonly userID: string }): Promise<undefined> {
  if (userID === context.userID) {
    throw new ChatError('not-allowed', { details: { rule: 'a friend is another user' } })
  }
  await assertRegistered(context, [userID])
  await assertNotBlocked(context, [userID])
  return undefined
}

export async function addFriend(
  context: OperationContext,
  { userID, ...notes }: OperationParameters<'addFriend'>,
): Promise<OperationResult<'addFriend'>> {
  assertNotes(notes)
  const [present] = await readRegisters(context, ownerOf(context.userID), kind, [userID])
  if (present?.value !== undefined) return { registerList: [toRegister(context.userID, present)] }
  if (!context.limits.areFriendsAddedUnasked) {
    throw new ChatError('not-allowed', { details: { rule: 'friends are asked first' } })
  }
  const friend = await makeFriends(context, userID, notes)
  await settleApplications(context, userID)
  return { registerList: [friend] }
}

/** Who is no friend stays so: two devices may delete the same one. */
export async function deleteFriend(
  context: OperationContext,
  { userID, isBothSides }: OperationParameters<'deleteFriend'>,
): Promise<OperationResult<'deleteFriend'>> {
  if (isBothSides) await putRegister(context, ownerOf(userID), { kind, key: context.userID })
  return { registerList: [await putRegister(context, ownerOf(context.userID), { kind, key: userID })] }
}

export async function updateFriendAlias(
  context: OperationContext,
  { userID, friendAlias }: OperationParameters<'updateFriendAlias'>,
): Promise<OperationResult<'updateFriendAlias'>> {
  return changeFriend(context, userID, { friendAlias })
}

export async function updateFriendAttributes(
  context: OperationContext,
  { userID, friendAttributes }: OperationParameters<'updateFriendAttributes'>,
): Promise<OperationResult<'updateFriendAttributes'>> {
  return changeFriend(context, userID, { friendAttributes })
}

async function changeFriend(context: OperationContext, userID: string, change: Partial<FriendNotes>) {
  const present = await findFriend(context, context.userID, userID)
  if (!present) throw new ChatError('not-friend', { details: { userID } })
  const notes = { ...present, ...change }
  assertNotes(notes)
  const value = friendValue(notes, present.createTime)
  return { registerList: [await putRegister(context, ownerOf(context.userID), { kind, key: userID, value })] }
}

export async function checkFriendsRelation(
  context: QueryContext,
  { userIDs }: OperationParameters<'checkFriendsRelation'>,
): Promise<OperationResult<'checkFriendsRelation'>> {
  assertCount('userIDs.length', userIDs.length, 1, contractLimits.friendsPerCheck)
  const relationList = []
  for (const userID of userIDs) {
    relationList.push({
      userID,
      isFriend: (await findFriend(context, context.userID, userID)) !== undefined,
      isFriendOfUser: (await findFriend(context, userID, context.userID)) !== undefined,
    })
  }
  return { relationList }
}
