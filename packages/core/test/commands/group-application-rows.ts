import { adaHasGroup } from './preparations.js'
import type { CommandRows } from './rows.js'
import type { Act } from './stage.js'

const unknown = 'unknown-group'
const ofApplication = {
  toldOther: ['groupApplicationListChanged'],
  toldElsewhere: ['groupApplicationListChanged'],
  waits: true,
} as const

/** A group into which one comes by asking, of Ada alone. */
async function adaHasAskingGroup({ ada, groupID }: Act): Promise<void> {
  await ada.createGroup(groupID, { groupName: 'The group', userIDs: [] })
  await ada.updateGroupJoinMode(groupID, 'application')
  await ada.updateGroupBeInviteMode(groupID, 'application')
}

async function otherHasAskingGroup({ other, groupID }: Act): Promise<void> {
  await other.createGroup(groupID, { groupName: 'The group', userIDs: [] })
  await other.updateGroupJoinMode(groupID, 'application')
  await other.updateGroupBeInviteMode(groupID, 'application')
}

async function otherWantsIn(act: Act): Promise<void> {
  await adaHasAskingGroup(act)
  const { operationID } = await act.other.sendGroupJoinApplication(act.groupID)
  await act.other.whenSettled(operationID ?? '')
  await act.ada.syncNow()
}

async function otherInvites(act: Act): Promise<void> {
  await otherHasAskingGroup(act)
  const { operationID } = await act.other.sendGroupInviteApplications(act.groupID, ['ada'])
  await act.other.whenSettled(operationID ?? '')
  await act.ada.syncNow()
}

export const groupApplicationRows = {
  updateGroupBeInviteMode: {
    toldOther: ['groupInfoUpdated'],
    toldElsewhere: ['groupInfoUpdated'],
    waits: false,
    prepare: adaHasGroup,
    parameters: ({ groupID }) => [groupID, 'application'],
    refused: () => [[unknown, 'application'], 'group-not-found'],
  },
  sendGroupJoinApplication: {
    ...ofApplication,
    prepare: otherHasAskingGroup,
    parameters: ({ groupID }) => [groupID, { wording: 'I can swim' }],
    refused: () => [[unknown], 'group-not-found'],
  },
  acceptGroupJoinApplication: {
    ...ofApplication,
    toldOther: ['groupApplicationListChanged', 'groupInfoUpdated'],
    toldElsewhere: ['groupApplicationListChanged', 'groupMemberListChanged'],
    prepare: otherWantsIn,
    parameters: ({ groupID, userID }) => [groupID, userID],
    refused: ({ groupID }) => [[groupID, 'nobody'], 'application-not-found'],
  },
  rejectGroupJoinApplication: {
    ...ofApplication,
    prepare: otherWantsIn,
    parameters: ({ groupID, userID }) => [groupID, userID],
    refused: ({ groupID }) => [[groupID, 'nobody'], 'application-not-found'],
  },
  sendGroupInviteApplications: {
    ...ofApplication,
    prepare: adaHasAskingGroup,
    parameters: ({ groupID, userID }) => [groupID, [userID], { wording: 'We need you' }],
    refused: ({ userID }) => [[unknown, [userID]], 'group-not-found'],
  },
  acceptGroupInviteApplication: {
    ...ofApplication,
    toldOther: ['groupApplicationListChanged', 'groupMemberListChanged'],
    toldElsewhere: ['groupApplicationListChanged', 'groupInfoUpdated'],
    prepare: otherInvites,
    parameters: ({ groupID, userID }) => [groupID, userID],
    refused: ({ groupID }) => [[groupID, 'nobody'], 'application-not-found'],
  },
  rejectGroupInviteApplication: {
    ...ofApplication,
    prepare: otherInvites,
    parameters: ({ groupID, userID }) => [groupID, userID],
    refused: ({ groupID }) => [[groupID, 'nobody'], 'application-not-found'],
  },
} satisfies Partial<CommandRows>
