import type { AppChat } from '../configuration.js'
import { ZIMMessageDeleteType, ZIMMessageSentStatus } from '../enums.js'
import { zimConversationType, zimMessage, zimReactions } from '../messages.js'
import type { Tell } from '../tell.js'

const statuses = {
  sent: ZIMMessageSentStatus.Success,
  waiting: ZIMMessageSentStatus.Sending,
  failed: ZIMMessageSentStatus.Failed,
} as const

export function tellOfMessages(chat: AppChat, tell: Tell): void {
  let isCatchingUp = false
  chat.on('syncStateChanged', ({ state }) => {
    isCatchingUp = state === 'started' || state === 'progress'
  })

  chat.on('messageReceived', ({ conversationType, conversationID, messageList }) => {
    tell(conversationType === 'peer' ? 'peerMessageReceived' : 'groupMessageReceived', {
      messageList: messageList.map(zimMessage),
      fromConversationID: conversationID,
      info: { isOfflineMessage: isCatchingUp },
    })
  })
  chat.on('messageSentStatusChanged', ({ messageList }) => {
    tell('messageSentStatusChanged', {
      infos: messageList.map((message) => ({
        status: statuses[message.sentStatus],
        message: zimMessage(message),
        reason: message.sentStatus === 'failed' ? message.failureCode : '',
      })),
    })
  })
  chat.on('messageEdited', ({ messageList }) => {
    tell('messageEdited', { messageList: messageList.map(zimMessage) })
  })
  chat.on('messageRevokeReceived', ({ messageList }) => {
    tell('messageRevokeReceived', { messageList: messageList.map(zimMessage) })
  })
  chat.on('messageReactionsChanged', ({ messageList }) => {
    tell('messageReactionsChanged', { reactions: messageList.flatMap(zimReactions) })
  })
  chat.on('messageDeleted', ({ messageIDs, areAllDeleted = false, ...conversation }) => {
    tell('messageDeleted', {
      conversationID: conversation.conversationID,
      conversationType: zimConversationType(conversation),
      isDeleteConversationAllMessage: areAllDeleted,
      messageDeleteType: areAllDeleted
        ? ZIMMessageDeleteType.ConversationAllMessagesDeleted
        : ZIMMessageDeleteType.MessageListDeleted,
      messageList: messageIDs.map((messageID) => ({ messageID, localMessageID: messageID })),
    })
  })
}
