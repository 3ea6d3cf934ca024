import { createHash, randomBytes } from 'node:crypto'
import type { Platform } from '../../src/contract/platform.js'
import { createTestLocks } from './test-locks.js'

/** A platform whose clock stands still until a test moves it, and whose signals a test gives. */
export interface TestPlatform extends Platform {
  readonly control: {
    /** Moves the clock forward, and calls the timers that come due, in their order. */
    advance(milliseconds: number): Promise<void>
    /** Sets the clock without calling a timer, as a user, a dead battery or a sleep does: timers keep what they have left. */
    setClock(now: number): void
    comeOnline(): void
    show(): void
    hide(): void
    /** The page is about to be stopped. */
    freeze(): void
    /** Timers that have been started and neither fired nor been cancelled. */
    readonly pendingTimers: number
    /** How many listeners the platform still has. */
    readonly listeners: number
  }
}

/** Turns of the event loop in which all that a timer calls comes to rest. */
const turnsOfATimer = 6

interface Timer {
  due: number
  readonly callback: () => void
}

export function testPlatform({ now = Date.UTC(2026, 0, 1) }: { readonly now?: number } = {}): TestPlatform {
  const timers = new Set<Timer>()
  const online = new Set<() => void>()
  const shown = new Set<() => void>()
  const hidden = new Set<() => void>()
  const frozen = new Set<() => void>()
  const locks = createTestLocks()
  let time = now

  function listen(listeners: Set<() => void>, listener: () => void): () => void {
    const entry = () => {
      listener()
    }
    listeners.add(entry)
    return () => {
      listeners.delete(entry)
    }
  }

  function tell(listeners: ReadonlySet<() => void>): void {
    for (const listener of [...listeners]) listener()
  }

  return {
    name: 'test',
    clock: {
      now: () => time,
      startTimer(delayMs, callback) {
        const timer = { due: time + delayMs, callback }
        timers.add(timer)
        return () => {
          timers.delete(timer)
        }
      },
    },
    random: { bytes: (count) => new Uint8Array(randomBytes(count)) },
    crypto: { sha256: async (text) => createHash('sha256').update(text).digest('hex') },
    network: { onOnline: (listener) => listen(online, listener) },
    page: {
      onShow: (listener) => listen(shown, listener),
      onHide: (listener) => listen(hidden, listener),
      onFreeze: (listener) => listen(frozen, listener),
    },
    locks,
    control: {
      async advance(milliseconds) {
        const end = time + milliseconds
        // What was just called may still be on its way to starting a timer.
        await settle()
        for (;;) {
          const next = [...timers].filter(({ due }) => due <= end).sort((left, right) => left.due - right.due)[0]
          if (next === undefined) break
          timers.delete(next)
          time = Math.max(time, next.due)
          next.callback()
          await settle(turnsOfATimer)
        }
        time = end
        await settle()
      },
      setClock(value) {
        for (const timer of timers) timer.due += value - time
        time = value
      },
      comeOnline: () => {
        tell(online)
      },
      show: () => {
        tell(shown)
      },
      hide: () => {
        tell(hidden)
      },
      freeze: () => {
        tell(frozen)
      },
      get pendingTimers() {
        return timers.size
      },
      get listeners() {
        return online.size + shown.size + hidden.size + frozen.size
      },
    },
  }
}

/** Lets everything that is ready run: promises, and the drivers' turns of the event loop. */
export async function settle(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
