import type { FaultKind, OperationKind, Violation } from '@latchkey/simulation'

/** What one schedule came to, as it crosses from a worker. */
export interface ScheduleResult {
  readonly seed: number
  readonly violations: readonly Violation[]
  readonly shortfalls: readonly string[]
  readonly operations: readonly (readonly [OperationKind, number])[]
  readonly faults: readonly (readonly [FaultKind, number])[]
}

/** What many schedules came to. */
export interface Totals {
  schedules: number
  readonly failures: ScheduleResult[]
  readonly short: ScheduleResult[]
  readonly operations: Map<OperationKind, number>
  readonly faults: Map<FaultKind, number>
}

export function emptyTotals(): Totals {
  return { schedules: 0, failures: [], short: [], operations: new Map(), faults: new Map() }
}

export function addResult(totals: Totals, result: ScheduleResult): void {
  totals.schedules += 1
  if (result.violations.length > 0) totals.failures.push(result)
  if (result.shortfalls.length > 0) totals.short.push(result)
  for (const [kind, count] of result.operations) totals.operations.set(kind, (totals.operations.get(kind) ?? 0) + count)
  for (const [kind, count] of result.faults) totals.faults.set(kind, (totals.faults.get(kind) ?? 0) + count)
}

/** How often everything happened, most often first. */
export function histogram(title: string, counts: ReadonlyMap<string, number>, schedules: number): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const most = Math.max(1, ...counts.values())
  const lines = [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([kind, count]) => {
      const bar = '#'.repeat(Math.max(1, Math.round((40 * count) / most)))
      return `  ${kind.padEnd(18)} ${String(count).padStart(9)} ${(count / schedules).toFixed(2).padStart(7)} ${bar}`
    })
  return [`${title}: ${total}, ${(total / schedules).toFixed(1)} a schedule`, ...lines].join('\n')
}
