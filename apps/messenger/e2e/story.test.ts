import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { bubbles, crash, openConversation, openMessenger, write } from './browser.ts'
import { setUp } from './scene.ts'

/** What a person is told while the backend is not reached. */
const banner = /(Connecting|Offline) — showing saved chats/

for (const network of ['refuses', 'accepts and never answers'] as const) {
  test(`OL-08 OL-10 OL-32 OL-36 the whole story, with a network that ${network}`, async () => {
    const { demo, launch } = await setUp()
    const first = await launch()
    const adaFirst = await openMessenger(first, demo.origin, 'ada')
    const bob = await openMessenger(first, demo.origin, 'bob')
    await openConversation(adaFirst, /Bob/)
    await openConversation(bob, /Ada/)
    await write(adaFirst, 'Hello from Ada')
    await bubbles(bob, 'Hello from Ada').waitFor()
    await write(bob, 'Hello from Bob')
    await bubbles(adaFirst, 'Hello from Bob').waitFor()

    // The server dies, Ada's page closes and opens again.
    await demo.killServer()
    const endHang = network === 'refuses' ? undefined : await demo.hang()
    await adaFirst.close()
    const ada = await openMessenger(first, demo.origin, 'ada')
    await ada.getByRole('option', { name: /Hello from Bob/ }).waitFor()
    await ada.getByRole('status').getByText(banner).waitFor()
    await openConversation(ada, /Bob/)
    await write(ada, 'Written without a server')
    await ada.getByRole('article', { name: /Waiting to be sent/ }).waitFor()
    await ada.getByText('Will send when you’re back online').waitFor()
    await write(bob, 'Bob wrote meanwhile')
    await bob.getByRole('article', { name: /Waiting to be sent/ }).waitFor()

    // The server starts again.
    await endHang?.()
    await demo.startServer()
    await ada
      .getByRole('article', { name: /You.*(Sent|Read)/ })
      .filter({ hasText: 'Written without a server' })
      .waitFor()
    await bubbles(ada, 'Bob wrote meanwhile').waitFor()
    await bubbles(bob, 'Written without a server').waitFor()
    for (const page of [ada, bob]) {
      expect(await bubbles(page, 'Written without a server').count()).toBe(1)
      expect(await bubbles(page, 'Bob wrote meanwhile').count()).toBe(1)
    }
    await ada.getByRole('status').getByText(banner).waitFor({ state: 'detached' })
  })
}

test('OL-36 a server that dies in the middle of what two people send loses, doubles and swaps nothing', async () => {
  const { demo, launch } = await setUp()
  const context = await launch()
  const ada = await openMessenger(context, demo.origin, 'ada')
  const bob = await openMessenger(context, demo.origin, 'bob')
  await openConversation(ada, /Bob/)
  await openConversation(bob, /Ada/)
  const sent = (name: string) => Array.from({ length: 8 }, (_, index) => `${name} number ${String(index + 1)}`)
  const writeAll = async (page: Page, texts: readonly string[]) => {
    for (const text of texts) await write(page, text)
  }
  const dies = bubbles(bob, 'Ada number 3').waitFor().then(demo.killServer)
  await Promise.all([writeAll(ada, sent('Ada')), writeAll(bob, sent('Bob')), dies])
  await demo.startServer()
  const shown = async (page: Page) => {
    const texts = await page.getByRole('article').locator('.lk-bubble-text').allTextContents()
    return texts.filter((text) => text.includes(' number '))
  }
  const waiting = (page: Page) => page.getByRole('article', { name: /Waiting to be sent|Not sent/ }).count()
  for (const page of [ada, bob]) await expect.poll(() => waiting(page), { timeout: 30_000 }).toBe(0)
  for (const page of [ada, bob]) await expect.poll(async () => (await shown(page)).length).toBe(16)
  const order = await shown(ada)
  expect(await shown(bob)).toEqual(order)
  for (const name of ['Ada', 'Bob']) expect(order.filter((text) => text.startsWith(name))).toEqual(sent(name))
})

test('OL-08 a relaunch with neither the server nor the page’s own origin opens on saved chats', async () => {
  const { demo, launch } = await setUp()
  const first = await launch()
  const page = await openMessenger(first, demo.origin, 'ada')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.getByRole('option', { name: /Bob/ }).waitFor()
  await first.close()

  await demo.killServer()
  await demo.stopPage()
  const again = await launch()
  const ada = await openMessenger(again, demo.origin, 'ada')
  await openConversation(ada, /Bob/)
  await ada.getByRole('article').first().waitFor()
})

