import type { PushedChanges, TransportSignal, TransportSink } from '@latchkey/core/driver'

/** Hands facts to core one after the other, and waits for core in between. */
export interface Deliveries {
  /** Resolves when core has dealt with them, or when deliveries have stopped. */
  changes(pushed: PushedChanges): Promise<void>
  /** Left out when too many wait already: a signal is worth something only at once. */
  signal(signal: TransportSignal): void
  /** The sink hears nothing more. */
  stop(): void
}

const maxWaitingSignals = 64

export function createDeliveries(sink: TransportSink): Deliveries {
  let isStopped = false
  let waitingSignals = 0
  let last: Promise<void> = Promise.resolve()

  function enqueue(deliver: () => Promise<void> | void): Promise<void> {
    const delivered = last.then(() => (isStopped ? undefined : deliver()))
    // A sink that fails must not end the deliveries: core notices by `after` what it has missed.
    last = delivered.catch(() => undefined)
    return last
  }

  return {
    changes: (pushed) => enqueue(() => sink.changes(pushed)),
    signal(signal) {
      if (waitingSignals === maxWaitingSignals) return
      waitingSignals += 1
      void enqueue(() => {
        waitingSignals -= 1
        sink.signal(signal)
      })
    },
    stop() {
      isStopped = true
    },
  }
}
