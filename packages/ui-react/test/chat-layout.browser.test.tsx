import { createChat } from '@latchkey/core'
import { memoryStorage } from '@latchkey/storage-memory'
import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ChatLayout } from '../src/index.js'
import { createWorld, mount, sendAll, withAda, withBob } from './support/world.js'

let unmount: (() => Promise<void>) | undefined
afterEach(async () => {
  await unmount?.()
  unmount = undefined
})

async function openAda() {
  const world = await createWorld()
  await sendAll(world.bob, withAda, ['Are you there?', 'The ferry leaves at 6:40'])
  unmount = await mount(world.ada, <ChatLayout onLogOut={() => world.ada.logout()} />)
  return world
}

const composer = () => page.getByRole('textbox', { name: 'Message' })

test('a message travels from one person’s composer to the other person’s timeline', async () => {
  const { bob } = await openAda()
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  await expect
    .element(
      page
        .getByRole('article', { name: /Bob Hopper/ })
        .last()
        .getByText(/6:40/),
    )
    .toBeVisible()
  await composer().fill('On my way')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('article', { name: /You.*Sent/ }).getByText(/On my way/)).toBeVisible()
  await expect.element(composer()).toHaveValue('')
  await vi.waitFor(async () => {
    const { messageList } = await bob.queryHistoryMessage(withAda, { count: 1 })
    expect(messageList[0]?.content).toEqual({ type: 'text', text: 'On my way' })
  })
})

test('opening a conversation reads it, and the badge goes', async () => {
  const { ada } = await openAda()
  await expect.element(page.getByRole('option', { name: /2 unread/ })).toBeVisible()
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  await expect.element(page.getByText('2 new messages')).toBeVisible()
  await vi.waitFor(async () => {
    expect(await ada.queryConversationTotalUnreadMessageCount()).toEqual({ unreadMessageCount: 0 })
  })
  await expect.element(page.getByRole('option', { name: /2 unread/ })).not.toBeInTheDocument()
})

test('OL-10 Retry in the banner tries to connect at once, and the banner goes', async () => {
  const { network } = await openAda()
  network.setConnectivity('refused')
  network.cut()
  const retry = page.getByRole('status').getByRole('button', { name: 'Retry' })
  await expect.element(retry).toBeVisible()
  network.setConnectivity('up')
  // Core tries at most once a second, so a first press may come too early.
  await vi.waitFor(
    async () => {
      if (retry.query() === null) return
      // The banner may go while the pointer is on its way.
      await retry.click({ timeout: 500 }).catch(() => undefined)
      expect(retry.query()).toBeNull()
    },
    { timeout: 5_000 },
  )
  expect(page.getByText(/showing saved chats/).query()).toBeNull()
})

test('a message written without a network says that it waits, and is sent when it returns', async () => {
  const { network } = await openAda()
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  network.setConnectivity('refused')
  network.cut()
  await composer().fill('Written in a tunnel')
  await userEvent.keyboard('{Enter}')
  await expect
    .element(page.getByRole('article', { name: /Waiting to be sent/ }).getByText(/Written in a tunnel/))
    .toBeVisible()
  await expect.element(page.getByText('Will send when you’re back online')).toBeVisible()
  await expect.element(page.getByRole('status').getByText('Connecting — showing saved chats')).toBeVisible()
  await expect.element(page.getByRole('button', { name: /New group/ })).toHaveAttribute('aria-disabled', 'true')
  network.setConnectivity('up')
  await expect
    .element(page.getByRole('article', { name: /You.*Sent/ }).getByText(/tunnel/), { timeout: 15_000 })
    .toBeVisible()
})

test('an input method’s Enter sends nothing', async () => {
  const { ada } = await openAda()
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  await composer().fill('にほん')
  const field = composer().element()
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, isComposing: true }))
  await expect.element(composer()).toHaveValue('にほん')
  expect((await ada.queryHistoryMessage(withBob, { count: 10 })).messageList).toHaveLength(2)
})

test('the list is one stop of Tab, arrows move and Enter opens', async () => {
  const { ada } = await openAda()
  await ada.setConversationDraft({ conversationType: 'peer', conversationID: 'carol' }, 'Hi')
  await expect.element(page.getByRole('option', { name: /carol/ })).toBeVisible()
  page.getByRole('option').first().element().focus()
  await userEvent.keyboard('{ArrowDown}')
  expect(document.activeElement?.textContent).toContain('Bob Hopper')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('heading', { name: 'Bob Hopper' })).toBeVisible()
})

test('older messages come in above without moving what is read', async () => {
  const world = await createWorld()
  await sendAll(
    world.bob,
    withAda,
    Array.from({ length: 120 }, (_, index) => `Message number ${String(index + 1)}`),
  )
  unmount = await mount(world.ada, <ChatLayout onLogOut={() => world.ada.logout()} />)
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  const region = page.getByRole('region', { name: 'Bob Hopper' })
  const message = (number: number) => region.getByText(`Message number ${String(number)}`, { exact: true })
  await expect.element(message(120)).toBeInTheDocument()
  const scroller = region.element()
  scroller.scrollTop = -(scroller.scrollHeight - scroller.clientHeight) + 500
  const reference = [...scroller.querySelectorAll('article')].find((row) => row.getBoundingClientRect().top > 100)
  const before = reference?.getBoundingClientRect().top ?? 0
  scroller.scrollTop -= 200
  await expect.element(message(41)).toBeInTheDocument()
  await expect.element(message(2)).toBeInTheDocument()
  expect(Math.abs((reference?.getBoundingClientRect().top ?? 0) - before - 200)).toBeLessThanOrEqual(1)
})

test('one pane where it is narrow', async () => {
  const world = await createWorld()
  await sendAll(world.bob, withAda, ['Hello'])
  unmount = await mount(world.ada, <ChatLayout onLogOut={() => world.ada.logout()} />, { width: 390 })
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  await expect.element(page.getByRole('listbox')).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Back to chats' }).click()
  await expect.element(page.getByRole('listbox')).toBeVisible()
})

test('an app without groupsFeature offers no group', async () => {
  const { network } = await createWorld()
  const chat = createChat({ app: 'plain', storage: memoryStorage(), transport: network.transport() })
  await chat.login('bob', { token: network.issueToken('bob') })
  unmount = await mount(chat, <ChatLayout onLogOut={() => chat.logout()} />)
  await expect.element(page.getByRole('button', { name: 'New chat' })).toBeVisible()
  expect(page.getByRole('button', { name: /New group/ }).query()).toBeNull()
})
