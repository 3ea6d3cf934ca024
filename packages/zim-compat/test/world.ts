import { callsFeature, createChat, groupsFeature, type ChatWith } from '@latchkey/core'
import { memoryStorage } from '@latchkey/storage-memory'
import { createLoopbackNetwork, loopbackTokenReader, type LoopbackNetwork } from '@latchkey/transport-loopback'
import { onTestFinished } from 'vitest'
import { configure, ZIM, type ZIMEventName, type ZIMEventPayloads } from '../src/index.js'

export const appID = 1_234_567

/** A real backend, and the app of this package on one device; the others are on devices of their own. */
export interface World {
  readonly network: LoopbackNetwork
  /** Starts the app on the one device; an instance before it ends. */
  launch(): ZIM
  /** As `launch`, with Ada logged in and caught up. */
  launchAda(token?: string): Promise<ZIM>
  /** Another client of the backend, which knows nothing of this package. */
  join(userID: string): Promise<ChatWith<readonly [typeof callsFeature, typeof groupsFeature]>>
}

/** A real backend that knows Ada, Bob and Eve. */
export async function createWorld(): Promise<World> {
  // No two messages are accepted in the same millisecond, so that lists by time have one order.
  let time = Date.now()
  const clock = { now: () => (time = Math.max(time + 1, Date.now())) }
  const network = createLoopbackNetwork({ clock })
  await network.addUser({ userID: 'ada', userName: 'Ada Lovelace' })
  await network.addUser({ userID: 'bob', userName: 'Bob Hopper' })
  await network.addUser({ userID: 'eve', userName: 'Eve Moneypenny' })
  const storage = memoryStorage()

  function launch(): ZIM {
    ZIM.getInstance()?.destroy()
    configure({ storage, transport: network.transport(), tokenReader: loopbackTokenReader() })
    const zim = ZIM.create({ appID })
    if (zim === null) throw new TypeError('There is an instance already.')
    onTestFinished(() => {
      zim.destroy()
    })
    return zim
  }

  return {
    network,
    launch,
    async launchAda(token = network.issueToken('ada')) {
      const zim = launch()
      const isCaughtUp = told(zim, 'conversationSyncStateChanged', ({ state }) => state === 1)
      await zim.login('ada', { token })
      await isCaughtUp
      zim.off('conversationSyncStateChanged')
      return zim
    },
    async join(userID) {
      const chat = createChat({
        features: [callsFeature, groupsFeature],
        app: `other-${userID}`,
        storage: memoryStorage(),
        transport: network.transport(),
        tokenReader: loopbackTokenReader(),
      })
      onTestFinished(() => chat.destroy())
      const isCaughtUp = new Promise<void>((resolve) => {
        chat.on('syncStateChanged', ({ state }) => {
          if (state === 'finished') resolve()
        })
      })
      await chat.login(userID, { token: network.issueToken(userID) })
      await isCaughtUp
      return chat
    },
  }
}

/** The next telling that `accepts`. It takes the place of the event's listener. */
export function told<Name extends ZIMEventName>(
  zim: ZIM,
  name: Name,
  accepts: (payload: ZIMEventPayloads[Name]) => boolean = () => true,
): Promise<ZIMEventPayloads[Name]> {
  return new Promise((resolve) => {
    zim.on(name, (_zim, payload) => {
      if (accepts(payload)) resolve(payload)
    })
  })
}

/** The number with which a call rejects; `undefined` when it resolves. */
export async function numberOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
    return undefined
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
}
