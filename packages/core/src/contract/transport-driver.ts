import type { BackendMessage } from './backend-facts.js'
import type { CallOptions } from './cancel-signal.js'
import type { ChangePage, Change } from './changes.js'
import type { ConversationReference } from './conversation-reference.js'
import type { OperationName, OperationParameters, OperationResult } from './operations.js'
import type { RegisterKind } from './registers.js'
import type { PublicKey } from './token-reader.js'

/**
 * The transport contract. A driver makes one attempt and reports facts; core owns retry, back-off, the outbox and the
 * cursor. This file alone is enough to write a driver; `docs/contracts/transport.md` gives every sentence an ID
 * (TR-01 …) and the conformance kit tests them.
 *
 * The driver validates what comes from the network: what reaches core is of these types and within their bounds. What is
 * not valid ends the connection with the reason `violation`.
 */

/** How the user shows who they are (OL-04). */
export type Credential =
  { readonly type: 'token'; readonly token: string } | { readonly type: 'appSign'; readonly appSign: string }

export interface ConnectRequest {
  readonly userID: string
  readonly credential: Credential
  /** This installation. Printable ASCII, 1 to 128 characters. */
  readonly deviceID: string
  /** What kind of device this is, for the backend's policies: `web`, `node` … Printable ASCII, 1 to 32 characters. */
  readonly platform: string
  /** The name to go by from now on; absent: the one the backend has (OL-03). */
  readonly userName?: string
}

/** What the backend allows this account. */
export interface AccountLimits {
  /** Longest text of a message, in bytes of UTF-8. */
  readonly maxTextBytes: number
  /** Longest file, in bytes. Absent: the backend takes no files. */
  readonly maxFileBytes?: number
}

/** What the backend states about the user when it accepts a connection. */
export interface Account {
  readonly userID: string
  readonly userName: string
  /** The backend's clock, in milliseconds since the epoch. */
  readonly serverTime: number
  /** When the token ends; absent when it does not (app sign). */
  readonly tokenExpiresAt?: number
  /** Keys by which the device may verify tokens offline (OL-07). At most 10. */
  readonly publicKeys?: readonly PublicKey[]
  readonly limits: AccountLimits
}

/**
 * Changes as they happen. They continue the log from `after`; core applies them only when `after` is its own cursor, and
 * else pulls. At most 2,000 changes.
 */
export interface PushedChanges {
  readonly after: string
  readonly cursor: string
  readonly changes: readonly Change[]
  /** As of a `ChangePage`. */
  readonly skippedCount?: number
}

/** What is never stored. */
export type TransportSignal = ConversationReference & {
  readonly type: 'typing'
  readonly userID: string
}

/** Where a driver delivers. Calls are made in the order of the facts. */
export interface TransportSink {
  /**
   * Resolves when core has dealt with them; the driver waits for that before it delivers more (back-pressure).
   * Never rejects.
   */
  changes(pushed: PushedChanges): Promise<void>
  signal(signal: TransportSignal): void
}

/**
 * Why a connection ended. `client`: `close` was called. `lost`: the network broke or went silent. `refused`: the token or
 * app sign no longer holds. `expired`: the token ended. `kickedOut`: another device took the place, or an administrator
 * ended it. `unregistered`: the user is unknown. `violation`: one side sent something that is not valid. `outdated`: the
 * versions no longer fit.
 */
export type ClosureReason =
  'client' | 'lost' | 'refused' | 'expired' | 'kickedOut' | 'unregistered' | 'violation' | 'outdated'

export interface Closure {
  readonly reason: ClosureReason
  /** For the log; at most 256 characters. */
  readonly description?: string
}

/** Which part of a conversation's history is asked for: next to a place, or the newest. `limit` 1 to 100 messages. */
export type HistoryRequest =
  | { readonly type: 'newest'; readonly limit: number }
  | { readonly type: 'before'; readonly order: string; readonly limit: number }
  | { readonly type: 'after'; readonly order: string; readonly limit: number }
  /** Half before, half from `order` on. */
  | { readonly type: 'around'; readonly order: string; readonly limit: number }

/** A whole stretch of a conversation: between its first and last message the backend has no others. */
export interface HistoryPage {
  /** Oldest first. */
  readonly messages: readonly BackendMessage[]
  /** Nothing lies between the asked `order` and the first of `messages` (`after`). Else `false`. */
  readonly joinsBefore: boolean
  /** Nothing lies between the last of `messages` and the asked `order` (`before`), or the conversation's end (`newest`). Else `false`. */
  readonly joinsAfter: boolean
  /** The first of `messages` is the first of the conversation, or there are none before the asked place. */
  readonly reachedStart: boolean
}

/** Whether the backend applied an operation that failed: in `details.outcome` of the error. */
export type OperationOutcome = 'not-applied' | 'unknown'

/** A file as whoever uploads it states it. */
export interface FileDescription {
  /** Printable ASCII, 1 to 128 characters, and never used for another file. */
  readonly fileID: string
  /** In bytes; at most the `maxFileBytes` of the account's limits. */
  readonly size: number
  /** Of all its bytes, in lower-case hexadecimal. */
  readonly sha256: string
}

