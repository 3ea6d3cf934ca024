import { ChatError, type Chat, type Conversation, type ConversationReference } from '@latchkey/core'
import type { Kit } from './kit.js'
import { offersSettings } from './offered.js'

/** What a person can do with a conversation as a whole. All of it works offline too. */
export type ConversationAction =
  'markRead' | 'markUnread' | 'pin' | 'unpin' | 'mute' | 'unmute' | 'archive' | 'unarchive' | 'deleteChat'

/** What can be done with `conversation` now, in the order of a menu; without the feature for it, less. */
export function conversationActions(chat: Chat, conversation: Conversation): readonly ConversationAction[] {
  const { unreadMessageCount, isMarkedUnread, isPinned, isArchived, notificationStatus } = conversation
  const isRead = unreadMessageCount === 0 && !isMarkedUnread
  const canSet = offersSettings(chat)
  return [
    ...(!isRead ? (['markRead'] as const) : canSet ? (['markUnread'] as const) : []),
    // What is archived stands in its own list by activity alone.
    ...(isArchived ? [] : [isPinned ? ('unpin' as const) : ('pin' as const)]),
    ...(canSet ? [notificationStatus === 'notify' ? ('mute' as const) : ('unmute' as const)] : []),
    ...(canSet ? [isArchived ? ('unarchive' as const) : ('archive' as const)] : []),
    'deleteChat',
  ]
}

/** Does it. Rejects with the `ChatError` of the command. */
export async function performConversationAction(
  { chat }: Pick<Kit, 'chat'>,
  conversation: ConversationReference,
  action: ConversationAction,
): Promise<void> {
  const { conversationType, conversationID } = conversation
  const reference = { conversationType, conversationID }
  switch (action) {
    case 'markRead':
      await chat.clearConversationUnreadMessageCount(reference)
      return
    case 'pin':
    case 'unpin':
      await chat.updateConversationPinnedState(reference, action === 'pin')
      return
    case 'deleteChat':
      await deleteOnAllDevices(chat, reference)
      return
    case 'markUnread':
      await settingsOf(chat).setConversationMarkedUnread(reference, true)
      return
    case 'mute':
    case 'unmute':
      await settingsOf(chat).setConversationNotificationStatus(reference, action === 'mute' ? 'doNotDisturb' : 'notify')
      return
    case 'archive':
    case 'unarchive':
      await settingsOf(chat).updateConversationArchivedState(reference, action === 'archive')
      return
  }
}

/** On this device alone where the backend keeps no such thing. */
async function deleteOnAllDevices(chat: Chat, conversation: ConversationReference): Promise<void> {
  try {
    await chat.deleteConversation(conversation, { isAlsoDeleteServerConversation: true })
  } catch (failure) {
    if (!ChatError.is(failure) || failure.code !== 'not-supported') throw failure
    await chat.deleteConversation(conversation)
  }
}

function settingsOf(chat: Chat) {
  if (!offersSettings(chat)) throw new ChatError('not-supported')
  return chat
}
