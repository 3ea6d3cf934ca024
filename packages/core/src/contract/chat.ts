import type { ConversationCommands, ConversationQueries } from './conversations.js'
import type { ChatEventName, ChatEvents, StorageState } from './events.js'
import type { GroupQueries } from './groups.js'
import type { LiveQueries } from './live.js'
import type { Logger } from './logger.js'
import type { LoginContract } from './login.js'
import type { MessageCommands, MessageQueries } from './messages.js'
import type { OutboxContract } from './outbox.js'
import type { Platform } from './platform.js'
import type { StorageDriver } from './storage-driver.js'
import type { TokenReader } from './token-reader.js'
import type { TransportDriver } from './transport-driver.js'
import type { UserQueries } from './users.js'

/** What a chat is made of. */
export interface ChatOptions {
  /** One product of an integrator on this device: the namespace of local data. 1 to 64 of `a-z A-Z 0-9 . _ -`. */
  readonly app: string
  readonly storage: StorageDriver
  readonly transport: TransportDriver
  /** App-sign mode: the app's fixed key; then no token is needed and none expires (OL-04). 1 to 512 characters. */
  readonly appSign?: string
  /** Reads tokens on the device. Absent: only the last accepted token passes offline (OL-07). */
  readonly tokenReader?: TokenReader
  /**
   * Fetches a fresh token. Never awaited by `login`; called on `tokenWillExpire` and when a reconnect is refused. A rejection
   * or a bad token is as if there were no provider.
   */
  readonly tokenProvider?: () => Promise<string>
  /** How long an online login may take, in milliseconds, 1 to 600,000. Default 15,000 (OL-14). */
  readonly loginTimeoutMs?: number
  /** What happens to the local data when the backend refuses the session (OL-17). Default `'keep'`. */
  readonly onRefused?: 'keep' | 'wipe'
  /**
   * What happens to a message that waited in the outbox for longer than `afterMs` (1 to 2,147,483,647; default a day) when
   * it could be sent: `'send'` (the default) sends it, `'ask'` fails it with `operation-stale`, so that the user decides.
   */
  readonly staleMessages?: { readonly policy: 'send' | 'ask'; readonly afterMs?: number }
  readonly logger?: Logger
  /** Default: what the browser or Node offers. */
  readonly platform?: Platform
}

/** The reads that this version answers from data that arrived. The contract files declare the rest of the 47. */
export type OfferedQueries = Pick<UserQueries, 'querySelfUserInfo' | 'queryUsersInfo'> &
  Pick<GroupQueries, 'queryGroupList' | 'queryGroupInfo' | 'queryGroupMemberList' | 'queryGroupMemberCount'> &
  Pick<MessageQueries, 'queryHistoryMessage' | 'queryMessages' | 'insertMessageToLocalDB' | 'deleteMessages'> &
  Pick<
    ConversationQueries,
    | 'queryConversation'
    | 'queryConversationList'
    | 'queryConversationPinnedList'
    | 'queryConversationTotalUnreadMessageCount'
    | 'clearConversationUnreadMessageCount'
    | 'setConversationDraft'
    | 'deleteConversation'
  >

/**
 * The client. Every call checks its arguments first and rejects `invalid-argument` before any I/O; without a session it
 * rejects `not-logged-in`; reads wait while the database opens and reject with its code when that failed.
 */
export interface Chat extends LoginContract, OfferedQueries, OutboxContract, MessageCommands, ConversationCommands {
  /** The database of the session; `undefined` without one. */
  readonly storageState: StorageState | undefined
  /** Catches up with the backend now. Resolves when that is done. Rejects `not-connected`, or with what it failed with. */
  syncNow(): Promise<void>
  /** Queries that stay up to date. */
  readonly live: LiveQueries
  /** Adds a listener. Returns what removes it. */
  on<Name extends ChatEventName>(name: Name, listener: (event: ChatEvents[Name]) => void): () => void
}
