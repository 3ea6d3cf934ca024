import { expect, test } from 'vitest'
import { createProfile, openConversation, openMessenger, write, type Page } from './browser.ts'
import { setUp } from './scene.ts'

const row = (page: Page, name: RegExp) => page.getByRole('option', { name })

async function choose(page: Page, name: RegExp, action: string): Promise<void> {
  await row(page, name).click({ button: 'right' })
  await page.getByRole('menu', { name: 'Chat actions' }).getByRole('menuitem', { name: action }).click()
}

test(
  'OL-36 what one sets on conversations without a server holds after a relaunch, and comes to the own second device',
  { timeout: 120_000 },
  async () => {
    const { demo, launch } = await setUp()
    const context = await launch()
    const first = await openMessenger(context, demo.origin, 'ada')
    const device = createProfile()
    const second = await device.launch()
    try {
      const other = await openMessenger(second, demo.origin, 'ada')
      await row(other, /Bob/).waitFor()
      await demo.killServer()
      await first
        .getByRole('status')
        .getByText(/showing saved chats/)
        .waitFor()
      await choose(first, /Bob/, 'Pin')
      await row(first, /Bob.*Pinned/).waitFor()
      await choose(first, /Weekend hikers/, 'Do not disturb')
      await row(first, /Weekend hikers.*Does not disturb/).waitFor()
      await choose(first, /Clara/, 'Archive')
      await row(first, /Clara/).waitFor({ state: 'detached' })
      await choose(first, /Diego/, 'Delete chat')
      await first.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await row(first, /Diego Morales/).waitFor({ state: 'detached' })

      // The page closes and opens again; there is still no server.
      await first.close()
      const again = await openMessenger(context, demo.origin, 'ada')
      await row(again, /Bob.*Pinned/).waitFor()
      await row(again, /Weekend hikers.*Does not disturb/).waitFor()
      expect(await row(again, /Clara/).count()).toBe(0)
      await again.getByRole('button', { name: 'Archived 1' }).click()
      await row(again, /Clara/).waitFor()

      await demo.startServer()
      await row(other, /Bob.*Pinned/).waitFor()
      await row(other, /Weekend hikers.*Does not disturb/).waitFor()
      await row(other, /Clara/).waitFor({ state: 'detached' })
      await row(other, /Diego Morales/).waitFor({ state: 'detached' })
      // What is archived can be read and answered there, and stays there.
      await openConversation(again, /Clara/)
      await write(again, 'Later, Clara')
      await row(again, /Later, Clara/).waitFor()
      await other.getByRole('button', { name: 'Archived 1' }).click()
      await row(other, /Later, Clara/).waitFor()
    } finally {
      await second.close()
      device.remove()
    }
  },
)
