import { expect, test } from 'vitest'
import type { BenchReport } from '../bench/bench.ts'
import { kills } from '../bench/kills-bench.ts'

// What a bench audits holds at any scale; what it times is not looked at here.
const twentieth = { scale: 0.05, withPeers: false }

function valueOf({ figures }: BenchReport, name: string): number | undefined {
  return figures.find((figure) => figure.name === name)?.value
}

test('OL-36 nothing is lost, doubled or reordered by kills of the server under load and of clients that send', async () => {
  const report = await kills.run(twentieth)
  expect(valueOf(report, 'kills')).toBeGreaterThanOrEqual(15)
  for (const name of ['lost-messages', 'doubled-messages', 'reordered-messages']) expect(valueOf(report, name)).toBe(0)
}, 180_000)
