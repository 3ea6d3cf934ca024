import type { Conversation } from '../contract/conversations.js'
import type { LiveQueries } from '../contract/live.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import { readConversation, readConversationList } from '../domain/conversations.js'
import { requireUnreadFilter } from '../domain/unread-filter.js'
import { readGroupList, readGroupMemberList } from '../domain/groups.js'
import { readLiveHistory, fetchLiveHistory } from '../domain/messages.js'
import { requireConversation, requirePage, requireUserID } from '../runtime/argument.js'
import { conversationKey, totalUnreadMessageCount } from '../store/conversation-rows.js'
import { ChatError } from '../errors/chat-error.js'
import { createLiveQuery, type LiveSource } from './live-query.js'

/** The live twins of the queries (same names, same arguments). Malformed arguments throw at once. */
export function createLiveQueries(
  source: LiveSource,
  { idRule }: { readonly idRule: TransportDriver['idRule'] },
): LiveQueries {
  return {
    queryConversationList(options) {
      const { count } = requirePage(options)
      return createLiveQuery(
        source,
        {
          name: 'queryConversationList',
          parameters: [options],
          empty: { conversationList: [], hasMore: false },
          tables: ['conversations'],
          read: (store, _session, shown) => readConversationList(store, { count: shown }),
          async readFirst(session) {
            const screen = await session.firstScreen()
            if (screen === undefined) return undefined
            const conversationList = screen.conversationList.slice(0, count)
            return { conversationList, hasMore: screen.hasMoreConversations || screen.conversationList.length > count }
          },
        },
        count,
      )
    },
    queryConversationPinnedList(options) {
      const { count } = requirePage(options)
      return createLiveQuery(
        source,
        {
          name: 'queryConversationPinnedList',
          parameters: [options],
          empty: { conversationList: [], hasMore: false },
          tables: ['conversations'],
          read: (store, _session, shown) => readConversationList(store, { count: shown, isPinnedOnly: true }),
        },
        count,
      )
    },
    queryConversation(conversation) {
      const key = conversationKey(requireConversation(conversation, idRule))
      return createLiveQuery<{ readonly conversation?: Conversation }>(
        source,
        {
          name: 'queryConversation',
          parameters: [conversation],
          empty: {},
          tables: ['conversations'],
          // A conversation that is not there yet is no failure: it may come.
          read: (store) =>
            readConversation(store, key).then(
              (found) => ({ conversation: found }),
              (failure: unknown) => {
                if (ChatError.from(failure).code === 'conversation-not-found') return {}
                throw failure
              },
            ),
          async readFirst(session) {
            const screen = await session.firstScreen()
            const found = screen?.conversationList.find((candidate) => conversationKey(candidate).join() === key.join())
            return found === undefined ? undefined : { conversation: found }
          },
        },
        1,
      )
    },
    queryConversationTotalUnreadMessageCount(filter) {
      const count = requireUnreadFilter(filter)
      return createLiveQuery<{ readonly unreadMessageCount?: number }>(
        source,
        {
          name: 'queryConversationTotalUnreadMessageCount',
          parameters: filter === undefined ? [] : [filter],
          empty: {},
          tables: ['conversations'],
          read: async (store) => ({ unreadMessageCount: await totalUnreadMessageCount(store, count) }),
        },
        1,
      )
    },
    queryHistoryMessage(conversation, options) {
      const reference = requireConversation(conversation, idRule)
      const { count } = requirePage(options)
      return createLiveQuery(
        source,
        {
          name: 'queryHistoryMessage',
          parameters: [conversation, options],
          empty: { messageList: [], stoppedAtGap: false, hasMore: false },
          tables: ['messages', 'ranges'],
          read: (store, _session, shown) => readLiveHistory(store, reference, shown),
          fetch: (session, shown) => fetchLiveHistory(session, reference, shown),
          async readFirst(session) {
            const screen = await session.firstScreen()
            const found = screen?.histories.find(
              (history) => conversationKey(history).join() === conversationKey(reference).join(),
            )
            return found === undefined
              ? undefined
              : { messageList: found.messageList.slice(-count), stoppedAtGap: false, hasMore: true }
          },
        },
        count,
      )
    },
    queryGroupList(options) {
      const { count } = requirePage(options)
      return createLiveQuery(
        source,
        {
          name: 'queryGroupList',
          parameters: [options],
          empty: { groupList: [], hasMore: false },
          tables: ['groups'],
          read: (store, _session, shown) => readGroupList(store, { count: shown }),
        },
        count,
      )
    },
    queryGroupMemberList(groupID, options) {
      const wanted = requireUserID('groupID', groupID, idRule)
      const { count } = requirePage(options)
      return createLiveQuery(
        source,
        {
          name: 'queryGroupMemberList',
          parameters: [groupID, options],
          empty: { groupMemberList: [], hasMore: false },
          tables: ['group_members', 'users'],
          read: (store, _session, shown) => readGroupMemberList(store, wanted, { count: shown }),
        },
        count,
      )
    },
  }
}
