import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ChatLayout } from '../src/index.js'
import { createWorld, mount, sendAll, withAda, withBob, type World } from './support/world.js'

let unmount: (() => Promise<void>) | undefined
afterEach(async () => {
  await unmount?.()
  unmount = undefined
})

/** Ada’s list: Bob has written, and so has Carol before him. */
async function openList(width = 1_200): Promise<World> {
  const world = await createWorld()
  await sendAll(world.ada, { conversationType: 'peer', conversationID: 'carol' }, ['Hello?'])
  await sendAll(world.bob, withAda, ['Are you there?'])
  unmount = await mount(world.ada, <ChatLayout onLogOut={() => world.ada.logout()} />, { width })
  await expect.element(bob()).toBeVisible()
  return world
}

const bob = () => page.getByRole('option', { name: /Bob Hopper/ })
const menu = () => page.getByRole('menu', { name: 'Chat actions' })
const item = (name: string) => menu().getByRole('menuitem', { name })

/** As the menu key does it. */
function pressMenuKey(): void {
  document.activeElement?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))
}

test('the other button of the mouse pins a conversation, and the row says so', async () => {
  const { ada } = await openList()
  await bob().click({ button: 'right' })
  await item('Pin').click()
  await expect.element(page.getByRole('option', { name: /Bob Hopper.*Pinned/ })).toBeVisible()
  await vi.waitFor(async () => {
    expect((await ada.queryConversation(withBob)).conversation.isPinned).toBe(true)
  })
})

test('the menu key opens the menu, arrows move in it, and the focus comes back to the row', async () => {
  await openList()
  bob().element().focus()
  pressMenuKey()
  await expect.element(item('Mark as read')).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  await expect.element(item('Do not disturb')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('option', { name: /Bob Hopper.*Does not disturb/ })).toHaveFocus()
  pressMenuKey()
  await expect.element(item('Allow to disturb')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(bob()).toHaveFocus()
})

test('a conversation is marked as unread, and as read again', async () => {
  await openList()
  await bob().click({ button: 'right' })
  await item('Mark as read').click()
  await expect.element(page.getByRole('option', { name: /Bob Hopper.*1 unread/ })).not.toBeInTheDocument()
  await bob().click({ button: 'right' })
  await item('Mark as unread').click()
  await expect.element(page.getByRole('option', { name: /Bob Hopper.*Marked as unread/ })).toBeVisible()
})

test('an archived conversation goes from the list, is found in the archive, and comes back', async () => {
  await openList()
  bob().element().focus()
  pressMenuKey()
  await item('Archive').click()
  await expect.element(page.getByRole('option', { name: /carol/ })).toHaveFocus()
  await expect.element(bob()).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Archived 1' }).click()
  await expect.element(page.getByRole('heading', { name: 'Archived' })).toBeVisible()
  await bob().click({ button: 'right' })
  await item('Move back to chats').click()
  await expect.element(page.getByText('Nothing is archived')).toBeVisible()
  await page.getByRole('button', { name: 'Back to chats' }).first().click()
  await expect.element(bob()).toBeVisible()
})

test('deleting a conversation asks first, closes it, and leaves its messages', async () => {
  const { ada } = await openList()
  await bob().click()
  await expect.element(page.getByRole('heading', { name: 'Bob Hopper' })).toBeVisible()
  await bob().click({ button: 'right' })
  await item('Delete chat').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await expect.element(bob()).toBeVisible()
  await bob().click({ button: 'right' })
  await item('Delete chat').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect.element(page.getByText('Pick a chat to read it')).toBeVisible()
  await expect.element(bob()).not.toBeInTheDocument()
  expect((await ada.queryHistoryMessage(withBob, { count: 10 })).messageList).toHaveLength(1)
})

test('in one pane the open conversation has the same menu in its header', async () => {
  await openList(360)
  await bob().click()
  const button = page.getByRole('button', { name: 'Chat actions' })
  await button.click()
  await expect.element(button).toHaveAttribute('aria-expanded', 'true')
  await item('Pin').click()
  await expect.element(button).toHaveFocus()
  await button.click()
  await expect.element(item('Unpin')).toBeVisible()
})

test('without a network all of it works as it does with one', async () => {
  const { network } = await openList()
  network.setConnectivity('refused')
  network.cut()
  await bob().click({ button: 'right' })
  await item('Archive').click()
  await expect.element(bob()).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Archived 1' })).toBeVisible()
})
