import { planSchedule, runSeed, shrinkSchedule, type Step } from '@latchkey/simulation'

const longestTrace = 250

/** Says what a seed breaks, and the shortest way found to it. */
export async function printFailure(seed: number): Promise<void> {
  const { violations } = await runSeed(seed)
  console.log(`\nseed ${seed} failed. Replay: npm run simulate -- --schedules 1 --seed ${seed}`)
  for (const { rule, text, time } of violations.slice(0, 5)) console.log(`  at ${time} ${rule}: ${text}`)
  const rules = violations.slice(0, 1).map(({ rule }) => rule)
  const { plan, report, runs } = await shrinkSchedule(planSchedule(seed), rules)
  console.log(`shrunk to ${plan.steps.length} steps in ${runs} runs:`)
  for (const step of plan.steps) console.log(`  ${describeStep(step)}`)
  console.log('and this is what happens:')
  const end = report.traceLines.findIndex((line) => rules.some((rule) => line.includes(`AUDIT     ${rule}`)))
  const lines = report.traceLines.slice(0, end + 1)
  if (lines.length > longestTrace) console.log(`  … ${lines.length - longestTrace} lines`)
  for (const line of lines.slice(-longestTrace)) console.log(`  ${line}`)
}

function describeStep({ at, device, type, kind }: Step): string {
  return `${String(at).padStart(7)} d${device} ${type === 'fault' ? `fault: ${kind}` : kind}`
}
