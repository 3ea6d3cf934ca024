import { ChatError, type StorageDriver, type StorageSession } from '@latchkey/core/driver'
import { createDiskDatabase } from './disk-database.js'
import type { Random } from './random.js'
import type { Timeline } from './timeline.js'

/** What becomes of one access to the disk. */
export type DiskVerdict = 'done' | 'crashBefore' | 'crashAfter' | 'failed' | 'full'

/** Who uses the disk: one life of a client. Nothing that was asked for by a life that ended is ever answered. */
export interface DiskUser {
  readonly isDead: boolean
  die(): void
}

/** The durable part of a device. It outlives every client that runs on it. */
export interface Disk {
  driver(user: DiskUser): StorageDriver
  /** What becomes of the next write, batch or small record; asked once for each. */
  judgeWrite: () => DiskVerdict
  judgeRead: () => DiskVerdict
  /** The sessions that a dead client left open are closed. */
  release(user: DiskUser): void
  /** How many sessions are open. */
  readonly openSessions: number
  /** A look at what is stored of a user, past every fault; `undefined` when there is nothing. */
  inspect<Result>(userID: string, look: (database: DiskDatabase) => Promise<Result>): Promise<Result | undefined>
}

/** What is stored of one user. */
export type DiskDatabase = Omit<StorageSession, 'close'>

export function createDisk(timeline: Timeline, random: Random, { isSealed }: { readonly isSealed: boolean }): Disk {
  const databases = new Map<string, DiskDatabase>()
  const small = new Map<string, string>()
  /** Who has which database open. */
  const open = new Map<string, DiskUser>()

  function written<Result>(user: DiskUser, apply: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      timeline.after(random.between(0, 4), () => {
        if (user.isDead) return
        const verdict = disk.judgeWrite()
        if (verdict === 'crashBefore') return user.die()
        if (verdict === 'failed') return reject(new ChatError('storage-failed'))
        if (verdict === 'full') return reject(new ChatError('storage-full'))
        apply().then((result) => {
          if (verdict === 'crashAfter') user.die()
          else resolve(result)
        }, reject)
      })
    })
  }

  function read<Result>(user: DiskUser, look: () => Promise<Result>): Promise<Result> {
    if (user.isDead) return new Promise(() => undefined)
    if (disk.judgeRead() === 'failed') return Promise.reject(new ChatError('storage-failed'))
    return look()
  }

  function openFor(user: DiskUser, userID: string, database: DiskDatabase): StorageSession {
    open.set(userID, user)
    return {
      get: (table, keys) => read(user, () => database.get(table, keys)),
      range: (table, query) => read(user, () => database.range(table, query)),
      write: (batch) => written(user, () => database.write(batch)),
      async close() {
        if (user.isDead) return new Promise(() => undefined)
        if (open.get(userID) === user) open.delete(userID)
      },
    }
  }

  const disk: Disk = {
    judgeWrite: () => 'done',
    judgeRead: () => 'done',
    driver: (user) => ({
      contractVersion: 1,
      name: 'simulated-disk',
      supports: { durable: true, ...(isSealed ? { sealed: true } : {}) },
      small: {
        get: (_app, name) => read(user, async () => small.get(name)),
        put: (_app, name, value) => written(user, async () => void small.set(name, value)),
        remove: (_app, name) => written(user, async () => void small.delete(name)),
      },
      open: ({ userID }, schema) =>
        written(user, async () => {
          if (open.has(userID)) throw new ChatError('storage-owned-elsewhere')
          const database = databases.get(userID) ?? createDiskDatabase(schema)
          databases.set(userID, database)
          return openFor(user, userID, database)
        }),
      remove: ({ userID }) =>
        written(user, async () => {
          if (open.has(userID)) throw new ChatError('storage-owned-elsewhere')
          databases.delete(userID)
        }),
    }),
    release(user) {
      for (const [userID, holder] of [...open]) if (holder === user) open.delete(userID)
    },
    get openSessions() {
      return open.size
    },
    async inspect(userID, look) {
      const database = databases.get(userID)
      return database && look(database)
    },
  }
  return disk
}
