import type { StorageCondition, StorageSession } from '../contract/storage-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { createDraft, type Draft, type OpenDraft } from './draft.js'
import type { TableName } from './schema.js'
import { createStoredRows } from './stored-rows.js'

/**
 * Runs updates one after another, in the order in which they were given. Those that wait while others run go to the disk
 * together, in one durable write: a sync of the disk takes longer than most updates. Each stays all or nothing, sees what
 * those before it changed, and settles once its own changes are durable, in the order of all.
 */
export interface UpdateQueue {
  run<Result>(work: (draft: Draft) => Promise<Result>, options: UpdateOptions): Promise<UpdateOutcome<Result>>
}

export interface UpdateOptions {
  /** It has a write of its own, as when it is large: nobody else is to wait for it longer than for its turn. */
  readonly isAlone?: boolean
}

export interface UpdateOutcome<Result> {
  readonly result: Result
  /** The names of the tables with changes. */
  readonly tables: ReadonlySet<TableName>
}

/** Updates that share one write, so that the first of them is not held up by all that may come. */
const maxShared = 100
/** Rows beyond which a write takes in no further update. A driver takes 10,000. */
const manyRows = 1_000

interface Waiting {
  readonly isAlone: boolean
  /** Never rejects. Whether what it did to the draft is to stay. */
  work(draft: Draft): Promise<boolean>
  /** What was changed up to here is durable. */
  durable(changed: OpenDraft): void
  failed(failure: unknown): void
}

interface Worked {
  readonly update: Waiting
  readonly changed: OpenDraft
  readonly isDone: boolean
}

export function createUpdateQueue(
  session: StorageSession,
  { condition, onConflict }: { readonly condition: StorageCondition; readonly onConflict: () => void },
): UpdateQueue {
  const waiting: Waiting[] = []
  let isRunning = false

  async function runAll(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      const shared = createDraft(createStoredRows(session))
      await settle(shared, await workOn(shared))
    }
    isRunning = false
  }

  /** Lets those that wait do their part, until one wants to be alone. */
  async function workOn(shared: OpenDraft): Promise<readonly Worked[]> {
    const worked: Worked[] = []
    for (;;) {
      const [update] = waiting
      const isFull = worked.length >= maxShared || shared.size >= manyRows
      if (update === undefined || isFull || (update.isAlone && worked.length > 0)) return worked
      waiting.shift()
      const changed = update.isAlone ? shared : createDraft(shared.draft)
      const isDone = await update.work(changed.draft)
      if (isDone && changed !== shared) shared.take(changed)
      worked.push({ update, changed, isDone })
      if (update.isAlone) return worked
    }
  }

  async function settle(shared: OpenDraft, worked: readonly Worked[]): Promise<void> {
    try {
      if (worked.some(({ isDone }) => isDone)) await write(shared)
      for (const { update, changed } of worked) update.durable(changed)
    } catch (failure) {
      await settleOneByOne(worked, failure)
    }
  }

  /** What does not fit may be one of them only: those before it are not to fail with it. Those behind it have seen it. */
  async function settleOneByOne(worked: readonly Worked[], sharedFailure: unknown): Promise<void> {
    const isHopeless = worked.length === 1 || isConflict(sharedFailure)
    let failure = isHopeless ? sharedFailure : undefined
    for (const { update, changed, isDone } of worked) {
      if (failure === undefined && isDone) {
        await write(changed).catch((error: unknown) => {
          failure = error
        })
      }
      if (failure === undefined) update.durable(changed)
      else update.failed(failure)
    }
  }

  async function write(changed: OpenDraft): Promise<void> {
    const writes = changed.writes()
    if (writes.length === 0) return
    try {
      await session.write({ conditions: [condition], writes })
    } catch (failure) {
      if (isConflict(failure)) onConflict()
      throw failure
    }
  }

  return {
    run<Result>(work: (draft: Draft) => Promise<Result>, { isAlone = false }: UpdateOptions) {
      return new Promise<UpdateOutcome<Result>>((resolve, reject) => {
        // What it found was perhaps not durable yet, so that a failure of its own waits for its turn too.
        let outcome: { readonly result: Result } | { readonly failure: unknown }
        waiting.push({
          isAlone,
          async work(draft) {
            try {
              outcome = { result: await work(draft) }
            } catch (failure) {
              outcome = { failure }
            }
            return 'result' in outcome
          },
          durable(changed) {
            if ('result' in outcome) resolve({ result: outcome.result, tables: changed.tables() })
            else reject(toError(outcome.failure))
          },
          failed(failure) {
            reject(toError(failure))
          },
        })
        if (!isRunning) void runAll()
      })
    },
  }
}

function isConflict(failure: unknown): boolean {
  return ChatError.is(failure) && failure.code === 'storage-conflict'
}

function toError(failure: unknown): Error {
  return failure instanceof Error ? failure : ChatError.from(failure)
}
