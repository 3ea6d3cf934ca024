/** Remembers the last keys it was told, at most `limit`. */
export interface BoundedSet {
  has(key: string): boolean
  add(key: string): void
  delete(key: string): void
}

export function createBoundedSet(limit: number): BoundedSet {
  const keys = new Set<string>()
  return {
    has: (key) => keys.has(key),
    add(key) {
      keys.delete(key)
      keys.add(key)
      const [oldest] = keys
      if (keys.size > limit && oldest !== undefined) keys.delete(oldest)
    },
    delete(key) {
      keys.delete(key)
    },
  }
}
