/** Virtual time, and everything that is going to happen in it. Nothing here waits for real time. */
export interface Timeline {
  /** Milliseconds since the timeline began. Only moves forward. */
  readonly now: number
  /** How many happenings there were. */
  readonly steps: number
  /** Lets `happen` happen after `delayMs`. Returns what calls it off. Ties happen in the order they were asked for. */
  after(delayMs: number, happen: () => void): () => void
  /**
   * Goes on until nothing happens before `until`, or `isDone` says so. Between two happenings every promise that can settle
   * has settled: that is what makes a replay exact.
   */
  run(until: number, isDone?: () => boolean): Promise<void>
}

interface Happening {
  readonly time: number
  readonly rank: number
  happen: (() => void) | undefined
}

export function createTimeline(): Timeline {
  const heap: Happening[] = []
  let now = 0
  let steps = 0
  let nextRank = 0

  function push(happening: Happening): void {
    let index = heap.length
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (isBefore(heap[parent] as Happening, happening)) break
      heap[index] = heap[parent] as Happening
      index = parent
    }
    heap[index] = happening
  }

  function pop(): Happening | undefined {
    const first = heap[0]
    const last = heap.pop()
    if (last === undefined || first === last) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Happening, heap[child] as Happening)) child += 1
      if (isBefore(last, heap[child] as Happening)) break
      heap[index] = heap[child] as Happening
      index = child
    }
    heap[index] = last
    return first
  }

  return {
    get now() {
      return now
    },
    get steps() {
      return steps
    },
    after(delayMs, happen) {
      const happening: Happening = { time: now + Math.max(0, delayMs), rank: nextRank, happen }
      nextRank += 1
      push(happening)
      return () => {
        happening.happen = undefined
      }
    },
    async run(until, isDone = () => false) {
      await settled()
      for (let next = heap[0]; next !== undefined && next.time <= until; next = heap[0]) {
        if (isDone()) return
        pop()
        const { happen } = next
        if (happen === undefined) continue
        now = next.time
        steps += 1
        happen()
        await settled()
      }
      if (Number.isFinite(until) && !isDone()) now = Math.max(now, until)
    },
  }
}

function isBefore(one: Happening, other: Happening): boolean {
  return one.time < other.time || (one.time === other.time && one.rank < other.rank)
}

/** A turn of the event loop: Node runs every promise job, and the jobs those make, before it goes on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
