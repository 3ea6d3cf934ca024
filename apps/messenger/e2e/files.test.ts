import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openConversation, openMessenger, write, type Page } from './browser.ts'
import { setUp } from './scene.ts'

const iconPath = new URL('../public/icon-512.png', import.meta.url)

async function attach(page: Page, ...names: readonly string[]): Promise<void> {
  const buffer = readFileSync(iconPath)
  const files = names.map((name) => ({ name, mimeType: name.endsWith('.png') ? 'image/png' : 'text/plain', buffer }))
  await page.locator('input[type="file"]').setInputFiles(files)
  await page
    .getByRole('list', { name: 'Files to be sent' })
    .getByText(names[0] ?? '')
    .waitFor()
}

const picture = (page: Page, name: string) => page.getByRole('button', { name: `Picture: ${name}` })

/** How many of the 512 pixels of the picture's width are there. */
const loadedWidth = (page: Page, name: string) =>
  picture(page, name)
    .locator('img[src^="blob:"]')
    .evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0))

test('OL-36 a picture sent without a server waits, survives a relaunch, and is seen by the other person', async () => {
  const { demo, launch } = await setUp()
  const context = await launch()
  const ada = await openMessenger(context, demo.origin, 'ada')
  const bob = await openMessenger(context, demo.origin, 'bob')
  await openConversation(ada, /Bob/)
  await openConversation(bob, /Ada/)

  // Online first, so that the path itself is seen.
  await attach(ada, 'key.png')
  await write(ada, 'Our new icon')
  await picture(bob, 'key.png').waitFor()
  await expect.poll(() => loadedWidth(bob, 'key.png')).toBe(512)

  await demo.killServer()
  await ada
    .getByRole('status')
    .getByText(/showing saved chats/)
    .waitFor()
  await attach(ada, 'later.png')
  await ada.getByRole('button', { name: 'Send', exact: true }).click()
  await picture(ada, 'later.png').waitFor()
  await ada.getByText('Waiting to upload').waitFor()
  await ada.reload()
  await openConversation(ada, /Bob/)
  await expect.poll(() => loadedWidth(ada, 'later.png')).toBe(512)
  // What was received before is there without a server, too.
  await bob.reload()
  await openConversation(bob, /Ada/)
  await expect.poll(() => loadedWidth(bob, 'key.png')).toBe(512)

  await demo.startServer()
  await picture(bob, 'later.png').waitFor({ timeout: 30_000 })
  await expect.poll(() => loadedWidth(bob, 'later.png'), { timeout: 20_000 }).toBe(512)
  await ada.getByText('Waiting to upload').waitFor({ state: 'detached' })
})
