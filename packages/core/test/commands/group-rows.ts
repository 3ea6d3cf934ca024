import { adaHasGroup, otherHasGroup } from './preparations.js'
import type { CommandRows } from './rows.js'
import type { Act } from './stage.js'

const unknown = 'unknown-group'
const ofGroup = { toldOther: ['groupInfoUpdated'], toldElsewhere: ['groupInfoUpdated'], waits: false } as const
const ofMembers = { toldOther: ['groupMemberListChanged'], toldElsewhere: ['groupMemberListChanged'], waits: false } as const // prettier-ignore
const ofAttributes = { toldOther: ['groupAttributesUpdated'], toldElsewhere: ['groupAttributesUpdated'], waits: true } as const // prettier-ignore

async function adaHasNoted(act: Act): Promise<void> {
  await adaHasGroup(act)
  const { operationID } = await act.ada.setGroupAttributes(act.groupID, { room: '12' })
  await act.ada.whenSettled(operationID ?? '')
}

export const groupRows = {
  createGroup: {
    ...ofGroup,
    parameters: ({ groupID, userID }) => [groupID, { groupName: 'The group', userIDs: [userID] }],
    // It is there by now.
    refused: ({ groupID }) => [[groupID, { groupName: 'The group', userIDs: [] }], 'group-exists'],
  },
  inviteUsersIntoGroup: {
    toldOther: ['groupInfoUpdated'],
    toldElsewhere: ['groupMemberListChanged'],
    waits: false,
    prepare: ({ ada, groupID }) => ada.createGroup(groupID, { groupName: 'The group', userIDs: [] }),
    parameters: ({ groupID, userID }) => [groupID, [userID]],
    refused: ({ userID }) => [[unknown, [userID]], 'group-not-found'],
  },
  leaveGroup: {
    toldOther: ['groupMemberListChanged'],
    toldElsewhere: ['groupLeft'],
    waits: false,
    prepare: otherHasGroup,
    parameters: ({ groupID }) => [groupID],
    refused: () => [[unknown], 'group-not-found'],
  },
  joinGroup: {
    toldOther: ['groupMemberListChanged'],
    toldElsewhere: ['groupInfoUpdated'],
    waits: false,
    prepare: ({ other, groupID }) => other.createGroup(groupID, { groupName: 'The group', userIDs: [] }),
    parameters: ({ groupID }) => [groupID],
    refused: () => [[unknown], 'group-not-found'],
  },
  updateGroupName: {
    ...ofGroup,
    prepare: adaHasGroup,
    parameters: ({ groupID }) => [groupID, 'Renamed'],
    refused: () => [[unknown, 'Renamed'], 'group-not-found'],
  },
  updateGroupAvatarUrl: {
    ...ofGroup,
    prepare: adaHasGroup,
    parameters: ({ groupID }) => [groupID, 'https://acme.example/group'],
    refused: () => [[unknown, ''], 'group-not-found'],
  },
  updateGroupNotice: {
    ...ofGroup,
    prepare: adaHasGroup,
    parameters: ({ groupID }) => [groupID, 'Mondays at nine'],
    refused: () => [[unknown, ''], 'group-not-found'],
  },
  updateGroupJoinMode: {
    ...ofGroup,
    prepare: adaHasGroup,
    parameters: ({ groupID }) => [groupID, 'closed'],
    refused: () => [[unknown, 'closed'], 'group-not-found'],
  },
  updateGroupInviteMode: {
    ...ofGroup,
    prepare: adaHasGroup,
    parameters: ({ groupID }) => [groupID, 'admin'],
    refused: () => [[unknown, 'admin'], 'group-not-found'],
  },
  dismissGroup: {
    toldOther: ['groupLeft'],
    toldElsewhere: ['groupLeft'],
    waits: false,
    prepare: adaHasGroup,
    parameters: ({ groupID }) => [groupID],
    refused: () => [[unknown], 'group-not-found'],
  },
  transferGroupOwner: {
    ...ofMembers,
    prepare: adaHasGroup,
    parameters: ({ groupID, userID }) => [groupID, userID],
    refused: ({ userID }) => [[unknown, userID], 'group-not-found'],
  },
  kickGroupMembers: {
    toldOther: ['groupLeft'],
    toldElsewhere: ['groupMemberListChanged'],
    waits: false,
    prepare: adaHasGroup,
    parameters: ({ groupID, userID }) => [groupID, [userID]],
    refused: ({ userID }) => [[unknown, [userID]], 'group-not-found'],
  },
  setGroupMemberRole: {
    ...ofMembers,
    prepare: adaHasGroup,
    parameters: ({ groupID, userID }) => [groupID, userID, 'admin'],
    refused: ({ userID }) => [[unknown, userID, 'admin'], 'group-not-found'],
  },
  setGroupMemberNickname: {
    ...ofMembers,
    prepare: adaHasGroup,
    parameters: ({ groupID, userID }) => [groupID, userID, 'Nick'],
    refused: ({ userID }) => [[unknown, userID, 'Nick'], 'group-not-found'],
  },
  muteGroup: {
    ...ofGroup,
    prepare: adaHasGroup,
    parameters: ({ groupID }) => [groupID, true],
    refused: () => [[unknown, true], 'group-not-found'],
  },
  muteGroupMembers: {
    ...ofMembers,
    prepare: adaHasGroup,
    parameters: ({ groupID, userID }) => [groupID, [userID], true],
    refused: ({ userID }) => [[unknown, [userID], true], 'group-not-found'],
  },
  setGroupAttributes: {
    ...ofAttributes,
    prepare: adaHasGroup,
    parameters: ({ groupID }) => [groupID, { room: '12' }],
    refused: () => [[unknown, { room: '12' }], 'group-not-found'],
  },
  deleteGroupAttributes: {
    ...ofAttributes,
    prepare: adaHasNoted,
    parameters: ({ groupID }) => [groupID, ['room']],
    refused: () => [[unknown, ['room']], 'group-not-found'],
  },
  updateGroupAlias: {
    toldOther: [],
    toldElsewhere: ['groupAliasUpdated'],
    waits: true,
    prepare: adaHasGroup,
    parameters: ({ groupID }) => [groupID, 'Ours'],
    refused: () => [[unknown, 'Ours'], 'group-not-found'],
  },
} satisfies Partial<CommandRows>
