import type { Chat } from '@latchkey/core'
import type { Recorder } from './recorder.ts'

/** What the page offers to the bench that drives it. */
export interface BenchPage {
  readonly chat: Chat
  startRecorder(): Recorder
  /** The recording under way. */
  recorder?: Recorder
  /** Settles when this page has caught up for the first time. */
  readonly caughtUp: Promise<void>
}

declare global {
  var bench: BenchPage
}