/** Runs in the page: whether the sealed record of the first screen has been written. */
function hasFirstScreen(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('latchkey')
    opening.onerror = () => reject(new Error('The small records cannot be opened.'))
    opening.onsuccess = () => {
      const keys = opening.result.transaction('records').objectStore('records').getAllKeys()
      keys.onsuccess = () => {
        opening.result.close()
        resolve(keys.result.some((key) => Array.isArray(key) && key.includes('first-screen')))
      }
    }
  })
}

test('OL-08 the list is on the screen before the database can be opened', async () => {
  const { demo, launch } = await setUp()
  const first = await launch({ serviceWorkers: 'block' })
  const page = await openMessenger(first, demo.origin, 'ada')
  const [shown] = await page.getByRole('option').first().locator('bdi').allTextContents()
  await expect.poll(() => page.evaluate(hasFirstScreen), { timeout: 20_000 }).toBe(true)
  await first.close()

  const again = await launch({ serviceWorkers: 'block' })
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  // Without its WebAssembly no database opens, however long this takes.
  await again.route('**/*.wasm', async (route) => {
    await held
    await route.continue()
  })
  const ada = await again.newPage()
  await ada.goto(`${demo.origin}/?profile=ada`)
  await ada.getByRole('listbox', { name: 'Conversations' }).waitFor()
  const firstName = async () => (await ada.getByRole('option').first().locator('bdi').allTextContents())[0]
  expect(await firstName()).toBe(shown)
  const marks = () => ada.evaluate(() => performance.getEntriesByType('mark').map(({ name }) => name))
  expect(await marks()).not.toContain('storage-open')
  release()
  await expect.poll(marks, { timeout: 20_000 }).toContain('storage-open')
  expect(await firstName()).toBe(shown)
})

for (const end of ['is closed', 'crashes'] as const) {
  test(`OL-40 a second tab shows the list and sends, and goes on when the first one ${end}`, async () => {
    const { demo, launch } = await setUp()
    const context = await launch({ isProcessPerTab: end === 'crashes' })
    const bob = await openMessenger(context, demo.origin, 'bob')
    const first = await openMessenger(context, demo.origin, 'ada')
    const second = await openMessenger(context, demo.origin, 'ada')
    await openConversation(second, /Bob/)
    await openConversation(first, /Bob/)
    await write(second, 'From the second tab')
    await bubbles(first, 'From the second tab').waitFor()

    if (end === 'is closed') await first.close()
    else await crash(first)
    await write(second, 'And on it goes')
    await second
      .getByRole('article', { name: /You.*(Sent|Read)/ })
      .filter({ hasText: 'And on it goes' })
      .waitFor()
    await openConversation(bob, /Ada/)
    for (const page of [second, bob]) {
      for (const text of ['From the second tab', 'And on it goes']) {
        await bubbles(page, text).waitFor()
        expect(await bubbles(page, text).count()).toBe(1)
      }
    }
  })
}

const tokenKey = 'latchkey-messenger/ada/token'
const keptToken = (page: Page) => page.evaluate((key) => localStorage.getItem(key), tokenKey)

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
}

test('OL-06 OL-18 after signing out, a token that somebody put back opens nothing', async () => {
  const { demo, launch } = await setUp()
  const context = await launch()
  const page = await openMessenger(context, demo.origin, 'ada')
  const token = await keptToken(page)
  await signOut(page)
  await demo.killServer()
  await page.evaluate(([key, value]) => localStorage.setItem(key, value), [tokenKey, token ?? ''] as const)
  await page.reload()
  await page.getByText('You signed out on this device. Connect to sign in again.').waitFor()
  expect(await page.getByRole('option').count()).toBe(0)
})

test('OL-18 the messenger keeps a token while somebody is signed in, and none after', async () => {
  const { demo, launch } = await setUp()
  const context = await launch()
  const page = await openMessenger(context, demo.origin, 'ada')
  expect(await keptToken(page)).toMatch(/^\S+\.\S+\.\S+$/)
  await signOut(page)
  const kept = await page.evaluate(() => Object.entries(localStorage).flat().join('\n'))
  expect(kept).not.toMatch(/token|\S+\.\S+\.\S{40,}/)
})
