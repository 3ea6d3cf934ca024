import type { BackendLimits } from './limits.js'
import type { LogReference, NewLogEntry } from './log-rows.js'
import type { LogReader, LogTransaction } from './log-store.js'

/** What one question of a user is answered from. */
export interface QueryContext {
  readonly reader: LogReader
  readonly userID: string
  /** The backend's clock, read once per call. */
  readonly now: number
  readonly limits: BackendLimits
  /** The kinds of devices with which a user is connected. */
  onlinePlatforms(userID: string): readonly string[]
}

/** What one operation of a user works with. */
export interface OperationContext extends QueryContext {
  readonly transaction: LogTransaction
  readonly operationID: string
  /** Appends to the log and remembers the entries for those who are connected. Returns the last position. */
  append(entries: readonly NewLogEntry[]): Promise<number>
}

export function toUser(context: QueryContext, userID: string, reference: LogReference): NewLogEntry {
  return { audience: { type: 'user', userID }, reference, time: context.now }
}

export function toGroup(context: QueryContext, groupID: string, reference: LogReference): NewLogEntry {
  return { audience: { type: 'group', groupID }, reference, time: context.now }
}
