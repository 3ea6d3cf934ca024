import type { Kit } from './kit.js'
import type { Readable } from './readable.js'

/** How late a new day may be noticed. */
const lookAfterMs = 60_000

/** The present day, as a text that changes at midnight: what says "today" is computed anew then. */
export function createDay({ surroundings, formats }: Kit): Readable<string> {
  const getSnapshot = () => formats.dayKey(surroundings.now())
  return {
    getSnapshot,
    subscribe(listener) {
      let shown = getSnapshot()
      let stopTimer = lookLater()

      function lookLater(): () => void {
        return surroundings.startTimer(lookAfterMs, () => {
          stopTimer = lookLater()
          if (getSnapshot() === shown) return
          shown = getSnapshot()
          listener()
        })
      }

      return () => {
        stopTimer()
      }
    },
  }
}
