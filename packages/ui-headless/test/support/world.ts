import { createChat, type Chat } from '@latchkey/core'
import { memoryStorage } from '@latchkey/storage-memory'
import { createLoopbackNetwork, loopbackTokenReader, type LoopbackNetwork } from '@latchkey/transport-loopback'
import { createKit, type Kit, type MessageRowView, type Readable, type TimelineView } from '@latchkey/ui-headless'
import { features, type WholeChat } from './features.js'
import { settle, testPlatform, testSurroundings, testTime, type TestTime } from './surroundings.js'

export const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
export const withAda = { conversationType: 'peer', conversationID: 'ada' } as const

/** A real backend, and Ada's device with what its view models are made of. */
export interface World {
  readonly network: LoopbackNetwork
  readonly time: TestTime
  readonly chat: WholeChat
  readonly kit: Kit
  setDeviceOffline(isOffline: boolean): void
  /** Ada opens the app again on the same device, with an offline login; everything is new but the storage. */
  relaunch(): Promise<Pick<World, 'chat' | 'kit' | 'setDeviceOffline'>>
  /** Another person, signed in. */
  signIn(userID: string): Promise<WholeChat>
}

/** Noon of a Wednesday in January, in London. */
export const noon = Date.UTC(2026, 0, 14, 12)

/** Everybody lives by one clock. Ada is signed in unless `isSignedIn` is `false`. */
export async function createWorld({ isSignedIn = true } = {}): Promise<World> {
  const time = testTime(noon)
  const network = createLoopbackNetwork({ clock: time, tokenLifeMs: 20 * 86_400_000 })
  await network.addUser({ userID: 'ada', userName: 'Ada Lovelace' })
  await network.addUser({ userID: 'bob', userName: 'Bob Hopper' })
  await network.addUser({ userID: 'eve', userName: 'Eve Moneypenny' })
  const storage = memoryStorage()
  const token = network.issueToken('ada')

  function launch(deviceStorage = storage) {
    const chat = createChat({
      app: 'test',
      storage: deviceStorage,
      transport: network.transport(),
      tokenReader: loopbackTokenReader(),
      platform: testPlatform(time),
      features,
    })
    const surroundings = testSurroundings(time)
    return { chat, kit: createKit(chat, surroundings), setDeviceOffline: surroundings.setDeviceOffline }
  }

  const ada = launch()
  if (isSignedIn) await ada.chat.login('ada', { token })
  await settle()
  return {
    ...ada,
    network,
    time,
    async relaunch() {
      const again = launch()
      await again.chat.login('ada', { token, isOfflineLogin: true })
      await settle()
      return again
    },
    async signIn(userID) {
      const { chat } = launch(memoryStorage())
      await chat.login(userID, { token: network.issueToken(userID) })
      await settle()
      return chat
    },
  }
}

/** Sends a text, and waits until the other side has it. */
export async function say(chat: Chat, conversationID: string, text: string): Promise<void> {
  await chat.sendMessage({ conversationType: 'peer', conversationID }, { type: 'text', text })
  await settle()
}

/** The messages among the rows. */
export const messagesOf = ({ rows }: TimelineView): readonly MessageRowView[] =>
  rows.filter((row) => row.type === 'message')

/** Follows a view model for the length of a test, and tells how often it changed. */
export async function follow<Snapshot>(readable: Readable<Snapshot>) {
  const seen: Snapshot[] = []
  const stop = readable.subscribe(() => seen.push(readable.getSnapshot()))
  await settle()
  return {
    stop,
    /** Every snapshot since the beginning. */
    seen,
    get now() {
      return readable.getSnapshot()
    },
  }
}
