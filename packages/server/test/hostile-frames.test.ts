import { closeCodes, formatBinaryFrame, formatRequest, wireLimits } from '@latchkey/protocol'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { LatchkeyServer, ServerOptions } from '../src/index.js'
import { connect, runServer, send } from './running-server.js'

interface Answer {
  readonly id?: number
  readonly method?: string
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly data: { readonly code: string; readonly details: object } }
}

/** A client made of bytes. */
async function rawClient(server: LatchkeyServer, options: { origin?: string; autoPong?: boolean } = {}) {
  const socket = new WebSocket(server.url, ['latchkey.1'], options)
  const answers: Answer[] = []
  let wake = () => {}
  socket.on('message', (data: Buffer) => {
    answers.push(JSON.parse(data.toString('utf8')) as Answer)
    wake()
  })
  socket.on('error', () => undefined)
  const closed = once(socket, 'close').then(([code]) => code as number)
  await once(socket, 'open')

  async function answer(id: number): Promise<Answer> {
    for (;;) {
      const found = answers.find((candidate) => candidate.id === id && candidate.method === undefined)
      if (found) return found
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  async function login(userID: string): Promise<Answer> {
    const token = await server.issueToken(userID, { lifeSeconds: 60 })
    const credential = { type: 'token', token } as const
    socket.send(formatRequest(1, 'connect', { userID, credential, deviceID: 'd', platform: 'raw' }))
    return answer(1)
  }
  return { socket, closed, answer, answers, login }
}

async function health(server: LatchkeyServer): Promise<{ connections: number; violations: number }> {
  const response = await fetch(`${server.url.replace('ws:', 'http:')}/health`)
  expect(response.status).toBe(200)
  return (await response.json()) as { connections: number; violations: number }
}

async function handshakeStatus(server: LatchkeyServer, protocols: string[], path = '/', origin?: string) {
  const socket = new WebSocket(`${server.url}${path}`, protocols, origin === undefined ? {} : { origin })
  socket.on('error', () => undefined)
  return new Promise((resolve) => {
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode))
    socket.on('open', () => {
      socket.close()
      resolve('open')
    })
  })
}

test('a handshake needs our subprotocol, our path and an allowed origin', async () => {
  const server = await runServer({ allowedOrigins: ['https://acme.example'] })
  expect(await handshakeStatus(server, ['other.1'])).toBe(400)
  expect(await handshakeStatus(server, [])).toBe(400)
  expect(await handshakeStatus(server, ['latchkey.1'], '/elsewhere')).toBe(404)
  for (const origin of ['https://evil.example', 'https://acme.example.evil.example', 'http://acme.example', 'null']) {
    expect(await handshakeStatus(server, ['latchkey.1'], '/', origin)).toBe(403)
  }
  expect(await handshakeStatus(server, ['latchkey.1'], '/', 'https://acme.example')).toBe('open')
  expect(await handshakeStatus(server, ['latchkey.9', 'latchkey.1'])).toBe('open')
})

test('a client that is too new or too old is told so by a close code', async () => {
  const server = await runServer()
  const socket = new WebSocket(server.url, ['latchkey.9', 'latchkey.8'])
  const [code] = (await once(socket, 'close')) as [number]
  expect(code).toBe(closeCodes.outdated)
  expect(socket.protocol).toBe('latchkey.9')
})

const unfit: readonly (readonly [string, string | Buffer])[] = [
  ['text that is not JSON', 'hello'],
  ['JSON that is no message', '[1,2]'],
  ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]'],
  ['bytes that are no frame', Buffer.from('{"jsonrpc":"2.0","id":2,"method":"ping"}')],
  ['bytes behind what takes none', Buffer.from(formatBinaryFrame(formatRequest(2, 'ping', {}), new Uint8Array(4)))],
  ['text that is too large', 'x'.repeat(65_537)],
  ['an answer to nothing', '{"jsonrpc":"2.0","id":1,"result":{}}'],
  ['a second connect', '{"jsonrpc":"2.0","id":2,"method":"connect","params":{}}'],
  ['a name of a method that is none', '{"jsonrpc":"2.0","id":2,"method":"__proto__.x"}'],
]

test.each(unfit)('%s ends the connection as a violation, is counted, and leaves nothing', async (_, frame) => {
  const server = await runServer()
  const client = await rawClient(server)
  await client.login('ada')
  client.socket.send(frame)
  expect(await client.closed).toBe(closeCodes.violation)
  expect(await health(server)).toMatchObject({ connections: 0, violations: 1 })
  // The server goes on.
  await expect(connect(server, 'bob')).resolves.toBeDefined()
})

test('a frame that is too large ends the connection, is counted, and is not read', async () => {
  const server = await runServer()
  const client = await rawClient(server)
  await client.login('ada')
  client.socket.send(Buffer.alloc(wireLimits.maxBinaryFrameBytes + 1))
  expect(await client.closed).toBe(1009)
  expect(await health(server)).toMatchObject({ violations: 1 })
})

test('whatever comes before connect ends the connection', async () => {
  const server = await runServer()
  const client = await rawClient(server)
  client.socket.send(formatRequest(1, 'ping', {}))
  expect(await client.closed).toBe(closeCodes.violation)
  expect(client.answers.map(({ method }) => method)).toEqual(['closing'])
})

