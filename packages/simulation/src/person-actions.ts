import type { OperationReceipt } from '@latchkey/core'
import { acknowledge, replaceEarlier } from './acknowledgement.js'
import type { AcknowledgedOperation } from './ledger.js'
import type { Action, CallOutcome, Life, World } from './world.js'

type Kind = AcknowledgedOperation['operation']

/** What befriends, and what is noted of a friend: each may merge with what was said of the same person before. */
const kindsOfFriends = [
  'addFriend',
  'deleteFriend',
  'updateFriendAlias',
  'updateFriendAttributes',
  'sendFriendApplication',
  'acceptFriendApplication',
  'rejectFriendApplication',
] as const satisfies readonly Kind[]

const personOf = (userID: string) => ({ conversationType: 'peer', conversationID: userID }) as const

/** Takes note of an operation on registers, which is none where nothing changes. */
export function acknowledgeOne(
  world: World,
  life: Life,
  userID: string,
  outcome: CallOutcome<Partial<OperationReceipt>>,
  operation: Kind,
  place: Pick<AcknowledgedOperation, 'conversationType' | 'conversationID'>,
): void {
  const operationID = outcome.isDone ? outcome.result.operationID : undefined
  if (!outcome.isDone || operationID === undefined) return
  acknowledge(world, life, userID, { ...place, operation, operationID, askedAt: outcome.askedAt })
}

/** Somebody may no longer write to the user, or may again. */
export const block: Action = async (world, life, userID, random) => {
  const other = random.pick(world.userIDs.filter((candidate) => candidate !== userID))
  if (other === undefined) return
  // Mostly back: whoever is blocked has less to do with the others.
  const isBlocked = random.chance(0.4)
  const person = personOf(other)
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

/** The user is called otherwise, or is pushed to on other devices. */
export const changeProfile: Action = async (world, life, userID, random) => {
  const self = personOf(userID)
  const text = `${userID} ${random.below(1_000)}`
  if (random.chance(0.3)) {
    replaceEarlier(world, life, userID, ['updateUserOfflinePushRule'], self)
    const rule = { onlinePlatforms: random.chance(0.5) ? ['web'] : [], notToReceiveOfflinePushPlatforms: [] }
    const outcome = await life.call('rule of pushes', (chat) => chat.updateUserOfflinePushRule(rule))
    return acknowledgeOne(world, life, userID, outcome, 'updateUserOfflinePushRule', self)
  }
  replaceEarlier(world, life, userID, ['updateUserProfile'], self)
  const outcome = await life.call(`name ${text}`, (chat) =>
    random.chance(0.5) ? chat.updateUserName(text) : chat.updateUserExtendedData(text),
  )
  acknowledgeOne(world, life, userID, outcome, 'updateUserProfile', self)
}

/** The user befriends somebody, notes something of them, or ends it. */
export const befriend: Action = async (world, life, userID, random) => {
  const other = random.pick(world.userIDs.filter((candidate) => candidate !== userID))
  if (other === undefined) return
  const person = personOf(other)
  replaceEarlier(world, life, userID, kindsOfFriends, person)
  const alias = `friend ${random.below(100)}`
  const choice = random.below(100)
  const acknowledged = (operation: Kind) => (outcome: CallOutcome<Partial<OperationReceipt>>) =>
    acknowledgeOne(world, life, userID, outcome, operation, person)
  if (choice < 25) {
    return life
      .call(`apply to ${other}`, (chat) => chat.sendFriendApplication(other))
      .then(acknowledged('sendFriendApplication'))
  }
  if (choice < 45) {
    const outcome = await life.call(`accept ${other}`, (chat) => chat.acceptFriendApplication(other))
    return acknowledged('acceptFriendApplication')(outcome)
  }
  if (choice < 55) {
    const outcome = await life.call(`turn ${other} down`, (chat) => chat.rejectFriendApplication(other))
    return acknowledged('rejectFriendApplication')(outcome)
  }
  if (choice < 70) {
    return acknowledged('addFriend')(await life.call(`befriend ${other}`, (chat) => chat.addFriend(other)))
  }
  if (choice < 85) {
    const outcome = await life.call(`call ${other} ${alias}`, (chat) => chat.updateFriendAlias(other, alias))
    return acknowledged('updateFriendAlias')(outcome)
  }
  await life.call(`unfriend ${other}`, (chat) => chat.deleteFriends([other], { isBothSides: random.chance(0.5) }))
}
