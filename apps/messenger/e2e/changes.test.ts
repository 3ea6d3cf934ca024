import { expect, test } from 'vitest'
import { bubbles, createProfile, openConversation, openMessenger, write, type Page } from './browser.ts'
import { setUp } from './scene.ts'

const menuItem = (page: Page, name: string) => page.getByRole('menuitem', { name })

async function openMenu(page: Page, text: string): Promise<void> {
  await bubbles(page, text).hover()
  await bubbles(page, text).getByRole('button', { name: 'Message actions' }).click()
}

async function erase(page: Page, text: string, how: 'Delete for everyone' | 'Delete for me'): Promise<void> {
  await openMenu(page, text)
  await menuItem(page, how).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
}

/** The server is there again: who presses Retry need not wait for the next try. */
async function reconnect(page: Page): Promise<void> {
  const retry = page.getByRole('status').getByRole('button', { name: 'Retry' })
  await expect
    .poll(
      async () => {
        if (await retry.isVisible()) await retry.click({ timeout: 1_000 }).catch(() => undefined)
        return retry.isVisible()
      },
      { timeout: 30_000, interval: 1_100 },
    )
    .toBe(false)
}

const sentOf = (page: Page, text: string) => page.getByRole('article', { name: /Sent$/ }).filter({ hasText: text })

test(
  'OL-36 OL-39 what one person edits, deletes and answers without a server reaches the other one and the own second device',
  { timeout: 120_000 },
  async () => {
    const { demo, launch } = await setUp()
    const context = await launch()
    const ada = await openMessenger(context, demo.origin, 'ada')
    const bob = await openMessenger(context, demo.origin, 'bob')
    // Another browser profile is another device.
    const device = createProfile()
    const second = await device.launch()
    try {
      const adaSecond = await openMessenger(second, demo.origin, 'ada')
      await openConversation(ada, /Bob/)
      await openConversation(bob, /Ada/)
      for (const text of ['We take the ferry', 'This was a mistake', 'Keep this one']) await write(ada, text)
      // The backend takes them in the order in which they reach it, whoever wrote first.
      await sentOf(ada, 'Keep this one').waitFor()
      await write(bob, 'Shall I bring coffee?')
      await write(bob, 'Ignore this')
      for (const page of [ada, bob]) await bubbles(page, 'Ignore this').waitFor()
      // Bob looks elsewhere, so that what comes counts as unread for him.
      await bob.getByRole('option', { name: /Launch crew/ }).click()
      await adaSecond.getByRole('option', { name: /Ignore this/ }).waitFor()

      await demo.killServer()
      await ada
        .getByRole('status')
        .getByText(/showing saved chats/)
        .waitFor()
      await openMenu(ada, 'We take the ferry')
      await menuItem(ada, 'Edit').click()
      await write(ada, 'We take the train')
      await erase(ada, 'This was a mistake', 'Delete for everyone')
      await erase(ada, 'Ignore this', 'Delete for me')
      await openMenu(ada, 'Shall I bring coffee?')
      await ada.getByRole('menuitemcheckbox', { name: '👍' }).click()
      await write(ada, 'Never sent')
      await erase(ada, 'Never sent', 'Delete for everyone')
      await write(ada, 'One more')
      await bubbles(ada, 'One more').waitFor()
      // All of it shows at once, and survives a relaunch without a server.
      await ada.reload()
      await openConversation(ada, /Bob/)
      await bubbles(ada, 'We take the train').waitFor()
      await ada.getByRole('button', { name: '👍 1, one of them yours' }).waitFor()
      for (const gone of ['We take the ferry', 'This was a mistake', 'Ignore this', 'Never sent']) {
        expect(await bubbles(ada, gone).count()).toBe(0)
      }

      await demo.startServer()
      for (const page of [ada, bob, adaSecond]) await reconnect(page)
      await sentOf(ada, 'One more').waitFor()
      const adaRow = bob.getByRole('option', { name: /Ada/ })
      // The new message only: what was changed counts for nothing.
      await expect.poll(() => adaRow.getByText('1 unread').count(), { timeout: 20_000 }).toBe(1)
      await openConversation(bob, /Ada/)
      await openConversation(adaSecond, /Bob/)
      for (const page of [bob, adaSecond]) {
        await bubbles(page, 'We take the train').getByText('edited').waitFor()
        await bubbles(page, 'One more').waitFor()
        for (const gone of ['We take the ferry', 'This was a mistake', 'Never sent']) {
          expect(await bubbles(page, gone).count()).toBe(0)
        }
      }
      await bob.getByRole('button', { name: '👍 1', exact: true }).waitFor()
      await adaSecond.getByRole('button', { name: '👍 1, one of them yours' }).waitFor()
      await bubbles(bob, 'Ignore this').waitFor()
      expect(await bubbles(adaSecond, 'Ignore this').count()).toBe(0)
      await adaRow.getByText('1 unread').waitFor({ state: 'detached' })
    } finally {
      await second.close()
      device.remove()
    }
  },
)

test('a draft goes on where it was left, on the own second device', async () => {
  const { demo, launch } = await setUp()
  const ada = await openMessenger(await launch(), demo.origin, 'ada')
  const device = createProfile()
  const second = await device.launch()
  try {
    const adaSecond = await openMessenger(second, demo.origin, 'ada')
    await openConversation(ada, /Bob/)
    await ada.getByRole('textbox', { name: 'Message' }).fill('I’ll call you when the')
    await adaSecond.getByRole('option', { name: /Draft: I’ll call you when the/ }).waitFor()
    await openConversation(adaSecond, /Bob/)
    await write(adaSecond, 'I’ll call you when the ferry is in')
    await bubbles(ada, 'I’ll call you when the ferry is in').waitFor()
    await expect.poll(() => ada.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('')
  } finally {
    await second.close()
    device.remove()
  }
})
