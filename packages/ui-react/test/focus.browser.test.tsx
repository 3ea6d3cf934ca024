import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ChatLayout } from '../src/index.js'
import { createWorld, mount, sendAll, withAda } from './support/world.js'

let unmount: (() => Promise<void>) | undefined
afterEach(async () => {
  await unmount?.()
  unmount = undefined
})

async function openAda(width: number) {
  const { ada, bob } = await createWorld()
  await sendAll(bob, withAda, ['Are you there?'])
  unmount = await mount(ada, <ChatLayout onLogOut={() => ada.logout()} />, { width })
  await expect.element(page.getByRole('option', { name: /Bob Hopper/ })).toBeVisible()
}

test('in one pane the focus goes into the conversation, and back to its row', async () => {
  await openAda(390)
  page.getByRole('option').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('button', { name: 'Back to chats' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('option', { name: /Bob Hopper/ })).toHaveFocus()
})

test('in two panes the focus stays in the list, and Tab leads on', async () => {
  await openAda(1_200)
  page.getByRole('option').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('heading', { name: 'Bob Hopper' })).toBeVisible()
  await expect.element(page.getByRole('option', { name: /Bob Hopper/ })).toHaveFocus()
})

test('one key leads past the list to the messages', async () => {
  await openAda(1_200)
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  await expect.element(page.getByRole('heading', { name: 'Bob Hopper' })).toBeVisible()
  const skip = page.getByRole('button', { name: 'Skip to messages' })
  skip.element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('region', { name: 'Bob Hopper' })).toHaveFocus()
})

test('a dialog takes the focus, closes with Escape and gives the focus back', async () => {
  await openAda(1_200)
  await page.getByRole('button', { name: 'New chat' }).click()
  await expect.element(page.getByRole('textbox', { name: 'User ID' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('button', { name: 'New chat' })).toHaveFocus()
})

test('a person is written to by their ID', async () => {
  await openAda(1_200)
  await page.getByRole('button', { name: 'New chat' }).click()
  await userEvent.keyboard('carol{Enter}')
  await expect.element(page.getByRole('heading', { name: 'carol' })).toBeVisible()
})

test('OL-02 an ID that cannot be one is refused in the dialog', async () => {
  await openAda(1_200)
  await page.getByRole('button', { name: 'New chat' }).click()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('dialog').getByRole('alert')).toBeVisible()
})

test('a group is made with its members and opened', async () => {
  await openAda(1_200)
  await page.getByRole('button', { name: 'New group' }).click()
  await page.getByRole('textbox', { name: 'Group name' }).fill('Harbor Run Crew')
  await page.getByRole('textbox', { name: 'Members' }).fill('bob')
  await page.getByRole('button', { name: 'Create group' }).click()
  await expect.element(page.getByRole('heading', { name: 'Harbor Run Crew' })).toBeVisible()
  await vi.waitFor(() => {
    expect(document.querySelector('dialog')).toBeNull()
  })
})
