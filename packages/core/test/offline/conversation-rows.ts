import { inTeam } from './filled-store.js'
import type { ReadRows } from './rows.js'

const conversation = (conversationID: string) => ({ conversationID })

/** Where it was said, and how far Ada has read. */
export const conversationRows = {
  queryConversation: {
    parameters: () => [inTeam],
    finds: () => ({
      conversation: {
        conversationName: 'The team',
        draft: 'I shall be',
        isPinned: true,
        unreadMessageCount: 2,
        lastMessage: { content: { type: 'text', text: 'Thank you for the minutes' } },
      },
    }),
    whenEmpty: 'conversation-not-found',
  },
  queryConversationList: {
    parameters: (_, options) => [options],
    finds: () => ({
      conversationList: [
        { conversationID: 'bob', isPinned: true, marks: [7], unreadMessageCount: 1 },
        { conversationID: 'team', isPinned: true },
        { conversationID: 'rowers', notificationStatus: 'doNotDisturb' },
      ],
    }),
    whenEmpty: { conversationList: [] },
    pages: 'conversationList',
  },
  queryConversationPinnedList: {
    parameters: (_, options) => [options],
    finds: () => ({ conversationList: [conversation('bob'), conversation('team')] }),
    whenEmpty: { conversationList: [] },
    pages: 'conversationList',
  },
  queryConversationArchivedList: {
    parameters: (_, options) => [options],
    finds: () => ({ conversationList: [conversation('frank'), conversation('dan')] }),
    whenEmpty: { conversationList: [] },
    pages: 'conversationList',
  },
  queryConversationTotalUnreadMessageCount: {
    parameters: () => [],
    finds: () => ({ unreadMessageCount: 3 }),
    whenEmpty: { unreadMessageCount: 0 },
  },
  searchLocalConversations: {
    parameters: (_, options) => [{ ...options, keywords: ['the'] }],
    finds: () => ({ totalCount: 2, isComplete: true }),
    whenEmpty: { conversationList: [], totalCount: 0, isComplete: true },
    pages: 'conversationList',
  },
  queryOperationList: {
    parameters: (_, options) => [options],
    finds: () => ({ operationList: [] }),
    whenEmpty: { operationList: [] },
  },
} satisfies Partial<ReadRows>
