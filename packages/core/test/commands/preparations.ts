import { text } from '../offline/filled-store.js'
import type { Act } from './stage.js'

/** Ada has said something to the other. */
export async function adaSays(act: Act): Promise<void> {
  const { message, operationID } = await act.ada.sendMessage(act.withOther, text('Hello'))
  await act.ada.whenSettled(operationID)
  act.messageID = message.messageID
}

/** The other has said something to Ada, and she has it. */
export async function otherSays(act: Act): Promise<void> {
  const { message, operationID } = await act.other.sendMessage(withAda, text('Hello, Ada'))
  await act.other.whenSettled(operationID)
  await act.ada.syncNow()
  act.messageID = message.messageID
}

/** Ada has a group with the other. */
export async function adaHasGroup({ ada, groupID, userID }: Act): Promise<void> {
  await ada.createGroup(groupID, { groupName: 'The group', userIDs: [userID] })
}

/** Ada is in a group of the other. */
export async function otherHasGroup({ ada, other, groupID }: Act): Promise<void> {
  await other.createGroup(groupID, { groupName: 'The group', userIDs: ['ada'] })
  await ada.syncNow()
}

/** Ada and the other are friends. */
export async function areFriends({ ada, userID }: Act): Promise<void> {
  const { operationID } = await ada.addFriend(userID)
  await ada.whenSettled(operationID ?? '')
}

/** The other wants to be a friend. */
export async function otherApplies({ ada, other }: Act): Promise<void> {
  const { operationID } = await other.sendFriendApplication('ada')
  await other.whenSettled(operationID ?? '')
  await ada.syncNow()
}

/** Ada follows the status of the other. */
export async function adaFollows({ ada, userID }: Act): Promise<void> {
  const { operationID } = await ada.subscribeUsersStatus([userID])
  await ada.whenSettled(operationID ?? '')
}

/** The other follows Ada's status. */
export async function otherFollows({ other }: Act): Promise<void> {
  const { operationID } = await other.subscribeUsersStatus(['ada'])
  await other.whenSettled(operationID ?? '')
}

export async function adaCalls(act: Act): Promise<void> {
  const { callInvitation } = await act.ada.callInvite([act.userID], { mode: 'advanced' })
  act.callID = callInvitation.callID
  await act.other.syncNow()
}

/** Both are in a call of several people. */
export async function bothAreInACall(act: Act): Promise<void> {
  await adaCalls(act)
  await act.other.callAccept(act.callID)
  await act.ada.syncNow()
}

export async function otherCalls(act: Act): Promise<void> {
  const { callInvitation } = await act.other.callInvite(['ada'], { mode: 'advanced' })
  act.callID = callInvitation.callID
  await act.ada.syncNow()
}

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
