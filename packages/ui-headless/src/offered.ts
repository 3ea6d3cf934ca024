import type {
  attachmentsFeature,
  blacklistFeature,
  callsFeature,
  Chat,
  ChatWith,
  conversationSettingsFeature,
  friendApplicationsFeature,
  friendsFeature,
  groupMutesFeature,
  groupsFeature,
  pinnedMessagesFeature,
  reactionUsersFeature,
  receiptsFeature,
  repliesFeature,
  profileFeature,
} from '@latchkey/core'

// Whether an app gave a chat a feature: what it did not give is not drawn. Told by one of its methods, since a feature
// itself, imported as a value, would be in the bundle of every app.

type AttachmentsChat = ChatWith<readonly [typeof attachmentsFeature]>
type CallsChat = ChatWith<readonly [typeof callsFeature]>
type ProfileChat = ChatWith<readonly [typeof profileFeature]>
type SettingsChat = ChatWith<readonly [typeof conversationSettingsFeature]>
type FriendsChat = ChatWith<readonly [typeof friendsFeature]>
export type GroupsChat = ChatWith<readonly [typeof groupsFeature]>
type GroupMutesChat = ChatWith<readonly [typeof groupMutesFeature]>
type FriendApplicationsChat = ChatWith<readonly [typeof friendApplicationsFeature]>
type BlacklistChat = ChatWith<readonly [typeof blacklistFeature]>
type PinningChat = ChatWith<readonly [typeof pinnedMessagesFeature]>
type ReactorsChat = ChatWith<readonly [typeof reactionUsersFeature]>
type ReceiptsChat = ChatWith<readonly [typeof receiptsFeature]>
type RepliesChat = ChatWith<readonly [typeof repliesFeature]>

export const offersAttachments = (chat: Chat): chat is AttachmentsChat => 'sendAttachment' in chat
export const offersCalls = (chat: Chat): chat is CallsChat => 'callInvite' in chat
export const offersProfile = (chat: Chat): chat is ProfileChat => 'updateUserName' in chat
export const offersSettings = (chat: Chat): chat is SettingsChat => 'queryConversationArchivedList' in chat
export const offersFriends = (chat: Chat): chat is FriendsChat => 'queryFriendList' in chat
export const offersFriendApplications = (chat: Chat): chat is FriendApplicationsChat =>
  'queryFriendApplicationList' in chat
export const offersBlacklist = (chat: Chat): chat is BlacklistChat => 'queryBlacklist' in chat
export const offersGroups = (chat: Chat): chat is GroupsChat => 'kickGroupMembers' in chat
export const offersGroupMutes = (chat: Chat): chat is GroupMutesChat => 'muteGroupMembers' in chat
export const offersPinning = (chat: Chat): chat is PinningChat => 'queryPinnedMessageList' in chat
export const offersReactors = (chat: Chat): chat is ReactorsChat => 'queryMessageReactionUserList' in chat
export const offersReceipts = (chat: Chat): chat is ReceiptsChat => 'queryMessageReceiptsInfo' in chat
export const offersReplies = (chat: Chat): chat is RepliesChat => 'queryMessageRepliedList' in chat
