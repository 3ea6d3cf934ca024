import { afterEach, expect, test } from 'vitest'
import type { Chat } from '../../src/contract/chat.js'
import { createBrowser, type Browser } from '../support/test-tabs.js'
import { settle } from '../support/test-platform.js'
import { createWorld, recordEvents, type World } from '../support/world.js'

const chats: Chat[] = []
afterEach(async () => {
  for (const chat of chats.splice(0)) await chat.destroy()
})

const bob = { conversationType: 'peer', conversationID: 'bob' } as const

async function setUp(): Promise<{
  readonly world: World
  readonly browser: Browser
  readonly token: string
  openTab(options?: Parameters<Browser['open']>[0]): Promise<ReturnType<Browser['open']>>
}> {
  const world = await createWorld()
  const device = await world.returningDevice('ada')
  const browser = createBrowser(device, world.network.transport())
  return {
    world,
    browser,
    token: device.token,
    async openTab(options) {
      const tab = browser.open(options)
      chats.push(tab.chat)
      await tab.chat.login('ada', { token: device.token, isOfflineLogin: true })
      await settle()
      return tab
    },
  }
}

test('a second tab shows the list and sends, through the first one’s database and connection', async () => {
  const { openTab } = await setUp()
  const first = await openTab()
  const second = await openTab()
  expect(second.chat.connectionState).toBe(first.chat.connectionState)
  expect(second.chat.storageState).toEqual(first.chat.storageState)
  const settled = recordEvents(second.chat, 'operationSettled')
  const { operationID, message } = await second.chat.sendMessage(bob, { type: 'text', text: 'from the second tab' })
  expect(message).toMatchObject({ sentStatus: 'waiting', operationID })
  await expect(second.chat.whenSettled(operationID)).resolves.toMatchObject({ outcome: 'succeeded' })
  await settle()
  expect(settled).toEqual([{ operationID, operation: 'sendMessage', outcome: 'succeeded' }])
  const { conversationList } = await second.chat.queryConversationList({ count: 50 })
  expect(conversationList).toEqual((await first.chat.queryConversationList({ count: 50 })).conversationList)
  expect(conversationList[0]).toMatchObject({ lastMessage: { messageID: message.messageID } })
  expect([second.opened, second.connections]).toEqual([0, 0])
})

test('a live list of a second tab follows every change, keeps the rows that did not change, and grows', async () => {
  const { openTab } = await setUp()
  const first = await openTab()
  const second = await openTab()
  const live = second.chat.live.queryHistoryMessage(bob, { count: 2 })
  const stop = live.subscribe(() => undefined)
  await settle()
  for (const text of ['one', 'two', 'three']) await first.chat.sendMessage(bob, { type: 'text', text })
  await settle()
  const texts = () => live.getSnapshot().messageList.map(({ content }) => content.type === 'text' && content.text)
  expect(texts()).toEqual(['two', 'three'])
  expect(live.getSnapshot().status).toBe('current')
  const [, three] = live.getSnapshot().messageList
  await live.loadMore()
  expect(texts()).toEqual(['one', 'two', 'three'])
  expect(live.getSnapshot().messageList[2]).toBe(three)
  stop()
})

test('a query of a second tab rejects with the code and the details of the first one', async () => {
  const { openTab } = await setUp()
  await openTab()
  const second = await openTab()
  await expect(second.chat.retryOperation('none')).rejects.toMatchObject({
    code: 'operation-not-found',
    details: { operationID: 'none' },
    retryable: false,
  })
})
