import { adaSays, adaFollows, areFriends, otherApplies, otherFollows } from './preparations.js'
import type { CommandRows } from './rows.js'
import type { Act } from './stage.js'

async function otherIsBlocked({ ada, userID }: Act): Promise<void> {
  const { operationList } = await ada.addUsersToBlacklist([userID])
  for (const { operationID } of operationList) await ada.whenSettled(operationID)
}

/** Both know each other, and so are told what the other says of themselves. */
const ofProfile = {
  prepare: adaSays,
  toldOther: ['userInfoUpdated'],
  toldElsewhere: ['userInfoUpdated'],
  waits: true,
} as const
const betweenFriends = { toldOther: ['friendListChanged'], toldElsewhere: ['friendListChanged'], waits: true } as const
const noted = { prepare: areFriends, toldOther: [], toldElsewhere: ['friendInfoUpdated'], waits: true } as const
const ofApplication = {
  toldOther: ['friendApplicationListChanged'],
  toldElsewhere: ['friendApplicationListChanged'],
  waits: true,
} as const
/** Nobody learns that they are blocked. */
const ofBlacklist = { toldOther: [], toldElsewhere: ['blacklistChanged'], waits: true } as const

export const userRows = {
  updateUserName: { ...ofProfile, parameters: ({ userID }) => [`Ada, who knows ${userID}`] },
  updateUserAvatarUrl: { ...ofProfile, parameters: ({ userID }) => [`https://acme.example/${userID}`] },
  updateUserExtendedData: { ...ofProfile, parameters: ({ userID }) => [userID] },
  updateUserCustomStatus: {
    toldOther: ['userStatusUpdated'],
    toldElsewhere: ['userStatusUpdated'],
    waits: true,
    prepare: otherFollows,
    parameters: ({ userID }) => [`Busy with ${userID}`],
  },
  subscribeUsersStatus: {
    parameters: ({ userID }) => [[userID]],
    toldOther: [],
    toldElsewhere: ['userStatusUpdated'],
    waits: true,
  },
  unsubscribeUsersStatus: {
    parameters: ({ userID }) => [[userID]],
    toldOther: [],
    toldElsewhere: [],
    waits: true,
    prepare: adaFollows,
  },
  updateUserOfflinePushRule: {
    parameters: ({ userID }) => [{ onlinePlatforms: [userID], notToReceiveOfflinePushPlatforms: [] }],
    toldOther: [],
    toldElsewhere: ['userRuleUpdated'],
    waits: true,
  },
  addUsersToBlacklist: {
    ...ofBlacklist,
    parameters: ({ userID }) => [[userID]],
    refused: () => [[['nobody']], 'user-not-found'],
  },
  removeUsersFromBlacklist: { ...ofBlacklist, prepare: otherIsBlocked, parameters: ({ userID }) => [[userID]] },
  addFriend: {
    ...betweenFriends,
    parameters: ({ userID }) => [userID, { friendAlias: 'Pal' }],
    refused: () => [['nobody'], 'user-not-found'],
  },
  deleteFriends: { ...betweenFriends, prepare: areFriends, parameters: ({ userID }) => [[userID]] },
  updateFriendAlias: {
    ...noted,
    parameters: ({ userID }) => [userID, 'Pal'],
    refused: () => [['nobody-else', 'Pal'], 'not-friend'],
  },
  updateFriendAttributes: {
    ...noted,
    parameters: ({ userID }) => [userID, { k0: 'work' }],
    refused: () => [['nobody-else', { k0: 'work' }], 'not-friend'],
  },
  sendFriendApplication: {
    ...ofApplication,
    parameters: ({ userID }) => [userID, { wording: 'From the club' }],
    refused: () => [['nobody'], 'user-not-found'],
  },
  acceptFriendApplication: {
    toldOther: ['friendApplicationListChanged', 'friendListChanged'],
    toldElsewhere: ['friendApplicationListChanged', 'friendListChanged'],
    waits: true,
    prepare: otherApplies,
    parameters: ({ userID }) => [userID],
    refused: () => [['nobody-else'], 'application-not-found'],
  },
  rejectFriendApplication: {
    ...ofApplication,
    prepare: otherApplies,
    parameters: ({ userID }) => [userID],
    refused: () => [['nobody-else'], 'application-not-found'],
  },
} satisfies Partial<CommandRows>
