// npm run screenshots: the messenger in the states that docs/screenshots shows, taken in a real browser.
import { mkdirSync } from 'node:fs'
import {
  bubbles,
  createProfile,
  openConversation,
  openMessenger,
  write,
  type Page,
} from '../apps/messenger/e2e/browser.ts'
import { startDemo } from '../apps/messenger/e2e/demo.ts'
import { buildWorkspaces } from './build.ts'
import { root } from './check/project.ts'

const folder = `${root}/docs/screenshots`
mkdirSync(folder, { recursive: true })
buildWorkspaces('./apps/messenger')

/** People have fonts for all scripts; the machine that takes the pictures may not. Served under the page's own origin. */
const fonts = ['@fontsource/noto-emoji', '@fontsource-variable/noto-sans-jp'] as const
const fontFamilies = "'Inter Variable', 'Noto Sans JP Variable', 'Noto Emoji', sans-serif"

const dress = async (page: Page): Promise<void> => {
  for (const font of fonts) await page.addStyleTag({ url: `/fonts/${font}/index.css` })
  await page.evaluate((families) => {
    document.querySelector<HTMLElement>('.lk')?.style.setProperty('--lk-font', families)
  }, fontFamilies)
}

const take = async (page: Page, name: string): Promise<void> => {
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' })
}

const demo = await startDemo()
const profile = createProfile()
const context = await profile.launch({ serviceWorkers: 'block', deviceScaleFactor: 1.5 })
await context.route('**/fonts/**', (route) => {
  const path = new URL(route.request().url()).pathname.replace('/fonts/', '')
  return route.fulfill({ path: `${root}/node_modules/${path}` })
})
try {
  const bob = await openMessenger(context, demo.origin, 'bob')
  await openConversation(bob, /Ada/)
  const page = await openMessenger(context, demo.origin, 'ada')
  await dress(page)

  await page.getByRole('button', { name: 'New chat' }).click()
  await page.getByRole('textbox', { name: 'User ID' }).fill('nobody')
  await page.keyboard.press('Enter')
  await write(page, 'Is anybody there?')
  await page.getByRole('button', { name: 'Try again' }).waitFor()
  await take(page, 'failed')

  await openConversation(page, /Bob/)
  await write(page, 'Ferry at 6:40, not at 7')
  await bubbles(bob, 'Ferry at 6:40').waitFor()
  await bubbles(bob, 'Ferry at 6:40').hover()
  await bubbles(bob, 'Ferry at 6:40').getByRole('button', { name: 'Message actions' }).click()
  await bob.getByRole('menuitemcheckbox', { name: '👍' }).click()
  await page.getByRole('button', { name: '👍 1', exact: true }).waitFor()
  await page.keyboard.press('ArrowUp')
  await write(page, 'Ferry at 6:40, so 6:15 at the office')
  await bubbles(page, '6:15 at the office').getByText('edited').waitFor()
  await bubbles(page, '6:15 at the office').hover()
  await bubbles(page, '6:15 at the office').getByRole('button', { name: 'Message actions' }).click()
  await page.getByRole('menu').waitFor()
  await take(page, 'actions')
  await page.keyboard.press('Escape')

  await demo.killServer()
  await page
    .getByRole('status')
    .getByText(/showing saved chats/)
    .waitFor()
  await write(page, '6:15 it is. I’ll bring coffee')
  await write(page, 'Black for you, right?')
  await page.getByText('Will send when you’re back online').waitFor()
  await page.getByRole('option', { name: /Black for you, right/ }).waitFor()
  for (const theme of ['light', 'dark']) {
    await page.evaluate((wanted) => document.querySelector('.lk')?.setAttribute('data-theme', wanted), theme)
    await page.setViewportSize({ width: 1_280, height: 800 })
    await take(page, theme)
    await page.setViewportSize({ width: 390, height: 844 })
    await take(page, `phone-${theme}`)
  }
  await page.setViewportSize({ width: 1_280, height: 800 })
  await page.evaluate(() => document.querySelector('.lk')?.setAttribute('dir', 'rtl'))
  await take(page, 'right-to-left')
} finally {
  await context.close()
  profile.remove()
  await demo.close()
}
