import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ChatLayout } from '../src/index.js'
import { createWorld, mount, sendAll, withAda, type World } from './support/world.js'

let unmount: (() => Promise<void>) | undefined
afterEach(async () => {
  await unmount?.()
  unmount = undefined
})

/** Ada’s contacts. */
async function openContacts(): Promise<World> {
  const world = await createWorld()
  await sendAll(world.bob, withAda, ['Are you there?'])
  unmount = await mount(world.ada, <ChatLayout onLogOut={() => world.ada.logout()} />, { width: 360 })
  await page.getByRole('button', { name: /Contacts/ }).click()
  await expect.element(page.getByRole('heading', { name: 'Contacts' })).toBeVisible()
  return world
}

const list = (name: string) => page.getByRole('region', { name })

test('somebody is asked by their userID, stands among those asked, and becomes a friend', async () => {
  const { bob } = await openContacts()
  await expect.element(page.getByText('No contacts yet')).toBeVisible()
  await page.getByRole('button', { name: 'Add a contact' }).click()
  await page.getByRole('textbox', { name: 'User ID' }).fill('bob')
  await page.getByRole('textbox', { name: 'A few words' }).fill('From the harbour run')
  await userEvent.keyboard('{Enter}')
  await expect.element(list('Asked').getByText('Bob Hopper')).toBeVisible()
  await vi.waitFor(() => bob.acceptFriendApplication('ada'))
  await expect.element(list('Friends').getByText('Bob Hopper')).toBeVisible()
  await list('Friends').getByRole('button', { name: 'Bob Hopper' }).click()
  await expect.element(page.getByRole('heading', { name: 'Bob Hopper' })).toBeVisible()
})

test('who wants to be a friend is counted in the bar, and accepted in the list', async () => {
  const { ada, bob } = await openContacts()
  await bob.sendFriendApplication('ada', { wording: 'It is Bob' })
  await expect.element(page.getByRole('button', { name: /1 waits for an answer/ })).toBeVisible()
  await expect.element(list('Want to be friends').getByText('It is Bob')).toBeVisible()
  await page.getByRole('button', { name: 'Accept: Bob Hopper' }).click()
  await expect.element(list('Friends').getByText('Bob Hopper')).toBeVisible()
  expect((await ada.queryFriendList({ count: 10 })).friendList).toHaveLength(1)
})

test('who is blocked stands in the block list until that is taken back', async () => {
  const { bob } = await openContacts()
  await bob.sendFriendApplication('ada', {})
  await page.getByRole('button', { name: 'What can be done with Bob Hopper' }).click()
  await page.getByRole('menuitem', { name: 'Block' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click()
  await expect.element(list('Blocked').getByText('Bob Hopper')).toBeVisible()
  await page.getByRole('button', { name: 'Unblock: Bob Hopper' }).click()
  await expect.element(list('Blocked')).not.toBeInTheDocument()
})

test('what the backend refused is said, and put away', async () => {
  await openContacts()
  await page.getByRole('button', { name: 'Add a contact' }).click()
  await userEvent.keyboard('nobody{Enter}')
  await expect.element(page.getByRole('alert')).toHaveTextContent('nobody: There is nobody with this ID.All right')
  await page.getByRole('button', { name: 'All right' }).click()
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
})

test('the own name is changed, and the others see it', async () => {
  const { bob } = await openContacts()
  await page.getByRole('button', { name: /Chats/ }).click()
  await page.getByRole('button', { name: 'Your profile' }).click()
  await page.getByRole('textbox', { name: 'Your name' }).fill('')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('alert')).toBeVisible()
  await page.getByRole('textbox', { name: 'Your name' }).fill('Countess Ada')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await vi.waitFor(async () => {
    const { userList } = await bob.queryUsersInfo(['ada'], { isQueryFromServer: true })
    expect(userList[0]?.userName).toBe('Countess Ada')
  })
})
