import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { launchBrowser, servePages } from './browser.js'
import { expectWhole, listen, openPage, waitForFound } from './writer-reports.js'

test('ST-49 a write that finds no room says so, and everything before it is there', { timeout: 90_000 }, async () => {
  const server = await servePages()
  const address = server.resolvedUrls?.local[0] ?? ''
  const profile = await mkdtemp(join(tmpdir(), 'latchkey-profile-'))
  const browser = await launchBrowser(profile)
  try {
    const reports = await listen(browser.context)
    const page = await openPage(browser.context, address)
    await waitForFound(reports, 1)
    const devtools = await browser.context.newCDPSession(page)
    const { origin } = new URL(address)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 3_000_000 })
    await expect.poll(() => reports.refused, { timeout: 60_000 }).toEqual(['storage-full'])

    await devtools.send('Storage.overrideQuotaForOrigin', { origin })
    await page.reload()
    expectWhole(reports.written, await waitForFound(reports, 2))
  } finally {
    await browser.kill()
    await server.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})
