import type { Change, PushedChanges, TransportSignal, TransportSink } from '@latchkey/core/driver'

/** A sink that keeps what it was given. */
export interface RecordingSink extends TransportSink {
  readonly pushes: readonly PushedChanges[]
  readonly signals: readonly TransportSignal[]
  /** Resolves as soon as it holds; looked at again with every delivery. */
  until(holds: () => boolean): Promise<void>
  /** From now on changes are not dealt with, until the function returned is called. */
  hold(): () => void
}

export function recordingSink(): RecordingSink {
  const pushes: PushedChanges[] = []
  const signals: TransportSignal[] = []
  const waiting = new Set<() => void>()
  let isDealtWith: Promise<void> = Promise.resolve()

  function look(): void {
    for (const waiter of [...waiting]) waiter()
  }

  return {
    pushes,
    signals,
    changes(pushed) {
      pushes.push(pushed)
      look()
      return isDealtWith
    },
    signal(signal) {
      signals.push(signal)
      look()
    },
    until: (holds) =>
      new Promise((resolve) => {
        const waiter = () => {
          if (!holds()) return
          waiting.delete(waiter)
          resolve()
        }
        waiting.add(waiter)
        waiter()
      }),
    hold() {
      let release: () => void = () => undefined
      isDealtWith = new Promise((resolve) => {
        release = resolve
      })
      return () => release()
    },
  }
}

/** The changes of several pushes, in their order. */
export function changesOf(pushes: readonly PushedChanges[]): Change[] {
  return pushes.flatMap(({ changes }) => changes)
}
