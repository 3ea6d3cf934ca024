import { plantedBugs, type PlantedBug } from './planted-bugs.ts'
import { copySources, type PlantedCopy } from './planted-copy.ts'
import type { ScheduleResult } from './results.ts'
import { runWorkers } from './run-workers.ts'

/** Schedules without a bug that come first: a simulator that always finds something finds nothing. */
const soundSchedules = 20

interface Search {
  readonly seed: number
  readonly workers: number
}

/** Plants every bug, one at a time, and tells after how many schedules it was found. Returns whether each was. */
export async function prove(search: Search): Promise<boolean> {
  const sound = await findFailure(search, { schedules: soundSchedules })
  if (sound.failure !== undefined) {
    console.log(`seed ${sound.failure.seed} fails without any bug planted`)
    return false
  }
  let found = 0
  for (const bug of plantedBugs) if (await isFound(bug, search)) found += 1
  console.log(`planted bugs found: ${found} of ${plantedBugs.length}`)
  return found === plantedBugs.length
}

async function isFound(bug: PlantedBug, search: Search): Promise<boolean> {
  const copy = await copySources()
  try {
    await copy.plant(bug)
    const { failure, tried } = await findFailure(search, { schedules: bug.within, copy })
    const [violation] = failure?.violations ?? []
    console.log(
      failure === undefined || violation === undefined
        ? `NOT FOUND within ${bug.within}: ${bug.name}`
        : `found after ${tried} of at most ${bug.within}: ${bug.name} (seed ${failure.seed}, ${violation.rule})`,
    )
    return failure !== undefined
  } finally {
    await copy.remove()
  }
}

/** Plants what a unified diff says, and tells what it breaks. Returns whether it was found. */
export async function tryPatch(file: string, search: Search & { readonly schedules: number }): Promise<boolean> {
  const copy = await copySources()
  try {
    copy.patch(file)
    const { failure, tried } = await findFailure(search, { schedules: search.schedules, copy })
    if (failure === undefined) console.log(`not found in ${tried} schedules from seed ${search.seed} on`)
    else {
      console.log(`found after ${tried} schedules: seed ${failure.seed}`)
      for (const { rule, text, time } of failure.violations.slice(0, 5)) console.log(`  at ${time} ${rule}: ${text}`)
    }
    return failure !== undefined
  } finally {
    await copy.remove()
  }
}

async function findFailure(
  { seed, workers }: Search,
  { schedules, copy }: { readonly schedules: number; readonly copy?: PlantedCopy },
): Promise<{ readonly failure: ScheduleResult | undefined; readonly tried: number }> {
  let failure: ScheduleResult | undefined
  let tried = 0
  await runWorkers({
    seed,
    schedules,
    workers,
    ...(copy === undefined ? {} : { root: copy.folder }),
    onResult(result) {
      tried += 1
      if (result.violations.length > 0) failure ??= result
      return failure === undefined
    },
  })
  return { failure, tried }
}
