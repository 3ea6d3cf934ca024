import { startProgram, type Program } from '../programs.ts'
import type { Copy } from './audit.ts'
import { formatClientTask, type ClientTask } from './client-task.ts'

/** One user with one device. */
export interface Sender {
  readonly userID: string
  readonly isConnected: boolean
  /** How many messages this launch has taken. */
  readonly takenCount: number
}

/** The clients that send while they and the server are killed. */
export interface Crew {
  readonly senders: readonly Sender[]
  /** The texts that each conversation's senders were promised, in the order of sending. */
  readonly taken: ReadonlyMap<string, readonly string[]>
  readonly takenCount: number
  /** Starts a client, or starts it again. */
  launch(sender: Sender): void
  /** `kill -9`; resolves when it is dead and everything it said was heard. */
  kill(sender: Sender): Promise<void>
  /** Tells every client that the network is back. */
  tellOnline(): void
  /** Resolves when `holds`, which is asked again whenever a client says something. */
  until(what: string, holds: () => boolean): Promise<void>
  /** Runs one step of the audit on every device, `width` at a time; resolves with what they showed. */
  runAll(step: ClientTask['step'], width: number): Promise<readonly Copy[]>
}

interface Device extends Sender {
  isConnected: boolean
  takenCount: number
  launches: number
  program?: Program
  /** Settles when the process is dead and its last line was heard. */
  heard?: Promise<void>
}

const patienceMs = 120_000

export const createCrew = (client: string, users: readonly Omit<ClientTask, 'step' | 'launch'>[]): Crew => {
  const devices = users.map(({ userID }): Device => ({ userID, isConnected: false, takenCount: 0, launches: 0 }))
  const taken = new Map<string, string[]>()
  const watchers = new Set<() => void>()
  let takenCount = 0
  let failure: Error | undefined

  const taskOf = (device: Sender, step: ClientTask['step'], launch: number): string => {
    const user = users.find(({ userID }) => userID === device.userID)
    if (user === undefined) throw new RangeError(`No user ${device.userID}.`)
    return formatClientTask({ ...user, step, launch })
  }
  const own = (sender: Sender): Device => {
    const device = devices.find(({ userID }) => userID === sender.userID)
    if (device === undefined) throw new RangeError(`No user ${sender.userID}.`)
    return device
  }

  const hear = async (device: Device, program: Program): Promise<void> => {
    for await (const line of program.lines) {
      const [word, conversation = '', ...text] = line.split(' ')
      if (word === 'connected') device.isConnected = true
      if (word === 'taken') {
        device.takenCount += 1
        takenCount += 1
        const texts = taken.get(conversation) ?? []
        texts.push(text.join(' '))
        taken.set(conversation, texts)
      }
      for (const watch of [...watchers]) watch()
    }
    const end = await program.ended
    if (end !== 'SIGKILL') failure = new Error(`The client of ${device.userID} ended by itself: ${end}.`)
    for (const watch of [...watchers]) watch()
  }

  const run = async (device: Device, step: ClientTask['step']): Promise<readonly Copy[]> => {
    const program = startProgram(client, [taskOf(device, step, device.launches)])
    const copies: Copy[] = []
    for await (const line of program.lines) {
      if (!line.startsWith('copy ')) continue
      const [conversation, texts] = JSON.parse(line.slice('copy '.length)) as [string, string[]]
      copies.push({ holder: `the device of ${device.userID}`, conversation, texts })
    }
    const end = await program.ended
    if (end !== 0) throw new Error(`The device of ${device.userID} ended with ${end} in the step ${step}.`)
    return copies
  }

  return {
    senders: devices,
    taken,
    get takenCount() {
      return takenCount
    },
    launch(sender) {
      const device = own(sender)
      device.isConnected = false
      device.takenCount = 0
      device.program = startProgram(client, [taskOf(device, 'send', device.launches)])
      device.launches += 1
      device.heard = hear(device, device.program)
    },
    async kill(sender) {
      const device = own(sender)
      device.program?.kill()
      await device.heard
      device.isConnected = false
    },
    tellOnline() {
      for (const { program } of devices) program?.say('online')
    },
    until: (what, holds) =>
      new Promise((resolve, reject) => {
        const patience = setTimeout(() => {
          watchers.delete(watch)
          reject(new Error(`Waited ${patienceMs / 1_000} s until ${what}.`))
        }, patienceMs)
        const watch = () => {
          if (failure === undefined && !holds()) return
          clearTimeout(patience)
          watchers.delete(watch)
          if (failure === undefined) resolve()
          else reject(failure)
        }
        watchers.add(watch)
        watch()
      }),
    async runAll(step, width) {
      const waiting = [...devices]
      const copies: Copy[] = []
      const work = async (): Promise<void> => {
        for (let device = waiting.shift(); device !== undefined; device = waiting.shift()) {
          copies.push(...(await run(device, step)))
        }
      }
      await Promise.all(Array.from({ length: width }, work))
      return copies
    },
  }
}
