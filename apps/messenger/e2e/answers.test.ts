import { test } from 'vitest'
import { bubbles, openConversation, openMessenger, write, type Page } from './browser.ts'
import { setUp } from './scene.ts'

async function choose(page: Page, text: string, action: string): Promise<void> {
  await bubbles(page, text).last().hover()
  await bubbles(page, text).last().getByRole('button', { name: 'Message actions' }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

const pinned = (page: Page) => page.getByRole('region', { name: 'Pinned messages' })

test('OL-36 an answer, a pin and a mention made without a server show at once and reach the other person', async () => {
  const { demo, launch } = await setUp()
  const context = await launch()
  const ada = await openMessenger(context, demo.origin, 'ada')
  const bob = await openMessenger(context, demo.origin, 'bob')
  await openConversation(ada, /Launch crew/)
  await openConversation(bob, /Launch crew/)
  await write(bob, 'Who brings the adapter?')
  await bubbles(ada, 'Who brings the adapter?').waitFor()

  await demo.killServer()
  await ada
    .getByRole('status')
    .getByText(/showing saved chats/)
    .waitFor()
  await choose(ada, 'Who brings the adapter?', 'Pin for everyone')
  await pinned(ada).getByText('Who brings the adapter?').waitFor()
  await choose(ada, 'Who brings the adapter?', 'Reply')
  const field = ada.getByRole('textbox', { name: 'Message' })
  await field.pressSequentially('@lind')
  await ada.getByRole('option', { name: 'Bob Lindqvist', exact: true }).waitFor()
  await ada.keyboard.press('Enter')
  await field.pressSequentially('does')
  await ada.keyboard.press('Enter')
  const answer = bubbles(ada, '@Bob Lindqvist does')
  await answer.getByRole('button', { name: /Bob Lindqvist\s*Who brings the adapter/ }).waitFor()
  // All of it is there after a relaunch without a server.
  await ada.reload()
  await openConversation(ada, /Launch crew/)
  await answer.getByRole('button', { name: /Who brings the adapter/ }).waitFor()
  await pinned(ada).getByText('Who brings the adapter?').waitFor()

  await demo.startServer()
  await bubbles(bob, '@Bob Lindqvist does')
    .getByRole('button', { name: /Who brings the adapter/ })
    .waitFor({ timeout: 30_000 })
  await pinned(bob).getByText('Who brings the adapter?').waitFor({ timeout: 20_000 })
  await bob
    .getByRole('article', { name: /You.*Pinned/ })
    .getByRole('button', { name: '1 reply' })
    .click()
  await bob.getByRole('dialog', { name: 'Replies' }).getByText('@Bob Lindqvist does').waitFor()
})

test('what was sent says when the other person has read it', async () => {
  const { demo, launch } = await setUp()
  const context = await launch()
  const ada = await openMessenger(context, demo.origin, 'ada')
  const bob = await openMessenger(context, demo.origin, 'bob')
  await openConversation(ada, /Bob/)
  await write(ada, 'Are you there?')
  await ada.getByRole('article', { name: /Sent$/ }).filter({ hasText: 'Are you there?' }).waitFor()
  await bob.bringToFront()
  await openConversation(bob, /Ada/)
  await ada.getByRole('article', { name: /Read$/ }).filter({ hasText: 'Are you there?' }).waitFor({ timeout: 20_000 })
})
