import { peer, text } from './filled-store.js'
import type { WriteRows } from './rows.js'

const page = { count: 100 }

/** In the order in which they are done. */
export const writeRows: WriteRows = {
  updateMessageLocalExtendedData: {
    parameters: (filled, from) => [peer(from), filled[from].greeting, 'remember'],
    async shown(chat, filled, from) {
      const { messageList } = await chat.queryMessages(peer(from), [filled[from].greeting])
      return messageList.map(({ localExtendedData }) => localExtendedData)
    },
    shows: ['remember'],
  },
  insertMessageToLocalDB: {
    parameters: (_, from) => [peer(from), text('A note of my own'), { senderUserID: 'ada' }],
    async shown(chat, _, from) {
      const { messageList } = await chat.queryHistoryMessage(peer(from), { count: 1 })
      return messageList.map(({ content, isUserInserted }) => ({ content, isUserInserted }))
    },
    shows: [{ content: text('A note of my own'), isUserInserted: true }],
  },
  deleteMessages: {
    parameters: (filled, from) => [peer(from), [filled[from].question, 'unknown']],
    async shown(chat, filled, from) {
      return (await chat.queryMessages(peer(from), [filled[from].question])).messageList
    },
    shows: [],
  },
  setConversationDraft: {
    parameters: (_, from) => [peer(from), 'Not yet'],
    shown: async (chat, _, from) => (await chat.queryConversation(peer(from))).conversation.draft,
    shows: 'Not yet',
  },
  clearConversationUnreadMessageCount: {
    parameters: (_, from) => [peer(from)],
    shown: async (chat, _, from) => (await chat.queryConversation(peer(from))).conversation.unreadMessageCount,
    shows: 0,
  },
  deleteConversation: {
    parameters: (_, from) => [peer(from)],
    async shown(chat, _, from) {
      const { conversationList } = await chat.queryConversationList(page)
      return conversationList.filter(({ conversationID }) => conversationID === from)
    },
    shows: [],
  },
  deleteAllMessage: {
    parameters: (_, from) => [peer(from)],
    shown: (chat, _, from) => chat.queryHistoryMessage(peer(from), page),
    shows: { messageList: [], stoppedAtGap: false },
  },
  clearConversationTotalUnreadMessageCount: {
    parameters: () => [],
    shown: (chat) => chat.queryConversationTotalUnreadMessageCount(),
    shows: { unreadMessageCount: 0 },
  },
  deleteAllConversationMessages: {
    parameters: () => [],
    shown: (chat, _, from) => chat.queryHistoryMessage(peer(from), page),
    shows: { messageList: [], stoppedAtGap: false },
  },
  deleteAllConversations: {
    parameters: () => [],
    shown: (chat) => chat.queryConversationList(page),
    shows: { conversationList: [] },
  },
}

/** Those that concern everything; the others concern one conversation. */
export const writesOfAll: readonly (keyof WriteRows)[] = [
  'clearConversationTotalUnreadMessageCount',
  'deleteAllConversationMessages',
  'deleteAllConversations',
]
