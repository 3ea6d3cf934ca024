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
  await sendAll(world.bob, withAda, ['The ferry leaves at 6:40'])
  for (let index = 0; index < 60; index += 1) {
    await world.ada.insertMessageToLocalDB(
      withBob,
      { type: 'text', text: `note ${String(index)}` },
      { senderUserID: 'ada' },
    )
  }
  unmount = await mount(world.ada, <ChatLayout onLogOut={() => world.ada.logout()} />)
  await expect.element(page.getByRole('option', { name: /Bob Hopper/ })).toBeVisible()
  return world
}

const field = () => page.getByRole('textbox', { name: 'Search' })
const announcer = () => page.getByTestId('announcer')

test('the field finds conversations and messages, marks the places and says how many there are', async () => {
  await openAda()
  await field().fill('ferr')
  const found = page.getByRole('option', { name: /The ferry leaves/ })
  await expect.element(found).toBeVisible()
  expect(found.element().querySelector('mark')?.textContent).toBe('ferry')
  await expect.element(announcer()).toHaveTextContent('1 result')
  await field().fill('hopper')
  await expect
    .element(page.getByRole('group', { name: 'Chats' }).getByRole('option', { name: /Bob Hopper/ }))
    .toBeVisible()
  await field().fill('zebra')
  await expect.element(page.getByText('Nothing found').first()).toBeVisible()
})

test('by keyboard alone one finds a message far back, goes to it, and comes back to the list', async () => {
  await openAda()
  await field().click()
  await userEvent.keyboard('ferry')
  await expect.element(page.getByRole('option', { name: /The ferry leaves/ })).toBeVisible()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(page.getByRole('option', { name: /The ferry leaves/ })).toHaveFocus()
  await userEvent.keyboard('{ArrowUp}')
  await expect.element(field()).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  await vi.waitFor(() => {
    expect(document.activeElement?.tagName).toBe('ARTICLE')
    expect(document.activeElement?.textContent).toContain('The ferry leaves at 6:40')
  })
  await expect.element(page.getByRole('article').getByText('The ferry leaves at 6:40')).toBeInViewport()

  await field().click()
  await userEvent.keyboard('{Escape}')
  await expect.element(field()).toHaveValue('')
  await expect.element(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible()
})

test('a message that was found is gone to again when it is asked for again', async () => {
  await openAda()
  await field().fill('ferry')
  const found = page.getByRole('option', { name: /The ferry leaves/ })
  await found.click()
  const shown = page.getByRole('article').getByText('The ferry leaves at 6:40')
  await expect.element(shown).toBeInViewport()
  await page.getByRole('button', { name: 'Jump to the newest message' }).click()
  await expect.element(shown).not.toBeInViewport()
  await found.click()
  await expect.element(shown).toBeInViewport()
})
