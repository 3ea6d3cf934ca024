import type { ChatWith } from '../../src/chat.js'
import * as core from '../../src/index.js'

/** The features that the entry of core offers, by their names there. */
type FeatureName = Extract<keyof typeof core, `${string}Feature`>
type EveryFeature = (typeof core)[FeatureName]

/** All that there are: a feature that is added later is among them by itself. */
export const everyFeature: readonly EveryFeature[] = Object.entries(core)
  .filter((entry): entry is [FeatureName, EveryFeature] => entry[0].endsWith('Feature'))
  .map(([, feature]) => feature)

/** A chat with all that an app can add to it. */
export type EveryChat = ChatWith<readonly EveryFeature[]>

/** What the contract of offline reading declares (`offline-login` §3). */
type DeclaredQuery = keyof (core.UserQueries &
  core.GroupQueries &
  core.MessageQueries &
  core.CallInvitationQueries &
  core.ConversationQueries)

/** Every read of a session, by its name. Who was logged in last is asked without one. */
export type Read =
  'downloadFile' | Exclude<Extract<keyof EveryChat, `${'query' | 'search' | 'check'}${string}`>, 'queryLastLogin'>

/** Every write that needs local data only. */
export type LocalWrite = Exclude<Extract<keyof EveryChat, DeclaredQuery>, Read>
