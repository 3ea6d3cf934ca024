import type { Conversation, Page } from '@latchkey/core'

import { ZIMConversationNotificationStatus, type ZIMConversationType } from '../enums.js'
import { given, numbered, refuse } from '../errors/zim-error.js'
import { referenceOf, zimConversationType, zimMessage } from '../messages.js'
import type { Scene } from '../scene.js'
import type {
  ZIMConversation,
  ZIMConversationBaseInfo,
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
  clearConversationTotalUnreadMessageCount(): Promise<void>
  deleteAllConversations(config: ZIMConversationDeleteConfig): Promise<void>
  /** Offline it is kept and sent later. */
  setConversationNotificationStatus(
    status: ZIMConversationNotificationStatus,
    conversationID: string,
    conversationType: ZIMConversationType,
  ): Promise<ConversationAnswer>
  /** A mark from 1 to 60, and 1 to 100 conversations: all or none. Offline it is kept and sent later. */
  setConversationMark(
    markType: number,
    enable: boolean,
    conversationInfos: readonly ZIMConversationBaseInfo[],
  ): Promise<{ readonly failedConversationInfos: readonly ZIMConversationBaseInfo[] }>
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
      const { isAlsoDeleteServerConversation = false } = given('config', config)
      await chat.deleteConversation(referenceOf(conversationID, conversationType), { isAlsoDeleteServerConversation })
      return { conversationID, conversationType }
    }),
    clearConversationUnreadMessageCount: numbered('conversations', async (conversationID, conversationType) => {
      await settle(await chat.clearConversationUnreadMessageCount(referenceOf(conversationID, conversationType)))
      return { conversationID, conversationType }
    }),
    clearConversationTotalUnreadMessageCount: numbered('conversations', () =>
      chat.clearConversationTotalUnreadMessageCount(),
    ),
    deleteAllConversations: numbered('conversations', (config) => {
      const { isAlsoDeleteServerConversation = false } = given('config', config)
      return chat.deleteAllConversations({ isAlsoDeleteServerConversation })
    }),
    setConversationNotificationStatus: numbered('conversations', async (status, conversationID, conversationType) => {
      const conversation = referenceOf(conversationID, conversationType)
      await settle(await chat.setConversationNotificationStatus(conversation, statusNameOf(status)))
      return { conversationID, conversationType }
    }),
    setConversationMark: numbered('conversations', async (markType, enable, conversationInfos) => {
      const conversations = Array.isArray(conversationInfos)
        ? conversationInfos.map(({ conversationID, conversationType }: ZIMConversationBaseInfo) =>
            referenceOf(conversationID, conversationType),
          )
        : refuse('conversationInfos', 'must be an array')
      const { operationList } = await chat.setConversationMark(conversations, markType, enable)
      await Promise.all(operationList.map(settle))
      return { failedConversationInfos: [] }
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
    notificationStatus: statuses[conversation.notificationStatus],
    marks: conversation.marks,
    isDisabled: conversation.isDisabled,
  }
}

const statuses = {
  notify: ZIMConversationNotificationStatus.Notify,
  doNotDisturb: ZIMConversationNotificationStatus.DoNotDisturb,
} as const

function statusNameOf(status: ZIMConversationNotificationStatus): Conversation['notificationStatus'] {
  if (status === ZIMConversationNotificationStatus.Notify) return 'notify'
  return status === ZIMConversationNotificationStatus.DoNotDisturb
    ? 'doNotDisturb'
    : refuse('status', 'must be Notify or DoNotDisturb')
}

function keyOf(conversationID: string, conversationType: ZIMConversationType): string {
  return `${String(conversationType)} ${conversationID}`
}
