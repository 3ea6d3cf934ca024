import { expect, test } from 'vitest'
import type { BenchReport } from '../bench/bench.ts'
import { bigCatchUp } from '../bench/big-catch-up-bench.ts'
import { catchUp } from '../bench/catch-up-bench.ts'
import { kills } from '../bench/kills-bench.ts'

// What a bench audits holds at any scale; what it times is not looked at here.
const twentieth = { scale: 0.05 }

function valueOf({ figures }: BenchReport, name: string): number | undefined {
  return figures.find((figure) => figure.name === name)?.value
}

test('OL-36 nothing is lost, doubled or reordered by kills of the server under load and of clients that send', async () => {
  const report = await kills.run(twentieth)
  expect(valueOf(report, 'kills')).toBeGreaterThanOrEqual(15)
  for (const name of ['lost-messages', 'doubled-messages', 'reordered-messages']) expect(valueOf(report, name)).toBe(0)
}, 180_000)

test('OL-37 a device that comes back has every message once and in order, the right unread counts, and nothing waiting', async () => {
  const report = await catchUp.run(twentieth)
  for (const delayMs of [0, 100]) expect(valueOf(report, `differences-at-${delayMs}-ms`)).toBe(0)
}, 180_000)

test('OL-37 a page that scrolls and types while it catches up has every change in the end', async () => {
  const report = await bigCatchUp.run(twentieth)
  expect(valueOf(report, 'changes')).toBeGreaterThanOrEqual(5_000)
  expect(valueOf(report, 'audit-differences')).toBe(0)
}, 240_000)
