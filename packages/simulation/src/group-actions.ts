import type { Action } from './world.js'

export const createGroup: Action = async (world, life, userID, random) => {
  const groupID = `g${world.groupIDs.length}${random.below(100)}`
  const userIDs = world.userIDs.filter((other) => other !== userID && random.chance(0.6))
  const outcome = await life.call(`create group ${groupID}`, (chat) =>
    chat.createGroup(groupID, { groupName: `Group ${groupID}`, userIDs }),
  )
  if (outcome.isDone) world.groupIDs.push(groupID)
}

export const inviteUsers: Action = async (world, life, userID, random) => {
  const groupID = random.pick(world.groupIDs)
  if (groupID === undefined) return
  const invited = random.pick(world.userIDs.filter((other) => other !== userID)) ?? userID
  await life.call(`invite ${invited} into ${groupID}`, (chat) => chat.inviteUsersIntoGroup(groupID, [invited]))
}

export const leaveGroup: Action = async (world, life, _userID, random) => {
  const groupID = random.pick(world.groupIDs)
  if (groupID !== undefined) await life.call(`leave ${groupID}`, (chat) => chat.leaveGroup(groupID))
}

export const callInvite: Action = async (world, life, userID, random) => {
  const others = world.userIDs.filter((other) => other !== userID)
  const invitees = others.filter((_other, index) => index === 0 || random.chance(0.4))
  const outcome = await life.call('call', (chat) =>
    chat.callInvite(invitees, {
      timeoutSeconds: random.between(5, 90),
      ...(random.chance(0.3) ? { mode: 'advanced' } : {}),
    }),
  )
  if (outcome.isDone) world.callIDs.push(outcome.result.callInvitation.callID)
}

export const callAnswer: Action = async (world, life, _userID, random) => {
  const callID = random.chance(0.7) ? world.callIDs.at(-1) : random.pick(world.callIDs)
  if (callID === undefined) return
  const isAccepted = random.chance(0.6)
  await life.call(isAccepted ? 'accept call' : 'reject call', (chat) =>
    isAccepted ? chat.callAccept(callID) : chat.callReject(callID),
  )
}

export const callCancel: Action = async (world, life, _userID, random) => {
  const callID = random.pick(world.callIDs)
  if (callID !== undefined) await life.call('cancel call', (chat) => chat.callCancel(callID))
}
