import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StorageWrite } from '@latchkey/core/driver'
import { startServer } from '@latchkey/server'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { schema } from '../../packages/core/src/store/schema.ts'
import { scaled, type Bench, type BenchOptions, type BenchReport } from './bench.ts'
import { reader, seedAway, seedBefore, seedPeople, writtenTo } from './catch-up/absence.ts'
import { auditDevice } from './catch-up/audit.ts'
import { app, caughtUp, launch, nowhere, readList, watchList } from './catch-up/device.ts'
import { tapStorage, tapTransport } from './catch-up/taps.ts'
import { startDelayProxy } from './delay-proxy.ts'
import { connectAsAuditor, readExpectedList, type ExpectedConversation } from './log-reader.ts'
import { bundleProgram, endPrograms } from './programs.ts'
import { startServerProcess } from './server-process.ts'

const delaysMs = [0, 100]
const repetitions = 5
const sendsToEach = 2
/** Rows of one batch of the raw ingest. */
const rawBatch = 500

/** Where things stood before the device came back. Every repetition begins with a copy of it. */
interface Before {
  readonly command: string
  readonly serverFolder: string
  readonly deviceFolder: string
  readonly token: string
  /** The list as it will be, with what the device itself still has to send. */
  readonly expected: readonly ExpectedConversation[]
  readonly sends: number
}

/** One catch-up. */
interface Attempt {
  readonly listMs: number
  readonly listRoundTrips: number
  readonly completeMs: number
  readonly requests: number
  readonly receivedBytes: number
  readonly writes: readonly StorageWrite[]
  readonly differences: readonly string[]
}

const run = async (options: BenchOptions): Promise<BenchReport> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-catch-up-'))
  try {
    const before = await prepare(folder, options)
    const rounds = options.scale === 1 ? repetitions : 1
    // The first one is for the rows that the raw ingest takes, and for the machine to get going.
    const { writes } = await attempt(before, join(folder, 'rows'), 0)
    const results = []
    for (const delayMs of delaysMs) {
      const attempts: Attempt[] = []
      const raws: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        attempts.push(await attempt(before, join(folder, `attempt-${delayMs}-${round}`), delayMs))
        raws.push(await ingestRaw(before, join(folder, `raw-${delayMs}-${round}`), writes))
      }
      results.push(summarize(delayMs, attempts, raws))
    }
    return { figures: results.flatMap(({ figures }) => figures), details: { rows: writes.length, results } }
  } finally {
    await endPrograms()
    await rm(folder, { recursive: true, force: true })
  }
}

const prepare = async (folder: string, options: BenchOptions): Promise<Before> => {
  const command = await bundleProgram('packages/server/src/command.ts', folder, 'server')
  const serverFolder = join(folder, 'server')
  const deviceFolder = join(folder, 'device')
  const server = await startServer({ folder: serverFolder })
  const token = await server.issueToken(reader, { lifeSeconds: 86_400 })
  const user = { userID: reader, token }
  const storage = () => sqliteNodeStorage({ folder: deviceFolder })
  const transport = webSocketTransport({ url: server.url })

  // It follows the log from the beginning, so that it has everything when it goes away.
  await seedPeople(server)
  for (const isOfflineLogin of [false, true]) {
    const chat = await launch(storage(), transport, { ...user, isOfflineLogin })
    await caughtUp(chat)
    await chat.destroy()
    if (!isOfflineLogin) await seedBefore(server)
  }
  await seedAway(server, {
    messages: scaled(2_000, options),
    messagesInOne: scaled(600, options),
    edits: scaled(50, options),
    deletes: scaled(50, options),
  })
  const offline = await launch(storage(), webSocketTransport({ url: nowhere }), { ...user, isOfflineLogin: true })
  const lastSent = new Map<string, string>()
  for (let number = 0; number < sendsToEach; number += 1) {
    for (const conversation of writtenTo) {
      const content = { type: 'text', text: `Written offline ${number}.` } as const
      const { message } = await offline.sendMessage(conversation, content)
      lastSent.set(conversation.conversationID, message.messageID)
    }
  }
  await offline.destroy()

  const auditor = await connectAsAuditor(server.url, reader, token)
  const expected = (await readExpectedList(auditor)).map((conversation) => {
    const lastMessageID = lastSent.get(conversation.conversationID)
    // Whoever writes has read.
    return lastMessageID === undefined ? conversation : { ...conversation, lastMessageID, unreadMessageCount: 0 }
  })
  await auditor.close()
  await server.close()
  return { command, serverFolder, deviceFolder, token, expected, sends: writtenTo.length * sendsToEach }
}

