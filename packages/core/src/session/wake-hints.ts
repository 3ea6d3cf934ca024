import type { Platform } from '../contract/platform.js'

/** How often it is checked whether the device slept. */
const intervalMs = 5_000
/** A timer that comes this much too late was slept through: a busy device is late by less. */
const longestDelayMs = 5_000

/**
 * Calls back when there is reason to believe that the backend can be reached again: the platform says that the network or
 * the page is back, or the device woke up. Returns what ends it.
 */
export function watchForWakeHints(
  { clock, network, page }: Pick<Platform, 'clock' | 'network' | 'page'>,
  onHint: () => void,
): () => void {
  const stopOnline = network.onOnline(onHint)
  const stopShow = page.onShow(onHint)
  let stopTimer = startTimer()

  // Neither signal comes to a page that stayed in sight, nor to Node; but no timer runs while a device sleeps.
  function startTimer(): () => void {
    const startedAt = clock.now()
    return clock.startTimer(intervalMs, () => {
      stopTimer = startTimer()
      if (clock.now() - startedAt > intervalMs + longestDelayMs) onHint()
    })
  }

  return () => {
    stopOnline()
    stopShow()
    stopTimer()
  }
}
