import type { StorageDriver } from '../../src/contract/storage-driver.js'
import type { Chat } from '../../src/contract/chat.js'
import type { Message } from '../../src/contract/messages.js'
import type { Feature } from '../../src/features/feature.js'
import { createBrowser, type Browser, type Tab, type TabOptions } from './test-tabs.js'
import { settle } from './test-platform.js'
import { createWorld, type Device, type World } from './world.js'

export const bob = { conversationType: 'peer', conversationID: 'bob' } as const

/** Ada's browser, in which she has been logged in before. */
export interface TabScene {
  readonly world: World
  readonly device: Device
  readonly browser: Browser
  readonly token: string
  /** A tab in which Ada is logged in. */
  openTab<const Features extends readonly Feature[] = readonly []>(
    options?: TabOptions<Features>,
  ): Promise<Tab<Features>>
  /** What the backend, and so every other device, has of Ada's and Bob's conversation. */
  atBackend(): Promise<readonly string[]>
  end(): Promise<void>
}

export async function createTabScene(storage?: StorageDriver): Promise<TabScene> {
  const world = await createWorld()
  const device = await world.returningDevice('ada', storage)
  const browser = createBrowser(device, world.network.transport())
  const chats: Chat[] = []
  const tabs: Pick<Tab, 'wake'>[] = []
  return {
    world,
    device,
    browser,
    token: device.token,
    async openTab(options) {
      const tab = browser.open(options)
      tabs.push(tab)
      chats.push(tab.chat)
      await tab.chat.login('ada', { token: device.token, isOfflineLogin: true })
      await settle()
      return tab
    },
    async atBackend() {
      const chat = world.device().launch()
      chats.push(chat)
      await chat.login('bob', { token: world.network.issueToken('bob') })
      await settle()
      const { messageList } = await chat.queryHistoryMessage(
        { conversationType: 'peer', conversationID: 'ada' },
        { count: 100 },
      )
      await chat.destroy()
      return textsOf(messageList)
    },
    async end() {
      for (const tab of tabs) tab.wake()
      for (const chat of chats) await chat.destroy()
    },
  }
}

export function textsOf(messageList: readonly Message[]): readonly string[] {
  return messageList.map(({ content }) => (content.type === 'text' ? content.text : content.type))
}

export const text = (value: string) => ({ type: 'text', text: value }) as const
