// npm run screenshots: the messenger in the states that docs/screenshots shows, taken in a real browser.
import { mkdirSync } from 'node:fs'
import { createProfile, openConversation, openMessenger, write } from '../apps/messenger/e2e/browser.ts'
import { startDemo } from '../apps/messenger/e2e/demo.ts'
import { buildWorkspaces } from './build.ts'
import { root } from './check/project.ts'

const folder = `${root}/docs/screenshots`
mkdirSync(folder, { recursive: true })
buildWorkspaces('./apps/messenger')

const take = (page: Awaited<ReturnType<typeof openMessenger>>, name: string): Promise<unknown> =>
  page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' })

const demo = await startDemo()
const profile = createProfile()
const context = await profile.launch()
try {
  const page = await openMessenger(context, demo.origin, 'ada')
  await page.getByRole('button', { name: 'New chat' }).click()
  await page.getByRole('textbox', { name: 'User ID' }).fill('nobody')
  await page.keyboard.press('Enter')
  await write(page, 'Is anybody there?')
  await page.getByRole('button', { name: 'Try again' }).waitFor()
  await demo.killServer()
  await openConversation(page, /Bob/)
  await page
    .getByRole('status')
    .getByText(/showing saved chats/)
    .waitFor()
  await write(page, '6:15 it is. I’ll bring coffee')
  await write(page, 'Black for you, right?')
  await page.getByText('Will send when you’re back online').waitFor()
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
