import type { LiveList, LiveStatus } from '../contract/live.js'
import { ChatError } from '../errors/chat-error.js'
import type { Session } from '../session/session.js'
import type { TabSession } from '../session/tab-session.js'
import type { TableName } from '../store/schema.js'
import type { Store } from '../store/store.js'
import type { RelayedQuery } from '../tabs/leader.js'
import { keepIdentity } from './identity.js'

/** The session, and the telling of its changes. */
export interface LiveSource {
  /** The session, where this tab leads it. */
  readonly current: Session | undefined
  /** What this tab has of it; `undefined` without one. */
  readonly tab: TabSession | undefined
  onChange(listener: () => void): () => void
}

/** What a live query shows, and how it is read. */
export interface LiveDefinition<Answer extends object> {
  /** As the app asked for it; so the leader is asked where another tab leads. */
  readonly name: string
  readonly parameters: readonly unknown[]
  /** What is shown before there is an answer. */
  readonly empty: Answer
  /** The tables whose writes may change the answer. */
  readonly tables: readonly TableName[]
  /** `count`: how many rows are shown; grows with `loadMore`. */
  read(store: Store, session: Session, count: number): Promise<Answer>
  /** What may be shown while the database opens. */
  readFirst?(session: Pick<Session, 'firstScreen'>): Promise<Answer | undefined>
  /** A message may be missing that the backend has: fetches more of them before they are read. */
  fetch?(session: Session, count: number): Promise<void>
}

/** How many rows a live list shows at the most. */
const maxCount = 10_000

export function createLiveQuery<Answer extends object>(
  source: LiveSource,
  definition: LiveDefinition<Answer>,
  firstCount: number,
): LiveList<Answer & LiveStatus> & RelayedQuery {
  const listeners = new Set<() => void>()
  let count = firstCount
  let snapshot: Answer & LiveStatus = { ...definition.empty, status: 'loading' }
  let shownUserID: string | undefined
  let stopWatching: (() => void) | undefined
  /** Fetches what the backend has, then reads again; while a session with an open database is followed. */
  let readAgain: (() => Promise<void>) | undefined

  function show(answer: Answer, status: LiveStatus): void {
    const next = keepIdentity(snapshot, { ...answer, ...status })
    if (next === snapshot) return
    snapshot = next
    for (const listener of [...listeners]) listener()
  }

  function showFirst(session: Pick<Session, 'firstScreen'>, isWanted: () => boolean): void {
    definition.readFirst?.(session).then(
      (first) => {
        // What is shown already is at least as good.
        if (first !== undefined && snapshot.status === 'loading' && isWanted()) show(first, { status: 'saved' })
      },
      () => undefined,
    )
  }

  /** Shows what the tab that leads the session shows, until this one does. */
  function followElsewhere(tab: TabSession): () => void {
    let isStopped = false
    showFirst(tab, () => !isStopped)
    const { name, parameters } = definition
    const followed = tab.live({ name, parameters, count }, (next) => {
      // Only a live query of the same name and build makes these.
      const { status, syncedAt, error, ...answer } = next as Answer & LiveStatus
      // Before the leader's own answer, what is shown here is as good.
      if (status === 'loading') return
      show(answer as Answer, {
        status,
        ...(syncedAt === undefined ? {} : { syncedAt }),
        ...(error === undefined ? {} : { error }),
      })
    })
    readAgain = () => followed.lengthen(count)
    return () => {
      isStopped = true
      readAgain = undefined
      followed.stop()
    }
  }

  /** Follows one session until it ends or nobody subscribes any more. */
  function follow(session: Session): () => void {
    let isStopped = false
    let isReading = false
    let isStale = false
    let wasCurrent = session.engine.progress.isCurrent
    let answer: Answer | undefined
    const stops: (() => void)[] = []

    function status(): LiveStatus {
      const { syncedAt, isCurrent } = session.engine.progress
      return { status: isCurrent ? 'current' : 'saved', ...(syncedAt === undefined ? {} : { syncedAt }) }
    }

    async function read(store: Store): Promise<void> {
      isStale = true
      if (isReading) return
      isReading = true
      try {
        while (isStale && !isStopped) {
          isStale = false
          answer = await definition.read(store, session, count)
          if (!isStopped) show(answer, status())
        }
      } catch (failure) {
        if (!isStopped) fail(ChatError.from(failure))
      } finally {
        isReading = false
      }
    }

    function fail(error: ChatError): void {
      if (session.signal.aborted) return
      // What was shown stays.
      show(answer ?? snapshot, { status: 'failed', error })
    }

    async function begin(): Promise<void> {
      showFirst(session, () => !isStopped)
      const { store } = await session.opened()
      if (isStopped) return
      stops.push(
        store.onWrite((tables) => {
          if (definition.tables.some((table) => tables.has(table))) void read(store)
        }),
        session.engine.onProgress(() => {
          if (answer !== undefined) show(answer, status())
          if (session.engine.progress.isCurrent && !wasCurrent) {
            readAgain?.().catch((failure: unknown) => {
              if (!isStopped) fail(ChatError.from(failure))
            })
          }
          wasCurrent = session.engine.progress.isCurrent
        }),
      )
      await read(store)
      readAgain = async () => {
        await definition.fetch?.(session, count)
        await read(store)
      }
      if (wasCurrent) await readAgain()
    }

    begin().catch((failure: unknown) => {
      if (!isStopped) fail(ChatError.from(failure))
    })
    return () => {
      isStopped = true
      readAgain = undefined
      for (const stop of stops) stop()
    }
  }

  function start(): void {
    let stopFollowing: (() => void) | undefined
    const restart = () => {
      stopFollowing?.()
      stopFollowing = undefined
      const { current, tab } = source
      // Nothing of one user stays in sight of the next (OL-09).
      if (tab === undefined || tab.userID !== shownUserID) show(definition.empty, { status: 'loading' })
      shownUserID = tab?.userID
      if (current !== undefined) stopFollowing = follow(current)
      else if (tab !== undefined) stopFollowing = followElsewhere(tab)
    }
    const stopSource = source.onChange(restart)
    restart()
    stopWatching = () => {
      stopSource()
      stopFollowing?.()
    }
  }

  /** While nobody subscribes no session is followed, so that what is another user's goes when it is looked at (OL-09). */
  function forgetOtherUser(): void {
    const userID = source.tab?.userID
    if (stopWatching !== undefined || userID === shownUserID) return
    shownUserID = userID
    snapshot = { ...definition.empty, status: 'loading' }
  }

  async function lengthen(next: number): Promise<void> {
    count = Math.min(maxCount, Math.max(count, next))
    await readAgain?.()
  }

  return {
    getSnapshot() {
      forgetOtherUser()
      return snapshot
    },
    subscribe(listener) {
      // A wrapper of its own, so that one function can subscribe twice.
      const entry = () => {
        listener()
      }
      listeners.add(entry)
      if (listeners.size === 1) start()
      return () => {
        if (!listeners.delete(entry) || listeners.size > 0) return
        stopWatching?.()
        stopWatching = undefined
      }
    },
    loadMore: () => lengthen(count + firstCount),
    lengthen,
  }
}
