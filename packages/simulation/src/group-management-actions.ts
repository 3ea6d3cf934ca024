import { replaceEarlier } from './acknowledgement.js'
import { acknowledgeOne } from './person-actions.js'
import type { Action } from './world.js'

/** Something about a group or about one of its members changes, if the user may. */
export const manageGroup: Action = async (world, life, userID, random) => {
  const groupID = random.pick(world.groupIDs)
  const other = random.pick(world.userIDs.filter((candidate) => candidate !== userID))
  if (groupID === undefined || other === undefined) return
  const text = `${life.name} ${random.below(1_000)}`
  const isOn = random.chance(0.5)
  const changes = [
    () => life.call(`name of ${groupID}`, (chat) => chat.updateGroupName(groupID, text)),
    () => life.call(`notice of ${groupID}`, (chat) => chat.updateGroupNotice(groupID, text)),
    () =>
      life.call(`role of ${other} in ${groupID}`, (chat) =>
        chat.setGroupMemberRole(groupID, other, isOn ? 'admin' : 'member'),
      ),
    () =>
      life.call(`nickname in ${groupID}`, (chat) =>
        chat.setGroupMemberNickname(groupID, random.chance(0.7) ? userID : other, text),
      ),
    () =>
      life.call(`${isOn ? 'mute' : 'unmute'} ${other} in ${groupID}`, (chat) =>
        chat.muteGroupMembers(groupID, [other], isOn),
      ),
    // Mostly not: a muted group has nothing to go wrong any more.
    () => life.call(`mute ${groupID}`, (chat) => chat.muteGroup(groupID, random.chance(0.2))),
    () => life.call(`join ${groupID}`, (chat) => chat.joinGroup(groupID)),
    () => life.call(`kick ${other} out of ${groupID}`, (chat) => chat.kickGroupMembers(groupID, [other])),
    () => life.call(`hand ${groupID} to ${other}`, (chat) => chat.transferGroupOwner(groupID, other)),
  ]
  await random.pick(changes)?.()
}

/** A note of a group that waits while there is no connection: an attribute, which all members see, or what the user calls it. */
export const noteGroup: Action = async (world, life, userID, random) => {
  const groupID = random.pick(world.groupIDs)
  if (groupID === undefined) return
  const group = { conversationType: 'group', conversationID: groupID } as const
  const text = `${life.name} ${random.below(1_000)}`
  if (random.chance(0.4)) {
    replaceEarlier(world, life, userID, ['updateGroupAlias'], group)
    const outcome = await life.call(`alias of ${groupID}`, (chat) => chat.updateGroupAlias(groupID, text))
    return acknowledgeOne(world, life, userID, outcome, 'updateGroupAlias', group)
  }
  replaceEarlier(world, life, userID, ['updateGroupAttributes'], group)
  const key = random.pick(['topic', 'place', 'time']) ?? ''
  const outcome = await life.call(`attribute ${key} of ${groupID}`, (chat) =>
    random.chance(0.75)
      ? chat.setGroupAttributes(groupID, { [key]: text })
      : chat.deleteGroupAttributes(groupID, [key]),
  )
  acknowledgeOne(world, life, userID, outcome, 'updateGroupAttributes', group)
}

/** Somebody comes into a call that goes on, or goes out of it. */
export const callMore: Action = async (world, life, userID, random) => {
  const callID = world.callIDs.at(-1)
  const other = random.pick(world.userIDs.filter((candidate) => candidate !== userID))
  if (callID === undefined || other === undefined) return
  const steps = [
    () =>
      life.call(`invite ${other} into the call`, (chat) =>
        chat.callingInvite(callID, [other], { timeoutSeconds: random.between(5, 90) }),
      ),
    () => life.call('join call', (chat) => chat.callJoin(callID)),
    () => life.call('quit call', (chat) => chat.callQuit(callID)),
    () => life.call('end call', (chat) => chat.callEnd(callID)),
  ]
  await random.pick(steps)?.()
}
