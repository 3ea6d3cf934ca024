import {
  ChatError,
  type Change,
  type ChangePage,
  type ConversationReference,
  type HistoryPage,
  type HistoryRequest,
  type OperationParameters,
  type OperationResult,
  type User,
} from '@latchkey/core/driver'
import { expireDueCalls } from './calls.js'
import type { FileStore } from './file-store.js'
import { createFiles, type BackendFiles } from './files.js'
import { readHistory } from './history.js'
import { assertPrintable } from './identifiers.js'
import { defaultLimits, type BackendLimits } from './limits.js'
import { createLiveAudiences } from './live-audiences.js'
import type { NewLogEntry, OperationRow } from './log-rows.js'
import type { LogReader, LogStore, LogTransaction } from './log-store.js'
import { pullChanges, readChangedHeads, type PullOptions } from './log-view.js'
import type { OperationContext, QueryContext } from './operation-context.js'
import type { Register } from './log-rows.js'
import { passOnGroups } from './succession.js'
import { createPresence, type Attendance } from './presence.js'
import { operations, type BackendOperationName } from './operations.js'
import {
  admitUser,
  putUser,
  readUsers,
  revokeTokens,
  unregisterUser,
  type AdmissionRequest,
  type UserProfile,
} from './users.js'

export interface BackendClock {
  /** Milliseconds since the epoch. */
  now(): number
}

export interface BackendOptions {
  readonly store: LogStore
  /** Where the bytes of files are kept. Default: the backend takes no files. */
  readonly files?: FileStore
  readonly clock: BackendClock
  readonly limits?: Partial<BackendLimits>
}

/**
 * The chat domain. It trusts that `userID` is who is asking, and that operations are of the contract's types; it checks
 * everything else. What it cannot do it refuses with a `ChatError`; a failing store rejects with the store's own error.
 */
export interface Backend {
  readonly limits: BackendLimits
  /**
   * The same `operationID` from the same user again changes nothing, and has the first answer; messages and drafts in it
   * are as they are now.
   */
  perform<Name extends BackendOperationName>(
    userID: string,
    operation: Name,
    parameters: OperationParameters<Name>,
    options: { readonly operationID: string },
  ): Promise<OperationResult<Name>>
  /** `limit` 1 to 1,000; see the contract's `pull`. */
  pull(
    userID: string,
    cursor: string | undefined,
    limit: number,
    options?: PullOptions,
  ): Promise<ChangePage | 'tooFarBack'>
  /** `limit` 1 to 200; see the contract's `heads`. */
  heads(userID: string, cursor: string, limit: number): Promise<readonly Change[] | 'tooFarBack'>
  history(userID: string, conversation: ConversationReference, request: HistoryRequest): Promise<HistoryPage>
  /** Absent when the backend takes no files. */
  readonly files?: BackendFiles
  /** Calls back after commits that may have added to the user's change log. Returns what ends it. */
  listen(userID: string, listener: () => void): () => void
  /**
   * The user is connected with a device of this kind, and is told the status of those whom they follow: of all once `refresh` is called, and
   * whenever it changes.
   */
  attend(userID: string, platform: string, tell: (statuses: readonly Register[]) => void): Attendance

  /** The user who connects. Refused: `user-unknown`, `token-refused`, `invalid-argument`, `limit-exceeded`. */
  admitUser(userID: string, request: AdmissionRequest): Promise<User>
  /** Registers a user, or changes a profile. */
  putUser(profile: UserProfile): Promise<User>
  /** The groups they own go on to whoever has been there longest. Refused: `user-not-found`. */
  unregisterUser(userID: string): Promise<void>
  /** Tokens issued up to now no longer admit the user. Refused: `user-not-found`. */
  revokeTokens(userID: string): Promise<void>
  /** Tells those concerned of every invitation that can no longer be answered (OL-42). To be called from time to time. */
  expireCalls(): Promise<void>
  findUser(userID: string): Promise<User | undefined>
  /** Forgets the part of the log, and the operations, older than `time`. Messages stay. */
  trimLog(time: number): Promise<void>
}

