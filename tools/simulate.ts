// npm run simulate -- --schedules 100000          runs schedules from --seed on (default: from the clock)
//                    --seed S --schedules 1       replays one: the same seed is the same schedule, step for step
//                    --stats                      prints how often everything was done and went wrong
//                    --workers N                  processes side by side (default 2)
//                    --prove                      plants bugs in a copy of the sources, and finds each
//                    --patch FILE                 plants what a unified diff says, and tells whether it is found
import { parseArgs } from 'node:util'
import { addResult, emptyTotals, histogram } from './simulate/results.ts'
import { printFailure } from './simulate/print-failure.ts'
import { prove, tryPatch } from './simulate/prove.ts'
import { runWorkers } from './simulate/run-workers.ts'

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    stats: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
    prove: { type: 'boolean', default: false },
    patch: { type: 'string' },
  },
})

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= least) return value
  console.error(`--${name} must be a whole number from ${least} on.`)
  process.exit(2)
}

const schedules = wholeNumber('schedules', values.schedules, 1)
const workers = wholeNumber('workers', values.workers, 1)
const seed = wholeNumber('seed', values.seed ?? String(values.prove ? 1 : Date.now() % 1_000_000_000), 0)
if (values.prove) process.exit((await prove({ seed, workers })) ? 0 : 1)
if (values.patch !== undefined) process.exit((await tryPatch(values.patch, { seed, workers, schedules })) ? 0 : 1)
const shownFailures = 3

const totals = emptyTotals()
const startedAt = performance.now()
let toldAt = startedAt
console.log(`${schedules} schedules from seed ${seed} on, ${workers} at a time`)
await runWorkers({
  seed,
  schedules,
  workers,
  onResult(result) {
    addResult(totals, result)
    const [first] = result.violations
    if (first !== undefined) console.log(`  seed ${result.seed} failed: ${first.rule}: ${first.text}`)
    if (performance.now() - toldAt > 10_000) {
      toldAt = performance.now()
      console.log(`  ${totals.schedules} schedules, ${totals.failures.length} failed`)
    }
    return true
  },
})
const seconds = (performance.now() - startedAt) / 1_000

if (values.stats) {
  console.log(histogram('operations', totals.operations, totals.schedules))
  console.log(histogram('faults', totals.faults, totals.schedules))
}
for (const { seed: short, shortfalls } of totals.short.slice(0, 10)) {
  console.log(`seed ${short} is below the floor: ${shortfalls.join(', ')}`)
}
const failures = totals.failures.sort((one, other) => one.seed - other.seed)
for (const { seed: failed } of failures.slice(0, shownFailures)) await printFailure(failed)
console.log(
  `${totals.schedules} schedules in ${seconds.toFixed(1)} s, ${(totals.schedules / seconds).toFixed(1)} a second: ` +
    `${failures.length} failed, ${totals.short.length} below the floor`,
)
process.exitCode = failures.length + totals.short.length === 0 ? 0 : 1