/**
 * The bytes of files, in pieces of at most 256 KiB, so that whatever breaks the link costs one piece. Every call rejects like
 * `history`; core repeats.
 */
export interface TransportFiles {
  /**
   * Gives the backend bytes of a file, and answers how many of its bytes the backend has from then on. Bytes whose `offset` is not
   * what it had are left out, so `bytes` that are empty ask only. The file is whole once it has `size` bytes with this
   * SHA-256, and then messages can hold it; one that nobody sent in a message is forgotten after some days. Rejects `file-mismatch` when
   * the bytes have another SHA-256 (the backend then has none of them), or when the fileID stands for another file;
   * `limit-exceeded`.
   */
  put(file: FileDescription, offset: number, bytes: Uint8Array, options?: CallOptions): Promise<number>
  /**
   * At most `length` bytes (1 to 256 KiB) from byte `offset`; fewer at the end, none beyond it. Whole files only. Rejects
   * `file-not-found`, also for who may not read it: who uploaded it may, and who is in a conversation of which a message holds it.
   */
  get(fileID: string, offset: number, length: number, options?: CallOptions): Promise<Uint8Array>
}

/** One live link to the backend. */
export interface TransportConnection {
  readonly account: Account
  /**
   * Asks for one operation. Rejects with the backend's code, or `transport-unreachable`, `transport-timeout`,
   * `operation-unknown`; always with `details.outcome`. A repeat with the same `operationID` changes nothing further
   * when `supports.deduplicates`.
   */
  call<Name extends OperationName>(
    operation: Name,
    parameters: OperationParameters<Name>,
    options: { readonly operationID: string } & CallOptions,
  ): Promise<OperationResult<Name>>
  /**
   * The change log after `cursor`, at most `limit` (1 to 1,000) changes. Without a cursor: where everything stands (heads,
   * groups, members, people, open call invitations), page by page, ending at the log's present place.
   * `'tooFarBack'` when the log no longer reaches back to `cursor`. Never returns a cursor beyond a place that may still
   * be filled below it.
   */
  pull(cursor: string | undefined, limit: number, options?: CallOptions): Promise<ChangePage | 'tooFarBack'>
  /**
   * The newest state of the conversations that had messages after `cursor`, the most recently active first, at most
   * `limit` (1 to 200) of them, as `conversationHead` changes, each after the `userChanged` and `groupChanged` that it
   * needs. The same facts come with `pull`; this brings those that a list shows first. `'tooFarBack'` as for `pull`.
   * Absent unless `supports.heads`.
   */
  heads?(cursor: string, limit: number, options?: CallOptions): Promise<readonly Change[] | 'tooFarBack'>
  /** Rejects `conversation-not-found`. */
  history(conversation: ConversationReference, request: HistoryRequest, options?: CallOptions): Promise<HistoryPage>
  /** Present exactly when `supports.files`. */
  readonly files?: TransportFiles
  /** Settles once, with the reason; never rejects. After it, every pending call has been rejected and the sink is silent. */
  readonly closed: Promise<Closure>
  /** Ends the link. Idempotent; resolves when `closed` has settled. */
  close(): Promise<void>
}

/** What a driver claims. Every flag is optional; the kit tests what is claimed, and that what is not claimed is refused. */
export interface TransportSupports {
  /** The operations that exist. Default: none. A command whose operation is missing rejects `not-supported`. */
  readonly operations?: readonly OperationName[]
  /**
   * A repeated `operationID` changes nothing further. Default `false`: after an `unknown` outcome core first catches up
   * and looks for the operationID, and only then repeats.
   */
  readonly deduplicates?: boolean
  /**
   * The types of changes that the driver knows, if it may leave out others (`skippedCount`), and each kind of register, as
   * `registerChanged` and the kind. When a later version of it knows more, core reads the log again from where something was left out.
   */
  readonly changeTypes?: readonly (Change['type'] | `registerChanged ${RegisterKind}`)[]
  /** `connection.heads` exists. Default `false`: after a long absence the list is right when the whole log has come. */
  readonly heads?: boolean
  /** `connection.files` exists. Default `false`: files are not sent, and those of others cannot be opened. */
  readonly files?: boolean
}

/** A transport driver. Made by a factory (`webSocketTransport({ url })`), given to `createChat`. */
export interface TransportDriver {
  readonly contractVersion: 1
  /** For logs: `websocket`. */
  readonly name: string
  readonly supports: TransportSupports
  /** The rule for userIDs on this network; absent: OL-02. `description` is shown to developers. */
  readonly idRule?: { readonly description: string; accepts(userID: string): boolean }
  /**
   * One attempt. Resolves once the backend has accepted the user. Nothing reaches `sink` before the first `pull` of this
   * connection was asked for. Rejects `transport-unreachable`, `transport-timeout`, `token-refused`, `token-expired`,
   * `user-unknown`, `kicked-out`, `client-outdated`, `protocol-violation`, `rate-limited`, `call-aborted`; an aborted
   * attempt leaves no link behind.
   */
  connect(request: ConnectRequest, sink: TransportSink, options?: CallOptions): Promise<TransportConnection>
}
