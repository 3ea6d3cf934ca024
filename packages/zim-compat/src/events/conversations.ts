import type { Conversation } from '@latchkey/core'

import { zimConversation } from '../areas/conversations.js'
import { createBoundedSet } from '../bounded-set.js'
import type { AppChat } from '../configuration.js'
import { ZIMConversationEvent, ZIMConversationSyncState } from '../enums.js'
import { zimErrorOf } from '../errors/zim-error.js'
import type { Tell } from '../tell.js'

const toldCount = 10_000

const syncStates = {
  started: ZIMConversationSyncState.Started,
  finished: ZIMConversationSyncState.Finished,
  failed: ZIMConversationSyncState.Failed,
} as const

export function tellOfConversations(chat: AppChat, tell: Tell): void {
  const told = createBoundedSet(toldCount)

  function eventOf(conversation: Conversation): ZIMConversationEvent {
    const key = `${conversation.conversationType} ${conversation.conversationID}`
    const isTold = told.has(key)
    told.add(key)
    if (conversation.isDisabled) return ZIMConversationEvent.Disabled
    return isTold ? ZIMConversationEvent.Updated : ZIMConversationEvent.Added
  }

  chat.on('conversationChanged', ({ conversationList }) => {
    tell('conversationChanged', {
      infoList: conversationList.map((conversation) => ({
        event: eventOf(conversation),
        conversation: zimConversation(conversation),
      })),
    })
  })
  chat.on('conversationTotalUnreadMessageCountUpdated', ({ unreadMessageCount }) => {
    tell('conversationTotalUnreadMessageCountUpdated', { totalUnreadMessageCount: unreadMessageCount })
  })
  chat.on('syncStateChanged', (sync) => {
    if (sync.state === 'progress') return
    tell('conversationSyncStateChanged', { state: syncStates[sync.state] })
    if (sync.state !== 'failed') return
    const { code, message } = zimErrorOf(sync.error, 'conversations')
    tell('error', { code, message })
  })
  chat.on('storageStateChanged', (storage) => {
    if (storage.state !== 'failed') return
    const { code, message } = zimErrorOf(storage.error, 'login')
    tell('error', { code, message })
  })
}
