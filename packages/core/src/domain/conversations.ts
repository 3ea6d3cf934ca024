import type { Chat } from '../contract/chat.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import type { Conversation } from '../contract/conversations.js'
import { ChatError } from '../errors/chat-error.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import { requireBoolean, requireConversation, requirePage, requireText } from '../runtime/argument.js'
import { requireUnreadFilter } from './unread-filter.js'
import { conversationKey, toConversation, totalUnreadMessageCount } from '../store/conversation-rows.js'
import type { ConversationRow } from '../store/schema.js'
import type { Store } from '../store/store.js'
import { hideConversation, requireDeletion } from './conversation-deletion.js'
import { writeDraft } from './conversation-draft.js'
import { enqueueRead } from '../sync/outbox/enqueue-read.js'
import { enqueueSetting } from '../sync/outbox/enqueue-setting.js'
import { decodeCursor, encodeCursor } from './cursor.js'
import { readRows } from './rows.js'
import type { SessionAccess } from './session-access.js'

type ConversationDomain = Pick<
  Chat,
  | 'queryConversation'
  | 'queryConversationList'
  | 'queryConversationPinnedList'
  | 'queryConversationTotalUnreadMessageCount'
  | 'clearConversationUnreadMessageCount'
  | 'setConversationDraft'
  | 'deleteConversation'
  | 'updateConversationPinnedState'
>

/** Longest draft, in bytes of UTF-8. */
const maxDraftBytes = 49_152
/** The first screen holds the top of the list: a page of at most this many can be answered from it. */
const firstScreenCount = 50

export function createConversationDomain(
  access: SessionAccess,
  { idRule }: { readonly idRule: TransportDriver['idRule'] },
): ConversationDomain {
  return {
    async queryConversation(conversation) {
      const key = conversationKey(requireConversation(conversation, idRule))
      const { store } = await access.require().opened()
      return { conversation: await readConversation(store, key) }
    },

    async queryConversationList(options) {
      const { count, cursor } = requirePage(options)
      const place = decodeCursor('conversations', cursor, 4)
      const session = access.require()
      if (place === undefined && count <= firstScreenCount) {
        const screen = await session.firstScreen()
        if (screen !== undefined) {
          const conversationList = screen.conversationList.slice(0, count)
          const hasMore = screen.hasMoreConversations || screen.conversationList.length > count
          return pageOf('conversations', conversationList, hasMore)
        }
      }
      const { store } = await session.opened()
      const { conversationList, hasMore } = await readConversationList(store, {
        count,
        ...(place === undefined ? {} : { to: place }),
      })
      return pageOf('conversations', conversationList, hasMore)
    },

    async queryConversationPinnedList(options) {
      const { count, cursor } = requirePage(options)
      const place = decodeCursor('pinned', cursor, 4)
      const { store } = await access.require().opened()
      const { conversationList, hasMore } = await readConversationList(store, {
        count,
        isPinnedOnly: true,
        ...(place === undefined ? {} : { to: place }),
      })
      return pageOf('pinned', conversationList, hasMore)
    },

    async queryConversationTotalUnreadMessageCount(filter) {
      const count = requireUnreadFilter(filter)
      const { store } = await access.require().opened()
      return { unreadMessageCount: await totalUnreadMessageCount(store, count) }
    },

    async clearConversationUnreadMessageCount(conversation) {
      const reference = requireConversation(conversation, idRule)
      const session = access.require()
      const { writer, attempts } = await session.opened()
      const identifiers = [access.newID(), access.newID()] as const
      const operationID = await writer.write(async (update) => {
        const row = await update.draft.get('conversations', conversationKey(reference))
        if (row === undefined) throw new ChatError('conversation-not-found')
        return enqueueRead(update, row, identifiers, attempts)
      })
      if (operationID === undefined) return undefined
      session.wakeOutbox()
      return { operationID }
    },

    async setConversationDraft(conversation, draft) {
      const reference = requireConversation(conversation, idRule)
      const text = requireText('draft', draft, { maxBytes: maxDraftBytes })
      const session = access.require()
      const { writer, attempts } = await session.opened()
      const operationID = access.newID()
      const isEnqueued = await writer.write((update) =>
        writeDraft(update, reference, text, { operationID, session, attempts }),
      )
      if (!isEnqueued) return undefined
      session.wakeOutbox()
      return { operationID }
    },

    async deleteConversation(conversation, options) {
      const reference = requireConversation(conversation, idRule)
      const isOnServerToo = requireDeletion(options)
      const session = access.require()
      if (isOnServerToo) session.requireOperation('deleteConversation')
      const { writer, attempts } = await session.opened()
      const identifiers = [access.newID(), access.newID()] as const
      await writer.write(async (update) => {
        const row = await update.draft.get('conversations', conversationKey(reference))
        if (row === undefined) throw new ChatError('conversation-not-found')
        await hideConversation(update, row, identifiers, { isOnServerToo, session, attempts })
      })
      session.wakeOutbox()
      await session.flushFirstScreen()
    },

    async updateConversationPinnedState(conversation, isPinned) {
      const reference = requireConversation(conversation, idRule)
      const pinned = requireBoolean('isPinned', isPinned)
      const session = access.require()
      const { writer, attempts } = await session.opened()
      const operationID = access.newID()
      await writer.write(async (update) => {
        const row = await update.draft.get('conversations', conversationKey(reference))
        if (row === undefined) throw new ChatError('conversation-not-found')
        const parameters = { ...reference, isPinned: pinned }
        const effect = { type: 'pin', isPinned: pinned, pinnedTime: update.now } as const
        const setting = { operationID, operation: 'updateConversationPinnedState', parameters, effect } as const
        await enqueueSetting(update, setting, attempts)
      })
      session.wakeOutbox()
      return { operationID }
    },
  }
}

/** Throws `conversation-not-found`. */
export async function readConversation(store: Store, key: readonly [string, string]): Promise<Conversation> {
  const row = await store.get('conversations', key)
  if (row === undefined) throw new ChatError('conversation-not-found')
  return toConversation(row)
}

/** The list in its order: one indexed range, whatever the number of conversations and messages. */
export async function readConversationList(
  store: Store,
  {
    count,
    isPinnedOnly = false,
    to,
  }: { readonly count: number; readonly isPinnedOnly?: boolean; readonly to?: readonly (string | number)[] },
): Promise<{ readonly conversationList: readonly Conversation[]; readonly hasMore: boolean }> {
  const query = {
    index: 'by_activity',
    reverse: true,
    ...(isPinnedOnly ? { prefix: [1] } : {}),
    ...(to === undefined ? {} : { to }),
  }
  const { rows, hasMore } = await readRows(store, 'conversations', query, count, placeInList)
  return { conversationList: rows.map(toConversation), hasMore }
}

function placeInList(row: ConversationRow | (Conversation & ConversationReference)): readonly (string | number)[] {
  return [row.isPinned ? 1 : 0, row.activityTime, ...conversationKey(row)]
}

function pageOf(query: string, conversationList: readonly Conversation[], hasMore: boolean) {
  const last = conversationList.at(-1)
  return {
    conversationList,
    ...(hasMore && last !== undefined ? { nextCursor: encodeCursor(query, placeInList(last)) } : {}),
  }
}
