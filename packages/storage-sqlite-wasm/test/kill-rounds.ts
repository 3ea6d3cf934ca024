import { expect } from 'vitest'
import { launchBrowser } from './browser.js'
import { expectWhole, listen, openPage, waitForFound, waitForWrites } from './writer-reports.js'

/** Kills a browser again and again while its page writes, and looks each time at what the next one finds. */
export async function playKillRounds(profile: string, address: string): Promise<void> {
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
}
