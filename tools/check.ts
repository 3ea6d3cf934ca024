// npm run check: everything about the project but the behaviour of its code, one line a step and a verdict.
// `npm run check -- lint types` runs the named steps only.
import { clauses, requirements } from './check/clauses.ts'
import { format, lint, packaging, types, unused } from './check/commands.ts'
import { docs } from './check/docs.ts'
import { house } from './check/house.ts'
import { interfaces } from './check/interfaces.ts'
import { language } from './check/language.ts'
import { size } from './check/size.ts'
import type { Step } from './check/step.ts'

const steps: readonly Step[] = [
  format,
  house,
  lint,
  types,
  unused,
  packaging,
  size,
  docs,
  clauses,
  requirements,
  interfaces,
  language,
]

const names = process.argv.slice(2)
const unknown = names.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0) {
  console.error(`No step ${unknown.join(', ')}. Steps: ${steps.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

const runSafely = async (step: Step): ReturnType<Step['run']> => {
  try {
    return await step.run()
  } catch (error) {
    return { findings: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }
  }
}

const failed: string[] = []
for (const step of steps.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const startedAt = performance.now()
  const { findings, notes = [], summary = '' } = await runSafely(step)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  for (const finding of findings) console.log(finding)
  console.log(
    `${findings.length === 0 ? 'ok    ' : 'FAILED'} ${step.name.padEnd(13)} ${seconds.padStart(6)} s  ${summary}`,
  )
  for (const note of notes) console.log(`       ${note}`)
  if (findings.length > 0) failed.push(step.name)
}

console.log(failed.length === 0 ? 'check: all steps passed' : `check: FAILED in ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1
