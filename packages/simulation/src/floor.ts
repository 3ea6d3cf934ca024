import type { Plan } from './plan.js'
import type { FaultKind, OperationKind } from './step-kinds.js'

/** What every schedule has at the least. One that has less proves less than it claims. */
export const scheduleFloor = { users: 3, devices: 4, operations: 150, faults: 15, faultKinds: 5 } as const

/** In what a schedule falls short of the floor; empty when it reaches it. */
export function shortfalls({
  plan,
  operations,
  faults,
}: {
  readonly plan: Plan
  readonly operations: ReadonlyMap<OperationKind, number>
  readonly faults: ReadonlyMap<FaultKind, number>
}): readonly string[] {
  const found = {
    users: plan.users,
    devices: plan.devices.length,
    operations: total(operations),
    faults: total(faults),
    faultKinds: faults.size,
  }
  return (Object.keys(scheduleFloor) as (keyof typeof scheduleFloor)[]).flatMap((name) =>
    found[name] < scheduleFloor[name] ? [`${found[name]} ${name} of at least ${scheduleFloor[name]}`] : [],
  )
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}
