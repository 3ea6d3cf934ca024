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
  let state: 'listening' | 'probing' | 'stopped' = 'listening'
  let hasHeard = false
  let timer = setTimeout(check, options.intervalMs)

  function listen(): void {
    state = 'listening'
    hasHeard = false
    timer = setTimeout(check, options.intervalMs)
  }

  function check(): void {
    if (hasHeard) listen()
    else probe()
  }

  function probe(): void {
    if (state !== 'listening') return
    state = 'probing'
    clearTimeout(timer)
    timer = setTimeout(options.onSilent, options.timeoutMs)
    options.ping()
  }

  return {
    heard() {
      // While listening only a note, no new timer: under load frames come by the thousand.
      hasHeard = true
      if (state !== 'probing') return
      clearTimeout(timer)
      listen()
    },
    probe,
    stop() {
      state = 'stopped'
      clearTimeout(timer)
    },
  }
}
