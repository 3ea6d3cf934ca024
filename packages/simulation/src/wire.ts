import type { Random } from './random.js'
import type { Timeline } from './timeline.js'

/** What can happen to a single frame. */
export type LinkFault = 'drop' | 'delay' | 'double' | 'reorder' | 'duplicatePush'
export type Direction = 'up' | 'down'

/** The way between a client and the backend: frames travel it in order, unless a fault is on the way. */
export interface Wire {
  send(direction: Direction, label: string, arrive: () => void): void
  /** The next frame meets this fault. */
  arm(fault: LinkFault): void
  /** From now on frames vanish, and nobody is told until the silence is noticed. */
  silence(): void
  /** Timers of the ends; they stop when the wire closes. */
  after(delayMs: number, happen: () => void): () => void
  pause(delayMs: number): Promise<void>
  close(): void
}

export interface WireOptions {
  readonly timeline: Timeline
  readonly random: Random
  /** One way, as it is now. */
  latencyMs(): number
  note(what: string): void
  /** A fault has met a frame. */
  onFault(fault: LinkFault): void
  /** Nothing has come through for longer than a driver waits. */
  onSilent(): void
}

const shortestSilenceMs = 8_000
const longestSilenceMs = 25_000

export function createWire({ timeline, random, latencyMs, note, onFault, onSilent }: WireOptions): Wire {
  const lastArrival = { up: 0, down: 0 }
  const armed: LinkFault[] = []
  let isSilent = false
  let isClosed = false

  function after(delayMs: number, happen: () => void): () => void {
    return timeline.after(delayMs, () => {
      if (!isClosed) happen()
    })
  }

  /** The first armed fault that can happen to this frame. */
  function takeFault(label: string): LinkFault | undefined {
    const index = armed.findIndex((fault) => fault !== 'duplicatePush' || label.startsWith('push'))
    return index === -1 ? undefined : armed.splice(index, 1)[0]
  }

  return {
    send(direction, label, arrive) {
      if (isClosed || isSilent) return
      const fault = takeFault(label)
      if (fault !== undefined) {
        note(`${fault}: ${label}`)
        onFault(fault)
      }
      if (fault === 'drop') return
      const latency = latencyMs()
      const travelMs = latency + random.below(1 + latency / 4)
      let arrival = Math.max(timeline.now + travelMs, lastArrival[direction])
      if (fault === 'reorder') arrival += random.between(1, 600)
      else {
        if (fault === 'delay') arrival += random.between(200, 9_000)
        lastArrival[direction] = arrival
      }
      const happen = () => {
        if (isSilent) return
        note(label)
        arrive()
      }
      after(arrival - timeline.now, happen)
      if (fault === 'double' || fault === 'duplicatePush') after(arrival - timeline.now + random.below(2_000), happen)
    },
    arm(fault) {
      armed.push(fault)
    },
    silence() {
      if (isSilent) return
      isSilent = true
      after(random.between(shortestSilenceMs, longestSilenceMs), onSilent)
    },
    after,
    pause: (delayMs) =>
      new Promise((resolve) => {
        timeline.after(delayMs, resolve)
      }),
    close() {
      isClosed = true
    },
  }
}
