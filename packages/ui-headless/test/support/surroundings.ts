import { createHash, randomBytes } from 'node:crypto'
import type { Platform } from '@latchkey/core'
import type { Surroundings } from '@latchkey/ui-headless'

/** One clock for everything in a test: what stands still until it is moved. */
export interface TestTime {
  now(): number
  /** Returns what cancels it. */
  startTimer(delayMs: number, callback: () => void): () => void
  /** Moves the clock forward and calls the timers that come due, in their order. */
  advance(durationMs: number): Promise<void>
  readonly pendingTimers: number
}

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

export function testTime(start: number): TestTime {
  const timers = new Set<{ readonly due: number; readonly callback: () => void }>()
  let present = start
  return {
    now: () => present,
    startTimer(delayMs, callback) {
      const timer = { due: present + delayMs, callback }
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    async advance(durationMs) {
      const end = present + durationMs
      for (;;) {
        const next = [...timers].filter(({ due }) => due <= end).sort((left, right) => left.due - right.due)[0]
        if (next === undefined) break
        timers.delete(next)
        present = next.due
        next.callback()
        await settle()
      }
      present = end
      await settle()
    },
    get pendingTimers() {
      return timers.size
    },
  }
}

/** The world of view models: London, British English, and a device that is online until it is told otherwise. */
export function testSurroundings(time: TestTime): Surroundings & { setDeviceOffline(isOffline: boolean): void } {
  const listeners = new Set<() => void>()
  let isOffline = false
  return {
    now: time.now,
    startTimer: time.startTimer,
    isDeviceOffline: {
      get: () => isOffline,
      onChange(listener) {
        listeners.add(listener)
        return () => {
          listeners.delete(listener)
        }
      },
    },
    locale: 'en-GB',
    timeZone: 'Europe/London',
    // A picture states its size in its name: no device looks into bytes here.
    async readMedia({ fileName, mimeType }) {
      const [, width, height] = /(\d+)x(\d+)/.exec(fileName) ?? []
      if (width === undefined || height === undefined || !mimeType.startsWith('image/')) return undefined
      return { type: 'image', width: Number(width), height: Number(height) }
    },
    setDeviceOffline(next) {
      isOffline = next
      for (const listener of [...listeners]) listener()
    },
  }
}

/** The world of core, on the same clock. */
export function testPlatform(time: TestTime): Platform {
  const nothing = () => () => undefined
  return {
    name: 'test',
    clock: { now: time.now, startTimer: time.startTimer },
    random: { bytes: (count) => new Uint8Array(randomBytes(count)) },
    crypto: { sha256: async (text) => createHash('sha256').update(text).digest('hex') },
    network: { onOnline: nothing },
    page: { onShow: nothing, onHide: nothing, onFreeze: nothing },
    locks: { tryAcquire: async () => () => undefined, acquire: async () => () => undefined },
  }
}
