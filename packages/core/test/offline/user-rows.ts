import type { ReadRows } from './rows.js'

/** Who people are, and what Ada made of them. */
export const userRows = {
  querySelfUserInfo: {
    parameters: () => [],
    finds: () => ({
      selfUserInfo: { userID: 'ada', userName: 'Ada, Countess', userExtendedData: '{"title":"countess"}' },
    }),
    whenEmpty: { selfUserInfo: { userID: 'zoe', userName: 'Zoe Newman', userAvatarUrl: '', userExtendedData: '' } },
  },
  queryUsersInfo: {
    parameters: (_, options) => [['bob', 'nobody'], options],
    finds: () => ({
      userList: [{ userID: 'bob', userName: 'Bob Hopper' }],
      errorUserList: [{ userID: 'nobody', code: 'user-not-found' }],
    }),
    whenEmpty: {
      userList: [],
      errorUserList: [
        { userID: 'bob', code: 'user-not-found' },
        { userID: 'nobody', code: 'user-not-found' },
      ],
    },
    isAlsoOfServer: true,
  },
  queryFriendList: {
    parameters: (_, options) => [options],
    finds: () => ({
      friendList: [
        { userID: 'dan', userName: 'Dan Rower', friendAlias: '' },
        { userID: 'bob', userName: 'Bob Hopper', friendAlias: 'Bobby', friendAttributes: { k0: 'work' } },
      ],
    }),
    whenEmpty: { friendList: [] },
    pages: 'friendList',
  },
  searchLocalFriends: {
    parameters: (_, options) => [{ ...options, keywords: ['bob'], isAlsoMatchFriendAlias: true }],
    finds: () => ({ friendList: [{ userID: 'bob', friendAlias: 'Bobby' }] }),
    whenEmpty: { friendList: [] },
    pages: 'friendList',
  },
  querySelfUserStatus: {
    parameters: () => [],
    finds: () => ({ userStatus: { userID: 'ada', onlineStatus: 'unknown', customStatus: 'Computing' } }),
    whenEmpty: {
      userStatus: { userID: 'zoe', onlineStatus: 'unknown', onlinePlatforms: [], customStatus: '', lastUpdateTime: 0 },
    },
  },
  querySubscribedUserStatusList: {
    parameters: () => [[]],
    finds: () => ({ userStatusList: [{ userID: 'bob', onlineStatus: 'online', customStatus: 'In the boat' }] }),
    whenEmpty: { userStatusList: [] },
  },
  queryUsersStatus: {
    parameters: () => [['bob']],
    finds: () => ({}),
    whenEmpty: 'not-connected',
    needsConnection: true,
  },
  querySelfUserRule: {
    parameters: () => [],
    finds: () => ({ userRule: { offlinePushRule: { onlinePlatforms: ['desktop'] } } }),
    whenEmpty: { userRule: { offlinePushRule: { onlinePlatforms: [], notToReceiveOfflinePushPlatforms: [] } } },
  },
  queryFriendsInfo: {
    parameters: () => [['bob', 'eve']],
    finds: () => ({
      friendList: [{ userID: 'bob', friendAlias: 'Bobby' }],
      errorUserList: [{ userID: 'eve', code: 'not-friend' }],
    }),
    whenEmpty: {
      friendList: [],
      errorUserList: [
        { userID: 'bob', code: 'not-friend' },
        { userID: 'eve', code: 'not-friend' },
      ],
    },
  },
  queryFriendApplicationList: {
    parameters: (_, options) => [options],
    finds: () => ({
      friendApplicationList: [
        { direction: 'received', state: 'waiting', user: { userName: 'Eve Moneypenny' }, wording: 'From the office' },
        { direction: 'sent', state: 'waiting', user: { userName: 'Frank Drake' }, wording: 'We met in Green Bank' },
      ],
    }),
    whenEmpty: { friendApplicationList: [] },
    pages: 'friendApplicationList',
  },
  checkFriendsRelation: {
    parameters: () => [['bob']],
    finds: () => ({}),
    whenEmpty: 'not-connected',
    needsConnection: true,
  },
  queryBlacklist: {
    parameters: (_, options) => [options],
    finds: () => ({ blacklist: [{ userName: 'Trudy Lime' }, { userName: 'Mallory Archer' }] }),
    whenEmpty: { blacklist: [] },
    pages: 'blacklist',
  },
  checkUserIsInBlacklist: {
    parameters: () => ['mallory'],
    finds: () => ({ isUserInBlacklist: true }),
    whenEmpty: { isUserInBlacklist: false },
  },
} satisfies Partial<ReadRows>
