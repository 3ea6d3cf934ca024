import { closeCodes, subprotocols } from '@latchkey/protocol'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as first from '../../protocol/test/versions/protocol-1.js'
import type { LatchkeyServer } from '../src/index.js'
import { connect, runServer, send } from './running-server.js'

/** What becomes of a client that offers these: the subprotocol it gets, or the code it is closed with. */
async function negotiate(server: LatchkeyServer, offered: string[]): Promise<string | number> {
  const socket = new WebSocket(server.url, offered)
  await once(socket, 'open')
  if (subprotocols.includes(socket.protocol)) {
    socket.terminate()
    return socket.protocol
  }
  const [code] = (await once(socket, 'close')) as [number]
  return code
}

/** A client of version 1: its own protocol over a socket. */
async function oldClient(server: LatchkeyServer, userID: string) {
  const socket = new WebSocket(server.url, [...first.subprotocols])
  const frames: ReturnType<typeof first.readFrame>[] = []
  let wake = () => {}
  socket.on('message', (data: Buffer) => {
    frames.push(first.readFrame(data.toString('utf8'), first.wireLimits.maxServerFrameBytes))
    wake()
  })
  await once(socket, 'open')
  let lastID = 0

  async function next(matches: (frame: (typeof frames)[number]) => boolean) {
    for (;;) {
      const index = frames.findIndex(matches)
      const [found] = index < 0 ? [] : frames.splice(index, 1)
      if (found) return found
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  async function ask(method: string, parameters: object): Promise<unknown> {
    lastID += 1
    const id = lastID
    socket.send(first.formatRequest(id, method, parameters))
    const answer = await next((frame) => frame.type !== 'request' && frame.id === id)
    if (answer.type !== 'result') throw new Error(`${method} was refused`)
    return answer.result
  }
  async function nextPush() {
    const push = await next((frame) => frame.type === 'request')
    socket.send(first.formatResult(push.id, {}))
    return first.readPushedChanges(push.parameters)
  }
  const token = await server.issueToken(userID, { lifeSeconds: 60 })
  await ask('connect', { userID, credential: { type: 'token', token }, deviceID: 'd', platform: 'old' })
  return { ask, nextPush, socket }
}

test.each([
  [['latchkey.1'], 'latchkey.1'],
  [['latchkey.2'], 'latchkey.2'],
  [['latchkey.2', 'latchkey.1'], 'latchkey.2'],
  [['latchkey.1', 'latchkey.2'], 'latchkey.2'],
  [['latchkey.3', 'latchkey.2'], 'latchkey.2'],
  [['latchkey.3'], closeCodes.outdated],
])('a client that offers %j gets %s', async (offered, expected) => {
  expect(await negotiate(await runServer(), offered)).toBe(expected)
})

test('a client of version 1 lives with a server of today: it skips what it does not know, and loses nothing', async () => {
  const server = await runServer()
  await server.putUser({ userID: 'bob' })
  const ada = await connect(server, 'ada')
  const bob = await oldClient(server, 'bob')
  const place = { conversationType: 'peer', conversationID: 'bob' } as const
  const { page } = first.readPullResult(await bob.ask('pull', { limit: 500 }), 500)
  expect(page.more).toBe(false)

  const { message } = await send(ada, 'bob', 'helo')
  const added = await bob.nextPush()
  expect(added.skippedChanges).toBe(0)
  const content = { type: 'text', text: 'hello' } as const
  const edit = { ...place, messageID: message.messageID, content }
  await ada.call('editMessage', edit, { operationID: 'edit' })
  expect(await bob.nextPush()).toMatchObject({ pushed: { changes: [{ type: 'userChanged' }] }, skippedChanges: 1 })
  await send(ada, 'bob', 'still here')
  expect((await bob.nextPush()).pushed.changes).toMatchObject([
    { type: 'userChanged' },
    { message: { content: { text: 'still here' } } },
  ])

  // The same device after its update: from before what it skipped, it is told.
  const updated = await connect(server, 'bob')
  const caughtUp = await updated.pull(added.pushed.cursor, 500)
  expect(caughtUp).toMatchObject({
    changes: expect.arrayContaining([
      expect.objectContaining({ type: 'messageChanged', message: expect.objectContaining({ content }) as unknown }),
    ]) as unknown,
  })
})

test('a page and a push to a client of version 1 hold no more than version 1 allows', async () => {
  const server = await runServer()
  const userIDs = Array.from({ length: 1_100 }, (_, index) => `user${index}`)
  await Promise.all(userIDs.map((userID) => server.putUser({ userID })))
  const ada = await connect(server, 'ada')
  const bob = await oldClient(server, 'user0')
  for (let group = 0; group * 100 < userIDs.length; group++) {
    const members = ['user0', ...userIDs.slice(group * 100, group * 100 + 99)]
    const parameters = { groupID: `g${group}`, groupName: 'G', userIDs: members }
    await ada.call('createGroup', parameters, { operationID: `create ${group}` })
  }
  const today = await (await connect(server, 'user0')).pull(undefined, 1_000)
  if (today === 'tooFarBack') throw new Error('The log reaches back.')
  expect(today.changes.length).toBeGreaterThan(first.wireLimits.maxChanges)
  const { page } = first.readPullResult(await bob.ask('pull', { limit: 500 }), 500)
  expect(page.changes.length).toBeLessThanOrEqual(first.wireLimits.maxChanges)
  expect(page.more).toBe(true)
})
