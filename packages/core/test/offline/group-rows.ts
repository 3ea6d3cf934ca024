import type { ReadRows } from './rows.js'

/** The groups that Ada is in: the team is Bob's, the rowers are hers. */
export const groupRows = {
  queryGroupList: {
    parameters: (_, options) => [options],
    finds: () => ({
      groupList: [
        { groupID: 'rowers', memberCount: 2 },
        { groupID: 'team', groupName: 'The team' },
      ],
    }),
    whenEmpty: { groupList: [] },
    pages: 'groupList',
  },
  queryGroupInfo: {
    parameters: (_, options) => ['team', options],
    finds: () => ({
      group: { groupID: 'team', groupName: 'The team', groupNotice: 'Mondays at nine', memberCount: 4 },
    }),
    whenEmpty: 'group-not-found',
    isAlsoOfServer: true,
  },
  queryGroupMemberList: {
    parameters: (_, options) => ['team', options],
    finds: () => ({
      groupMemberList: [
        { userID: 'ada', userName: 'Ada, Countess', memberRole: 'member' },
        { userID: 'bob', userName: 'Bob Hopper', memberRole: 'owner' },
        { userID: 'dan', mute: {} },
        { userID: 'eve', memberNickname: 'Evie', mute: {} },
      ],
    }),
    whenEmpty: { groupMemberList: [] },
    pages: 'groupMemberList',
    isAlsoOfServer: true,
  },
  queryGroupMemberInfo: {
    parameters: () => ['team', ['eve', 'frank']],
    finds: () => ({
      groupMemberList: [{ userID: 'eve', memberNickname: 'Evie', userName: 'Eve Moneypenny' }],
      errorUserList: [{ userID: 'frank', code: 'not-group-member' }],
    }),
    whenEmpty: {
      groupMemberList: [],
      errorUserList: [
        { userID: 'eve', code: 'not-group-member' },
        { userID: 'frank', code: 'not-group-member' },
      ],
    },
  },
  queryGroupMemberCount: {
    parameters: (_, options) => ['team', options],
    finds: () => ({ memberCount: 4 }),
    whenEmpty: 'group-not-found',
    isAlsoOfServer: true,
  },
  queryGroupMemberMutedList: {
    parameters: (_, options) => ['team', options],
    finds: () => ({ groupMemberList: [{ userID: 'dan' }, { userID: 'eve' }] }),
    whenEmpty: { groupMemberList: [] },
    pages: 'groupMemberList',
  },
  queryGroupAttributes: {
    parameters: () => ['team', ['room', 'unknown']],
    finds: () => ({ groupAttributes: { room: '12' } }),
    whenEmpty: { groupAttributes: {} },
  },
  queryGroupAllAttributes: {
    parameters: () => ['team'],
    finds: () => ({ groupAttributes: { room: '12', floor: '3' } }),
    whenEmpty: { groupAttributes: {} },
  },
  queryGroupAliasList: {
    parameters: () => [['team', 'rowers']],
    finds: () => ({ groupAliasList: [{ groupID: 'team', groupAlias: 'Work' }] }),
    whenEmpty: { groupAliasList: [] },
  },
  queryGroupApplicationList: {
    parameters: (_, options) => [options],
    finds: () => ({
      groupApplicationList: [
        {
          type: 'join',
          state: 'waiting',
          group: { groupID: 'rowers' },
          user: { userID: 'eve' },
          wording: 'I can swim',
        },
        { type: 'beInvited', state: 'waiting', group: { groupName: 'The choir' }, user: { userName: 'Bob Hopper' } },
      ],
    }),
    whenEmpty: { groupApplicationList: [] },
    pages: 'groupApplicationList',
  },
  queryGroupMessageReceiptReadMemberList: {
    parameters: ({ note }, options) => ['team', note, options],
    finds: () => ({
      groupMemberList: [
        { userID: 'bob', memberRole: 'owner' },
        { userID: 'eve', memberNickname: 'Evie' },
      ],
    }),
    whenEmpty: 'message-not-found',
    pages: 'groupMemberList',
    isAlsoOfServer: true,
  },
  queryGroupMessageReceiptUnreadMemberList: {
    parameters: ({ note }, options) => ['team', note, options],
    finds: () => ({ groupMemberList: [{ userID: 'dan' }] }),
    whenEmpty: 'message-not-found',
    pages: 'groupMemberList',
    isAlsoOfServer: true,
  },
  searchLocalGroups: {
    parameters: (_, options) => [{ ...options, keywords: ['the'] }],
    finds: () => ({ totalCount: 2, isComplete: true }),
    whenEmpty: { groupList: [], totalCount: 0, isComplete: true },
    pages: 'groupList',
  },
  searchLocalGroupMembers: {
    parameters: (_, options) => ['team', { ...options, keywords: ['evie'] }],
    finds: () => ({ groupMemberList: [{ userID: 'eve', foundText: 'Evie', matches: [{ start: 0, length: 4 }] }] }),
    whenEmpty: { groupMemberList: [] },
    pages: 'groupMemberList',
  },
} satisfies Partial<ReadRows>
