// npm test: every test of the project, in Node, in a real browser and end to end; arguments go to the runner.
// The last line is `N passed, N failed`, summed over all; the exit code is not 0 when one failed or none ran.
import { parseCLI, startVitest } from 'vitest/node'

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)])
const vitest = await startVitest('test', filter, { ...options, run: true, watch: false })

const counts = { passed: 0, failed: 0, skipped: 0 }
for (const module of vitest.state.getTestModules()) {
  let testsFailed = 0
  for (const test of module.children.allTests()) {
    const { state } = test.result()
    if (state === 'pending') continue
    counts[state] += 1
    if (state === 'failed') testsFailed += 1
  }
  // A file that does not load, or a hook that fails, is a failure also where no test could run.
  if (!module.ok() && testsFailed === 0) counts.failed += 1
}
counts.failed += vitest.state.getUnhandledErrors().length
const ranNone = counts.passed + counts.failed === 0
const runnerFailed = process.exitCode !== undefined && process.exitCode !== 0
await vitest.close()

if (ranNone) console.log('No test ran.')
const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`)
process.exit(counts.failed > 0 || ranNone || runnerFailed ? 1 : 0)
