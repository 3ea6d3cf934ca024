import { execFileSync } from 'node:child_process'
import chromium from '@sparticuz/chromium'
import { startServer } from '@latchkey/server'
import type { LatchkeyServer } from '@latchkey/server'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium as playwright } from 'playwright'
import type { BrowserContext } from 'playwright'
import { preview } from 'vite'
import type { PreviewServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packedFolder } from './packed-folder.ts'
import type { PackedFolder } from './packed-folder.ts'

let folder: PackedFolder
let site: PreviewServer
let server: LatchkeyServer
let browser: BrowserContext
const data = mkdtempSync(join(tmpdir(), 'latchkey-vite-app-'))

const portOf = ({ httpServer }: PreviewServer): number => {
  const address = httpServer.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

beforeAll(async () => {
  folder = packedFolder(['@latchkey/core', '@latchkey/storage-sqlite-wasm', '@latchkey/transport-websocket'], {
    others: ['vite@8'],
  })
  folder.write('index.html', '<!doctype html><title>app</title><script type="module" src="/main.js"></script>')
  folder.write(
    'main.js',
    `import { createChat } from '@latchkey/core'
import { sqliteWasmStorage } from '@latchkey/storage-sqlite-wasm'
import { webSocketTransport } from '@latchkey/transport-websocket'

const { url, token, isOfflineLogin } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)))
const bob = { conversationType: 'peer', conversationID: 'bob' }
const chat = createChat({ app: 'fresh', storage: sqliteWasmStorage(), transport: webSocketTransport({ url }) })
const run = async () => {
  await chat.login('ada', { token, isOfflineLogin: isOfflineLogin === 'yes' })
  if (isOfflineLogin !== 'yes') await chat.whenSettled((await chat.sendMessage(bob, { type: 'text', text: 'hello' })).operationID)
  const { messageList } = await chat.queryHistoryMessage(bob, { count: 10 })
  return messageList.map(({ content, sentStatus }) => content.text + ' ' + sentStatus).join()
}
run().then((text) => (document.title = text), (error) => (document.title = 'failed: ' + error.code + ' ' + error.message))
`,
  )
  // The integrator's own Vite, with no configuration at all.
  execFileSync('npx', ['vite', 'build', '--logLevel', 'error'], { cwd: folder.path, stdio: 'pipe' })
  site = await preview({
    root: folder.path,
    configFile: false,
    logLevel: 'error',
    preview: { host: '127.0.0.1', port: 0 },
  })
  server = await startServer({ folder: join(data, 'server'), allowedOrigins: [`http://127.0.0.1:${portOf(site)}`] })
  await server.putUser({ userID: 'bob', userName: 'Bob' })
  browser = await playwright.launchPersistentContext(join(data, 'profile'), {
    executablePath: await chromium.executablePath(),
    args: [...chromium.args, '--no-sandbox'],
    headless: true,
  })
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
  await site?.close()
  folder?.remove()
  rmSync(data, { recursive: true, force: true })
})

const openApp = async (parameters: Record<string, string>): Promise<string> => {
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${portOf(site)}/#${new URLSearchParams(parameters).toString()}`)
  await page.waitForFunction(() => document.title !== 'app')
  const title = await page.title()
  await page.close()
  return title
}

test('a fresh Vite app on packed packages sends, and reads it again after a relaunch with no server', async () => {
  const { url } = server
  const token = await server.issueToken('ada', { lifeSeconds: 600 })
  expect(await openApp({ url, token })).toBe('hello sent')
  await server.close()
  expect(await openApp({ url, token, isOfflineLogin: 'yes' })).toBe('hello sent')
})
