import {
  createBackend,
  memoryLogStore,
  type Backend,
  type ConversationKey,
  type LogReader,
  type LogStore,
  type MessageRow,
  type UserProfile,
} from '@latchkey/backend'
import { conversationName } from './ledger.js'
import type { Random } from './random.js'
import { seenAs } from './store-key.js'
import type { Timeline } from './timeline.js'

/** The machine that the backend runs on: it can die at any moment and comes back with what was committed. */
export interface BackendHost {
  /** The running backend; `undefined` while the machine is down. */
  readonly backend: Backend | undefined
  /** Changes with every start. */
  readonly boot: number
  /** The backend's clock. */
  now(): number
  addUser(profile: UserProfile): Promise<void>
  /** Dies now: transactions that have not been committed never were. */
  crash(): void
  /** One of the next commits does not come to its end, because `happen` happens in the middle of it. */
  breakCommit(commits: number, happen: () => void): void
  start(): void
  /** The messages of a conversation that were committed, in their order, as they were written first. */
  committedOrders(conversationKey: string): readonly CommittedMessage[]
  /** Whether the user deleted the message, on whatever device. */
  isDeleted(userID: string, conversationKey: ConversationKey, order: string): boolean
  /** How often each operation was committed, by user and operationID; a trimmed log does not take it away. */
  commitsOf(userID: string, operationID: string): number
  /** Everything that is committed. */
  inspect<Result>(work: (reader: LogReader) => Promise<Result>): Promise<Result>
}

export interface CommittedMessage {
  readonly messageID: string
  readonly order: string
}

/** What was ever committed. */
interface CommitRecord {
  readonly messages: Map<string, CommittedMessage[]>
  readonly operations: Map<string, number>
  readonly deletions: Set<string>
  /** Up to which message a user deleted all of a conversation, by user and conversation as they see it. */
  readonly cleared: Map<string, string>
}

/** A day in 2026. */
const startTime = 1_772_000_000_000
/** A commit takes at most so long; what others read meanwhile must not show it. */
const longestCommitMs = 40
const longestBrokenCommitMs = 500

export function createBackendHost(
  timeline: Timeline,
  random: Random,
  /** Small ones make a catch-up of many pages out of a short absence. */
  maxPageBytes: number,
): BackendHost {
  const disk = memoryLogStore({ epoch: 'simulated' })
  const now = () => startTime + timeline.now
  const record: CommitRecord = { messages: new Map(), operations: new Map(), deletions: new Set(), cleared: new Map() }
  let boot = 0
  let running: { readonly backend: Backend; readonly process: StoreProcess } | undefined

  function start(): void {
    if (running !== undefined) return
    boot += 1
    const process = openProcess(disk, { timeline, random, record })
    running = { backend: createBackend({ store: process.store, clock: { now }, limits: { maxPageBytes } }), process }
  }
  start()

  return {
    get backend() {
      return running?.backend
    },
    get boot() {
      return boot
    },
    now,
    async addUser(profile) {
      await running?.backend.putUser(profile)
    },
    crash() {
      running?.process.die()
      running = undefined
    },
    breakCommit(commits, happen) {
      running?.process.breakCommit(commits, happen)
    },
    start,
    committedOrders: (conversationKey) => record.messages.get(conversationKey) ?? [],
    isDeleted: (userID, conversationKey, order) =>
      record.deletions.has(`${userID} ${conversationKey} ${Number(order)}`) ||
      order <= (record.cleared.get(`${userID} ${conversationName(seenAs(userID, conversationKey))}`) ?? ''),
    commitsOf: (userID, operationID) => record.operations.get(`${userID} ${operationID}`) ?? 0,
    inspect: (work) => disk.read(work),
  }
}

interface StoreProcess {
  readonly store: LogStore
  breakCommit(commits: number, happen: () => void): void
  die(): void
}

/** The disk as one process sees it: a commit takes its time, and comes to nothing when the process dies before it. */
function openProcess(
  disk: LogStore,
  { timeline, random, record }: { readonly timeline: Timeline; readonly random: Random; readonly record: CommitRecord },
): StoreProcess {
  let isDead = false
  const commits = new Set<() => void>()
  let broken: { commits: number; readonly happen: () => void } | undefined

  /** How long the next commit takes. */
  function commitMs(): number {
    if (broken !== undefined) {
      broken.commits -= 1
      if (broken.commits <= 0) {
        // Long enough for what others may have read of it to get to them.
        const { happen } = broken
        broken = undefined
        timeline.after(random.between(1, longestBrokenCommitMs), happen)
        return longestBrokenCommitMs + 1
      }
    }
    return random.chance(0.8) ? 2 : random.between(2, longestCommitMs)
  }

  function commit(): Promise<void> {
    return new Promise((resolve, reject) => {
      const abandon = () => {
        stop()
        reject(new Error('The process died before the commit.'))
      }
      const stop = timeline.after(commitMs(), () => {
        commits.delete(abandon)
        resolve()
      })
      commits.add(abandon)
    })
  }

  return {
    store: {
      read: (work) => disk.read(work),
      transact: (work) =>
        disk.transact(async (transaction) => {
          if (isDead) throw new Error('The process is dead.')
          const added: MessageRow[] = []
          const performed: string[] = []
          const deleted: string[] = []
          const cleared: [string, string][] = []
          const result = await work({
            ...transaction,
            addMessage(message) {
              added.push(message)
              return transaction.addMessage(message)
            },
            addDeletions(userID, places) {
              for (const { conversationKey, messageSeq } of places) {
                deleted.push(`${userID} ${conversationKey} ${messageSeq}`)
              }
              return transaction.addDeletions(userID, places)
            },
            putRegister(register) {
              if (register.kind === 'clearedConversation' && register.scope.type === 'user' && register.value)
                cleared.push([`${register.scope.userID} ${register.key}`, register.value.order])
              return transaction.putRegister(register)
            },
            addOperation(operation) {
              performed.push(`${operation.userID} ${operation.operationID}`)
              return transaction.addOperation(operation)
            },
          })
          await commit()
          for (const { conversationKey, messageID, messageSeq } of added) {
            const messages = record.messages.get(conversationKey) ?? []
            record.messages.set(conversationKey, messages)
            messages.push({ messageID, order: String(messageSeq).padStart(16, '0') })
          }
          for (const name of deleted) record.deletions.add(name)
          for (const [name, order] of cleared) record.cleared.set(name, order)
          for (const name of performed) record.operations.set(name, (record.operations.get(name) ?? 0) + 1)
          return result
        }),
      close: () => disk.close(),
    },
    breakCommit(next, happen) {
      broken = { commits: next, happen }
    },
    die() {
      isDead = true
      for (const abandon of [...commits]) abandon()
    },
  }
}
