import type { StorageState } from '../contract/events.js'
import { ChatError } from '../errors/chat-error.js'
import type { Follower } from '../tabs/follower.js'
import type { Leader } from '../tabs/leader.js'
import type { Session } from './session.js'

/** This tab has the session. */
export interface Leading {
  readonly name: 'leading'
  readonly session: Session
  readonly leader: Leader
  readonly release: () => void
}

/** What a tab is to the session of its user. */
export type Role =
  | { readonly name: 'undecided' }
  | Leading
  | { readonly name: 'following'; readonly follower: Follower }
  | { readonly name: 'outdated' }
  | { readonly name: 'closed'; readonly reason: ChatError }

/** The database as a tab in this role knows it. */
export function storageStateOf(role: Role): StorageState {
  if (role.name === 'leading') return role.session.storage.state
  if (role.name === 'following') return role.follower.storageState
  if (role.name === 'outdated') return { state: 'failed', error: new ChatError('client-outdated') }
  return { state: 'opening' }
}
