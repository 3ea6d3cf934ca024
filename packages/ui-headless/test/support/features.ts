import {
  blacklistFeature,
  callsFeature,
  conversationSettingsFeature,
  friendApplicationsFeature,
  friendsFeature,
  groupMutesFeature,
  groupsFeature,
  profileFeature,
  attachmentsFeature,
  pinnedMessagesFeature,
  reactionUsersFeature,
  receiptsFeature,
  repliesFeature,
  searchFeature,
  type ChatWith,
} from '@latchkey/core'

/** Everything that the view models know how to show. */
export const features = [
  searchFeature,
  conversationSettingsFeature,
  friendsFeature,
  friendApplicationsFeature,
  blacklistFeature,
  groupsFeature,
  groupMutesFeature,
  profileFeature,
  callsFeature,
  attachmentsFeature,
  pinnedMessagesFeature,
  reactionUsersFeature,
  receiptsFeature,
  repliesFeature,
] as const

export type WholeChat = ChatWith<typeof features>
