import { inTeam, peer, pictureBytes } from './filled-store.js'
import type { ReadRows } from './rows.js'

const withBob = peer('bob')
const said = (text: string) => ({ content: { type: 'text', text } })

/** What was said, and what became of it. */
export const messageRows = {
  queryHistoryMessage: {
    parameters: (_, options) => [withBob, options],
    finds: ({ bob }) => ({
      messageList: [
        { ...said('Hello, Ada'), reactionList: [{ reactionType: '👍', totalCount: 2, isSelfIncluded: true }] },
        { messageID: bob.question, repliedCount: 2 },
        { content: { type: 'image', fileName: 'boat.png', width: 4, height: 3 } },
        said('Good bye'),
        { content: { type: 'revoked', operatorUserID: 'bob' } },
        { ...said('Here I am'), repliedInfo: { messageID: bob.question }, mentionedUserIDs: ['bob'] },
        said('So you are there'),
      ],
      stoppedAtGap: false,
    }),
    whenEmpty: { messageList: [], stoppedAtGap: false },
    pages: 'messageList',
    pagesGo: 'older',
  },
  queryMessages: {
    parameters: ({ bob }) => [withBob, [bob.question, 'unknown']],
    finds: ({ bob }) => ({
      messageList: [{ messageID: bob.question, direction: 'receive', sentStatus: 'sent' }],
      errorMessageList: [{ messageID: 'unknown', code: 'message-not-found' }],
    }),
    whenEmpty: {
      messageList: [],
      errorMessageList: [
        { messageID: 'question', code: 'message-not-found' },
        { messageID: 'unknown', code: 'message-not-found' },
      ],
    },
  },
  downloadFile: {
    parameters: ({ bob }) => [withBob, bob.picture],
    finds: () => ({ bytes: pictureBytes }),
    whenEmpty: 'message-not-found',
  },
  searchLocalMessages: {
    parameters: (_, options) => [withBob, { ...options, keywords: ['there'] }],
    finds: () => ({ totalCount: 2, isComplete: true, messageList: [said('So you are there'), said('Are you there?')] }),
    whenEmpty: { messageList: [], totalCount: 0, isComplete: true },
    pages: 'messageList',
  },
  searchGlobalLocalMessages: {
    parameters: (_, options) => [{ ...options, keywords: ['minutes'] }],
    finds: () => ({ totalCount: 2, messageList: [said('Thank you for the minutes'), said('Minutes of Monday')] }),
    whenEmpty: { messageList: [], totalCount: 0, isComplete: true },
    pages: 'messageList',
  },
  queryCombineMessageDetail: {
    parameters: ({ digest }) => [inTeam, digest],
    finds: ({ note }) => ({ combinedList: [{ messageID: note, senderUserID: 'ada', ...said('I shall be late') }] }),
    whenEmpty: 'message-not-found',
  },
  queryConversationReadMark: {
    parameters: () => [withBob],
    finds: () => ({ readMark: {} }),
    whenEmpty: {},
  },
  queryMessageReceiptsInfo: {
    parameters: ({ note }, { isQueryFromServer = false }) => [inTeam, [note], { isQueryFromServer }],
    finds: ({ note }) => ({ receiptList: [{ messageID: note, readMemberCount: 2, unreadMemberCount: 1 }] }),
    whenEmpty: { receiptList: [], errorMessageList: [{ messageID: 'note', code: 'message-not-found' }] },
    isAlsoOfServer: true,
  },
  queryMessageReactionUserList: {
    parameters: ({ bob }, options) => [withBob, bob.greeting, { ...options, reactionType: '👍' }],
    finds: () => ({ userList: [{ userName: 'Ada, Countess' }, { userName: 'Bob Hopper' }], totalCount: 2 }),
    whenEmpty: 'message-not-found',
    pages: 'userList',
    isAlsoOfServer: true,
  },
  queryMessageRepliedList: {
    parameters: ({ bob }, options) => [withBob, bob.question, options],
    finds: () => ({ messageList: [said('Here I am'), said('So you are there')] }),
    whenEmpty: { messageList: [] },
    pages: 'messageList',
    isAlsoOfServer: true,
  },
  queryPinnedMessageList: {
    parameters: (_, { isQueryFromServer = false }) => [withBob, { isQueryFromServer }],
    finds: () => ({ messageList: [said('Hello, Ada'), said('Are you there?')] }),
    whenEmpty: { messageList: [] },
    isAlsoOfServer: true,
  },
  queryCallInvitationList: {
    parameters: (_, options) => [options],
    finds: () => ({
      callInvitationList: [
        { caller: 'eve', extendedData: 'tea', callUserList: [{ userID: 'eve' }, { userID: 'ada', state: 'rejected' }] },
        { caller: 'bob', state: 'started', callUserList: [{ userID: 'bob' }, { userID: 'ada', state: 'inviting' }] },
      ],
    }),
    whenEmpty: { callInvitationList: [] },
    pages: 'callInvitationList',
  },
} satisfies Partial<ReadRows>
