import { expect, it } from 'vitest'
import { planSchedule, runSchedule, runSeed, scheduleFloor, shortfalls } from '@latchkey/simulation'

it('a seed replays exactly, and another one does not', async () => {
  const first = await runSeed(7, { isTraced: true })
  const again = await runSeed(7, { isTraced: true })
  expect(again.traceLines).toEqual(first.traceLines)
  expect(again.traceHash).toBe(first.traceHash)
  expect((await runSeed(8)).traceHash).not.toBe(first.traceHash)
})

it('schedules that run side by side do not disturb each other', async () => {
  const alone = await runSeed(7)
  const [beside] = await Promise.all([runSeed(7), runSeed(9)])
  expect(beside.traceHash).toBe(alone.traceHash)
})

it('a part of a schedule runs as a schedule', async () => {
  const plan = planSchedule(7)
  const steps = plan.steps.filter(({ type }) => type === 'operation').slice(0, 20)
  const report = await runSchedule({ ...plan, steps, isWhole: false })
  expect(report.violations).toEqual([])
  expect([...report.operations.values()].reduce((sum, count) => sum + count, 0)).toBe(20)
  expect(report.faults.size).toBe(0)
})

it('a schedule that falls short of the floor is told', async () => {
  const report = await runSeed(7)
  expect(shortfalls(report)).toEqual([])
  const fewer = shortfalls({ ...report, operations: new Map([['login', 149]]), faults: new Map([['cut', 15]]) })
  expect(fewer).toEqual([
    `149 operations of at least ${scheduleFloor.operations}`,
    `1 faultKinds of at least ${scheduleFloor.faultKinds}`,
  ])
})
