/** Finds out that the other side has gone silent, which no WebSocket in a browser tells by itself. */
export interface Heartbeat {
  /** Something came in: the other side is there. */
  heard(): void
  /** Asks now, because there is reason to doubt. */
  probe(): void
  stop(): void
}

/**
 * Asks with `ping` when nothing came in for `intervalMs`, and calls `onSilent` once when nothing comes in for `timeoutMs`
 * after that. A dead link is found within two intervals and one time-out.
 */
export function startHeartbeat(options: {
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly ping: () => void
  readonly onSilent: () => void
}): Heartbeat {
  let hasHeard = false
  let isProbing = false
  let timer = setTimeout(check, options.intervalMs)

  // One timer per interval instead of one per frame: under load frames come by the thousand.
  function check(): void {
    if (!hasHeard) {
      probe()
      return
    }
    hasHeard = false
    timer = setTimeout(check, options.intervalMs)
  }

  function probe(): void {
    if (isProbing) return
    isProbing = true
    hasHeard = false
    clearTimeout(timer)
    timer = setTimeout(judge, options.timeoutMs)
    options.ping()
  }

  function judge(): void {
    isProbing = false
    if (hasHeard) check()
    else options.onSilent()
  }

  return {
    heard() {
      hasHeard = true
    },
    probe,
    stop() {
      // A probe after this must not start the timer again.
      isProbing = true
      clearTimeout(timer)
    },
  }
}
