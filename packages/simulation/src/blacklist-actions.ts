import { acknowledge, replaceEarlier } from './acknowledgement.js'
import type { Action } from './world.js'

/** Somebody may no longer write to the user, or may again. */
export const block: Action = async (world, life, userID, random) => {
  const other = random.pick(world.userIDs.filter((candidate) => candidate !== userID))
  if (other === undefined) return
  // Mostly back: whoever is blocked has less to do with the others.
  const isBlocked = random.chance(0.4)
  const person = { conversationType: 'peer', conversationID: other } as const
  replaceEarlier(world, life, userID, ['setUserBlocked'], person)
  const outcome = await life.call(`${isBlocked ? 'block' : 'unblock'} ${other}`, (chat) =>
    isBlocked ? chat.addUsersToBlacklist([other]) : chat.removeUsersFromBlacklist([other]),
  )
  if (!outcome.isDone) return
  const { result, askedAt } = outcome
  for (const { operationID } of result.operationList) {
    acknowledge(world, life, userID, { ...person, operation: 'setUserBlocked', operationID, askedAt })
  }
}
