import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, servePages } from '../../storage-sqlite-wasm/test/browser.js'
import {
  expectWhole,
  listen,
  openPage,
  waitForFound,
  waitForWrites,
} from '../../storage-sqlite-wasm/test/writer-reports.js'

let server: ViteDevServer
let address: string
let profile: string

beforeAll(async () => {
  server = await servePages(new URL('./pages', import.meta.url))
  address = server.resolvedUrls?.local[0] ?? ''
  profile = await mkdtemp(join(tmpdir(), 'latchkey-profile-'))
})

afterAll(async () => {
  await server.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

test(
  'ST-57 a browser that is killed while it writes loses nothing that was written',
  { timeout: 120_000 },
  async () => {
    const written = new Set<number>()
    for (let round = 0; round < 4; round++) {
      const browser = await launchBrowser(profile)
      try {
        const reports = await listen(browser.context)
        await openPage(browser.context, address)
        expectWhole(written, await waitForFound(reports, 1))
        await waitForWrites(reports, 30)
        expect(reports.refused).toEqual([])
        await browser.kill()
        for (const batch of reports.written) written.add(batch)
      } finally {
        await browser.kill()
      }
    }
  },
)
