import { startProgram, type Program } from '../programs.ts'
import { formatClientTask, parseHeldMessage, type ClientTask, type HeldMessage } from './client-task.ts'
import { watchPeakMemory } from './peak-memory.ts'

/** The device that uploads, which can be killed at any time and is then started again on its folder. */
export interface Uploader {
  /** Resolves when a launch said that nothing waits any more. Rejects when one ends by itself before. */
  run(): Promise<void>
  /** `kill -9`. */
  kill(): void
  readonly launches: number
  /** Bytes of the launch that took the files, and of those that only went on. */
  readonly peakBytes: { readonly taking: number; readonly goingOn: number }
}

export const createUploader = (client: string, task: Omit<ClientTask, 'step'>): Uploader => {
  let program: Program | undefined
  let launches = 0
  let isTaken = false
  const peakBytes = { taking: 0, goingOn: 0 }

  /** Whether it said that nothing waits any more. */
  const launch = async (): Promise<boolean> => {
    const step = isTaken ? 'go-on' : 'send'
    program = startProgram(client, [formatClientTask({ ...task, step })])
    launches += 1
    const memory = watchPeakMemory(program.processID)
    let isSettled = false
    for await (const line of program.lines) {
      if (line === 'taken') isTaken = true
      if (line === 'settled') isSettled = true
    }
    memory.stop()
    const phase = step === 'send' ? 'taking' : 'goingOn'
    peakBytes[phase] = Math.max(peakBytes[phase], memory.peakBytes ?? 0)
    const end = await program.ended
    if (end !== 'SIGKILL' && !(isSettled && end === 0)) throw new Error(`The client ended by itself: ${end}.`)
    if (!isTaken) throw new Error('The client was killed before it had taken the files.')
    return isSettled
  }

  return {
    async run() {
      while (!(await launch()));
    },
    kill() {
      program?.kill()
    },
    get launches() {
      return launches
    },
    peakBytes,
  }
}

/** What a device has, told by a process that ends by itself. */
export const readHeld = async (client: string, task: ClientTask): Promise<readonly HeldMessage[]> => {
  const program = startProgram(client, [formatClientTask(task)])
  const held: HeldMessage[] = []
  for await (const line of program.lines) {
    if (line.startsWith('held ')) held.push(parseHeldMessage(line.slice('held '.length)))
  }
  const end = await program.ended
  if (end !== 0) throw new Error(`The device of ${task.userID} ended with ${end} in the step ${task.step}.`)
  return held
}
