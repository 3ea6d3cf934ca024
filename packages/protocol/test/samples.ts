import type {
  Account,
  BackendMessage,
  CallInvitation,
  Change,
  ConversationHead,
  Group,
  GroupMember,
  OperationName,
  OperationParameters,
  OperationResult,
  ReadMark,
  User,
} from '@latchkey/core/driver'

/** One whole example of everything that crosses the wire, typed by the contract. */

const conversation = { conversationType: 'peer', conversationID: 'bob' } as const
const rowing = { conversationType: 'group', conversationID: 'rowing' } as const

export const user: User = { userID: 'bob', userName: 'Bob', userAvatarUrl: '', userExtendedData: '{}' }

export const group: Group = {
  groupID: 'rowing',
  groupName: 'Rowing club',
  groupAvatarUrl: 'https://pictures.example/rowing.png',
  groupNotice: '',
  createTime: 1_700_000_000_000,
  memberCount: 3,
  joinMode: 'closed',
  inviteMode: 'admin',
  beInviteMode: 'application',
  mute: { memberRoles: ['member'], expireTime: 1_700_000_600_000 },
}

const groupMember: GroupMember = {
  groupID: 'rowing',
  userID: 'bob',
  memberRole: 'owner',
  memberNickname: '',
  enterTime: 1_700_000_000_000,
  mute: {},
}

export const message: BackendMessage = {
  ...conversation,
  messageID: 'message-1',
  senderUserID: 'ada',
  content: { type: 'text', text: 'Grüße 👋' },
  timestamp: 1_700_000_000_001,
  order: '0000000000000007',
  follows: '0000000000000006',
  messageSeq: 7,
  countedSeq: 5,
  revision: 3,
  editTime: 1_700_000_000_009,
  reactionList: [{ reactionType: '👍🏽', totalCount: 7, isSelfIncluded: true, userIDs: ['bob', 'ada'] }],
  operationID: 'operation-1',
}

export const revokedMessage: BackendMessage = {
  ...conversation,
  messageID: 'message-2',
  senderUserID: 'bob',
  content: { type: 'revoked', operatorUserID: 'bob', revokeTime: 1_700_000_000_010 },
  timestamp: 1_700_000_000_002,
  order: '0000000000000008',
  revision: 1,
}

const deletedMessage: BackendMessage = { ...message, content: { type: 'deleted' }, revision: 4 }

export const readMark: ReadMark = { ...conversation, order: '0000000000000007', countedSeq: 5 }

const head: ConversationHead = {
  ...conversation,
  lastMessage: message,
  readMark,
  removedCount: 0,
  isPinned: true,
  pinnedTime: 1_700_000_000_002,
  draft: 'See you',
}

const callInvitation: CallInvitation = {
  callID: 'call-1',
  caller: 'ada',
  mode: 'general',
  state: 'ended',
  createTime: 1_700_000_000_000,
  expireTime: 1_700_000_060_000,
  endTime: 1_700_000_010_000,
  extendedData: '',
  callUserList: [
    { userID: 'ada', state: 'accepted', extendedData: '' },
    { userID: 'bob', state: 'rejected', extendedData: 'busy' },
  ],
}

const advancedCall: CallInvitation = {
  ...callInvitation,
  mode: 'advanced',
  endReason: 'ended',
  endedBy: 'ada',
  revision: 4,
  callUserList: [
    { userID: 'ada', state: 'accepted', extendedData: '' },
    { userID: 'bob', state: 'accepted', answerTime: 1_700_000_001_000, quitTime: 1_700_000_002_000, extendedData: '' },
    { userID: 'eve', state: 'cancelled', inviter: 'bob', expireTime: 1_700_000_061_000, extendedData: '' },
  ],
}

