import type { PlatformClock } from '../contract/platform.js'
import type { TransportConnection, TransportSink } from '../contract/transport-driver.js'
import type { Change, ChangePage } from '../contract/changes.js'
import type { SyncState } from '../contract/events.js'
import { ChatError } from '../errors/chat-error.js'
import type { Emitter } from '../events/emitter.js'
import { createCancellation } from '../runtime/cancellation.js'
import type { Journal } from '../runtime/journal.js'
import { createSerialQueue } from '../runtime/serial-queue.js'
import type { Store } from '../store/store.js'
import type { Writer } from '../store/writer.js'
import { applyChanges } from './apply-change.js'
import { fillGaps } from './gap-filler.js'
import { createSkips } from './skips.js'
import { createSnapshot, forgetAllRanges, type Snapshot } from './snapshot.js'

const pullLimit = 1_000
const headsLimit = 200
/** A backend that has more pages than this in one catch-up never comes to an end. */
const maxPages = 100_000
/** Changes that are stored in a batch of their own, so that what a user does meanwhile waits for none but its turn. */
const manyChanges = 50
/** When no more pages than this follow the first, a device has the log about as soon as it would have the heads. */
const fewPages = 2

/** One connection as the engine sees it. */
export interface SyncLink {
  readonly sink: TransportSink
  /** Catches up, then fills gaps. Pushed changes wait until the catch-up is done. */
  start(connection: TransportConnection): void
  /** Pulls to the boundary of the change log. */
  catchUp(): Promise<void>
  /** The connection is gone: nothing that still arrives through it is applied. */
  end(): void
}

/** Follows the user's change log. */
export interface SyncEngine {
  openLink(): SyncLink
  /** When this device last caught up, by the backend's clock; and whether it is still following. */
  readonly progress: { readonly syncedAt: number | undefined; readonly isCurrent: boolean }
  onProgress(listener: () => void): () => void
}

