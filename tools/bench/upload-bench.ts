import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scaled, type Bench, type BenchOptions, type BenchReport } from './bench.ts'
import { connectAsAuditor, readMessages } from './log-reader.ts'
import { bundleProgram, endPrograms } from './programs.ts'
import { issueToken, startServerProcess } from './server-process.ts'
import { auditDelivery, type Holding } from './upload/audit.ts'
import { startBreakingProxy, type Break, type BreakKind } from './upload/breaking-proxy.ts'
import { watchPeakMemory } from './upload/peak-memory.ts'
import { writeRandomFile } from './upload/random-file.ts'
import { createUploader, readHeld } from './upload/uploader.ts'

/** Two files of one message, since one file has at most 100 MiB. */
const filesInMessage = 2
const bytesInAll = 200_000_000
/** Half of them while the client speaks, half before it hears the answer. */
const cuts = 20
const kills = 5
const patienceMs = 480_000
const sender = 'sender'
const receiver = 'receiver'

const run = async (options: BenchOptions): Promise<BenchReport> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-upload-'))
  const patience = setTimeout(() => {
    // Whoever waits for a process that ends reports it.
    endPrograms().catch(() => undefined)
  }, patienceMs)
  try {
    return await uploadAll(folder, options)
  } finally {
    clearTimeout(patience)
    await endPrograms()
    await rm(folder, { recursive: true, force: true })
  }
}

const uploadAll = async (folder: string, options: BenchOptions): Promise<BenchReport> => {
  const fileBytes = scaled(bytesInAll / filesInMessage, options)
  const totalBytes = filesInMessage * fileBytes
  const files = Array.from({ length: filesInMessage }, (_, index) => join(folder, `file-${index}`))
  const hashes: string[] = []
  for (const path of files) hashes.push(await writeRandomFile(path, fileBytes))

  const command = await bundleProgram('packages/server/src/command.ts', folder, 'server')
  const client = await bundleProgram('tools/bench/upload/client.ts', folder, 'client')
  const serverFolder = join(folder, 'server-data')
  const server = await startServerProcess(command, serverFolder, 0)
  const serverMemory = watchPeakMemory(server.processID)
  const [senderToken, receiverToken] = [
    await issueToken(command, serverFolder, sender),
    await issueToken(command, serverFolder, receiver),
  ]
  const auditor = await connectAsAuditor(server.url, receiver, receiverToken)

  const breaks = planBreaks(totalBytes, options)
  const proxy = await startBreakingProxy(server.port, breaks, () => {
    uploader.kill()
  })
  const own = { userID: sender, peerID: receiver, token: senderToken, folder: join(folder, sender), files }
  const uploader = createUploader(client, { ...own, url: `ws://127.0.0.1:${proxy.port}` })
  const begun = Date.now()
  await uploader.run()
  const tookMs = Date.now() - begun
  const { sentBytes, done } = proxy
  await proxy.close()
  serverMemory.stop()

  const stored = await readMessages(auditor, { conversationType: 'peer', conversationID: sender })
  await auditor.close()
  const other = { userID: receiver, peerID: sender, token: receiverToken, folder: join(folder, receiver), files: [] }
  const received = await readHeld(client, { ...other, step: 'receive', url: server.url })
  await server.kill()
  const shown = await readHeld(client, { ...own, step: 'show', url: server.url })

  const holdings: readonly Holding[] = [
    { holder: 'the server', messages: stored },
    { holder: 'the receiver', messages: received },
    { holder: 'the sender', messages: shown },
  ]
  const { lost, doubled, different } = auditDelivery(hashes, holdings)
  for (const finding of [...lost, ...doubled, ...different]) console.log(`  wrong: ${finding}`)

  const cutCount = done.filter(({ kind }) => kind !== 'kill').length
  const resentPercent = (100 * (sentBytes - totalBytes)) / totalBytes
  const peakBytes = { server: serverMemory.peakBytes ?? 0, ...uploader.peakBytes }
  console.log(
    `  ${files.length} files of ${megabytes(fileBytes)} in one message, ${megabytes(sentBytes)} sent in ${(tookMs / 1_000).toFixed(1)} s ` +
      `by ${uploader.launches} launches of the client`,
  )
  console.log(
    `  peak memory: server ${megabytes(peakBytes.server)}, client ${megabytes(peakBytes.taking)} while it takes the files, ` +
      `${megabytes(peakBytes.goingOn)} when it goes on`,
  )
  return {
    figures: [
      { name: 'cuts', value: cutCount },
      { name: 'kills', value: done.length - cutCount },
      { name: 'lost-messages', value: lost.length },
      { name: 'doubled-messages', value: doubled.length },
      { name: 'different-files', value: different.length },
      { name: 'resent', value: resentPercent },
    ],
    details: { fileBytes, totalBytes, sentBytes, tookMs, launches: uploader.launches, breaks: done, peakBytes },
  }
}

/** One break at a random place of each of as many equal parts of the whole, so that all of them come; their kinds in any order. */
const planBreaks = (totalBytes: number, options: BenchOptions): readonly Break[] => {
  const cutsPlanned = scaled(cuts, options, 2)
  const kinds = [
    ...Array.from({ length: cutsPlanned }, (_, index): BreakKind => (index % 2 === 0 ? 'up' : 'down')),
    ...Array.from({ length: scaled(kills, options) }, (): BreakKind => 'kill'),
  ]
  for (let last = kinds.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1))
    const [one, two] = [kinds[last], kinds[other]]
    if (one !== undefined && two !== undefined) [kinds[last], kinds[other]] = [two, one]
  }
  const partBytes = totalBytes / kinds.length
  return kinds.map((kind, part) => ({ afterBytes: Math.floor((part + Math.random()) * partBytes), kind }))
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`

export const upload: Bench = {
  about:
    'one message with 200 MB, its connection cut 20 times and its client killed 5 times; what arrived, what was sent again',
  run,
}
