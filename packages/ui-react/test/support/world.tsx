import {
  blacklistFeature,
  callsFeature,
  conversationSettingsFeature,
  createChat,
  friendApplicationsFeature,
  friendsFeature,
  groupMutesFeature,
  groupsFeature,
  profileFeature,
  attachmentsFeature,
  pinnedMessagesFeature,
  reactionUsersFeature,
  receiptsFeature,
  repliesFeature,
  searchFeature,
  type Chat,
  type ChatWith,
  type ConversationReference,
} from '@latchkey/core'
import { memoryStorage } from '@latchkey/storage-memory'
import { createLoopbackNetwork, loopbackTokenReader, type LoopbackNetwork } from '@latchkey/transport-loopback'
import { StrictMode, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { page } from 'vitest/browser'
import { browserSurroundings, ChatProvider } from '../../src/index.js'
import '../../src/styles/index.css'

/** Everything that the kit knows how to show. */
const features = [
  searchFeature,
  conversationSettingsFeature,
  friendsFeature,
  friendApplicationsFeature,
  blacklistFeature,
  groupsFeature,
  groupMutesFeature,
  profileFeature,
  callsFeature,
  attachmentsFeature,
  pinnedMessagesFeature,
  reactionUsersFeature,
  receiptsFeature,
  repliesFeature,
] as const

type WholeChat = ChatWith<typeof features>

/** Ada and Bob, each with a chat of their own over one backend. */
export interface World {
  readonly network: LoopbackNetwork
  readonly ada: WholeChat
  readonly bob: WholeChat
}

export const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
export const withAda = { conversationType: 'peer', conversationID: 'ada' } as const

export async function createWorld(): Promise<World> {
  const network = createLoopbackNetwork({ clock: { now: () => Date.now() } })
  await network.addUser({ userID: 'ada', userName: 'Ada Lovelace' })
  await network.addUser({ userID: 'bob', userName: 'Bob Hopper' })
  const launch = () =>
    createChat({
      app: `ui-${crypto.randomUUID().slice(0, 8)}`,
      storage: memoryStorage(),
      transport: network.transport(),
      tokenReader: loopbackTokenReader(),
      features,
    })
  const ada = launch()
  const bob = launch()
  await ada.login('ada', { token: network.issueToken('ada') })
  await bob.login('bob', { token: network.issueToken('bob') })
  return { network, ada, bob }
}

/** Sends texts one after the other, each once the one before has arrived at the backend. */
export async function sendAll(chat: Chat, conversation: ConversationReference, texts: readonly string[]) {
  for (const text of texts) {
    const { operationID } = await chat.sendMessage(conversation, { type: 'text', text })
    await chat.whenSettled(operationID)
  }
}

export type Theme = 'light' | 'dark'

/** Mounts in StrictMode on a page of its own. Returns what takes it away. */
export async function mount(
  chat: Chat,
  children: ReactNode,
  { width = 1200, theme = 'light' }: { readonly width?: number; readonly theme?: Theme } = {},
): Promise<() => Promise<void>> {
  await page.viewport(width, 700)
  const place = document.createElement('div')
  place.style.cssText = `inline-size:${String(width)}px;block-size:700px`
  document.body.style.margin = '0'
  document.body.append(place)
  const root = createRoot(place)
  // A test machine may have no network at all, which the device would rightly report.
  const isDeviceOffline = { get: () => false, onChange: () => () => undefined }
  const surroundings = { ...browserSurroundings(), isDeviceOffline }
  flushSync(() => {
    root.render(
      <StrictMode>
        <ChatProvider chat={chat} theme={theme} surroundings={surroundings}>
          {children}
        </ChatProvider>
      </StrictMode>,
    )
  })
  return async () => {
    root.unmount()
    place.remove()
  }
}