export function createSyncEngine({
  storage,
  emitter,
  journal,
  clock,
  changeTypes = [],
}: {
  /** Rejects when the database could not be opened; then nothing can be followed. */
  readonly storage: Promise<{ readonly store: Store; readonly writer: Writer }>
  readonly emitter: Emitter
  readonly journal: Journal
  readonly clock: PlatformClock
  /** The types of changes that the transport knows, if it may leave out others. */
  readonly changeTypes?: readonly string[] | undefined
}): SyncEngine {
  const skips = createSkips(changeTypes)
  let syncedAt: number | undefined
  let isCurrent = false
  /** Over all links: a catch-up that is cut short goes on with the next one. */
  const untold = new Set<string>()
  let snapshot: Snapshot | undefined
  const listeners = new Set<() => void>()

  function setProgress(current: boolean, at?: number): void {
    isCurrent = current
    if (at !== undefined) syncedAt = at
    for (const listener of [...listeners]) listener()
  }

  // What an earlier session caught up with still says how old the data is. A failure to open is reported by who opens.
  storage
    .then(({ store }) => store.get('meta', ['cursor']))
    .then((row) => {
      if (syncedAt === undefined && row?.name === 'cursor') setProgress(isCurrent, row.syncedAt)
    })
    .catch(() => undefined)

  function tell(state: SyncState): void {
    emitter.emit('syncStateChanged', state)
  }

  function openLink(): SyncLink {
    const cancellation = createCancellation()
    const { signal } = cancellation
    const arrivals = createSerialQueue()
    let connection: TransportConnection | undefined
    let clockOffsetMs = 0

    function serverTime(): number {
      return clock.now() + clockOffsetMs
    }

    /** Stores changes in one batch, together with the place in the log behind them. */
    async function apply(
      changes: readonly Change[],
      {
        cursor,
        skippedCount = 0,
        ...origin
      }: {
        readonly cursor?: string
        readonly skippedCount?: number | undefined
        readonly areHeadsFirst?: boolean
        readonly isSnapshot?: boolean
      },
    ): Promise<void> {
      const { writer } = await storage
      const at = serverTime()
      await writer.write(
        async (update) => {
          await applyChanges(update, changes, { clockOffsetMs, untold, ...origin })
          if (skippedCount > 0) await skips.note(update, { isSnapshot: origin.isSnapshot === true })
          if (cursor !== undefined) update.draft.put('meta', { name: 'cursor', cursor, syncedAt: at })
        },
        { isAlone: changes.length >= manyChanges },
      )
      setProgress(isCurrent, at)
    }

    async function currentCursor(): Promise<string | undefined> {
      const { store } = await storage
      const row = await store.get('meta', ['cursor'])
      return row?.name === 'cursor' ? row.cursor : undefined
    }

    async function pullToBoundary(from: TransportConnection): Promise<void> {
      const pull = (cursor: string | undefined) => {
        const page = from.pull(cursor, pullLimit, { signal })
        // Asked for while another page is stored; whoever waits for it hears of a failure.
        page.catch(() => undefined)
        return page
      }
      if (snapshot === undefined) await skips.rewind(await storage)
      let cursor = snapshot?.cursor ?? (await currentCursor())
      let isFirstEver = cursor === undefined && snapshot === undefined
      let next = pull(cursor)
      let done = 0
      const passed = new Set<string>()
      for (;;) {
        const page = await next
        if (signal.aborted) throw new ChatError('transport-unreachable')
        if (page === 'tooFarBack') {
          if (cursor === undefined) throw goingInCircles()
          journal.write('warning', 'sync', 'The change log no longer reaches back to this device; heads are fetched.')
          cursor = undefined
          untold.clear()
          snapshot = createSnapshot()
          next = pull(undefined)
          continue
        }
        if (page.more) {
          if (page.cursor === cursor || passed.has(page.cursor) || passed.size >= maxPages) throw goingInCircles()
          passed.add(page.cursor)
          next = pull(page.cursor)
          if (done === 0 && cursor !== undefined && snapshot === undefined && isFollowedByMany(page)) {
            await applyHeads(from, cursor)
          }
        }
        if (isFirstEver) {
          // What was sent before this device has a place in the log may have changed since, and nothing tells of that.
          await forgetAllRanges((await storage).writer)
          isFirstEver = false
        }
        await applyPage(page)
        cursor = page.cursor
        done += page.changes.length
        if (!page.more) return
        const total = page.remainingCount === undefined ? undefined : done + page.remainingCount
        tell({ state: 'progress', done, ...(total === undefined ? {} : { total }) })
      }
    }

    async function applyPage({ changes, cursor, skippedCount, more }: ChangePage): Promise<void> {
      if (snapshot === undefined) return apply(changes, { cursor, skippedCount })
      const { store, writer } = await storage
      // Not before it is told: a backend that only says that the log is gone takes nothing away.
      if (snapshot.cursor === undefined) await snapshot.begin(writer)
      // The place in the log is kept only when everything has been told: until then the old one stands.
      await apply(changes, { isSnapshot: true, skippedCount })
      snapshot.note(changes)
      snapshot.cursor = cursor
      if (more) return
      await snapshot.sweep(store, writer)
      await apply([], { cursor })
      snapshot = undefined
    }

    /** After a long absence the list is right at once: the newest state of what changed comes before the log does. */
    async function applyHeads(from: TransportConnection, since: string): Promise<void> {
      const heads = await from.heads?.(since, headsLimit, { signal })
      if (heads === undefined || heads === 'tooFarBack' || signal.aborted) return
      await apply(heads, { areHeadsFirst: true })
    }

    async function catchUp(): Promise<void> {
      const current = connection
      if (current === undefined || signal.aborted) throw new ChatError('not-connected')
      tell({ state: 'started' })
      try {
        await pullToBoundary(current)
      } catch (failure) {
        const error = ChatError.from(failure)
        journal.write('warning', 'sync', 'Catching up failed.', { code: error.code })
        tell({ state: 'failed', error })
        if (error.code === 'protocol-violation') void current.close()
        throw error
      }
      if (signal.aborted) return
      setProgress(true, serverTime())
      tell({ state: 'finished' })
    }

    return {
      sink: {
        changes: (pushed) =>
          arrivals
            .run(async () => {
              if (signal.aborted) return
              if (pushed.after === (await currentCursor())) {
                const { changes, cursor, skippedCount } = pushed
                await apply(changes, { cursor, skippedCount })
              } else await catchUp()
            })
            .catch((failure: unknown) => {
              journal.write('warning', 'sync', 'Pushed changes were not applied.', {
                code: ChatError.from(failure).code,
              })
            }),
        signal(transportSignal) {
          if (!signal.aborted) emitter.emit('signalReceived', transportSignal)
        },
      },
      start(opened) {
        connection = opened
        clockOffsetMs = opened.account.serverTime - clock.now()
        arrivals
          .run(catchUp)
          .then(async () => {
            await fillGaps(opened, { ...(await storage), journal }, signal)
          })
          .catch((failure: unknown) => {
            journal.write('info', 'sync', 'Following the change log stopped.', { code: ChatError.from(failure).code })
          })
      },
      catchUp: () => arrivals.run(catchUp),
      end() {
        cancellation.cancel(new ChatError('transport-unreachable'))
        connection = undefined
        setProgress(false)
      },
    }
  }

  return {
    openLink,
    get progress() {
      return { syncedAt, isCurrent }
    },
    onProgress(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

function isFollowedByMany({ changes, remainingCount = Infinity }: ChangePage): boolean {
  return remainingCount > fewPages * changes.length
}

function goingInCircles(): ChatError {
  return new ChatError('protocol-violation', { details: { reason: 'the change log goes in circles' } })
}