const attempt = async (before: Before, folder: string, delayMs: number): Promise<Attempt> => {
  const deviceFolder = join(folder, 'device')
  const serverFolder = join(folder, 'server')
  await cp(before.deviceFolder, deviceFolder, { recursive: true })
  await cp(before.serverFolder, serverFolder, { recursive: true })
  const server = await startServerProcess(before.command, serverFolder, 0)
  const proxy = await startDelayProxy(server.port, delayMs)
  const user = { userID: reader, token: before.token, isOfflineLogin: true }

  const known = await launch(sqliteNodeStorage({ folder: deviceFolder }), webSocketTransport({ url: nowhere }), user)
  const list = await readList(known)
  await known.destroy()

  const storage = tapStorage(sqliteNodeStorage({ folder: deviceFolder }))
  const transport = tapTransport(webSocketTransport({ url: `ws://127.0.0.1:${proxy.port}` }))
  const chat = await launch(storage.driver, transport.driver, user)
  let listAt = Infinity
  let listRoundTrips = Infinity
  watchList(chat, list, before.expected, () => {
    listAt = performance.now()
    listRoundTrips = transport.roundTrips
  })
  await Promise.all([caughtUp(chat), settled(chat, before.sends)])
  const completeAt = performance.now()
  const connectedAt = transport.connectedAt ?? Infinity
  const { requests } = transport
  await chat.destroy()

  const differences = await auditDevice({
    ...before,
    serverUrl: server.url,
    deviceFolder,
    closeServer: () => server.kill(),
  })
  await proxy.close()
  await rm(folder, { recursive: true })
  return {
    listMs: listAt - connectedAt,
    listRoundTrips,
    completeMs: completeAt - connectedAt,
    requests,
    receivedBytes: proxy.receivedBytes,
    writes: storage.writes(),
    differences,
  }
}

/** Resolves when so many operations have settled. */
const settled = (chat: Awaited<ReturnType<typeof launch>>, count: number): Promise<void> =>
  new Promise((resolve) => {
    let left = count
    chat.on('operationSettled', () => {
      left -= 1
      if (left === 0) resolve()
    })
  })

/** The physical limit: the rows that a catch-up left, written by the same driver into the same tables, and nothing else. */
const ingestRaw = async (before: Before, folder: string, writes: readonly StorageWrite[]): Promise<number> => {
  await cp(before.deviceFolder, folder, { recursive: true })
  const session = await sqliteNodeStorage({ folder }).open({ app, userID: reader }, schema)
  const begun = performance.now()
  for (let done = 0; done < writes.length; done += rawBatch) {
    await session.write({ writes: writes.slice(done, done + rawBatch) })
  }
  const tookMs = performance.now() - begun
  await session.close()
  await rm(folder, { recursive: true })
  return tookMs
}

const summarize = (delayMs: number, attempts: readonly Attempt[], raws: readonly number[]) => {
  const of = (value: (attempt: Attempt) => number) => median(attempts.map(value))
  const [rawMs, listMs, completeMs] = [median(raws), of(({ listMs }) => listMs), of(({ completeMs }) => completeMs)]
  const roundTrips = Math.max(...attempts.map(({ listRoundTrips }) => listRoundTrips))
  const differences = attempts.flatMap((attempt) => attempt.differences)
  for (const difference of differences.slice(0, 20)) console.log(`  wrong: ${difference}`)
  console.log(
    `  at ${delayMs} ms: list right after ${listMs.toFixed(0)} ms and ${roundTrips} round trips, store complete after ` +
      `${completeMs.toFixed(0)} ms, the same rows raw ${rawMs.toFixed(0)} ms; ${of(({ requests }) => requests)} requests, ` +
      `${(of(({ receivedBytes }) => receivedBytes) / 1_000).toFixed(0)} kB`,
  )
  return {
    delayMs,
    rawMs: raws,
    attempts: attempts.map(({ writes, ...rest }) => ({ ...rest, rows: writes.length })),
    figures: [
      { name: `list-round-trips-at-${delayMs}-ms`, value: roundTrips },
      { name: `complete-to-raw-at-${delayMs}-ms`, value: (completeMs - 3 * delayMs) / rawMs },
      { name: `differences-at-${delayMs}-ms`, value: differences.length },
    ],
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? NaN

export const catchUp: Bench = {
  about: 'what a device that was away does to be right again, against the raw ingest of the same rows',
  run,
}

/** For the rows of other systems, which run beside these. */
export { prepare as prepareCatchUp, attempt as attemptCatchUp }