const friend = {
  kind: 'friend',
  key: 'eve',
  revision: 1,
  value: { friendAlias: 'Evie', friendAttributes: { k0: 'work' }, createTime: 1_700_000_000_003 },
} as const
const application = {
  kind: 'friendApplication',
  key: 'received/eve',
  revision: 2,
  value: {
    state: 'waiting',
    wording: 'Hello',
    createTime: 1_700_000_000_003,
    updateTime: 1_700_000_000_003,
    expireTime: 1_700_600_000_003,
    friendAlias: '',
    friendAttributes: {},
  },
} as const
const groupApplication = {
  kind: 'groupApplication',
  key: 'join/rowing/ada',
  revision: 1,
  value: {
    state: 'accepted',
    wording: 'Please',
    createTime: 1_700_000_000_003,
    updateTime: 1_700_000_000_004,
    expireTime: 1_700_600_000_003,
    groupName: 'Rowing club',
    groupAvatarUrl: '',
    operatorUserID: 'bob',
  },
} as const
const invitation = { kind: 'groupApplication', key: 'invite/rowing/ada/bob', revision: 0 } as const
const status = {
  onlineStatus: 'online',
  onlinePlatforms: ['web'],
  customStatus: 'At lunch 🥪',
  customStatusExpireTime: 1_700_003_600_003,
  updateTime: 1_700_000_000_003,
} as const
const register = { kind: 'blockedUser', key: 'eve', revision: 3, value: { createTime: 1_700_000_000_003 } } as const

export const account: Account = {
  userID: 'ada',
  userName: 'Ada',
  serverTime: 1_700_000_000_000,
  tokenExpiresAt: 1_700_000_600_000,
  publicKeys: [{ kid: 'key-1', kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }],
  limits: { maxTextBytes: 10_000, maxFileBytes: 100_000_000 },
}

export const changes: { readonly [Type in Change['type']]: Extract<Change, { type: Type }> } = {
  userChanged: { type: 'userChanged', user },
  groupChanged: { type: 'groupChanged', group },
  groupLeft: { type: 'groupLeft', groupID: 'rowing' },
  groupMembersChanged: {
    type: 'groupMembersChanged',
    groupID: 'rowing',
    memberList: [groupMember],
    removedUserIDs: ['eve'],
  },
  messageAdded: { type: 'messageAdded', message },
  messageChanged: { type: 'messageChanged', message: revokedMessage, readMark, removedCount: 1 },
  readMarkMoved: { type: 'readMarkMoved', readMark, removedCount: 0 },
  conversationSettingsChanged: {
    type: 'conversationSettingsChanged',
    settings: { ...conversation, isPinned: false, draft: '', revision: 2 },
  },
  conversationHead: { type: 'conversationHead', head },
  callInvitationChanged: { type: 'callInvitationChanged', callInvitation },
  registerChanged: { type: 'registerChanged', register },
}

const attributes = { mentionedUserIDs: ['bob', 'cyd'], isMentionAll: true, extendedData: '{"urgent":1}' } as const
const repliedInfo = { messageID: 'message-0', senderUserID: 'bob', order: '0000000000000001' }

