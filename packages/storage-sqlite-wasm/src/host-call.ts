import type { ErrorCode } from '@latchkey/core/driver'
import type { SqliteStatement, SqliteStep } from '@latchkey/storage-sqlite'

/** What the page asks of the worker. */
export type HostRequest =
  /** Takes the directory and connects to the database in it. */
  | { readonly type: 'open'; readonly directory: string }
  /** Notes that the database is made, so that from now on an empty one is a lost one. */
  | { readonly type: 'confirm' }
  | { readonly type: 'run'; readonly statement: SqliteStatement }
  | { readonly type: 'all'; readonly statement: SqliteStatement }
  | { readonly type: 'transaction'; readonly steps: readonly SqliteStep[] }
  | { readonly type: 'close' }

/** A request on its way, and its answer. */
export interface HostCall {
  readonly number: number
  readonly request: HostRequest
}

/** An error crosses as what it says: a structured copy of one keeps its text only. */
export type HostAnswer =
  | { readonly number: number; readonly type: 'done'; readonly result: unknown }
  | { readonly number: number; readonly type: 'failed'; readonly code: ErrorCode; readonly reason: string }
  | {
      readonly number: number
      readonly type: 'sqlite-failed'
      readonly resultCode: number | undefined
      readonly reason: string
    }
