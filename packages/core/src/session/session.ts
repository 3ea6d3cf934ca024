import type { CancelSignal } from '../contract/cancel-signal.js'
import type { OperationName } from '../contract/operations.js'
import type { TransportConnection } from '../contract/transport-driver.js'
import type { ChatError } from '../errors/chat-error.js'
import type { Attachments } from '../sync/attachments.js'
import type { SyncEngine } from '../sync/engine.js'
import type { FirstScreen } from '../store/first-screen.js'
import type { CredentialsStart } from './credentials.js'
import type { EndedRecord } from './last-login.js'
import type { LateSink } from './late-sink.js'
import type { OpenStorage, SessionStorage } from './session-storage.js'

/** From a successful login to its end: everything that a call needs of the signed-in user. */
export interface Session {
  readonly userID: string
  /** As of the last login or connection. */
  readonly userName: string
  /** Longest text of a message, in bytes of UTF-8, as the backend last stated. */
  readonly maxTextBytes: number
  readonly latestServerTime: number
  readonly storage: SessionStorage
  readonly engine: SyncEngine
  /** The opened database. Rejects with the code by which opening failed. */
  opened(): Promise<OpenStorage>
  /** The live connection. Throws `not-connected` with the state in its details (OL-12). */
  connected(): TransportConnection
  /** Whether the transport has the operation. */
  offers(operation: OperationName): boolean
  /** Throws `not-supported` where the storage, the transport or the features of the chat have no files. */
  attachments(): Promise<Attachments>
  /** Throws `not-supported` for an operation that the transport does not have. */
  requireOperation(operation: OperationName): void
  /** Pulls to the boundary of the change log. Rejects `not-connected`, and with what it failed with. */
  syncNow(): Promise<void>
  /** Fires when the session ends; for calls under way. */
  readonly signal: CancelSignal
  /** Something was enqueued. */
  wakeOutbox(): void
  /** What may be shown while the database opens; `undefined` when there is nothing, or the database is no longer opening. */
  firstScreen(): Promise<FirstScreen | undefined>
  /** Resolves when what was deleted is gone from the first screen too. */
  flushFirstScreen(): Promise<void>
  renewToken(token: string): Promise<void>
  /** Begins to connect and to watch the token, once this is the session that there is. */
  start(): void
  /** Tries to connect now instead of at the end of the pause. */
  reconnectNow(): void
  /** Forbids offline login; durable when resolved. When it rejects, nothing has changed. */
  endRecord(endedBy: EndedRecord['endedBy']): Promise<void>
  /**
   * Ends the connection and the timers, and closes the database. Tells nobody, never rejects, and waits for no driver for
   * longer than 40 s in all. Calls under way reject with `reason`.
   */
  close(reason: ChatError): Promise<void>
}

/** What a session begins with. */
export interface SessionStart extends CredentialsStart {
  readonly tokenExpiresAt: number | undefined
  /** Until when the token may be used offline, when that is later. */
  readonly offlineUntil: number | undefined
  /** The name to go by from now on, told to the backend with the next connection. */
  readonly userName: string | undefined
  /** Gives up the place of the leader, where the login has taken it. */
  readonly release?: () => void
  /** The connection that an online login made, and the sink that it delivers to. */
  readonly opened?: { readonly connection: TransportConnection; readonly lateSink: LateSink }
}
