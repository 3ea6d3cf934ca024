import { execFileSync } from 'node:child_process'
import chromium from '@sparticuz/chromium'
import { startServer } from '@latchkey/server'
import type { LatchkeyServer } from '@latchkey/server'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium as playwright } from 'playwright'
import { preview } from 'vite'
import { afterEach, expect, test } from 'vitest'
import { packedFolder } from './packed-folder.ts'
import type { PackedFolder } from './packed-folder.ts'

interface App {
  readonly bundler: string
  /** What the integrator installs besides the packages. */
  readonly tools: readonly string[]
  readonly storagePackage: string
  readonly storageFactory: string
  /** Writes what is served to `dist`. */
  build(folder: PackedFolder): void
}

const html = '<!doctype html><title>app</title><script type="module" src="/main.js"></script>'

/** As their makers ship them, with no configuration at all. */
const apps: readonly App[] = [
  {
    bundler: 'vite',
    tools: ['vite@8'],
    storagePackage: '@latchkey/storage-sqlite-wasm',
    storageFactory: 'sqliteWasmStorage',
    build({ path, write }) {
      write('index.html', html)
      execFileSync('npx', ['vite', 'build', '--logLevel', 'error'], { cwd: path, stdio: 'pipe' })
    },
  },
  {
    bundler: 'webpack',
    tools: ['webpack@5', 'webpack-cli@6'],
    storagePackage: '@latchkey/storage-browser',
    storageFactory: 'browserStorage',
    build({ path, write }) {
      const webpack = join(path, 'node_modules/.bin/webpack')
      execFileSync(webpack, ['--mode', 'production', '--entry', './main.js'], { cwd: path, stdio: 'pipe' })
      write('dist/index.html', html)
    },
  },
]

const program = ({ storagePackage, storageFactory }: App): string => `import { createChat } from '@latchkey/core'
import { ${storageFactory} } from '${storagePackage}'
import { webSocketTransport } from '@latchkey/transport-websocket'

const { url, token, isOfflineLogin, userID, hasWorkers } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)))
if (hasWorkers === 'no') globalThis.Worker = undefined
const bob = { conversationType: 'peer', conversationID: 'bob' }
const chat = createChat({ app: 'fresh', storage: ${storageFactory}(), transport: webSocketTransport({ url }) })
const run = async () => {
  await chat.login(userID, { token, isOfflineLogin: isOfflineLogin === 'yes' })
  if (isOfflineLogin !== 'yes') await chat.whenSettled((await chat.sendMessage(bob, { type: 'text', text: 'hello' })).operationID)
  const { messageList } = await chat.queryHistoryMessage(bob, { count: 10 })
  return messageList.map(({ content, sentStatus }) => content.text + ' ' + sentStatus).join()
}
run().then((text) => (document.title = text), (error) => (document.title = 'failed: ' + error.code + ' ' + error.message))
`

interface RunningApp {
  readonly server: LatchkeyServer
  /** What the app says at the end of a visit. */
  visit(parameters: Record<string, string>): Promise<string>
}

const ends: (() => unknown)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function run(app: App): Promise<RunningApp> {
  const data = mkdtempSync(join(tmpdir(), 'latchkey-app-'))
  ends.push(() => rmSync(data, { recursive: true, force: true }))
  const folder = packedFolder(['@latchkey/core', app.storagePackage, '@latchkey/transport-websocket'], {
    others: app.tools,
  })
  ends.push(() => folder.remove())
  folder.write('main.js', program(app))
  app.build(folder)
  const site = await preview({
    root: folder.path,
    configFile: false,
    logLevel: 'error',
    preview: { host: '127.0.0.1', port: 0 },
  })
  ends.push(() => site.close())
  const address = site.httpServer.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const server = await startServer({ folder: join(data, 'server'), allowedOrigins: [origin] })
  ends.push(() => server.close())
  await server.putUser({ userID: 'bob', userName: 'Bob' })
  const browser = await playwright.launchPersistentContext(join(data, 'profile'), {
    executablePath: await chromium.executablePath(),
    args: [...chromium.args, '--no-sandbox'],
    headless: true,
  })
  ends.push(() => browser.close())

  return {
    server,
    async visit(parameters) {
      const page = await browser.newPage()
      await page.goto(`${origin}/#${new URLSearchParams(parameters).toString()}`)
      await page.waitForFunction(() => document.title !== 'app')
      const title = await page.title()
      await page.close()
      return title
    },
  }
}

test.each(apps)(
  'a fresh $bundler app on packed packages sends, and reads it again after a relaunch with no server',
  async (app) => {
    const { server, visit } = await run(app)
    const { url } = server
    const devices = app.storageFactory === 'browserStorage' ? ['yes', 'no'] : ['yes']
    const visitors = await Promise.all(
      devices.map(async (hasWorkers) => {
        // With workers it is SQLite that stores, without them IndexedDB.
        const userID = hasWorkers === 'yes' ? 'ada' : 'eve'
        return { url, userID, hasWorkers, token: await server.issueToken(userID, { lifeSeconds: 600 }) }
      }),
    )
    for (const visitor of visitors) expect(await visit(visitor)).toBe('hello sent')
    await server.close()
    const last = visitors.at(-1)
    expect(await visit({ ...last, isOfflineLogin: 'yes' })).toBe('hello sent')
  },
)
