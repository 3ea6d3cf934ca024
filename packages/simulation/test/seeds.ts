import { runSeed, shortfalls } from '@latchkey/simulation'

/** What is wrong with the schedules of these seeds, a line each. */
export async function failuresOf(seeds: readonly number[]): Promise<readonly string[]> {
  const failures: string[] = []
  // Where an error was made is never looked at here, and finding it out takes a good part of the time.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  for (const seed of seeds) {
    const report = await runSeed(seed)
    for (const { rule, text } of report.violations.slice(0, 2)) failures.push(`seed ${seed}: ${rule}: ${text}`)
    for (const shortfall of shortfalls(report)) failures.push(`seed ${seed} is below the floor: ${shortfall}`)
  }
  Error.stackTraceLimit = stackTraceLimit
  return failures
}

export function span(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_value, index) => first + index)
}
