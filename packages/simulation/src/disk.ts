import { ChatError, type StorageDriver, type StorageSchema, type StorageSession } from '@latchkey/core/driver'
import { memoryStorage } from '@latchkey/storage-memory'
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
  inspect<Result>(userID: string, look: (session: StorageSession) => Promise<Result>): Promise<Result | undefined>
}

const app = 'simulated'

export function createDisk(
  timeline: Timeline,
  random: Random,
  { isSealed }: { readonly isSealed: boolean },
): Disk {
  const memory = memoryStorage()
  const open = new Map<string, { readonly session: StorageSession; readonly user: DiskUser }>()
  let schema: StorageSchema | undefined

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

  function guarded(user: DiskUser, key: string, session: StorageSession): StorageSession {
    return {
      get: (table, keys) => read(user, () => session.get(table, keys)),
      range: (table, query) => read(user, () => session.range(table, query)),
      write: (batch) => written(user, () => session.write(batch)),
      async close() {
        if (user.isDead) return new Promise(() => undefined)
        if (open.get(key)?.session === session) open.delete(key)
        await session.close()
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
        get: (scope, name) => read(user, () => memory.small.get(scope, name)),
        put: (scope, name, value) => written(user, () => memory.small.put(scope, name, value)),
        remove: (scope, name) => written(user, () => memory.small.remove(scope, name)),
      },
      open: (scope, wanted) =>
        written(user, async () => {
          const session = await memory.open(scope, wanted)
          schema = wanted
          open.set(scope.userID, { session, user })
          return guarded(user, scope.userID, session)
        }),
      remove: (scope) => written(user, () => memory.remove(scope)),
    }),
    release(user) {
      for (const [key, opened] of [...open]) {
        if (opened.user !== user) continue
        open.delete(key)
        void opened.session.close()
      }
    },
    get openSessions() {
      return open.size
    },
    async inspect(userID, look) {
      const known = open.get(userID)
      if (known !== undefined) return look(known.session)
      if (schema === undefined) return undefined
      const opened = await memory.open({ app, userID }, schema)
      try {
        return await look(opened)
      } finally {
        await opened.close()
      }
    },
  }
  return disk
}