/** How many calls one transaction tells of. */
const callsAtATime = 100

export function createBackend({ store, files, clock, limits: givenLimits }: BackendOptions): Backend {
  const limits: BackendLimits = { ...defaultLimits, ...givenLimits }
  const audiences = createLiveAudiences(store)
  const presence = createPresence((work) => store.read((reader) => work((userID) => queryContext(userID, reader))))

  function queryContext(userID: string, reader: LogReader): QueryContext {
    return { userID, reader, now: clock.now(), limits, onlinePlatforms: presence.platformsOf }
  }

  function ask<Result>(userID: string, work: (context: QueryContext) => Promise<Result>): Promise<Result> {
    return store.read((reader) => work(queryContext(userID, reader)))
  }

  async function change<Result>(
    userID: string,
    operationID: string,
    work: (context: OperationContext) => Promise<Result>,
  ): Promise<Result> {
    const { result, entries } = await store.transact(async (transaction) => {
      // In here, because a store may run this again.
      const entries: NewLogEntry[] = []
      const result = await work({
        ...queryContext(userID, transaction),
        transaction,
        operationID,
        append(added) {
          entries.push(...added)
          return transaction.appendEntries(added)
        },
      })
      return { result, entries }
    })
    audiences.notify(entries)
    presence.notify(entries)
    return result
  }

  return {
    limits,

    async perform(userID, operation, parameters, { operationID }) {
      assertPrintable('operationID', operationID)
      const definition = operations[operation]
      if (definition.type === 'query') return ask(userID, (context) => definition.run(context, parameters))
      return change(userID, operationID, async (context) => {
        const earlier = await findEarlier(context, operation)
        if (earlier) return definition.answer.recall(context, JSON.parse(earlier.result))
        const result = await definition.run(context, parameters)
        const kept = JSON.stringify(definition.answer.keep(result, parameters))
        await context.transaction.addOperation({ userID, operationID, operation, result: kept, time: context.now })
        return result
      })
    },

    pull: (userID, cursor, limit, options) => ask(userID, (context) => pullChanges(context, cursor, limit, options)),
    heads: (userID, cursor, limit) => ask(userID, (context) => readChangedHeads(context, cursor, limit)),
    history: (userID, conversation, request) => ask(userID, (context) => readHistory(context, conversation, request)),
    ...(files && { files: createFiles({ store, files, clock, limits }) }),
    listen: (userID, listener) => audiences.listen(userID, listener),
    attend: (userID, platform, tell) => presence.attend(userID, platform, tell),

    admitUser: (userID, request) => change(userID, '', (context) => admitUser(context, request)),
    putUser: (profile) => change(profile.userID, '', (context) => putUser(context, profile)),
    async unregisterUser(userID) {
      await change(userID, '', async (context) => {
        await unregisterUser(context)
        await passOnGroups(context)
      })
    },
    revokeTokens: (userID) => change(userID, '', revokeTokens),
    async expireCalls() {
      while ((await change('', '', (context) => expireDueCalls(context, callsAtATime))) === callsAtATime);
    },
    findUser: (userID) => ask(userID, async ({ reader }) => (await readUsers(reader, [userID]))[0]),
    trimLog: (time) => store.transact((transaction: LogTransaction) => transaction.trim(time)),
  }
}

async function findEarlier(
  { userID, operationID, transaction }: OperationContext,
  operation: BackendOperationName,
): Promise<OperationRow | undefined> {
  const earlier = await transaction.getOperation(userID, operationID)
  if (!earlier || earlier.operation === operation) return earlier
  const rule = 'an operationID belongs to one operation'
  throw new ChatError('invalid-argument', { details: { argument: 'operationID', rule } })
}
