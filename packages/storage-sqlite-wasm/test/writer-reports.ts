import type { BrowserContext, Page } from 'playwright'
import { expect } from 'vitest'

/** A row that a page found. */
export interface FoundRow {
  readonly batch: number
  readonly part: number
}

/** What the pages of one test reported. */
export interface Reports {
  readonly written: Set<number>
  readonly found: FoundRow[][]
  readonly refused: string[]
}

export async function listen(context: BrowserContext): Promise<Reports> {
  const reports: Reports = { written: new Set(), found: [], refused: [] }
  await context.exposeFunction('reportWritten', (batch: number) => void reports.written.add(batch))
  await context.exposeFunction('reportFound', (rows: FoundRow[]) => void reports.found.push(rows))
  await context.exposeFunction('reportRefused', (code: string) => void reports.refused.push(code))
  return reports
}

export async function openPage(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(address)
  return page
}

/** Everything that was reported as written is found, and every batch is there whole. */
export function expectWhole(written: ReadonlySet<number>, found: readonly FoundRow[]): void {
  const parts = new Map<number, number[]>()
  for (const { batch, part } of found) parts.set(batch, [...(parts.get(batch) ?? []), part])
  expect([...written].filter((batch) => !parts.has(batch))).toEqual([])
  expect([...parts.values()].filter((those) => those.join() !== '0,1,2')).toEqual([])
}

export async function waitForWrites(reports: Reports, count: number): Promise<void> {
  const before = reports.written.size
  await expect.poll(() => reports.written.size, { timeout: 30_000, interval: 5 }).toBeGreaterThan(before + count)
}

export async function waitForFound(reports: Reports, count: number): Promise<readonly FoundRow[]> {
  await expect.poll(() => reports.found.length, { timeout: 30_000, interval: 5 }).toBe(count)
  return reports.found.at(-1) ?? []
}
