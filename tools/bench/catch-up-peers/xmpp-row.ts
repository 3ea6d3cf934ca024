import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startDelayProxy } from '../delay-proxy.ts'
import { bundleProgram, startProgram } from '../programs.ts'
import { auditHeld, foretell, type HeldConversation } from './audit.ts'
import type { PeerCatchUp } from './peer-page.ts'
import type { PeerRow } from './peer-row.ts'
import { startProsody, writeAccounts } from './prosody.ts'
import type { Workload } from './workload.ts'

interface DeviceReport {
  readonly times?: PeerCatchUp
  readonly held: readonly HeldConversation[]
}

/** xmpp.js in a Node process, against a real Prosody. */
export const prepareXmpp = async (workload: Workload, folder: string): Promise<PeerRow> => {
  const seed = await bundleProgram('tools/bench/peers/xmpp/seed.ts', folder, 'xmpp-seed')
  const device = await bundleProgram('tools/bench/peers/xmpp/device.ts', folder, 'xmpp-device')
  const workloadPath = join(folder, 'workload.json')
  const statePath = join(folder, 'state.json')
  await writeFile(workloadPath, JSON.stringify(workload))
  const runDevice = async (port: number, act: 'prepare' | 'catch-up' | 'read'): Promise<DeviceReport> => {
    const reportPath = join(folder, 'report.json')
    await run(device, [String(port), workloadPath, statePath, act, reportPath])
    return JSON.parse(await readFile(reportPath, 'utf8')) as DeviceReport
  }

  const home = join(folder, 'home')
  await mkdir(home)
  await writeAccounts(home, usersOf(workload))
  const before = await startProsody(home)
  await run(seed, [String(before.port), workloadPath, 'before'])
  await runDevice(before.port, 'prepare')
  await run(seed, [String(before.port), workloadPath, 'away'])
  await before.close()

  const foretold = foretell(workload)
  let attempts = 0
  return {
    name: 'xmpp.js',
    remarks: [
      'It keeps nothing: what it was told is counted in memory, in the least of an app that the bench adds to it.',
      'It has no outbox and counts no unread messages: the bench does both.',
    ],
    async attempt(delayMs) {
      attempts += 1
      const copy = join(folder, `home-${attempts}`)
      await cp(home, copy, { recursive: true })
      const server = await startProsody(copy)
      const proxy = await startDelayProxy(server.port, delayMs)
      const { times, held } = await runDevice(proxy.port, 'catch-up')
      const { receivedBytes } = proxy
      await proxy.close()
      // Everything anew: what the server has, past the device under test.
      const { held: stored } = await runDevice(server.port, 'read')
      await server.close()
      await rm(copy, { recursive: true })
      if (times === undefined) throw new Error('The list was never right.')
      const counted = stored.map(({ conversation, messages }) => ({ conversation, messages }))
      return {
        ...times,
        receivedBytes,
        whileOpen: auditHeld(held, foretold),
        backend: auditHeld(counted, foretold),
      }
    },
  }
}

const usersOf = ({ reader, before, away }: Workload): readonly string[] => {
  const users = new Set([reader])
  for (const event of [...before, ...away]) {
    if (event.type === 'created') for (const member of event.members) users.add(member)
    if (event.type === 'said') users.add(event.sender)
  }
  return [...users]
}

const run = async (program: string, parameters: readonly string[]): Promise<void> => {
  const end = await startProgram(program, parameters).ended
  if (end !== 0) throw new Error(`${program} ended with ${end}.`)
}
