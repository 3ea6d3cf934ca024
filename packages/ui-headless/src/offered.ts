import type { attachmentsFeature, Chat, ChatWith, conversationSettingsFeature, groupsFeature } from '@latchkey/core'

// Whether an app gave a chat a feature: what it did not give is not drawn. Told by one of its methods, since a feature
// itself, imported as a value, would be in the bundle of every app.

type SettingsChat = ChatWith<readonly [typeof conversationSettingsFeature]>
type AttachmentsChat = ChatWith<readonly [typeof attachmentsFeature]>
type GroupsChat = ChatWith<readonly [typeof groupsFeature]>

export const offersSettings = (chat: Chat): chat is SettingsChat => 'queryConversationArchivedList' in chat
export const offersAttachments = (chat: Chat): chat is AttachmentsChat => 'sendAttachment' in chat
export const offersGroups = (chat: Chat): chat is GroupsChat => 'createGroup' in chat
