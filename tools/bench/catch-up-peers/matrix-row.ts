import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startDelayProxy } from '../delay-proxy.ts'
import { bundleProgram, startProgram } from '../programs.ts'
import { auditHeld, foretell, type HeldConversation } from './audit.ts'
import { buildPage, onPage } from './browser.ts'
import { expectedRows } from './peer-page.ts'
import type { PeerRow } from './peer-row.ts'
import type { Workload } from './workload.ts'

/** The stub, in a process of its own. */
interface Homeserver {
  readonly port: number
  report(): Promise<readonly HeldConversation[]>
  kill(): Promise<void>
}

/** matrix-js-sdk with its IndexedDB store in a browser, against a homeserver of ours. */
export const prepareMatrix = async (workload: Workload, folder: string): Promise<PeerRow> => {
  const page = join(folder, 'page')
  await buildPage('tools/bench/peers/matrix', page)
  const program = await bundleProgram('tools/bench/catch-up-peers/homeserver.ts', folder, 'homeserver')
  const workloadPath = join(folder, 'workload.json')
  await writeFile(workloadPath, JSON.stringify(workload))
  const start = (until: 'before' | 'away') => startHomeserver(program, [workloadPath, page, until])

  const profile = join(folder, 'profile')
  const before = await start('before')
  await onPage({ folder: profile, port: before.port, isOnline: true }, (tab) => tab.evaluate(() => peerPage.prepare()))
  await onPage({ folder: profile, port: before.port, isOnline: false }, (tab) =>
    tab.evaluate((sends) => peerPage.writeOffline(sends), workload.sends),
  )
  await before.kill()

  const foretold = foretell(workload)
  let attempts = 0
  return {
    name: 'matrix-js-sdk',
    remarks: [
      'Its store keeps the last 50 events of a room; what is older is fetched from the server again when it is looked at.',
      'It writes every five minutes by itself; the bench tells it to when everything has come.',
    ],
    async attempt(delayMs) {
      attempts += 1
      const copy = join(folder, `profile-${attempts}`)
      await cp(profile, copy, { recursive: true })
      const server = await start('away')
      const proxy = await startDelayProxy(server.port, delayMs)
      const [result, open] = await onPage({ folder: copy, port: proxy.port, isOnline: true }, async (tab) => {
        const bytesBefore = proxy.receivedBytes
        const times = await tab.evaluate((rows) => peerPage.catchUp(rows), expectedRows(foretold))
        return [
          { ...times, receivedBytes: proxy.receivedBytes - bytesBefore },
          await tab.evaluate(() => peerPage.held()),
        ] as const
      })
      const reopened = await onPage({ folder: copy, port: server.port, isOnline: false }, async (tab) => {
        await tab.evaluate(() => peerPage.openOffline())
        return tab.evaluate(() => peerPage.held())
      })
      const stored = await server.report()
      await proxy.close()
      await server.kill()
      await rm(copy, { recursive: true })
      return {
        ...result,
        whileOpen: auditHeld(open, stored),
        reopened: auditHeld(reopened, stored),
        backend: auditHeld(stored, foretold),
      }
    },
  }
}

const startHomeserver = async (program: string, parameters: readonly string[]): Promise<Homeserver> => {
  const { lines, say, kill, ended } = startProgram(program, parameters)
  const answers = lines[Symbol.asyncIterator]()
  const nextAnswer = async (): Promise<unknown> => {
    const answer = await answers.next()
    if (answer.done === true) throw new Error(`The homeserver ended: ${await ended}.`)
    return JSON.parse(answer.value)
  }
  const { port } = (await nextAnswer()) as { readonly port: number }
  return {
    port,
    async report() {
      say('report')
      return (await nextAnswer()) as readonly HeldConversation[]
    },
    async kill() {
      kill()
      await ended
    },
  }
}
