import type { Timeline } from './timeline.js'

/** What stands between a tab and the world: while the tab is frozen nothing reaches it, and what came waits in order. */
export interface Gate {
  readonly isClosed: boolean
  /** Runs `task` now, or when the tab has woken and everything before it has run. */
  run(task: () => void): void
  /** Resolves when the tab may go on. */
  passed(): Promise<void>
  close(): void
  /** Closes in front of the n-th task from now, in the middle of whatever the tab does, and tells so. */
  closeAfter(tasks: number, onClosed: () => void): void
  /** What waited runs from now on, each as a happening of its own. */
  open(): void
}

export function createGate(timeline: Timeline): Gate {
  const waiting: (() => void)[] = []
  let isClosed = false
  let isDraining = false
  let closing: { tasks: number; readonly onClosed: () => void } | undefined

  function drain(): void {
    if (isDraining) return
    isDraining = true
    timeline.after(0, () => {
      isDraining = false
      if (isClosed) return
      waiting.shift()?.()
      if (waiting.length > 0) drain()
    })
  }

  function count(): void {
    if (closing === undefined || isClosed) return
    closing.tasks -= 1
    if (closing.tasks > 0) return
    const { onClosed } = closing
    closing = undefined
    isClosed = true
    onClosed()
  }

  function run(task: () => void): void {
    count()
    if (isClosed || waiting.length > 0) waiting.push(task)
    else task()
  }

  return {
    get isClosed() {
      return isClosed
    },
    run,
    passed: () =>
      new Promise((resolve) => {
        run(resolve)
      }),
    close() {
      isClosed = true
    },
    closeAfter(tasks, onClosed) {
      closing = { tasks, onClosed }
    },
    open() {
      closing = undefined
      isClosed = false
      if (waiting.length > 0) drain()
    },
  }
}
