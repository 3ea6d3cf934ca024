import { memoryStorage } from '@latchkey/storage-memory'
import { loopbackTokenReader } from '@latchkey/transport-loopback'
import { onTestFinished } from 'vitest'
import { createChat, type ChatWith } from '../../src/chat.js'
import type { Chat } from '../../src/contract/chat.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import type { Feature } from '../../src/features/feature.js'
import { settle, testPlatform } from '../support/test-platform.js'
import { eventOf, type World } from '../support/world.js'

/** People with some features, who come, go offline and come back. */
export function createFeatureScene<const Features extends readonly Feature[]>(world: World, features: Features) {
  function launch(storage: StorageDriver = memoryStorage()): ChatWith<Features> {
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
    /** On a device that has caught up. */
    async join(userID: string, storage?: StorageDriver): Promise<ChatWith<Features>> {
      const chat = launch(storage)
      const isCaughtUp = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
      await chat.login(userID, { token: world.network.issueToken(userID) })
      await isCaughtUp
      return chat
    },
    /** Everybody. */
    async goOffline() {
      world.network.setConnectivity('refused')
      world.network.cut()
      await settle()
    },
    async goOnline() {
      world.network.setConnectivity('up')
      world.platform.control.comeOnline()
      await settle()
    },
  }
}

/** How an operation ended: its outcome, or the code with which it was refused. */
export async function outcomeOf(chat: Chat, receipt: { readonly operationID?: string }): Promise<string> {
  if (receipt.operationID === undefined) return 'none'
  const settlement = await chat.whenSettled(receipt.operationID)
  await settle()
  return settlement.outcome === 'failed' ? settlement.error.code : settlement.outcome
}
