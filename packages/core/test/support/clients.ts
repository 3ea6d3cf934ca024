import { memoryStorage } from '@latchkey/storage-memory'
import { loopbackTokenReader } from '@latchkey/transport-loopback'
import { onTestFinished } from 'vitest'
import { createChat, type ChatWith } from '../../src/chat.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import type { Feature } from '../../src/features/feature.js'
import { testPlatform } from './test-platform.js'
import { eventOf, type World } from './world.js'

/** Chats with the same features, each on a device of its own unless it is given the storage of another; they end with the test. */
export interface Clients<Features extends readonly Feature[]> {
  launch(world: World, storage?: StorageDriver): ChatWith<Features>
  /** Logs in online, and has caught up when it resolves. */
  join(world: World, userID: string, storage?: StorageDriver, token?: string): Promise<ChatWith<Features>>
}

export function clientsWith<const Features extends readonly Feature[]>(features: Features): Clients<Features> {
  function launch(world: World, storage: StorageDriver = memoryStorage()): ChatWith<Features> {
    const chat = createChat({
      app: 'test',
      storage,
      transport: world.network.transport(),
      tokenReader: loopbackTokenReader(),
      platform: { ...world.platform, locks: testPlatform().locks },
      features,
    })
    onTestFinished(() => chat.destroy())
    return chat
  }
  return {
    launch,
    async join(world, userID, storage, token = world.network.issueToken(userID)) {
      const chat = launch(world, storage)
      const isCaughtUp = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
      await chat.login(userID, { token })
      await isCaughtUp
      return chat
    },
  }
}
