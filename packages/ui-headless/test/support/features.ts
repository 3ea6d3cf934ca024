import {
  attachmentsFeature,
  blacklistFeature,
  callsFeature,
  conversationSettingsFeature,
  friendApplicationsFeature,
  friendsFeature,
  groupMutesFeature,
  groupsFeature,
  profileFeature,
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
] as const

export type WholeChat = ChatWith<typeof features>
