import { expect, test } from 'vitest'
import { bubbles, openConversation, openMessenger, write } from './browser.ts'
import { setUp } from './scene.ts'

test('an installed messenger, which starts without an address, opens the account that was used last', async () => {
  const { demo, launch } = await setUp()
  const first = await launch()
  const page = await openMessenger(first, demo.origin, 'ada')
  await page.getByRole('option', { name: /Bob/ }).waitFor()
  await first.close()

  const again = await launch()
  const ada = await again.newPage()
  await ada.goto(demo.origin)
  await ada.getByRole('option', { name: /Bob/ }).waitFor()
})

test('a first visit without an address asks who it is, and proposes nobody', async () => {
  const { demo, launch } = await setUp()
  const page = await (await launch()).newPage()
  await page.goto(demo.origin)
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  expect(await page.getByRole('textbox', { name: 'User ID' }).inputValue()).toBe('')
})

test('a first visit to a site that states no server says so, and goes on once it does', async () => {
  const { demo, launch } = await setUp()
  const context = await launch()
  for (const body of ['Not found', '{}', '{"serverUrl":"https://chat.example"}']) {
    await context.route('**/config.json', (route) => route.fulfill({ status: 200, body }))
    const page = await context.newPage()
    await page.goto(demo.origin)
    await page.getByRole('heading', { name: 'This messenger is not set up' }).waitFor()
    await context.unrouteAll()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await page.evaluate(() => {
      localStorage.clear()
    })
  }
})

test('a first visit without a network says that it needs one', async () => {
  const { demo, launch } = await setUp()
  const context = await launch()
  await context.route('**/config.json', (route) => route.abort())
  const page = await context.newPage()
  await page.goto(demo.origin)
  await page.getByRole('heading', { name: 'No connection yet' }).waitFor()
})

test('OL-10 a server that moved is found on the next launch, though its old place still takes connections', async () => {
  const { demo, launch } = await setUp()
  const context = await launch()
  const before = await openMessenger(context, demo.origin, 'ada')
  await before.getByRole('option', { name: /Bob/ }).waitFor()
  await before.close()
  await demo.killServer()
  const endHang = await demo.hang()
  await demo.startServer({ isMoved: true })

  const ada = await openMessenger(context, demo.origin, 'ada')
  await openConversation(ada, /Bob/)
  await write(ada, 'You have moved')
  await ada
    .getByRole('article', { name: /You.*(Sent|Read)/ })
    .filter({ hasText: 'You have moved' })
    .waitFor()
  expect(await bubbles(ada, 'You have moved').count()).toBe(1)
  await endHang()
})
