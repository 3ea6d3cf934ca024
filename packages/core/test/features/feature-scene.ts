import type { Chat } from '../../src/contract/chat.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import type { Feature } from '../../src/features/feature.js'
import { clientsWith } from '../support/clients.js'
import { settle } from '../support/test-platform.js'
import type { World } from '../support/world.js'

/** People with some features, who come, go offline and come back. */
export function createFeatureScene<const Features extends readonly Feature[]>(world: World, features: Features) {
  const { launch, join } = clientsWith(features)
  return {
    launch: (storage?: StorageDriver) => launch(world, storage),
    /** On a device that has caught up. */
    join: (userID: string, storage?: StorageDriver) => join(world, userID, storage),
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
