import { createHash } from 'node:crypto'
import type { Platform } from '@latchkey/core/driver'
import type { Gate } from './gate.js'
import type { Random } from './random.js'
import type { TabChannels } from './tab-channel.js'
import type { TabLocks } from './tab-locks.js'
import type { Timeline } from './timeline.js'

/** The world as one life of a client sees it. */
export interface SimulatedPlatform extends Platform {
  /** The network came back. */
  tellOnline(): void
  tellShown(): void
  tellHidden(): void
  tellFrozen(): void
  /** Timers that run and listeners that listen. */
  leftOver(): readonly string[]
}

export interface PlatformUser {
  readonly name: string
  readonly isDead: boolean
}

export function createPlatform({
  timeline,
  random,
  now,
  locks,
  channels,
  gate,
  user,
}: {
  readonly timeline: Timeline
  readonly random: Random
  /** The device's clock. */
  now(): number
  readonly locks: TabLocks
  /** Absent where there is one tab. */
  readonly channels: TabChannels | undefined
  readonly gate: Gate
  readonly user: PlatformUser
}): SimulatedPlatform {
  const tabLocks = locks.of(user)
  let timers = 0
  let openChannels = 0
  const online = new Set<() => void>()
  const shown = new Set<() => void>()
  const hidden = new Set<() => void>()
  const frozen = new Set<() => void>()

  function listen(listeners: Set<() => void>, listener: () => void): () => void {
    const own = () => listener()
    listeners.add(own)
    return () => {
      listeners.delete(own)
    }
  }

  const onPage = () => shown.size + hidden.size + frozen.size

  function tell(listeners: ReadonlySet<() => void>): void {
    gate.run(() => {
      if (!user.isDead) for (const listener of [...listeners]) listener()
    })
  }

  return {
    name: 'simulated',
    clock: {
      now,
      startTimer(delayMs, callback) {
        if (user.isDead) return () => undefined
        let isRunning = true
        timers += 1
        const callOff = timeline.after(delayMs, () => {
          gate.run(() => {
            if (!isRunning || user.isDead) return
            isRunning = false
            timers -= 1
            callback()
          })
        })
        return () => {
          if (!isRunning) return
          isRunning = false
          timers -= 1
          callOff()
        }
      },
    },
    random: {
      bytes(count) {
        const bytes = new Uint8Array(count)
        for (let index = 0; index < count; index += 1) bytes[index] = random.below(256)
        return bytes
      },
    },
    crypto: { sha256: async (text) => createHash('sha256').update(text).digest('hex') },
    network: { onOnline: (listener) => listen(online, listener) },
    page: {
      onShow: (listener) => listen(shown, listener),
      onHide: (listener) => listen(hidden, listener),
      onFreeze: (listener) => listen(frozen, listener),
    },
    locks: {
      tryAcquire: tabLocks.tryAcquire,
      async acquire(...parameters) {
        const release = await tabLocks.acquire(...parameters)
        // A frozen tab may be given a lock, and does not know it.
        await gate.passed()
        return release
      },
    },
    ...(channels === undefined
      ? {}
      : {
          openChannel(name) {
            const channel = channels.open(name, user, gate)
            openChannels += 1
            return {
              ...channel,
              close() {
                openChannels -= 1
                channel.close()
              },
            }
          },
        }),
    tellOnline: () => tell(online),
    tellShown: () => tell(shown),
    tellHidden: () => tell(hidden),
    tellFrozen: () => tell(frozen),
    leftOver: () => [
      ...(timers === 0 ? [] : [`${timers} timers`]),
      ...(online.size === 0 ? [] : [`${online.size} listeners for the network`]),
      ...(openChannels === 0 ? [] : [`${openChannels} channels`]),
      ...(onPage() === 0 ? [] : [`${onPage()} listeners for the page`]),
    ],
  }
}
