// npm test: every test of the project, in Node, in a real browser, end to end and on packed packages. Arguments go to
// the runner: `npm test -- packages/core`. The last line is `N passed, N failed`, summed over all; the exit code is not
// 0 when one failed or none ran.
import { parseCLI, startVitest } from 'vitest/node'
import type { CliOptions, Vitest } from 'vitest/node'

/** In this order. What must be built first comes last, and a build that fails takes no other phase with it. */
const phases: readonly (readonly string[])[] = [['node', 'browser'], ['e2e'], ['packed']]

interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const countTests = (vitest: Vitest): Counts => {
  const counts = { passed: 0, failed: vitest.state.getUnhandledErrors().length, skipped: 0 }
  for (const module of vitest.state.getTestModules()) {
    let failedInModule = 0
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'pending') continue
      counts[state] += 1
      if (state === 'failed') failedInModule += 1
    }
    // A file that does not load, or a hook that fails, is a failure also where no test could run.
    if (!module.ok() && failedInModule === 0) counts.failed += 1
  }
  return counts
}

const runPhase = async (project: readonly string[], filter: string[], options: CliOptions): Promise<Counts> => {
  process.exitCode = 0
  const vitest = await startVitest('test', filter, {
    ...options,
    project: [...project],
    run: true,
    watch: false,
    passWithNoTests: true,
  })
  const counts = countTests(vitest)
  // The runner itself failed, for one in the setup of a project.
  const isRunnerFailed = process.exitCode !== 0 && counts.failed === 0
  await vitest.close()
  return { ...counts, failed: counts.failed + (isRunnerFailed ? 1 : 0) }
}

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)])
const asked = [options.project ?? []].flat()
const total = { passed: 0, failed: 0, skipped: 0 }
for (const phase of phases) {
  const projects = phase.filter((project) => asked.length === 0 || asked.includes(project))
  if (projects.length === 0) continue
  const counts = await runPhase(projects, filter, options)
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
}

const ranNone = total.passed + total.failed === 0
if (ranNone) console.log('No test ran.')
const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
process.exit(total.failed > 0 || ranNone ? 1 : 0)
