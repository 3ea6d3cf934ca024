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
import { createChat } from '../../src/chat.js'
import type { Chat } from '../../src/contract/chat.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'

const loops = 3
/** How many messages are durable before the process is killed: sending them is then under way. */
const durableBeforeKill = 25

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const withBob = { conversationType: 'peer', conversationID: 'bob' } as const

/** Makes the program into one file that Node runs. */
async function buildSender(outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('./programs/sender.ts', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@latchkey/source'],
  })
}

/** Runs it until it has said enough, and kills it as a power button would. Resolves with what it said. */
async function sendUntilKilled(program: string, ...parameters: readonly string[]): Promise<readonly number[]> {
  const sender = spawn(process.execPath, [program, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    sender.kill('SIGKILL')
  })
  const exited = once(sender, 'exit')
  const said: number[] = []
  for await (const line of createInterface({ input: sender.stdout })) {
    said.push(Number(line))
    if (said.length === durableBeforeKill) sender.kill('SIGKILL')
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
  return said
}

/** Every number in the conversation, oldest first. */
async function numbersOf(chat: Chat, conversation: typeof withAda | typeof withBob): Promise<readonly number[]> {
  const numbers: number[] = []
  let cursor: string | undefined
  do {
    const page = await chat.queryHistoryMessage(conversation, {
      count: 100,
      ...(cursor === undefined ? {} : { cursor }),
    })
    expect(page.stoppedAtGap).toBe(false)
    numbers.unshift(...page.messageList.map(({ content }) => ('text' in content ? Number(content.text) : Number.NaN)))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return numbers
}

test('OL-36 nothing that sendMessage resolved is lost, doubled or overtaken when the app is killed while sending', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-client-kill-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const program = join(folder, 'sender.mjs')
  await buildSender(program)
  const server = await startServer({ folder: join(folder, 'server') })
  onTestFinished(() => server.close())
  for (const userID of ['ada', 'bob']) await server.putUser({ userID, userName: userID })
  const token = await server.issueToken('ada', { lifeSeconds: 3_600 })
  const device = join(folder, 'device')

  const durable: number[] = []
  for (let loop = 0; loop < loops; loop += 1) {
    durable.push(...(await sendUntilKilled(program, device, server.url, token, String(loop * 1_000))))
  }

  function launch(storage: StorageDriver): Chat {
    const chat = createChat({ app: 'kill', storage, transport: webSocketTransport({ url: server.url }) })
    onTestFinished(() => chat.destroy())
    return chat
  }
  const ada = launch(sqliteNodeStorage({ folder: device }))
  await ada.login('ada', { token, isOfflineLogin: true })
  for (;;) {
    const [waiting] = (await ada.queryOperationList({ count: 1 })).operationList
    if (waiting === undefined) break
    expect(waiting.state).toBe('waiting')
    // It may have settled since it was listed.
    await ada.whenSettled(waiting.operationID).catch(() => undefined)
  }
  const bob = launch(memoryStorage())
  const isCaughtUp = new Promise<void>((resolve) => {
    bob.on('syncStateChanged', ({ state }) => {
      if (state === 'finished') resolve()
    })
  })
  await bob.login('bob', { token: await server.issueToken('bob', { lifeSeconds: 3_600 }) })
  await isCaughtUp

  const received = await numbersOf(bob, withAda)
  expect(received).toEqual([...new Set(received)].sort((left, right) => left - right))
  expect(received.filter((number) => durable.includes(number))).toEqual(durable)
  expect(await numbersOf(ada, withBob)).toEqual(received)
}, 60_000)
