import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright'
import type { ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, servePages, type Browser } from './browser.js'

interface FoundRow {
  readonly batch: number
  readonly part: number
}

/** What the pages of one test reported. */
interface Reports {
  readonly written: Set<number>
  readonly found: FoundRow[][]
  readonly refused: string[]
}

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

async function listen(context: BrowserContext): Promise<Reports> {
  const reports: Reports = { written: new Set(), found: [], refused: [] }
  await context.exposeFunction('reportWritten', (batch: number) => void reports.written.add(batch))
  await context.exposeFunction('reportFound', (rows: FoundRow[]) => void reports.found.push(rows))
  await context.exposeFunction('reportRefused', (code: string) => void reports.refused.push(code))
  return reports
}

async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.goto(address)
  return page
}

/** Everything that was reported as written is found, and every batch is there whole. */
function expectWhole(written: ReadonlySet<number>, found: readonly FoundRow[]): void {
  const parts = new Map<number, number[]>()
  for (const { batch, part } of found) parts.set(batch, [...(parts.get(batch) ?? []), part])
  expect([...written].filter((batch) => !parts.has(batch))).toEqual([])
  expect([...parts.values()].filter((those) => those.join() !== '0,1,2')).toEqual([])
}

async function waitForWrites(reports: Reports, count: number): Promise<void> {
  const before = reports.written.size
  await expect.poll(() => reports.written.size, { timeout: 30_000, interval: 5 }).toBeGreaterThan(before + count)
}

async function waitForFound(reports: Reports, count: number): Promise<readonly FoundRow[]> {
  await expect.poll(() => reports.found.length, { timeout: 30_000, interval: 5 }).toBe(count)
  return reports.found.at(-1) ?? []
}

test('ST-57 a page that is reloaded while it writes loses nothing that was written', { timeout: 90_000 }, async () => {
  const browser = await launchBrowser(profile)
  try {
    const reports = await listen(browser.context)
    const page = await openPage(browser.context)
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
    const written = new Set<number>()
    for (let round = 0; round < 4; round++) {
      const browser: Browser = await launchBrowser(profile)
      try {
        const reports = await listen(browser.context)
        await openPage(browser.context)
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

test(
  'ST-06 a second tab is refused while the first one writes, and finds everything once it is closed',
  { timeout: 60_000 },
  async () => {
    const browser = await launchBrowser(profile)
    try {
      const reports = await listen(browser.context)
      const first = await openPage(browser.context)
      await waitForWrites(reports, 10)

      const second = await openPage(browser.context)
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
