import type { ChatOptions } from '../../src/contract/chat.js'
import type { Platform, PlatformChannel } from '../../src/contract/platform.js'
import type { StorageDriver, StorageSession } from '../../src/contract/storage-driver.js'
import { composeChat, type ChatWith } from '../../src/chat.js'
import type { Feature } from '../../src/features/feature.js'
import { relayVersion } from '../../src/tabs/relay-channel.js'
import type { Device } from './world.js'
import { createTestLocks } from './test-locks.js'

/** One tab of a browser: what it holds goes when it is closed, and nothing of it moves while it is stopped. */
export interface Tab<Features extends readonly Feature[] = readonly []> {
  readonly chat: ChatWith<Features>
  /** Stops it without notice: nothing reaches it, and nothing that it waits for comes back. */
  stop(): void
  /** Stops it after so many more of its steps: messages, timers, and what it asks of the storage. */
  stopAfter(steps: number): void
  readonly isStopped: boolean
  /** Lets it go on where it was. */
  wake(): void
  /** Ends it without notice: its locks and its database are free. */
  crash(): Promise<void>
  /** The browser takes its locks and its database away, though it may still run. */
  loseAll(): Promise<void>
  /** Neither hears the other tabs any more nor is heard by them. */
  mute(): void
  /** The page is about to be stopped, and is told. */
  freeze(): void
  /** How many databases it has open, and connections it has made. */
  readonly opened: number
  readonly connections: number
}

export type TabOptions<Features extends readonly Feature[]> = Partial<ChatOptions> & {
  readonly version?: number
  readonly storage?: StorageDriver
  readonly features?: Features
}

/** A browser with many tabs of one app over one device. */
export interface Browser {
  open<const Features extends readonly Feature[] = readonly []>(options?: TabOptions<Features>): Tab<Features>
  /** Everything that was posted. */
  readonly posted: readonly unknown[]
  post(message: unknown): void
}

export function createBrowser(
  device: Device,
  transport: ChatOptions['transport'],
  options: Partial<ChatOptions> = {},
): Browser {
  const locks = createTestLocks()
  const posted: unknown[] = []
  const ears = new Map<object, { readonly name: string; hear(message: unknown): void }>()

  function openChannel(name: string, gate: Gate, self: object, isMute: () => boolean): PlatformChannel {
    const listeners: ((message: unknown) => void)[] = []
    ears.set(self, {
      name,
      hear(message) {
        gate.run(() => {
          for (const listener of listeners) listener(message)
        })
      },
    })
    return {
      post(message) {
        if (isMute()) return
        const copy: unknown = structuredClone(message)
        posted.push(copy)
        gate.run(() => {
          for (const [owner, ear] of ears) {
            if (owner !== self && ear.name === name) queueMicrotask(() => ear.hear(structuredClone(copy)))
          }
        })
      },
      onMessage(listener) {
        listeners.push(listener)
      },
      close() {
        ears.delete(self)
      },
    }
  }

  return {
    posted,
    post(message) {
      for (const ear of ears.values()) ear.hear(structuredClone(message))
    },
    open({ version = relayVersion, storage = device.storage, features, ...chatOptions } = {}) {
      const gate = createGate()
      const releases = new Set<() => void>()
      const sessions = new Set<StorageSession>()
      const frozen = new Set<() => void>()
      const channels = new Set<object>()
      let isMute = false
      let connections = 0
      const kept = (release: () => void) => {
        const once = () => {
          releases.delete(once)
          release()
        }
        releases.add(once)
        return once
      }
      const platform: Platform = {
        ...device.platform,
        clock: {
          now: device.platform.clock.now,
          startTimer: (delayMs, callback) =>
            device.platform.clock.startTimer(delayMs, () => {
              gate.run(callback)
            }),
        },
        page: {
          ...device.platform.page,
          onFreeze(listener) {
            frozen.add(listener)
            return () => frozen.delete(listener)
          },
        },
        locks: {
          async tryAcquire(name) {
            const release = await locks.tryAcquire(name)
            return release && kept(release)
          },
          async acquire(name, given) {
            const release = kept(await locks.acquire(name, given))
            await gate.passed()
            return release
          },
        },
        openChannel(name) {
          const self = {}
          channels.add(self)
          return openChannel(name, gate, self, () => isMute)
        },
      }
      async function loseAll(): Promise<void> {
        await Promise.all([...sessions].map((session) => session.close()))
        sessions.clear()
        for (const release of [...releases]) release()
      }
      const chat = composeChat<NonNullable<typeof features>>(
        {
          app: 'test',
          tokenReader: options.tokenReader,
          storage: gated(storage, gate, sessions),
          transport: {
            ...transport,
            connect(...parameters) {
              connections += 1
              return transport.connect(...parameters)
            },
          },
          ...options,
          ...chatOptions,
          ...(features && { features }),
          platform,
        } as ChatOptions & { readonly features?: NonNullable<typeof features> },
        version,
      )
      return {
        chat,
        get opened() {
          return sessions.size
        },
        get connections() {
          return connections
        },
        stop: gate.close,
        stopAfter: gate.closeAfter,
        get isStopped() {
          return gate.isClosed
        },
        wake: gate.open,
        async crash() {
          gate.close()
          await loseAll()
        },
        loseAll,
        mute() {
          for (const channel of channels) ears.delete(channel)
          isMute = true
        },
        freeze() {
          for (const listener of [...frozen]) listener()
        },
      }
    },
  }
}

/** What passes only while it is open. */
interface Gate {
  readonly isClosed: boolean
  run(task: () => void): void
  passed(): Promise<void>
  open(): void
  close(): void
  closeAfter(steps: number): void
}

function createGate(): Gate {
  let stepsLeft = Infinity
  const waiting: (() => void)[] = []
  function run(task: () => void): void {
    if (stepsLeft <= 0) {
      waiting.push(task)
      return
    }
    stepsLeft -= 1
    task()
  }
  return {
    get isClosed() {
      return stepsLeft <= 0
    },
    run,
    passed: () => new Promise((resolve) => run(resolve)),
    open() {
      stepsLeft = Infinity
      while (stepsLeft > 0 && waiting.length > 0) waiting.shift()?.()
    },
    close() {
      stepsLeft = 0
    },
    closeAfter(steps) {
      stepsLeft = steps
    },
  }
}

/** The same storage as a tab has it: what it asks for stands still with it. */
function gated(storage: StorageDriver, gate: Gate, sessions: Set<StorageSession>): StorageDriver {
  const through = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    await gate.passed()
    try {
      return await work()
    } finally {
      await gate.passed()
    }
  }
  return {
    ...storage,
    small: {
      get: (...parameters) => through(() => storage.small.get(...parameters)),
      put: (...parameters) => through(() => storage.small.put(...parameters)),
      remove: (...parameters) => through(() => storage.small.remove(...parameters)),
    },
    async open(...parameters) {
      const session = await through(() => storage.open(...parameters))
      sessions.add(session)
      return {
        ...session,
        get: (...given) => through(() => session.get(...given)),
        range: (...given) => through(() => session.range(...given)),
        write: (...given) => through(() => session.write(...given)),
        close: () =>
          through(() => {
            sessions.delete(session)
            return session.close()
          }),
      }
    },
  }
}
