// A process of its own that runs schedules and tells of each: node worker.ts FIRST COUNT STEP
import { runSeed, shortfalls, type Violation } from '@latchkey/simulation'
import type { ScheduleResult } from './results.ts'

// Where an error was made is never looked at here, and finding it out takes a good part of the time.
Error.stackTraceLimit = 0

const [first = 0, count = 0, step = 1] = process.argv.slice(2).map(Number)
const longestBatchMs = 250

// A promise that is rejected and that nobody waits for is a fault of the client.
const unhandled: Violation[] = []
process.on('unhandledRejection', (cause) => {
  unhandled.push({ rule: 'unhandled', text: String(cause), time: 0 })
})

let batch: ScheduleResult[] = []
let sentAt = performance.now()
for (let index = 0; index < count; index += 1) {
  const seed = first + index * step
  const report = await runSeed(seed)
  batch.push({
    seed,
    violations: [...report.violations, ...unhandled.splice(0)],
    shortfalls: shortfalls(report),
    operations: [...report.operations],
    faults: [...report.faults],
  })
  if (performance.now() - sentAt < longestBatchMs && index < count - 1) continue
  process.send?.(batch)
  batch = []
  sentAt = performance.now()
}
process.disconnect?.()
