import { expect, test } from 'vitest'
import { createProfile, openConversation, openMessenger, type Page } from './browser.ts'
import { setUp } from './scene.ts'

const section = (page: Page, name: RegExp) => page.getByRole('listitem').getByRole('button', { name })
const list = (page: Page, name: string) => page.getByRole('region', { name })

test('OL-36 who is asked without a server is asked once there is one, and accepting makes both friends', async () => {
  const { demo, launch } = await setUp()
  const context = await launch()
  const ada = await openMessenger(context, demo.origin, 'ada')
  const bob = await openMessenger(context, demo.origin, 'bob')
  await demo.killServer()
  await ada
    .getByRole('status')
    .getByText(/showing saved chats/)
    .waitFor()
  await section(ada, /Contacts/).click()
  await ada.getByRole('button', { name: 'Add a contact' }).click()
  await ada.getByRole('textbox', { name: 'User ID' }).fill('bob')
  await ada.getByRole('textbox', { name: 'A few words' }).fill('From the launch crew')
  await ada.keyboard.press('Enter')
  await list(ada, 'Asked').getByText('Bob Lindqvist').waitFor()

  await demo.startServer()
  await section(bob, /1 waits for an answer/).click()
  await list(bob, 'Want to be friends').getByText('From the launch crew').waitFor()
  await bob.getByRole('button', { name: 'Accept: Ada Okafor' }).click()
  await list(bob, 'Friends').getByText('Ada Okafor').waitFor()
  await list(ada, 'Friends').getByText('Bob Lindqvist').waitFor()
})

test('a group is made of people one knows, and its members see what becomes of it', async () => {
  const { demo, launch } = await setUp()
  const context = await launch()
  const ada = await openMessenger(context, demo.origin, 'ada')
  const bob = await openMessenger(context, demo.origin, 'bob')
  await ada.getByRole('button', { name: 'New group' }).click()
  await ada.getByRole('textbox', { name: 'Group name' }).fill('Harbor Run Crew')
  await ada.getByRole('textbox', { name: 'Members' }).fill('Bob')
  await ada
    .getByRole('dialog')
    .getByRole('button', { name: /Bob Lindqvist/ })
    .click()
  await ada.getByRole('button', { name: 'Create group' }).click()
  await ada.getByRole('heading', { name: 'Harbor Run Crew' }).waitFor()
  await ada.getByRole('button', { name: 'Group info' }).click()
  await ada.getByRole('button', { name: 'What can be done with Bob Lindqvist' }).click()
  await ada.getByRole('menuitem', { name: 'Make an admin' }).click()

  await openConversation(bob, /Harbor Run Crew/)
  await bob.getByRole('button', { name: 'Group info' }).click()
  await bob
    .getByRole('listitem')
    .filter({ hasText: /Bob Lindqvist.*Admin/ })
    .waitFor()
  await bob.getByRole('button', { name: 'Edit group' }).click()
  await bob.getByRole('textbox', { name: 'Notice' }).fill('Thursdays at nine')
  await bob.keyboard.press('Enter')
  await ada.getByText('Thursdays at nine').waitFor()

  // Without a server the members are there, and nothing can be changed.
  await demo.killServer()
  await ada.getByText('You can change the group when you’re back online.').waitFor()
  const invite = ada.getByRole('button', { name: 'Invite people' })
  expect(await invite.getAttribute('aria-disabled')).toBe('true')
  await ada
    .getByRole('listitem')
    .filter({ hasText: /Bob Lindqvist.*Admin/ })
    .waitFor()
})

test('OL-42 a call rings on both of one’s devices, and stops on the other one when it is answered', async () => {
  const { demo, launch } = await setUp()
  const context = await launch()
  const ada = await openMessenger(context, demo.origin, 'ada')
  const bob = await openMessenger(context, demo.origin, 'bob')
  const device = createProfile()
  const second = await device.launch()
  try {
    const other = await openMessenger(second, demo.origin, 'ada')
    await openConversation(bob, /Ada/)
    await bob.getByRole('button', { name: 'Call Ada Okafor' }).click()
    const rings = (page: Page) => page.getByRole('region', { name: 'Bob Lindqvist calls you' })
    for (const page of [ada, other]) await rings(page).waitFor()
    await ada.getByRole('button', { name: 'Accept: Bob Lindqvist' }).click()
    await rings(other).waitFor({ state: 'detached' })
    await bob.getByText(/^Answered\./).waitFor()
    await section(other, /Calls/).click()
    await other
      .getByRole('listitem')
      .filter({ hasText: /Bob Lindqvist.*Answered/ })
      .first()
      .waitFor()
  } finally {
    await second.close()
    device.remove()
  }
})
