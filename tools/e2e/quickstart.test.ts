import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { preview } from 'vite'
import { afterEach, test } from 'vitest'
import { bubbles, createProfile, openConversation, write, type Page } from '../../apps/messenger/e2e/browser.ts'
import { issueToken, startServerProcess } from '../../apps/messenger/e2e/server-process.ts'
import { root } from '../check/project.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** The built quickstart on a free port. */
const servePage = async (): Promise<string> => {
  const site = await preview({
    root: `${root}/apps/quickstart`,
    configFile: false,
    logLevel: 'error',
    preview: { host: '127.0.0.1', port: 0, strictPort: true },
  })
  cleanups.push(() => site.close())
  const address = site.httpServer.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

const startBackend = async (origin: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-quickstart-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  const server = await startServerProcess({ folder, port: 0, allowedOrigins: [origin] })
  cleanups.push(() => server.kill())
  return { server, issueToken: (userID: string) => issueToken(folder, userID) }
}

const signIn = async (page: Page, userID: string, token: string): Promise<void> => {
  page.once('dialog', (dialog) => void dialog.accept(token))
  await page.getByRole('textbox', { name: 'User ID' }).fill(userID)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'New chat' }).waitFor()
}

test('OL-08 the quickstart signs in, sends to another page and shows the answer, and opens again without its server', async () => {
  const origin = await servePage()
  const { server, issueToken } = await startBackend(origin)
  // The page names the port of its README; here another one answers in its place.
  const args = [`--host-resolver-rules=MAP 127.0.0.1:4181 127.0.0.1:${server.port}`]
  const open = async () => {
    const profile = createProfile()
    cleanups.push(() => profile.remove())
    const context = await profile.launch({ args })
    cleanups.push(() => context.close())
    const page = await context.newPage()
    await page.goto(origin)
    return page
  }
  const ada = await open()
  const bob = await open()
  await signIn(ada, 'ada', await issueToken('ada'))
  await signIn(bob, 'bob', await issueToken('bob'))

  await ada.getByRole('button', { name: 'New chat' }).click()
  await ada.getByRole('textbox', { name: 'User ID' }).fill('bob')
  await ada.keyboard.press('Enter')
  await write(ada, 'Hello from Ada')
  await openConversation(bob, /ada/)
  await bubbles(bob, 'Hello from Ada').waitFor()
  await write(bob, 'Hello from Bob')
  await bubbles(ada, 'Hello from Bob').waitFor()

  await server.kill()
  await ada.reload()
  await openConversation(ada, /bob/)
  await bubbles(ada, 'Hello from Bob').waitFor()
})
