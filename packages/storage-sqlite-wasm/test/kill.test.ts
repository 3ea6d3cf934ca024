import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, servePages } from './browser.js'
import { playKillRounds } from './kill-rounds.js'
import { expectWhole, listen, openPage, waitForFound, waitForWrites } from './writer-reports.js'

let server: ViteDevServer
let address: string
let profile: string

beforeAll(async () => {
  server = await servePages()
  address = server.resolvedUrls?.local[0] ?? ''
  profile = await mkdtemp(join(tmpdir(), 'latchkey-profile-'))
})

afterAll(async () => {
  await server.close()
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
})

test('ST-57 a page that is reloaded while it writes loses nothing that was written', { timeout: 90_000 }, async () => {
  const browser = await launchBrowser(profile)
  try {
    const reports = await listen(browser.context)
    const page = await openPage(browser.context, address)
    for (let round = 1; round <= 5; round++) {
      expectWhole(reports.written, await waitForFound(reports, round))
      await waitForWrites(reports, 20 + round)
      await page.reload()
    }
    expectWhole(reports.written, await waitForFound(reports, 6))
    expect(reports.refused).toEqual([])
  } finally {
    await browser.kill()
  }
})

test(
  'ST-57 a browser that is killed while it writes loses nothing that was written',
  { timeout: 120_000 },
  async () => {
    await playKillRounds(profile, address)
  },
)

test(
  'ST-06 a second tab is refused while the first one writes, and finds everything once it is closed',
  { timeout: 60_000 },
  async () => {
    const browser = await launchBrowser(profile)
    try {
      const reports = await listen(browser.context)
      const first = await openPage(browser.context, address)
      await waitForWrites(reports, 10)

      const second = await openPage(browser.context, address)
      await expect.poll(() => reports.refused, { timeout: 30_000 }).toEqual(['storage-owned-elsewhere'])
      await waitForWrites(reports, 10)

      await first.close()
      await second.reload()
      expectWhole(reports.written, await waitForFound(reports, 2))
    } finally {
      await browser.kill()
    }
  },
)
