import { onTestFinished } from 'vitest'
import type { Chat, ChatOptions } from '../../src/contract/chat.js'
import { ConnectionState } from '../../src/contract/connection-state.js'
import type { ConversationReference } from '../../src/contract/conversation-reference.js'
import { settle } from '../support/test-platform.js'
import { createWorld, eventOf, type Device, type TestChat, type World } from '../support/world.js'
import { createTap, tappedTransport, type Tap } from './tapped-transport.js'

export const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
export const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
export const page = { count: 100 }

export function text(value: string) {
  return { type: 'text', text: value } as const
}

/** Ada with a network that a test takes away and gives back, and the people she writes to. */
export interface OutboxScene {
  readonly world: World
  /** What Ada's driver is asked. */
  readonly tap: Tap
  readonly device: Device
  ada: TestChat
  /** Another device, caught up; of Ada's or somebody else's. */
  join(userID: string): Promise<TestChat>
  goOffline(): Promise<void>
  goOnline(): Promise<void>
  /** Ada's app starts again, offline, on the same device. */
  relaunch(options?: Partial<ChatOptions>): Promise<TestChat>
}

export async function createOutboxScene(options: Partial<ChatOptions> = {}): Promise<OutboxScene> {
  const world = await createWorld()
  const tap = createTap()
  const device = world.device()
  const token = world.network.issueToken('ada')
  const launch = (more: Partial<ChatOptions> = {}) => {
    const chat = device.launch({ transport: tappedTransport(world.network.transport(), tap), ...options, ...more })
    onTestFinished(() => chat.destroy())
    return chat
  }
  const ada = launch()
  const isCaughtUp = eventOf(ada, 'syncStateChanged', ({ state }) => state === 'finished')
  await ada.login('ada', { token })
  await isCaughtUp
  const scene: OutboxScene = {
    world,
    tap,
    device,
    ada,
    async join(userID) {
      const chat = world.device().launch()
      onTestFinished(() => chat.destroy())
      const isFinished = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
      await chat.login(userID, { token: world.network.issueToken(userID) })
      await isFinished
      return chat
    },
    async goOffline() {
      world.network.setConnectivity('refused')
      world.network.cut()
      await settle()
    },
    async goOnline() {
      const isConnected = eventOf(
        scene.ada,
        'connectionStateChanged',
        ({ state }) => state === ConnectionState.Connected,
      )
      world.network.setConnectivity('up')
      world.platform.control.comeOnline()
      await isConnected
      await settle()
    },
    async relaunch(more) {
      await scene.ada.destroy()
      scene.ada = launch(more)
      await scene.ada.login('ada', { token, isOfflineLogin: true })
      await settle()
      return scene.ada
    },
  }
  return scene
}

/** The texts of a conversation as a chat shows them; of another kind of content its name. */
export async function textsOf(chat: Chat, conversation: ConversationReference): Promise<readonly string[]> {
  const { messageList } = await chat.queryHistoryMessage(conversation, page)
  return messageList.map(({ content }) => ('text' in content ? content.text : content.type))
}

/** Sends a message, and waits until the backend has it. Returns its messageID. */
export async function sent(chat: Chat, conversation: ConversationReference, value: string): Promise<string> {
  const { operationID, message } = await chat.sendMessage(conversation, text(value))
  await chat.whenSettled(operationID)
  return message.messageID
}
