import { auditWorld } from './audit.js'
import { takeStep } from './actions.js'
import { addFaults, breakSomething } from './faults.js'
import { heal } from './healing.js'
import { openWorld } from './open-world.js'
import { planSchedule, type Plan } from './plan.js'
import { type FaultKind, type OperationKind } from './step-kinds.js'
import type { Violation } from './world.js'

/** What came of a schedule. */
export interface ScheduleReport {
  readonly plan: Plan
  readonly violations: readonly Violation[]
  /** Of everything that happened: the same for the same plan, or the run was not a replay. */
  readonly traceHash: string
  /** What happened, a line each; empty unless it was asked for. */
  readonly traceLines: readonly string[]
  readonly operations: ReadonlyMap<OperationKind, number>
  readonly faults: ReadonlyMap<FaultKind, number>
  /** How many happenings the timeline had. */
  readonly steps: number
}

export interface ScheduleOptions {
  /** Keeps the lines of the trace. Default `false`. */
  readonly isTraced?: boolean
}

/** Runs the schedule that `seed` stands for. */
export function runSeed(seed: number, options?: ScheduleOptions): Promise<ScheduleReport> {
  return runSchedule(planSchedule(seed), options)
}

/** Runs a schedule, heals everything, and audits what is left. */
export async function runSchedule(plan: Plan, { isTraced = false }: ScheduleOptions = {}): Promise<ScheduleReport> {
  const world = openWorld(plan, { isTraced })
  const { timeline } = world
  await world.complete(begin(), 10_000)
  for (const device of world.devices) {
    for (let tab = 0; tab < device.plan.tabs; tab += 1) device.launch()
  }
  for (const step of plan.steps) {
    timeline.after(step.at, () => {
      if (step.type === 'operation') takeStep(world, step)
      else breakSomething(world, step)
    })
  }
  await timeline.run(timeline.now + (plan.steps.at(-1)?.at ?? 0) + 1)
  if (plan.isWhole) await addFaults(world)
  await heal(world)
  await auditWorld(world)
  return {
    plan,
    violations: world.violations,
    traceHash: world.trace.hash(),
    traceLines: world.trace.lines,
    operations: world.operations,
    faults: world.faults,
    steps: timeline.steps,
  }

  /** Everybody is registered, and one group has them all. */
  async function begin(): Promise<void> {
    for (const userID of world.userIDs) await world.host.addUser({ userID, userName: `User ${userID}` })
    const [owner = '', ...userIDs] = world.userIDs
    const parameters = { groupID: 'g0', groupName: 'Everybody', userIDs }
    await world.host.backend?.perform(owner, 'createGroup', parameters, { operationID: 'begin' })
    world.groupIDs.push('g0')
  }
}
