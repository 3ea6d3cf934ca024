import type { BackendMessage, TransportConnection } from '@latchkey/core/driver'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSigningKeys } from '../src/signing-keys.js'
import { createTokens } from '../src/tokens.js'
import { buildCommand, startCommand, type RunningCommand } from './built-command.js'
import { recordingSink, send } from './running-server.js'

const loops = 4
const senders = ['ada', 'bob', 'cyd', 'dan']
const receiver = 'zoe'
// Per sender and loop, before the server is killed: enough for commits to be under way at that moment.
const acknowledgedBeforeKill = 60
const lanes = 8

let folder: string
let command: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-kill-'))
  command = await buildCommand(folder)
})
afterAll(() => rm(folder, { recursive: true }))

async function connect(server: RunningCommand, data: string, userID: string): Promise<TransportConnection> {
  const token = await createTokens({ signingKeys: await openSigningKeys(data) }).issue(userID, 3_600)
  return webSocketTransport({ url: server.url }).connect(
    { userID, credential: { type: 'token', token }, deviceID: userID, platform: 'test' },
    recordingSink().sink,
  )
}

/** Sends in several lanes until the server dies; returns what was acknowledged, and what was asked without an answer. */
async function sendUntilDeath(connection: TransportConnection, userID: string, loop: number, onEnough: () => void) {
  const acknowledged: BackendMessage[] = []
  const unanswered: string[] = []
  async function runLane(lane: number): Promise<void> {
    for (let number = 0; ; number++) {
      const text = `${userID} ${loop} ${lane} ${number}`
      try {
        const { message } = await send(connection, receiver, text)
        acknowledged.push(message)
        if (acknowledged.length === acknowledgedBeforeKill) onEnough()
      } catch {
        unanswered.push(text)
        return
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)))
  return { acknowledged, unanswered }
}

async function readWhole(connection: TransportConnection, userID: string): Promise<BackendMessage[]> {
  const conversation = { conversationType: 'peer', conversationID: userID } as const
  const messages: BackendMessage[] = []
  let after = '0'.repeat(16)
  for (;;) {
    const page = await connection.history(conversation, { type: 'after', order: after, limit: 100 })
    const last = page.messages.at(-1)
    if (!last) return messages
    messages.push(...page.messages)
    after = last.order
  }
}

test('OL-36 a server that is killed under load has every acknowledged message exactly once and in order', async () => {
  const data = join(folder, 'data')
  const args = ['--port', '0', '--folder', data]
  let server = await startCommand(command, args)
  await (await connect(server, data, receiver)).close()
  const acknowledged = new Map<string, BackendMessage[]>(senders.map((userID) => [userID, []]))

  for (let loop = 0; loop < loops; loop++) {
    const victim = server
    let enough = 0
    const connections = await Promise.all(senders.map((userID) => connect(victim, data, userID)))
    const outcomes = await Promise.all(
      connections.map((connection, index) =>
        sendUntilDeath(connection, senders[index] ?? '', loop, () => {
          enough += 1
          if (enough === senders.length) victim.process.kill('SIGKILL')
        }),
      ),
    )
    expect(await victim.ended).toBe('SIGKILL')
    server = await startCommand(command, args)

    for (const [index, userID] of senders.entries()) {
      const again = await connect(server, data, userID)
      const outcome = outcomes[index]
      acknowledged.get(userID)?.push(...(outcome?.acknowledged ?? []))
      // Whatever became of them, the repeat settles it.
      for (const text of outcome?.unanswered ?? [])
        acknowledged.get(userID)?.push((await send(again, receiver, text)).message)
      await again.close()
    }
  }

  const reader = await connect(server, data, receiver)
  for (const userID of senders) {
    const stored = await readWhole(reader, userID)
    const expected = acknowledged.get(userID) ?? []
    expect(stored.map(({ messageSeq }) => messageSeq)).toEqual(stored.map((_, index) => index + 1))
    const byID = new Map(stored.map((message) => [message.messageID, message]))
    expect(byID.size).toBe(stored.length)
    expect(stored.length).toBe(expected.length)
    for (const { messageID, order, content } of expected) expect(byID.get(messageID)).toMatchObject({ order, content })
    expectLanesInOrder(stored)
  }
  await reader.close()
  server.process.kill('SIGTERM')
  expect(await server.ended).toBe(0)
}, 60_000)

/** Each lane waited for one answer before it sent the next. */
function expectLanesInOrder(messages: readonly BackendMessage[]): void {
  const last = new Map<string, number>()
  for (const { content } of messages) {
    const [userID, loop, lane, number] = content.type === 'text' ? content.text.split(' ') : []
    const name = `${userID} ${loop} ${lane}`
    expect(Number(number)).toBe((last.get(name) ?? -1) + 1)
    last.set(name, Number(number))
  }
}
