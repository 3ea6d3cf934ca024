import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ViteDevServer } from 'vite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { launchBrowser, servePages, type Browser } from './browser.js'
import { listen, openPage, waitForFound } from './writer-reports.js'

let server: ViteDevServer
let profile: string
let browser: Browser

beforeEach(async () => {
  server = await servePages()
  profile = await mkdtemp(join(tmpdir(), 'latchkey-profile-'))
  browser = await launchBrowser(profile)
})

afterEach(async () => {
  await browser.kill()
  await server.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

const address = (): string => server.resolvedUrls?.local[0] ?? ''

test.each(['**/src/worker.*', '**/sqlite3.wasm*'])(
  'when %s cannot be loaded the storage is unavailable, and works once it can',
  { timeout: 60_000 },
  async (file) => {
    const reports = await listen(browser.context)
    await browser.context.route(file, (route) => route.abort())
    const page = await openPage(browser.context, address())
    await expect.poll(() => reports.refused, { timeout: 30_000 }).toEqual(['storage-unavailable'])

    await browser.context.unroute(file)
    await page.reload()
    await waitForFound(reports, 1)
  },
)

test(
  'in a browser without the origin-private file system the storage is unavailable',
  { timeout: 60_000 },
  async () => {
    const reports = await listen(browser.context)
    // An address that is not this machine's own and not encrypted is one to which a browser offers no such thing.
    const { port } = new URL(address())
    await browser.context.route('http://plain.example/**', async (route) => {
      const { pathname, search } = new URL(route.request().url())
      await route.fulfill({ response: await route.fetch({ url: `http://127.0.0.1:${port}${pathname}${search}` }) })
    })
    await openPage(browser.context, 'http://plain.example/')
    await expect.poll(() => reports.refused, { timeout: 30_000 }).toEqual(['storage-unavailable'])
  },
)
