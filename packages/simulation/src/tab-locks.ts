import { ChatError, type CancelSignal, type PlatformLocks } from '@latchkey/core/driver'

/** A tab that takes locks. */
export interface LockUser {
  readonly isDead: boolean
}

/** The locks that all tabs of a device share. */
export interface TabLocks {
  of(user: LockUser): PlatformLocks
  /** A tab is gone: what it held is free, and it waits no more. */
  release(user: LockUser): void
  /** The names of the locks that are held. */
  held(): readonly string[]
  isHolder(user: LockUser): boolean
}

/** One time that a lock is held. */
interface Hold {
  readonly user: LockUser
}

interface Waiting {
  readonly user: LockUser
  take(release: () => void): void
}

export function createTabLocks(): TabLocks {
  const holders = new Map<string, Hold>()
  const queues = new Map<string, Waiting[]>()

  function free(name: string, held: Hold): void {
    if (holders.get(name) !== held) return
    holders.delete(name)
    const next = queues.get(name)?.shift()
    if (next !== undefined) next.take(hold(name, next.user))
  }

  function hold(name: string, user: LockUser): () => void {
    const held = { user }
    holders.set(name, held)
    return () => free(name, held)
  }

  function wait(name: string, user: LockUser, signal: CancelSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const queue = queues.get(name) ?? []
      queues.set(name, queue)
      const waiting: Waiting = {
        user,
        take(release) {
          signal.removeEventListener('abort', abort)
          resolve(release)
        },
      }
      function abort(): void {
        const place = queue.indexOf(waiting)
        if (place !== -1) queue.splice(place, 1)
        reject(new ChatError('call-aborted'))
      }
      queue.push(waiting)
      signal.addEventListener('abort', abort)
      if (signal.aborted) abort()
    })
  }

  return {
    of: (user) => ({
      async tryAcquire(name) {
        return user.isDead || holders.has(name) ? undefined : hold(name, user)
      },
      acquire(name, { signal }) {
        if (user.isDead) return new Promise(() => undefined)
        return holders.has(name) ? wait(name, user, signal) : Promise.resolve(hold(name, user))
      },
    }),
    release(user) {
      for (const queue of queues.values()) {
        for (const waiting of [...queue]) if (waiting.user === user) queue.splice(queue.indexOf(waiting), 1)
      }
      for (const [name, held] of [...holders]) if (held.user === user) free(name, held)
    },
    held: () => [...holders.keys()],
    isHolder: (user) => [...holders.values()].some((held) => held.user === user),
  }
}
