/** Something that lets through, or holds until it is opened again. */
export interface Gate {
  shut(): void
  open(): void
  /** Resolves at once, or when the gate opens; those who wait pass in the order they came. */
  pass(): Promise<void>
}

export function createGate(): Gate {
  let isShut = false
  let waiting: (() => void)[] = []
  return {
    shut() {
      isShut = true
    },
    open() {
      isShut = false
      const released = waiting
      waiting = []
      for (const release of released) release()
    },
    pass: () => (isShut ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
  }
}