export const operations: {
  readonly [Name in OperationName]: {
    readonly parameters: OperationParameters<Name>
    readonly result: OperationResult<Name>
  }
} = {
  sendMessage: {
    parameters: {
      ...conversation,
      messageID: 'message-1',
      content: { type: 'custom', subType: 200, payload: '{"seat":4}', searchedText: 'seat four' },
      sentTime: 1_700_000_000_000,
      repliedMessageID: 'message-0',
      ...attributes,
    },
    result: { message },
  },
  editMessage: {
    parameters: { ...conversation, messageID: 'message-1', content: { type: 'text', text: 'Grüße 👋🏽' } },
    result: { message },
  },
  revokeMessage: { parameters: { ...conversation, messageID: 'message-2' }, result: { message: revokedMessage } },
  deleteMessages: {
    parameters: { ...conversation, messageIDs: ['message-1', 'message-9'] },
    result: { messageList: [deletedMessage] },
  },
  deleteAllMessages: {
    parameters: { ...conversation, order: '0000000000000002' },
    result: {
      registerList: [
        { kind: 'clearedConversation', key: 'peer/bob', revision: 1, value: { order: '0000000000000002' } },
      ],
    },
  },
  addMessageReaction: {
    parameters: { ...conversation, messageID: 'message-1', reactionType: '👍🏽' },
    result: { message },
  },
  deleteMessageReaction: {
    parameters: { ...conversation, messageID: 'message-1', reactionType: '👍🏽' },
    result: { message },
  },
  setConversationDraft: {
    parameters: { ...conversation, draft: 'See you' },
    result: { settings: { ...conversation, isPinned: false, draft: 'See you' } },
  },
  markRead: { parameters: { ...conversation, order: message.order }, result: { readMark, removedCount: 0 } },
  updateConversationPinnedState: {
    parameters: { ...conversation, isPinned: true },
    result: { settings: { ...conversation, isPinned: true, pinnedTime: 1_700_000_000_002, draft: '' } },
  },
  setConversationFlag: {
    parameters: { ...conversation, flag: 'mark60', isOn: true },
    result: { settings: { ...conversation, isPinned: false, draft: '', flags: ['doNotDisturb', 'mark60'] } },
  },
  deleteConversation: {
    parameters: { ...conversation, order: message.order },
    result: { settings: { ...conversation, isPinned: false, draft: '', deletedOrder: message.order } },
  },
  pinMessage: {
    parameters: { ...conversation, messageID: 'message-1', isPinned: true },
    result: {
      registerList: [
        {
          kind: 'pinnedMessage',
          conversation,
          key: 'message-1',
          revision: 1,
          value: { createTime: 1_700_000_000_020, operatorUserID: 'ada' },
        },
      ],
    },
  },
  queryMessages: { parameters: { ...conversation, messageIDs: ['message-1'] }, result: { messageList: [message] } },
  setUserBlocked: { parameters: { userID: 'eve', isBlocked: true }, result: { registerList: [register] } },
  updateUserProfile: {
    parameters: { field: 'userName', text: 'Ada' },
    result: { registerList: [{ kind: 'profileField', key: 'userName', revision: 1, value: { text: 'Ada' } }] },
  },
  updateUserOfflinePushRule: {
    parameters: { onlinePlatforms: ['web'], notToReceiveOfflinePushPlatforms: [] },
    result: {
      registerList: [
        {
          kind: 'userRule',
          key: 'offlinePushRule',
          revision: 1,
          value: { onlinePlatforms: ['web'], notToReceiveOfflinePushPlatforms: [] },
        },
      ],
    },
  },
  updateUserCustomStatus: {
    parameters: { customStatus: 'At lunch 🥪', durationSeconds: 3_600 },
    result: {
      registerList: [
        {
          kind: 'customStatus',
          key: 'customStatus',
          revision: 1,
          value: { text: 'At lunch 🥪', updateTime: 1_700_000_000_003, expireTime: 1_700_003_600_003 },
        },
      ],
    },
  },
  subscribeUsersStatus: {
    parameters: { userIDs: ['eve'], durationSeconds: 604_800 },
    result: {
      registerList: [
        {
          kind: 'statusSubscription',
          key: 'eve',
          revision: 1,
          value: { createTime: 1_700_000_000_003, expireTime: 1_700_604_800_003 },
        },
      ],
    },
  },
  unsubscribeUsersStatus: {
    parameters: { userIDs: ['eve'] },
    result: { registerList: [{ kind: 'userStatus', key: 'eve', revision: 1_700_000_000_003, value: status }] },
  },
  queryUsersStatus: { parameters: { userIDs: ['eve'] }, result: { userStatusList: [{ userID: 'eve', ...status }] } },
  addFriend: {
    parameters: { userID: 'eve', friendAlias: 'Evie', friendAttributes: { k0: 'work' } },
    result: { registerList: [friend] },
  },
  deleteFriend: { parameters: { userID: 'eve', isBothSides: true }, result: { registerList: [friend] } },
  updateFriendAlias: { parameters: { userID: 'eve', friendAlias: '' }, result: { registerList: [friend] } },
  updateFriendAttributes: {
    parameters: { userID: 'eve', friendAttributes: { k4: '' } },
    result: { registerList: [friend] },
  },
  sendFriendApplication: {
    parameters: { userID: 'eve', friendAlias: 'Evie', friendAttributes: { k0: 'work' }, wording: 'Hello' },
    result: { registerList: [application] },
  },
  acceptFriendApplication: {
    parameters: { userID: 'eve', friendAlias: 'Evie', friendAttributes: { k0: 'work' } },
    result: { registerList: [friend, application] },
  },
  rejectFriendApplication: { parameters: { userID: 'eve' }, result: { registerList: [application] } },
  checkFriendsRelation: {
    parameters: { userIDs: ['eve'] },
    result: { relationList: [{ userID: 'eve', isFriend: true, isFriendOfUser: false }] },
  },
  createGroup: {
    parameters: { groupID: 'rowing', groupName: 'Rowing club', userIDs: ['bob'] },
    result: { group, errorUserIDs: ['nobody'] },
  },
  inviteUsersIntoGroup: {
    parameters: { groupID: 'rowing', userIDs: ['bob'] },
    result: { group, errorUserIDs: [] },
  },
  leaveGroup: { parameters: { groupID: 'rowing' }, result: { groupID: 'rowing' } },
  joinGroup: { parameters: { groupID: 'rowing' }, result: { group } },
  updateGroup: {
    parameters: {
      groupID: 'rowing',
      groupName: 'Rowers',
      groupAvatarUrl: '',
      groupNotice: 'Saturday at ten',
      joinMode: 'any',
      inviteMode: 'any',
    },
    result: { group },
  },
  updateGroupAttributes: {
    parameters: { groupID: 'rowing', attributeList: [{ key: 'Boot 🚣', text: 'eight' }, { key: 'seat' }] },
    result: {
      registerList: [
        { kind: 'groupAttribute', conversation: rowing, key: 'Boot 🚣', revision: 1, value: { text: 'eight' } },
        { kind: 'groupAttribute', conversation: rowing, key: 'seat', revision: 2 },
      ],
    },
  },
  updateGroupAlias: {
    parameters: { groupID: 'rowing', groupAlias: 'Boats' },
    result: { registerList: [{ kind: 'groupAlias', key: 'rowing', revision: 1, value: { text: 'Boats' } }] },
  },
  sendGroupJoinApplication: {
    parameters: { groupID: 'rowing', wording: 'Please' },
    result: { registerList: [groupApplication] },
  },
  acceptGroupJoinApplication: {
    parameters: { groupID: 'rowing', userID: 'ada' },
    result: { registerList: [groupApplication] },
  },
  rejectGroupJoinApplication: {
    parameters: { groupID: 'rowing', userID: 'ada' },
    result: { registerList: [groupApplication] },
  },
  sendGroupInviteApplications: {
    parameters: { groupID: 'rowing', userIDs: ['bob'], wording: '' },
    result: { registerList: [invitation] },
  },
  acceptGroupInviteApplication: {
    parameters: { groupID: 'rowing', inviterUserID: 'ada' },
    result: { registerList: [invitation] },
  },
  rejectGroupInviteApplication: {
    parameters: { groupID: 'rowing', inviterUserID: 'ada' },
    result: { registerList: [invitation] },
  },
  dismissGroup: { parameters: { groupID: 'rowing' }, result: { groupID: 'rowing' } },
  transferGroupOwner: { parameters: { groupID: 'rowing', userID: 'bob' }, result: { group } },
  kickGroupMembers: {
    parameters: { groupID: 'rowing', userIDs: ['bob', 'eve'] },
    result: { group, errorUserIDs: ['eve'] },
  },
  setGroupMemberRole: { parameters: { groupID: 'rowing', userID: 'bob', memberRole: 'admin' }, result: { group } },
  setGroupMemberNickname: {
    parameters: { groupID: 'rowing', userID: 'bob', memberNickname: 'Stroke' },
    result: { group },
  },
  muteGroup: {
    parameters: { groupID: 'rowing', memberRoles: ['admin', 'member'], durationSeconds: 600 },
    result: { group },
  },
  muteGroupMembers: {
    parameters: { groupID: 'rowing', userIDs: ['bob', 'eve'], isMuted: true, durationSeconds: 604_800 },
    result: { group, errorUserIDs: ['eve'] },
  },
  callInvite: {
    parameters: { callID: 'call-1', invitees: ['bob'], mode: 'advanced', timeoutSeconds: 60, extendedData: '' },
    result: { callInvitation },
  },
  callCancel: { parameters: { callID: 'call-1' }, result: { callInvitation } },
  callAccept: { parameters: { callID: 'call-1' }, result: { callInvitation } },
  callReject: { parameters: { callID: 'call-1', extendedData: 'busy' }, result: { callInvitation } },
  callingInvite: {
    parameters: { callID: 'call-1', invitees: ['eve'], timeoutSeconds: 60 },
    result: { callInvitation: advancedCall },
  },
  callJoin: { parameters: { callID: 'call-1' }, result: { callInvitation: advancedCall } },
  callQuit: { parameters: { callID: 'call-1' }, result: { callInvitation: advancedCall } },
  callEnd: { parameters: { callID: 'call-1' }, result: { callInvitation: advancedCall } },
  renewToken: { parameters: { token: 'token-2' }, result: { tokenExpiresAt: 1_700_000_600_000 } },
  queryUsersInfo: { parameters: { userIDs: ['bob'] }, result: { userList: [user] } },
  queryMessageReactionUserList: {
    parameters: { ...conversation, messageID: 'message-1', reactionType: '👍', count: 100, after: 4 },
    result: { userList: [user], totalCount: 7, next: 9 },
  },
  queryMessageRepliedList: {
    parameters: { ...conversation, messageID: 'message-1', count: 100, afterOrder: '0000000000000002' },
    result: { messageList: [{ ...message, ...attributes, repliedInfo, repliedCount: 2 }], more: true },
  },
  queryMessageReceiptsInfo: {
    parameters: { groupID: 'rowing', messageIDs: ['message-1'] },
    result: { receiptList: [{ messageID: 'message-1', readMemberCount: 3, unreadMemberCount: 4 }], revision: 12 },
  },
  queryMessageReceiptMemberList: {
    parameters: { groupID: 'rowing', messageID: 'message-1', isRead: true, count: 100, afterUserID: 'ada' },
    result: {
      memberList: [groupMember],
      userList: [user],
      registerList: [
        {
          kind: 'readMark',
          conversation: { conversationType: 'group', conversationID: 'rowing' },
          key: 'ada',
          revision: 2,
          value: { order: '0000000000000002', readTime: 1_700_000_000_000 },
        },
      ],
      more: false,
    },
  },
  queryCombineMessageDetail: {
    parameters: { ...conversation, messageID: 'message-1', path: [2] },
    result: {
      combinedList: [
        { messageID: 'm', senderUserID: 'ada', timestamp: 1, content: { type: 'text', text: 'hello' } },
        {
          messageID: 'n',
          senderUserID: 'ada',
          timestamp: 2,
          content: { type: 'combine', title: 'Old', summary: '', itemCount: 2 },
        },
      ],
      userList: [user],
    },
  },
  queryGroupInfo: { parameters: { groupID: 'rowing' }, result: { group } },
  queryGroupMemberList: {
    parameters: { groupID: 'rowing', count: 100, afterUserID: 'ada' },
    result: { memberList: [groupMember], userList: [user], more: false },
  },
}

/** `value` as it looks after it crossed the wire. */
export function overTheWire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
