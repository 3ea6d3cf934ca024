import type { Conversation, Page } from '@latchkey/core'

import type { ZIMConversationType } from '../enums.js'
import { given, numbered, refuse } from '../errors/zim-error.js'
import { referenceOf, zimConversationType, zimMessage } from '../messages.js'
import type { Scene } from '../scene.js'
import type {
  ZIMConversation,
  ZIMConversationDeleteConfig,
  ZIMConversationQueryConfig,
} from '../types/conversation-types.js'

/** Which conversation a call was about. */
export interface ConversationAnswer {
  readonly conversationID: string
  readonly conversationType: ZIMConversationType
}

export interface ConversationMethods {
  queryConversation(
    conversationID: string,
    conversationType: ZIMConversationType,
  ): Promise<{ readonly conversation: ZIMConversation }>
  /** Pinned ones first, then by activity, newest first. */
  queryConversationList(
    config: ZIMConversationQueryConfig,
  ): Promise<{ readonly conversationList: readonly ZIMConversation[] }>
  queryConversationPinnedList(
    config: ZIMConversationQueryConfig,
  ): Promise<{ readonly conversationList: readonly ZIMConversation[] }>
  queryConversationTotalUnreadMessageCount(): Promise<{ readonly unreadMessageCount: number }>
  /** Offline it is kept and sent later. */
  updateConversationPinnedState(
    isPinned: boolean,
    conversationID: string,
    conversationType: ZIMConversationType,
  ): Promise<ConversationAnswer>
  /** Its messages stay. */
  deleteConversation(
    conversationID: string,
    conversationType: ZIMConversationType,
    config: ZIMConversationDeleteConfig,
  ): Promise<ConversationAnswer>
  /** Offline it is kept and sent later. */
  clearConversationUnreadMessageCount(
    conversationID: string,
    conversationType: ZIMConversationType,
  ): Promise<ConversationAnswer>
  /** The user's other devices get it too. Blank clears it. Makes the conversation when there is none. */
  setConversationDraft(
    draft: string,
    conversationID: string,
    conversationType: ZIMConversationType,
  ): Promise<ConversationAnswer>
}

type ListQuery = 'queryConversationList' | 'queryConversationPinnedList'

export function conversationMethods({ chat, anchors, settle }: Scene): ConversationMethods {
  async function list(query: ListQuery, config: ZIMConversationQueryConfig) {
    const { count, nextConversation } = given('config', config)
    const rows = await anchors.pageAfter<Conversation>({
      name: query,
      anchor: nextConversation ? keyOf(nextConversation.conversationID, nextConversation.type) : undefined,
      count,
      keyOf: (conversation) => keyOf(conversation.conversationID, zimConversationType(conversation)),
      async read(pageCount, cursor) {
        const page: Page & { readonly conversationList: readonly Conversation[] } = await chat[query](
          cursor === undefined ? { count: pageCount } : { count: pageCount, cursor },
        )
        const rows = page.conversationList
        return page.nextCursor === undefined ? { rows } : { rows, nextCursor: page.nextCursor }
      },
    })
    return { conversationList: rows.map(zimConversation) }
  }

  return {
    queryConversation: numbered('conversations', async (conversationID, conversationType) => {
      const { conversation } = await chat.queryConversation(referenceOf(conversationID, conversationType))
      return { conversation: zimConversation(conversation) }
    }),
    queryConversationList: numbered('conversations', (config) => list('queryConversationList', config)),
    queryConversationPinnedList: numbered('conversations', (config) => list('queryConversationPinnedList', config)),
    queryConversationTotalUnreadMessageCount: numbered('conversations', () =>
      chat.queryConversationTotalUnreadMessageCount(),
    ),
    updateConversationPinnedState: numbered('conversations', async (isPinned, conversationID, conversationType) => {
      const conversation = referenceOf(conversationID, conversationType)
      await settle(await chat.updateConversationPinnedState(conversation, isPinned))
      return { conversationID, conversationType }
    }),
    deleteConversation: numbered('conversations', async (conversationID, conversationType, config) => {
      if (given('config', config).isAlsoDeleteServerConversation) {
        refuse('config.isAlsoDeleteServerConversation', 'must be false')
      }
      await chat.deleteConversation(referenceOf(conversationID, conversationType))
      return { conversationID, conversationType }
    }),
    clearConversationUnreadMessageCount: numbered('conversations', async (conversationID, conversationType) => {
      await settle(await chat.clearConversationUnreadMessageCount(referenceOf(conversationID, conversationType)))
      return { conversationID, conversationType }
    }),
    setConversationDraft: numbered('conversations', async (draft, conversationID, conversationType) => {
      await settle(await chat.setConversationDraft(referenceOf(conversationID, conversationType), draft))
      return { conversationID, conversationType }
    }),
  }
}

export function zimConversation(conversation: Conversation): ZIMConversation {
  const { conversationID, conversationName, conversationAvatarUrl, unreadMessageCount, lastMessage } = conversation
  return {
    conversationID,
    type: zimConversationType(conversation),
    conversationName,
    conversationAvatarUrl,
    unreadMessageCount,
    ...(lastMessage === undefined ? {} : { lastMessage: zimMessage(lastMessage) }),
    orderKey: conversation.activityTime,
    isPinned: conversation.isPinned,
    pinnedTime: conversation.pinnedTime ?? 0,
    draft: conversation.draft,
    isDisabled: conversation.isDisabled,
  }
}

function keyOf(conversationID: string, conversationType: ZIMConversationType): string {
  return `${String(conversationType)} ${conversationID}`
}
