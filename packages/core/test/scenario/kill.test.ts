import { startServer } from '@latchkey/server'
import { memoryStorage } from '@latchkey/storage-memory'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { build } from 'esbuild'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createChat, type ChatWith } from '../../src/chat.js'
import type { Chat } from '../../src/contract/chat.js'
import { attachmentsFeature } from '../../src/features/attachments.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { eventOf } from '../support/world.js'

const rounds = 4
/** Messages that a launch must have taken before it is killed; more each time, so that the kill meets other moments. */
const takenBeforeKill = 15

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-kill-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function buildProgram(folder: string, source: URL): Promise<string> {
  const outfile = join(folder, 'program.mjs')
  await build({
    entryPoints: [fileURLToPath(source)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@latchkey/source'],
  })
  return outfile
}

/** Runs a program until it has said `count` lines and was killed for it; all that it said. */
async function runUntilKilled(program: string, parameters: readonly string[], count: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const exited = once(child, 'exit')
  const taken: string[] = []
  for await (const text of createInterface({ input: child.stdout })) {
    taken.push(text)
    // What it goes on to say until it is dead counts too.
    if (taken.length === count) child.kill('SIGKILL')
  }
  expect((await exited)[1]).toBe('SIGKILL')
  return taken
}

function launch(url: string, storage: StorageDriver): ChatWith<readonly [typeof attachmentsFeature]> {
  const chat = createChat({
    app: 'kill',
    storage,
    transport: webSocketTransport({ url }),
    features: [attachmentsFeature],
  })
  onTestFinished(() => chat.destroy())
  return chat
}

async function settleOutbox(chat: Chat): Promise<void> {
  for (;;) {
    const { operationList } = await chat.queryOperationList({ count: 100 })
    if (operationList.length === 0) return
    for (const { operationID } of operationList) await chat.whenSettled(operationID).catch(ignoreSettledMeanwhile)
  }
}

function ignoreSettledMeanwhile(failure: unknown): void {
  expect(failure).toMatchObject({ code: 'operation-not-found' })
}

/** Every text of a conversation, oldest first. */
async function readWhole(chat: Chat, conversationID: string): Promise<string[]> {
  const texts: string[] = []
  let cursor: string | undefined
  do {
    const page = await chat.queryHistoryMessage(
      { conversationType: 'peer', conversationID },
      { count: 100, ...(cursor === undefined ? {} : { cursor }) },
    )
    texts.unshift(...page.messageList.map(({ content }) => ('text' in content ? content.text : '')))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return texts
}

test('OL-36 an app that is killed while it sends loses and doubles nothing that sendMessage took, and keeps the order', async () => {
  const server = await startServer({ folder: await temporaryFolder() })
  onTestFinished(() => server.close())
  const { url } = server
  for (const userID of ['ada', 'bob']) await server.putUser({ userID, userName: userID })
  const token = await server.issueToken('ada', { lifeSeconds: 3_600 })
  const program = await buildProgram(await temporaryFolder(), new URL('./programs/sender.ts', import.meta.url))
  const folder = await temporaryFolder()

  const taken: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const parameters = [folder, url, token, String(round)]
    taken.push(...(await runUntilKilled(program, parameters, takenBeforeKill * (round + 1))))
  }

  const ada = launch(url, sqliteNodeStorage({ folder }))
  await ada.login('ada', { token, isOfflineLogin: true })
  await settleOutbox(ada)
  const bob = launch(url, memoryStorage())
  const isCaughtUp = eventOf(bob, 'syncStateChanged', ({ state }) => state === 'finished')
  await bob.login('bob', { token: await server.issueToken('bob', { lifeSeconds: 3_600 }) })
  await isCaughtUp
  const arrived = await readWhole(bob, 'ada')

  expect(arrived).toEqual([...new Set(arrived)])
  expect(taken.filter((text) => !arrived.includes(text))).toEqual([])
  // A message whose promise was cut off by the kill may have arrived as well, in its place.
  const places = taken.map((text) => arrived.indexOf(text))
  expect(places).toEqual(places.toSorted((left, right) => left - right))
  expect(await readWhole(ada, 'bob')).toEqual(arrived)
}, 60_000)

test('OL-36 an app that is killed while it uploads goes on where the backend stands, and the file arrives once and whole', async () => {
  const size = 24 * 1_024 * 1_024
  const server = await startServer({ folder: await temporaryFolder() })
  onTestFinished(() => server.close())
  const { url } = server
  for (const userID of ['ada', 'bob']) await server.putUser({ userID, userName: userID })
  const token = await server.issueToken('ada', { lifeSeconds: 3_600 })
  const program = await buildProgram(await temporaryFolder(), new URL('./programs/uploader.ts', import.meta.url))
  const folder = await temporaryFolder()

  let last = 0
  for (let round = 0; round < rounds; round += 1) {
    const parameters = [folder, url, token, String(round), String(size)]
    const said = (await runUntilKilled(program, parameters, 8 + 3 * round)).map(Number)
    // The backend may have taken a piece of which the app was not told.
    expect(said[0]).toBeGreaterThanOrEqual(last)
    last = said.at(-1) ?? 0
    expect(last).toBeLessThan(size)
  }

  const ada = launch(url, sqliteNodeStorage({ folder }))
  await ada.login('ada', { token, isOfflineLogin: true })
  await settleOutbox(ada)
  const bob = launch(url, memoryStorage())
  const isCaughtUp = eventOf(bob, 'syncStateChanged', ({ state }) => state === 'finished')
  await bob.login('bob', { token: await server.issueToken('bob', { lifeSeconds: 3_600 }) })
  await isCaughtUp
  const fromAda = { conversationType: 'peer', conversationID: 'ada' } as const
  const { messageList } = await bob.queryHistoryMessage(fromAda, { count: 10 })
  expect(messageList.map(({ content }) => content.type)).toEqual(['file'])
  const { bytes } = await bob.downloadFile(fromAda, messageList[0]?.messageID ?? '')
  const isSame = bytes.every((byte, index) => byte === (((index * 2_654_435_761) >>> 23) & 0xff))
  expect([bytes.length, isSame]).toEqual([size, true])
}, 60_000)
