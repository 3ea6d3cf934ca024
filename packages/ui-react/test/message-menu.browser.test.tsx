import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ChatLayout } from '../src/index.js'
import { createWorld, mount, sendAll, withAda, withBob, type World } from './support/world.js'

let unmount: (() => Promise<void>) | undefined
afterEach(async () => {
  await unmount?.()
  unmount = undefined
})

/** Ada reads her conversation with Bob: a message of hers, then one of his. */
async function openBob(): Promise<World> {
  const world = await createWorld()
  await sendAll(world.ada, withBob, ['We take the ferry'])
  await sendAll(world.bob, withAda, ['Which one?'])
  unmount = await mount(world.ada, <ChatLayout onLogOut={() => world.ada.logout()} />)
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  await expect.element(article('Which one?')).toBeVisible()
  return world
}

const article = (text: string) => page.getByRole('article').filter({ hasText: text })
const menu = () => page.getByRole('menu', { name: 'Message actions' })
const item = (name: string) => menu().getByRole('menuitem', { name })
const composer = () => page.getByRole('textbox', { name: 'Message' })

async function openMenu(text: string): Promise<void> {
  await article(text).hover()
  await article(text).getByRole('button', { name: 'Message actions' }).click()
  await expect.element(menu()).toBeVisible()
}

async function textsOf(world: World, who: 'ada' | 'bob'): Promise<readonly unknown[]> {
  const { messageList } = await world[who].queryHistoryMessage(who === 'ada' ? withBob : withAda, { count: 10 })
  return messageList.map(({ content }) => (content.type === 'text' ? content.text : content.type))
}

test('an own message is edited in the field, and the other person reads it anew, marked as edited', async () => {
  const world = await openBob()
  await openMenu('We take the ferry')
  await item('Edit').click()
  await expect.element(composer()).toHaveValue('We take the ferry')
  expect(document.activeElement).toBe(composer().element())
  await composer().fill('We take the train')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('article', { name: /You.*edited/ }).getByText('We take the train')).toBeVisible()
  await expect.element(composer()).toHaveValue('')
  await vi.waitFor(async () => {
    expect(await textsOf(world, 'bob')).toEqual(['We take the train', 'Which one?'])
  })
})

test('Escape leaves an edit, and brings back what was being written', async () => {
  const world = await openBob()
  await composer().fill('And then')
  await openMenu('We take the ferry')
  await item('Edit').click()
  await composer().fill('We take')
  await userEvent.keyboard('{Escape}')
  await expect.element(composer()).toHaveValue('And then')
  expect(await textsOf(world, 'ada')).toEqual(['We take the ferry', 'Which one?'])
})

test('the up arrow in an empty field edits the last own message', async () => {
  await openBob()
  await composer().click()
  await userEvent.keyboard('{ArrowUp}')
  await expect.element(composer()).toHaveValue('We take the ferry')
})

test('deleting for everyone asks first, and then leaves a mark on both sides', async () => {
  const world = await openBob()
  await openMenu('We take the ferry')
  await item('Delete for everyone').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  expect(await textsOf(world, 'ada')).toEqual(['We take the ferry', 'Which one?'])
  await openMenu('We take the ferry')
  await item('Delete for everyone').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect.element(page.getByText('We take the ferry')).not.toBeInTheDocument()
  await vi.waitFor(async () => {
    expect(await textsOf(world, 'bob')).toEqual(['revoked', 'Which one?'])
  })
})

test('deleting for oneself leaves the other person’s copy', async () => {
  const world = await openBob()
  await openMenu('Which one?')
  await item('Delete for me').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect.element(article('Which one?')).not.toBeInTheDocument()
  expect(await textsOf(world, 'bob')).toEqual(['We take the ferry', 'Which one?'])
})

test('a sign is given in the menu, counted under the bubble, and taken back by a press on it', async () => {
  const world = await openBob()
  await openMenu('Which one?')
  await menu().getByRole('menuitemcheckbox', { name: '👍' }).click()
  const own = page.getByRole('button', { name: '👍 1, one of them yours' })
  await expect.element(own).toHaveAttribute('aria-pressed', 'true')
  const [, message] = (await world.ada.queryHistoryMessage(withBob, { count: 10 })).messageList
  await world.bob.addMessageReaction(withAda, message?.messageID ?? '', '👍')
  await page.getByRole('button', { name: '👍 2, one of them yours' }).click()
  await expect.element(page.getByRole('button', { name: '👍 1' })).toHaveAttribute('aria-pressed', 'false')
})

test('the menu is reached and left with keys alone, and gives the focus back', async () => {
  await openBob()
  const bubble = article('We take the ferry').element()
  if (!(bubble instanceof HTMLElement)) throw new Error('An article is an element.')
  bubble.focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(menu()).toBeVisible()
  expect(document.activeElement).toHaveTextContent('👍')
  await userEvent.keyboard('{ArrowUp}')
  expect(document.activeElement).toHaveTextContent('Delete for me')
  await userEvent.keyboard('{Escape}')
  await expect.element(menu()).not.toBeInTheDocument()
  expect(document.activeElement).toBe(bubble)
})

test('a right click opens the menu of that message, with what can be done with it and nothing else', async () => {
  await openBob()
  await article('Which one?').getByText('Which one?').click({ button: 'right' })
  await expect.element(menu()).toBeVisible()
  expect(
    menu()
      .getByRole('menuitem')
      .elements()
      .map(({ textContent }) => textContent),
  ).toEqual(['Reply', 'Copy text', 'Pin for everyone', 'Delete for me'])
})

test('several failed messages are tried again together', async () => {
  const world = await createWorld()
  for (const userID of ['zoe', 'yan']) {
    await sendAll(world.ada, { conversationType: 'peer', conversationID: userID }, ['Hello?'])
  }
  unmount = await mount(world.ada, <ChatLayout onLogOut={() => world.ada.logout()} />)
  await expect.element(page.getByText('2 messages were not sent')).toBeVisible()
  for (const userID of ['zoe', 'yan']) await world.network.addUser({ userID, userName: userID })
  await page.getByRole('button', { name: 'Try all again' }).click()
  await expect.element(page.getByText('2 messages were not sent')).not.toBeInTheDocument()
  expect((await world.ada.queryOperationList({ count: 10 })).operationList).toEqual([])
})
