import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TransportConnection } from '@latchkey/core/driver'
import { scaled, type Bench, type BenchOptions, type BenchReport } from './bench.ts'
import { auditCopies, type Copy } from './kills/audit.ts'
import type { Target } from './kills/client-task.ts'
import { createCrew, type Crew, type Sender } from './kills/crew.ts'
import { issueToken, startServerProcess } from './server-process.ts'
import { connectAsAuditor, readMessages } from './log-reader.ts'
import { bundleProgram, endPrograms } from './programs.ts'

/** In a round the server and two clients are killed at moments that have nothing to do with each other. */
const killsPerRound = 3
const longestMomentMs = 300
const takenBeforeKill = 3
/** Devices that go through a step of the audit side by side. */
const auditWidth = 4

const run = async (options: BenchOptions): Promise<BenchReport> => {
  const wanted = scaled(300, options, 2 * killsPerRound)
  const userIDs = Array.from({ length: scaled(20, options, 4) }, (_, index) => `user${index}`)
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-kills-'))
  try {
    return await killAll(folder, userIDs, wanted)
  } finally {
    await endPrograms()
    await rm(folder, { recursive: true, force: true })
  }
}

const killAll = async (folder: string, userIDs: readonly string[], wanted: number): Promise<BenchReport> => {
  const command = await bundleProgram('packages/server/src/command.ts', folder, 'server')
  const client = await bundleProgram('tools/bench/kills/client.ts', folder, 'client')
  const data = join(folder, 'server-data')
  let server = await startServerProcess(command, data, 0)
  const { url, port } = server
  const tokens = new Map<string, string>()
  for (const userID of userIDs) tokens.set(userID, await issueToken(command, data, userID))
  const connect = (userID: string) => connectAsAuditor(url, userID, tokens.get(userID) ?? '')

  for (const userID of userIDs) await (await connect(userID)).close()
  const founder = await connect(userIDs[0] ?? '')
  const group = { groupID: 'everybody', groupName: 'Everybody', userIDs: userIDs.slice(1) }
  await founder.call('createGroup', group, { operationID: 'create everybody' })
  await founder.close()

  const crew = createCrew(
    client,
    userIDs.map((userID) => ({
      userID,
      token: tokens.get(userID) ?? '',
      url,
      folder: join(folder, userID),
      targets: targetsOf(userID, userIDs),
    })),
  )
  // A device has what came after it was first here; of what was there before, it knows that there is a gap.
  await crew.runAll('catchUp', auditWidth)
  for (const sender of crew.senders) crew.launch(sender)
  const counts = { server: 0, client: 0 }
  const killServer = async (): Promise<void> => {
    await moment()
    await server.kill()
    counts.server += 1
    server = await startServerProcess(command, data, port)
    crew.tellOnline()
  }
  const killClient = async (victim: Sender): Promise<void> => {
    await moment()
    await crew.kill(victim)
    counts.client += 1
    crew.launch(victim)
  }
  while (counts.server + counts.client < wanted) {
    await untilLoaded(crew)
    const victims = crew.senders.toSorted(() => Math.random() - 0.5).slice(0, killsPerRound - 1)
    await Promise.all([killServer(), ...victims.map(killClient)])
    if (counts.server % 10 === 0)
      console.log(`  ${counts.server + counts.client} kills, ${crew.takenCount} messages taken`)
  }

  // The last ones do not count: they only end the sending, and the server is read from its folder once more.
  for (const sender of crew.senders) await crew.kill(sender)
  await server.kill()
  server = await startServerProcess(command, data, port)
  await crew.runAll('settle', auditWidth)
  await crew.runAll('catchUp', auditWidth)
  const stored = await readServer(connect, userIDs)
  await server.kill()
  const shown = await crew.runAll('show', auditWidth)

  const { lost, doubled, reordered, invented } = auditCopies(crew.taken, stored, shown)
  for (const finding of [...lost, ...doubled, ...reordered, ...invented].slice(0, 20))
    console.log(`  wrong: ${finding}`)
  const sum = (copies: readonly Copy[]) => copies.reduce((total, { texts }) => total + texts.length, 0)
  const details = {
    kills: counts,
    clients: userIDs.length,
    taken: crew.takenCount,
    atTheServer: sum(stored),
    onDevices: sum(shown),
    audit: { lost, doubled, reordered, invented },
  }
  console.log(
    `audited ${counts.server} kills of the server and ${counts.client} of clients: ${crew.takenCount} messages taken, ` +
      `${details.atTheServer} at the server, ${details.onDevices} copies on ${userIDs.length} devices`,
  )
  return {
    figures: [
      { name: 'kills', value: counts.server + counts.client },
      { name: 'lost-messages', value: lost.length },
      { name: 'doubled-messages', value: doubled.length },
      { name: 'reordered-messages', value: reordered.length + invented.length },
    ],
    details,
  }
}

/** Every client has reached the server since it came back, and has taken messages that the kill may cut off. */
const untilLoaded = async (crew: Crew): Promise<void> => {
  const before = crew.takenCount
  await crew.until('every client sends', () =>
    crew.senders.every(({ isConnected, takenCount }) => isConnected && takenCount >= takenBeforeKill),
  )
  await crew.until('messages are taken', () => crew.takenCount >= before + crew.senders.length)
}

/**
 * Waits 0 to `longestMomentMs`, so that a kill falls anywhere in a send and its answer. The only wait here that is for no
 * fact: a kill at a fixed point would try that point alone.
 */
const moment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.random() * longestMomentMs))

/** The group, and the neighbours on both sides. */
const targetsOf = (userID: string, userIDs: readonly string[]): readonly [Target, ...Target[]] => {
  const at = userIDs.indexOf(userID)
  const peers = [userIDs[(at + 1) % userIDs.length] ?? '', userIDs.at(at - 1) ?? '']
  return [
    { conversation: { conversationType: 'group', conversationID: 'everybody' }, name: 'everybody' },
    ...peers.map((peer): Target => {
      return { conversation: { conversationType: 'peer', conversationID: peer }, name: nameOf(userID, peer) }
    }),
  ]
}

const nameOf = (one: string, other: string): string => [one, other].toSorted().join('+')

/** Every message of every conversation, read from the server page by page. */
const readServer = async (
  connect: (userID: string) => Promise<TransportConnection>,
  userIDs: readonly string[],
): Promise<readonly Copy[]> => {
  const copies = new Map<string, Copy>()
  for (const userID of userIDs) {
    const connection = await connect(userID)
    for (const { conversation, name } of targetsOf(userID, userIDs)) {
      if (copies.has(name)) continue
      const messages = await readMessages(connection, conversation)
      const texts = messages.map(({ content }) => (content.type === 'text' ? content.text : content.type))
      copies.set(name, { holder: 'the server', conversation: name, texts })
    }
    await connection.close()
  }
  return [...copies.values()]
}

export const kills: Bench = {
  about: 'kill -9 of the server under load and of clients while they send; what was lost, doubled or reordered',
  run,
}
