/** What a view subscribes to: the same shape as core's live queries. A snapshot is the same object until it changes. */
export interface Readable<Snapshot> {
  getSnapshot(): Snapshot
  /** Work begins with the first subscriber and ends with the last. Returns what ends the subscription. */
  subscribe(listener: () => void): () => void
}

/** A value that code sets. */
export interface Writable<Snapshot> extends Readable<Snapshot> {
  set(next: Snapshot): void
}

export function createWritable<Snapshot>(
  initial: Snapshot,
  /** Called with the first subscriber; returns what is called after the last. */
  onActive?: () => () => void,
): Writable<Snapshot> {
  const listeners = new Set<() => void>()
  let snapshot = initial
  let onIdle: (() => void) | undefined
  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      // A wrapper of its own, so that one function can subscribe twice.
      const entry = () => {
        listener()
      }
      listeners.add(entry)
      if (listeners.size === 1) onIdle = onActive?.()
      return () => {
        if (!listeners.delete(entry) || listeners.size > 0) return
        onIdle?.()
        onIdle = undefined
      }
    },
    set(next) {
      if (Object.is(snapshot, next)) return
      snapshot = next
      for (const listener of [...listeners]) listener()
    },
  }
}

/**
 * A value computed from others, anew only when one of them changed. `compute` receives its last result, so that parts that
 * did not change can keep their identity.
 */
export function derive<Snapshot>(
  sources: readonly Readable<unknown>[],
  compute: (previous: Snapshot | undefined) => Snapshot,
): Readable<Snapshot> {
  let last: { readonly inputs: readonly unknown[]; readonly result: Snapshot } | undefined

  function getSnapshot(): Snapshot {
    const inputs = sources.map((source) => source.getSnapshot())
    const isSame = last?.inputs.every((input, index) => Object.is(input, inputs[index])) === true
    if (last === undefined || !isSame) last = { inputs, result: compute(last?.result) }
    return last.result
  }

  return {
    getSnapshot,
    subscribe(listener) {
      let shown = getSnapshot()
      const stops = sources.map((source) =>
        source.subscribe(() => {
          const next = getSnapshot()
          if (Object.is(next, shown)) return
          shown = next
          listener()
        }),
      )
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}
