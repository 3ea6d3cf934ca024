import type { Platform, PlatformClock } from '../contract/platform.js'

/** Cuts long work into slices, so that a page stays alive meanwhile. */
export interface Pacer {
  /** Whether the present slice has taken its time. */
  isDue(): boolean
  /** Lets what waits go first; with it the next slice begins. */
  pause(): Promise<void>
}

/** Half of a frame at 60 frames a second: input and painting have the other half. */
const sliceMs = 8

/** Never due where the platform does not let others go first. */
export function createPacer({
  clock,
  letOthersGoFirst,
}: {
  readonly clock: PlatformClock
  readonly letOthersGoFirst: Platform['letOthersGoFirst'] | undefined
}): Pacer {
  let begunAt = clock.now()
  return {
    isDue() {
      if (letOthersGoFirst === undefined) return false
      const elapsedMs = clock.now() - begunAt
      // A clock that was set back says nothing.
      return elapsedMs >= sliceMs || elapsedMs < 0
    },
    async pause() {
      await letOthersGoFirst?.()
      begunAt = clock.now()
    },
  }
}