test('whatever comes before connect was answered ends the connection', async () => {
  const server = await runServer()
  const client = await rawClient(server)
  const credential = { type: 'token', token: await server.issueToken('ada', { lifeSeconds: 60 }) } as const
  const connectFrame = formatRequest(1, 'connect', { userID: 'ada', credential, deviceID: 'd', platform: 'p' })
  client.socket.send(connectFrame)
  client.socket.send(connectFrame)
  expect(await client.closed).toBe(closeCodes.violation)
  expect(client.answers.map(({ method }) => method)).toEqual(['closing'])
})

test('a connect that is malformed or refused is answered, and then the connection ends', async () => {
  const server = await runServer()
  const malformed = await rawClient(server)
  malformed.socket.send('{"jsonrpc":"2.0","id":1,"method":"connect","params":{"userID":""}}')
  expect((await malformed.answer(1)).error?.data.code).toBe('protocol-violation')
  expect(await malformed.closed).toBe(closeCodes.violation)

  const refused = await rawClient(server)
  const credential = { type: 'token', token: 'x' } as const
  refused.socket.send(formatRequest(1, 'connect', { userID: 'ada', credential, deviceID: 'd', platform: 'p' }))
  expect((await refused.answer(1)).error?.data.code).toBe('token-refused')
  expect(await refused.closed).toBe(closeCodes.refused)
})

test('a socket that never says who it is does not stay', async () => {
  const server = await runServer({ limits: { connectTimeoutMs: 50 } })
  const client = await rawClient(server)
  expect(await client.closed).toBe(closeCodes.violation)
})

test('a request with parameters out of bounds, or of an unknown method, is refused, and the connection goes on', async () => {
  const server = await runServer()
  const client = await rawClient(server)
  await client.login('ada')
  client.socket.send('{"jsonrpc":"2.0","id":2,"method":"pull","params":{"limit":9999}}')
  expect((await client.answer(2)).error).toMatchObject({ code: -32602, data: { code: 'invalid-argument' } })
  client.socket.send('{"jsonrpc":"2.0","id":3,"method":"fly","params":{}}')
  expect((await client.answer(3)).error).toMatchObject({ code: -32601, data: { code: 'operation-unknown' } })
  client.socket.send('{"jsonrpc":"2.0","method":"newsFromTheFuture","params":{}}')
  client.socket.send(formatRequest(4, 'ping', {}))
  expect((await client.answer(4)).result).toEqual({})
})

test('a client that asks too much is told when to come back', async () => {
  const server = await runServer({ limits: { requestBurst: 2, requestsPerSecond: 1 } })
  const client = await rawClient(server)
  await client.login('ada')
  for (const id of [2, 3, 4]) client.socket.send(formatRequest(id, 'ping', {}))
  expect((await client.answer(3)).result).toEqual({})
  const { error } = await client.answer(4)
  expect(error?.data.code).toBe('rate-limited')
  expect(error?.data.details).toMatchObject({ outcome: 'not-applied', retryAfterMs: expect.any(Number) as number })
})

test('a client that does not read what it asked for is given up', async () => {
  const limits: ServerOptions['limits'] = { maxBufferedBytes: 100_000, requestBurst: 10_000 }
  const server = await runServer({ limits })
  await server.putUser({ userID: 'bob' })
  const ada = await connect(server, 'ada')
  for (let number = 0; number < 50; number++) await send(ada, 'bob', 'x'.repeat(7_000), `operation ${number}`)
  const client = await rawClient(server)
  await client.login('bob')
  client.socket.pause()
  const conversation = { conversationType: 'peer', conversationID: 'ada' } as const
  const request = { type: 'newest', limit: 100 } as const
  for (let id = 2; id < 200; id++) client.socket.send(formatRequest(id, 'history', { conversation, request }))
  await expect.poll(() => health(server), { timeout: 25_000 }).toMatchObject({ connections: 1 })
}, 30_000)

test('a client that has gone silent is given up', async () => {
  const server = await runServer({ limits: { pulseIntervalMs: 250 } })
  const silent = await rawClient(server, { autoPong: false })
  await silent.login('ada')
  const lively = await rawClient(server)
  await lively.login('bob')
  expect(await silent.closed).toBe(1006)
  lively.socket.send(formatRequest(2, 'ping', {}))
  expect((await lively.answer(2)).result).toEqual({})
})

test('a client that does not acknowledge gets one push, and later what came meanwhile', async () => {
  const server = await runServer()
  await server.putUser({ userID: 'bob' })
  const client = await rawClient(server)
  await client.login('bob')
  client.socket.send(formatRequest(2, 'pull', { limit: 100 }))
  await client.answer(2)
  const ada = await connect(server, 'ada')
  const pushes = () => client.answers.filter(({ method }) => method === 'changes')
  await send(ada, 'bob', 'one')
  await expect.poll(pushes).toHaveLength(1)
  await send(ada, 'bob', 'two')
  client.socket.send(formatRequest(3, 'ping', {}))
  await client.answer(3)
  expect(pushes()).toHaveLength(1)
  client.socket.send('{"jsonrpc":"2.0","id":1,"result":{}}')
  await expect.poll(pushes).toHaveLength(2)
})

test('health answers, and nothing else does', async () => {
  const server = await runServer()
  expect(await health(server)).toEqual({ status: 'ok', connections: 0, violations: 0 })
  const address = server.url.replace('ws:', 'http:')
  expect((await fetch(`${address}/`)).status).toBe(404)
  expect((await fetch(`${address}/health`, { method: 'POST' })).status).toBe(404)
})
