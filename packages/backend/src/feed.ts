import type { ChangePage, PushedChanges } from '@latchkey/core/driver'
import type { Backend } from './backend.js'
import { contractLimits } from './limits.js'
import type { Register } from './log-rows.js'

const statusesPerPush = 200

type Pulled = ChangePage | 'tooFarBack'

/** The change log as one connection follows it. */
export interface Feed {
  /**
   * Reads a page and hands it over. Pushes are held from the call of `pull` on, and go on from the page's cursor once
   * `handOver` is done and there is no `more`.
   */
  pull(cursor: string | undefined, limit: number, handOver: (answer: Pulled) => Promise<void>): Promise<void>
  /** Nothing is pushed any more. Idempotent. */
  close(): void
}

export interface FeedOptions {
  readonly backend: Backend
  readonly userID: string
  /** The kind of device that is connected. */
  readonly platform: string
  /** How many changes a page and a push hold at most, people included. Default: what the contract allows. */
  readonly maxChanges?: number
  /** Resolves when the other side has dealt with them; nothing more is pushed before that. */
  push(pushed: PushedChanges): Promise<void>
  /** The feed cannot go on: the log could not be read, or was trimmed past this connection. Told once, and last. */
  broken(cause: unknown): void
}

/**
 * A push is a pull that nobody asked for: both read the log from the connection's cursor, so both say the same. Before
 * the first pull nothing is pushed.
 */
export function openFeed({ backend, userID, platform, maxChanges, push, broken }: FeedOptions): Feed {
  const bounds = maxChanges === undefined ? {} : { maxChanges }
  // Where the other side stands, and how far this side has read beyond it without finding anything.
  let cursor: string | undefined
  let readUpTo: string | undefined
  let isClosed = false
  let isPushing = false
  let hasNews = false
  let pendingPulls = 0
  // The page behind the one that was handed over, read while that one is on its way.
  let ahead: { readonly cursor: string; readonly limit: number; readonly page: Promise<Pulled> } | undefined

  // What is told beside the log, the latest of each; not before the other side has the log for the first time.
  const statuses = new Map<string, Register>()
  let isFirst = true

  const attendance = backend.attend(userID, platform, (told) => {
    if (isFirst) return
    for (const register of told) statuses.set(register.key, register)
    void run()
  })
  const stopListening = backend.listen(userID, () => {
    hasNews = true
    void run()
  })

  function close(): void {
    isClosed = true
    ahead = undefined
    attendance.leave()
    stopListening()
  }

  async function run(): Promise<void> {
    if (isPushing) return
    isPushing = true
    try {
      while (canPush()) await (statuses.size > 0 ? pushStatuses() : pushNext())
    } catch (cause) {
      if (!isClosed) {
        close()
        broken(cause)
      }
    } finally {
      isPushing = false
    }
  }

  function canPush(): boolean {
    return (hasNews || statuses.size > 0) && cursor !== undefined && pendingPulls === 0 && !isClosed
  }

  async function pushStatuses(): Promise<void> {
    if (cursor === undefined) return
    const told = [...statuses.values()].slice(0, statusesPerPush)
    for (const { key } of told) statuses.delete(key)
    await push({ after: cursor, cursor, changes: told.map((register) => ({ type: 'registerChanged', register })) })
  }

  async function pushNext(): Promise<void> {
    const after = cursor
    hasNews = false
    const page = await backend.pull(userID, readUpTo, contractLimits.changesPerPull, bounds)
    // A pull came in between: what this side stands at is no longer `after`.
    if (cursor !== after || pendingPulls > 0 || isClosed || after === undefined) {
      hasNews = true
      return
    }
    if (page === 'tooFarBack') throw new Error('The log was trimmed past this connection.')
    hasNews ||= page.more
    readUpTo = page.cursor
    if (page.changes.length === 0) return
    cursor = page.cursor
    await push({ after, cursor: page.cursor, changes: page.changes })
  }

  /** A page that was read a moment ago is as good as one whose way took a moment longer: what changed since is in the log behind it. */
  function readPage(from: string | undefined, limit: number): Promise<Pulled> {
    const read = ahead
    ahead = undefined
    const isRead = read !== undefined && read.cursor === from && read.limit === limit
    return isRead ? read.page : backend.pull(userID, from, limit, bounds)
  }

  function readAhead(next: string, limit: number): void {
    const page = backend.pull(userID, next, limit, bounds)
    // Whoever pulls hears of a failure.
    page.catch(() => undefined)
    ahead = { cursor: next, limit, page }
  }

  return {
    async pull(from, limit, handOver) {
      pendingPulls += 1
      cursor = undefined
      try {
        const answer = await readPage(from, limit)
        if (isClosed) return
        await handOver(answer)
        if (answer !== 'tooFarBack' && answer.more) readAhead(answer.cursor, limit)
        cursor = answer === 'tooFarBack' || answer.more ? undefined : answer.cursor
        readUpTo = cursor
        if (cursor !== undefined && isFirst) {
          isFirst = false
          attendance.refresh()
        }
      } finally {
        pendingPulls -= 1
        void run()
      }
    },
    close,
  }
}
