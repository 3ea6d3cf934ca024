import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ScheduleResult } from './results.ts'

export interface WorkersOptions {
  readonly seed: number
  readonly schedules: number
  readonly workers: number
  /** The folder that holds `tools` and `packages`; another one for a copy with something planted. */
  readonly root?: string
  /** Returns `false` when it has seen enough. */
  onResult(result: ScheduleResult): boolean
}

/** Runs schedules in processes side by side. Rejects when one of them dies. */
export async function runWorkers({ seed, schedules, workers, root, onResult }: WorkersOptions): Promise<void> {
  const folder = root === undefined ? new URL('../..', import.meta.url) : new URL(`file://${root}/`)
  const script = fileURLToPath(new URL('tools/simulate/worker.ts', folder))
  const sources = new URL('tools/sources.mjs', folder).href
  const children = new Set<ChildProcess>()
  let hasSeenEnough = false

  function runOne(worker: number): Promise<void> {
    const count = Math.ceil((schedules - worker) / workers)
    return new Promise((resolve, reject) => {
      const child = fork(script, [seed + worker, count, workers].map(String), {
        cwd: fileURLToPath(folder),
        execArgv: ['--conditions=@latchkey/source', '--import', sources],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      children.add(child)
      child.on('message', (batch: readonly ScheduleResult[]) => {
        for (const result of batch) if (!hasSeenEnough && !onResult(result)) stop()
      })
      child.on('error', reject)
      child.on('exit', (code) => {
        children.delete(child)
        if (code === 0 || hasSeenEnough) resolve()
        else reject(new Error(`A worker ended with ${code}.`))
      })
    })
  }

  function stop(): void {
    hasSeenEnough = true
    for (const child of children) child.kill()
  }

  await Promise.all(Array.from({ length: Math.min(workers, schedules) }, (_value, worker) => runOne(worker)))
}
