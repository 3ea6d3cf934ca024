import { expect, it } from 'vitest'
import { planSchedule, runSeed } from '@latchkey/simulation'

const plans = Array.from({ length: 60 }, (_value, index) => planSchedule(index + 1))
const withTabs = plans.filter(({ devices }) => devices.some(({ tabs }) => tabs > 1))

it('about a third of the schedules have a device with two tabs', () => {
  expect(withTabs.length).toBeGreaterThan(12)
  expect(withTabs.length).toBeLessThan(28)
})

it('a schedule with tabs replays exactly, and its tabs talk to each other', async () => {
  const [{ seed } = { seed: 0 }] = withTabs
  const first = await runSeed(seed, { isTraced: true })
  expect((await runSeed(seed)).traceHash).toBe(first.traceHash)
  expect(first.traceLines.some((line) => line.includes('hears answer'))).toBe(true)
})

it('tabs are stopped, put away, robbed and killed', async () => {
  const reports = await Promise.all(withTabs.slice(0, 6).map(({ seed }) => runSeed(seed)))
  const hit = new Set(reports.flatMap(({ faults }) => [...faults.keys()]))
  for (const fault of ['tabFrozen', 'tabPutAway', 'tabRobbed', 'tabDeath'] as const) expect(hit).toContain(fault)
}, 120_000)
