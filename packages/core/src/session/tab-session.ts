import type { CancelSignal } from '../contract/cancel-signal.js'
import type { StorageState } from '../contract/events.js'
import { ChatError } from '../errors/chat-error.js'
import type { FirstScreen } from '../store/first-screen.js'
import type { FollowedQuery, PassedCall } from '../tabs/follower.js'
import type { RelayLive } from '../tabs/relay-message.js'
import type { Ended } from './ended.js'
import type { Refusal } from './refusal.js'
import type { Session } from './session.js'

/** Thrown where a session is needed in a tab that follows: the arguments were checked, and the call goes to the leader. */
export const ledElsewhere = new ChatError('storage-owned-elsewhere')

/** What one tab has of the user's session: it leads it, or follows the tab that does. */
export interface TabSession {
  readonly userID: string
  /** The session, while this tab leads. */
  readonly leading: Session | undefined
  readonly storageState: StorageState
  /** Begins to lead or to follow, once this is the session that there is. */
  start(): void
  /** What may be shown before the database, or the leader, has answered. */
  firstScreen(): Promise<FirstScreen | undefined>
  /**
   * Runs a call where the session is: `local` here while this tab leads, else at the leader. Where that changes under way the
   * call is repeated.
   */
  call<Value>(call: PassedCall, local: () => Promise<Value>): Promise<Value>
  /**
   * Resolves once the backend has accepted `token` (none in app-sign mode) for the session that this tab leads. Waits for the
   * connection, until `signal` fires.
   */
  confirm(token: string, signal: CancelSignal): Promise<void>
  /** Shows a query of the leader, until this tab leads. */
  live(query: Omit<RelayLive, 'type' | 'requestID'>, listener: (snapshot: object) => void): FollowedQuery
  /** Ends what this tab has of the session, and stays the one that nobody else leads beside. Calls reject with `reason`. */
  close(reason: ChatError): Promise<void>
  /** Lets another tab lead; with the way in which the session ended for all of them, if it did. */
  release(ended?: Ended): void
}

/** What the keeper of the session learns from its tab. */
export interface TabSessionListener {
  /** The backend will not have this session any more. */
  onRefused(refusal: Refusal): Promise<void>
  /** The session was ended in another tab. */
  onEnded(ended: Ended): void
  /** This tab leads now, or no longer. */
  onRole(): void
}
