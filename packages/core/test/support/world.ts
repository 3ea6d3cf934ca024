import { memoryStorage } from '@latchkey/storage-memory'
import {
  createLoopbackNetwork,
  loopbackTokenReader,
  type LoopbackNetwork,
  type LoopbackNetworkOptions,
} from '@latchkey/transport-loopback'
import { createChat, type ChatWith } from '../../src/chat.js'
import type { Chat, ChatOptions } from '../../src/contract/chat.js'
import type { ChatEventName, ChatEvents } from '../../src/contract/events.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { attachmentsFeature } from '../../src/features/attachments.js'
import { callsFeature } from '../../src/features/calls.js'
import { groupsFeature } from '../../src/features/groups.js'
import { testPlatform, type TestPlatform } from './test-platform.js'

/** With the features that tests of every chat use. */
export type TestChat = ChatWith<readonly [typeof callsFeature, typeof groupsFeature, typeof attachmentsFeature]>

/** One installation: its storage outlives the chats that are made over it. */
export interface Device {
  readonly platform: TestPlatform
  readonly storage: StorageDriver
  /** A new start of the app on this device. */
  launch(options?: Partial<ChatOptions>): TestChat
}

/** A backend with its network, the people it knows, and devices. */
export interface World {
  readonly network: LoopbackNetwork
  readonly platform: TestPlatform
  device(storage?: StorageDriver): Device
  /** A device on which the user has logged in online before, and been closed again. */
  returningDevice(userID: string, storage?: StorageDriver): Promise<Device & { readonly token: string }>
}

/** Everybody lives by the same clock: that of `platform`. */
export async function createWorld(options: LoopbackNetworkOptions = {}): Promise<World> {
  const platform = testPlatform()
  const network = createLoopbackNetwork({ clock: platform.clock, ...options })
  for (const [userID, userName] of [
    ['ada', 'Ada Lovelace'],
    ['bob', 'Bob Hopper'],
    ['eve', 'Eve Moneypenny'],
  ] as const) {
    await network.addUser({ userID, userName })
  }

  function device(storage: StorageDriver = memoryStorage()): Device {
    return {
      platform,
      storage,
      launch: (chatOptions = {}) =>
        createChat({
          app: 'test',
          storage,
          transport: network.transport(),
          tokenReader: loopbackTokenReader(),
          platform: { ...platform, locks: testPlatform().locks },
          ...chatOptions,
          features: [callsFeature, groupsFeature, attachmentsFeature],
        }),
    }
  }

  return {
    network,
    platform,
    device,
    async returningDevice(userID, storage) {
      const made = device(storage)
      const token = network.issueToken(userID)
      const chat = made.launch()
      await chat.login(userID, { token })
      await eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
      await chat.destroy()
      return { ...made, token }
    },
  }
}

/** The next event that `accepts`. */
export function eventOf<Name extends ChatEventName>(
  chat: Chat,
  name: Name,
  accepts: (event: ChatEvents[Name]) => boolean = () => true,
): Promise<ChatEvents[Name]> {
  return new Promise((resolve) => {
    const stop = chat.on(name, (event) => {
      if (!accepts(event)) return
      stop()
      resolve(event)
    })
  })
}

/** Every event of a name, from now on. */
export function recordEvents<Name extends ChatEventName>(chat: Chat, name: Name): ChatEvents[Name][] {
  const events: ChatEvents[Name][] = []
  chat.on(name, (event) => {
    events.push(event)
  })
  return events
}

/** The code with which a promise rejects; `undefined` when it resolves. */
export async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise
    return undefined
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}
