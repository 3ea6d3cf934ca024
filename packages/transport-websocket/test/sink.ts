import type { PushedChanges, TransportSignal, TransportSink } from '@latchkey/core/driver'

/** A sink that remembers what it was given and says when it is done with it. */
export interface RecordingSink extends TransportSink {
  readonly delivered: (PushedChanges | TransportSignal)[]
  /** Resolves when `delivered` holds `count` things. */
  delivery(count: number): Promise<void>
  /** From now on changes are not dealt with until the function returned is called. */
  hold(): () => void
}

export function recordingSink(): RecordingSink {
  const delivered: (PushedChanges | TransportSignal)[] = []
  let waiters: { readonly count: number; readonly resolve: () => void }[] = []
  let held: Promise<void> = Promise.resolve()

  function record(fact: PushedChanges | TransportSignal): void {
    delivered.push(fact)
    for (const waiter of waiters) if (waiter.count <= delivered.length) waiter.resolve()
    waiters = waiters.filter((waiter) => waiter.count > delivered.length)
  }

  return {
    delivered,
    changes(pushed) {
      record(pushed)
      return held
    },
    signal: record,
    delivery(count) {
      if (delivered.length >= count) return Promise.resolve()
      return new Promise((resolve) => waiters.push({ count, resolve }))
    },
    hold() {
      let release: () => void = () => undefined
      held = new Promise((resolve) => {
        release = resolve
      })
      return () => release()
    },
  }
}
