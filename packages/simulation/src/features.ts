import {
  blacklistFeature,
  callsFeature,
  conversationSettingsFeature,
  deleteAllMessagesFeature,
  friendApplicationsFeature,
  friendsFeature,
  groupAliasFeature,
  groupAttributesFeature,
  groupMutesFeature,
  groupsFeature,
  pinnedMessagesFeature,
  profileFeature,
  userRuleFeature,
  type Chat,
  type FeatureMethods,
} from '@latchkey/core'

/** Everything optional that the clients of a schedule have. */
export const features = [
  blacklistFeature,
  callsFeature,
  conversationSettingsFeature,
  deleteAllMessagesFeature,
  friendApplicationsFeature,
  friendsFeature,
  groupAliasFeature,
  groupAttributesFeature,
  groupMutesFeature,
  groupsFeature,
  pinnedMessagesFeature,
  profileFeature,
  userRuleFeature,
] as const

export type SimulatedChat = Chat & FeatureMethods<typeof features>
