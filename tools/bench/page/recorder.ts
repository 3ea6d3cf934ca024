/** Something that took its time: when it began and how long it was, in milliseconds of the page's own clock. */
export interface Span {
  readonly startTime: number
  readonly duration: number
}

/** How one key or wheel turn felt: from the moment it happened to its handler, and to the next frame that was painted. */
export interface InputSpan extends Span {
  readonly type: string
  readonly delay: number
}

export interface Recording {
  /** Of the whole recording. */
  readonly durationMs: number
  /** Main-thread tasks over 50 ms, as the browser reports them. */
  readonly longTasks: readonly Span[]
  /** The pauses between frames that were longer than 50 ms. */
  readonly frameGaps: readonly Span[]
  readonly frameCount: number
  readonly inputs: readonly InputSpan[]
}

export interface Recorder {
  stop(): Recording
}

const inputTypes = ['keydown', 'wheel'] as const
/** Three frames at 60 a second. Shorter gaps are what a screen of 30 frames a second shows. */
const noticeableGapMs = 50

/** Watches the main thread from now on. */
export function startRecorder(): Recorder {
  const startTime = performance.now()
  const longTasks: Span[] = []
  const frameGaps: Span[] = []
  const inputs: InputSpan[] = []
  let frameCount = 0
  let lastFrame = startTime
  let isStopped = false

  const collect = (entries: readonly PerformanceEntry[]) => {
    for (const entry of entries) {
      if (entry.startTime >= startTime) longTasks.push({ startTime: entry.startTime, duration: entry.duration })
    }
  }
  const observer = new PerformanceObserver((list) => {
    collect(list.getEntries())
  })
  observer.observe({ type: 'longtask' })

  function onFrame(): void {
    if (isStopped) return
    const now = performance.now()
    frameCount += 1
    if (now - lastFrame > noticeableGapMs) frameGaps.push({ startTime: lastFrame, duration: now - lastFrame })
    lastFrame = now
    requestAnimationFrame(onFrame)
  }
  requestAnimationFrame(onFrame)

  function onInput({ type, timeStamp }: Event): void {
    const handledAt = performance.now()
    requestAnimationFrame(() => {
      // The frame with its effects is painted when the task after this one runs.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        inputs.push({
          type,
          startTime: timeStamp,
          delay: handledAt - timeStamp,
          duration: performance.now() - timeStamp,
        })
      }
      port2.postMessage(undefined)
    })
  }
  for (const type of inputTypes) addEventListener(type, onInput, { capture: true, passive: true })

  return {
    stop() {
      isStopped = true
      collect(observer.takeRecords())
      observer.disconnect()
      for (const type of inputTypes) removeEventListener(type, onInput, { capture: true })
      return { durationMs: performance.now() - startTime, longTasks, frameGaps, frameCount, inputs }
    },
  }
}
