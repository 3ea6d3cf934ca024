import type { Plan, Step } from './plan.js'
import { runSchedule, type ScheduleReport } from './run-schedule.js'

/** The smallest schedule found that still breaks a rule, and what came of it. */
export interface ShrunkSchedule {
  readonly plan: Plan
  /** With its trace. */
  readonly report: ScheduleReport
  /** How many schedules were tried. */
  readonly runs: number
}

/**
 * Drops steps of a schedule for as long as one of `rules` is still broken: halves first, then ever smaller parts. At most
 * `maxRuns` schedules are tried (default 400).
 */
export async function shrinkSchedule(
  plan: Plan,
  rules: readonly string[],
  { maxRuns = 400 }: { readonly maxRuns?: number } = {},
): Promise<ShrunkSchedule> {
  let runs = 0
  async function fails(steps: readonly Step[]): Promise<boolean> {
    runs += 1
    const { violations } = await runSchedule({ ...plan, steps, isWhole: false })
    return violations.some(({ rule }) => rules.includes(rule))
  }

  let { steps } = plan
  let size = Math.ceil(steps.length / 2)
  while (runs < maxRuns) {
    let isSmaller = false
    for (let start = 0; start < steps.length && runs < maxRuns;) {
      const fewer = [...steps.slice(0, start), ...steps.slice(start + size)]
      if (await fails(fewer)) {
        steps = fewer
        isSmaller = true
      } else {
        start += size
      }
    }
    if (size === 1 && !isSmaller) break
    size = Math.max(1, Math.floor(size / 2))
  }
  const shrunk = { ...plan, steps, isWhole: false }
  return { plan: shrunk, report: await runSchedule(shrunk, { isTraced: true }), runs }
}
