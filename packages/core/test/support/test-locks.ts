import type { PlatformLocks } from '../../src/contract/platform.js'

/** Locks that are granted in the order in which they were asked for. */
export interface TestLocks extends PlatformLocks {
  /** Names that are held. */
  readonly held: readonly string[]
}

export function createTestLocks(): TestLocks {
  const queues = new Map<string, (() => void)[]>()

  function hold(name: string): () => void {
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      const next = queues.get(name)?.shift()
      if (next === undefined) queues.delete(name)
      else next()
    }
  }

  return {
    get held() {
      return [...queues.keys()]
    },
    async tryAcquire(name) {
      if (queues.has(name)) return undefined
      queues.set(name, [])
      return hold(name)
    },
    acquire(name, { signal }) {
      return new Promise((resolve, reject) => {
        const queue = queues.get(name)
        if (queue === undefined) {
          queues.set(name, [])
          resolve(hold(name))
          return
        }
        const grant = () => {
          signal.removeEventListener('abort', abort)
          resolve(hold(name))
        }
        const abort = () => {
          const place = queue.indexOf(grant)
          if (place >= 0) queue.splice(place, 1)
          reject(new Error('aborted'))
        }
        if (signal.aborted) {
          abort()
          return
        }
        queue.push(grant)
        signal.addEventListener('abort', abort)
      })
    },
  }
}
