import type { Anchors } from './anchors.js'
import type { AppChat } from './configuration.js'
import type { Flags } from './flags.js'
import type { Settling } from './settling.js'

/** What the areas of one instance share. */
export interface Scene {
  readonly chat: AppChat
  readonly flags: Flags
  readonly anchors: Anchors
  readonly settle: Settling
}
