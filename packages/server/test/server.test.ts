import { webSocketTransport } from '@latchkey/transport-websocket'
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startServer, type ServerLogEntry } from '../src/index.js'
import { connect, recordingSink, runServer, send, temporaryFolder, texts } from './running-server.js'

test('a message goes from one client to all devices of the other, as a push', async () => {
  const server = await runServer()
  await server.putUser({ userID: 'bob', userName: 'Bob' })
  const [phone, laptop] = [recordingSink(), recordingSink()]
  const ada = await connect(server, 'ada', { userName: 'Ada' })
  const devices = [
    await connect(server, 'bob', { sink: phone.sink }),
    await connect(server, 'bob', { sink: laptop.sink }),
  ]
  for (const device of devices) await device.pull(undefined, 100)

  const { message } = await send(ada, 'bob', 'hello')
  for (const { until } of [phone, laptop]) {
    const changes = await until((all) => texts(all).length > 0)
    expect(changes).toMatchObject([
      { type: 'userChanged', user: { userID: 'ada', userName: 'Ada' } },
      { type: 'messageAdded', message: { messageID: message.messageID, conversationID: 'ada' } },
    ])
  }
})

test('OL-36 a repeated operation has the first answer, also after the server was started again', async () => {
  const folder = await temporaryFolder()
  const first = await startServer({ folder })
  await first.putUser({ userID: 'bob' })
  const ada = await connect(first, 'ada')
  const answer = await send(ada, 'bob', 'once')
  await first.close()
  await expect(ada.closed).resolves.toMatchObject({ reason: 'lost' })

  const second = await runServer({ folder })
  const again = await connect(second, 'ada')
  expect(await send(again, 'bob', 'once')).toEqual(answer)
  const page = await again.history({ conversationType: 'peer', conversationID: 'bob' }, { type: 'newest', limit: 10 })
  expect(page.messages).toEqual([answer.message])
})

test('a cursor holds across a restart', async () => {
  const folder = await temporaryFolder()
  const first = await startServer({ folder })
  await first.putUser({ userID: 'bob' })
  const page = await (await connect(first, 'bob')).pull(undefined, 100)
  await send(await connect(first, 'ada'), 'bob', 'while away')
  await first.close()

  const second = await runServer({ folder })
  const next = await (await connect(second, 'bob')).pull(page === 'tooFarBack' ? undefined : page.cursor, 100)
  expect(next === 'tooFarBack' ? [] : texts(next.changes)).toEqual(['while away'])
})

test('a cursor of another server is too far back', async () => {
  const [one, other] = [await runServer(), await runServer()]
  const page = await (await connect(one, 'ada')).pull(undefined, 100)
  const cursor = page === 'tooFarBack' ? '' : page.cursor
  await expect((await connect(other, 'ada')).pull(cursor, 100)).resolves.toBe('tooFarBack')
})

test('kicked out, revoked and unregistered users lose their connections, each for its reason', async () => {
  const server = await runServer()
  const kicked = await connect(server, 'ada')
  server.kickOut('ada')
  await expect(kicked.closed).resolves.toMatchObject({ reason: 'kickedOut' })

  const token = await server.issueToken('ada', { lifeSeconds: 60 })
  const revoked = await connect(server, 'ada')
  await server.revokeTokens('ada')
  await expect(revoked.closed).resolves.toMatchObject({ reason: 'refused' })
  const credential = { type: 'token', token } as const
  await expect(connect(server, 'ada', { credential })).rejects.toMatchObject({ code: 'token-refused' })

  const unregistered = await connect(server, 'bob')
  await server.unregister('bob')
  await expect(unregistered.closed).resolves.toMatchObject({ reason: 'unregistered' })
  await expect(connect(server, 'bob')).rejects.toMatchObject({ code: 'user-unknown' })
  await expect(server.unregister('nobody')).rejects.toMatchObject({ code: 'user-not-found' })
})

test('OL-17 what was revoked stays revoked when the server starts again', async () => {
  const folder = await temporaryFolder()
  const first = await startServer({ folder })
  const token = await first.issueToken('ada', { lifeSeconds: 60 })
  await first.putUser({ userID: 'ada' })
  await first.revokeTokens('ada')
  await first.close()
  const second = await runServer({ folder })
  const credential = { type: 'token', token } as const
  await expect(connect(second, 'ada', { credential })).rejects.toMatchObject({ code: 'token-refused' })
})

test('with closed registration only those who were put are let in', async () => {
  const server = await runServer({ registration: 'closed' })
  await expect(connect(server, 'ada')).rejects.toMatchObject({ code: 'user-unknown' })
  await server.putUser({ userID: 'ada', userName: 'Ada' })
  expect((await connect(server, 'ada')).account.userName).toBe('Ada')
})

test('the oldest connection of a user who opens too many gives way', async () => {
  const server = await runServer({ limits: { maxConnectionsPerUser: 2 } })
  const [oldest, second] = [await connect(server, 'ada'), await connect(server, 'ada')]
  const newest = await connect(server, 'ada')
  await expect(oldest.closed).resolves.toMatchObject({ reason: 'kickedOut' })
  for (const connection of [second, newest]) await expect(connection.pull(undefined, 10)).resolves.toBeDefined()
})

test('a full server refuses more sockets', async () => {
  const server = await runServer({ limits: { maxConnections: 1 } })
  await connect(server, 'ada')
  await expect(connect(server, 'bob')).rejects.toMatchObject({ code: 'transport-unreachable' })
})

test('OL-40 the data of a running server is not opened a second time', async () => {
  const folder = await temporaryFolder()
  await runServer({ folder })
  await expect(startServer({ folder })).rejects.toMatchObject({ code: 'storage-owned-elsewhere' })
})

test('a port that is taken is refused, and the data is let go', async () => {
  const folder = await temporaryFolder()
  const { port } = await runServer()
  await expect(startServer({ folder, port })).rejects.toMatchObject({
    code: 'backend-failed',
    details: { reason: 'cannot listen', port },
  })
  await expect(runServer({ folder })).resolves.toBeDefined()
})

test('options that are not well-formed are refused before anything is opened', async () => {
  const folder = join(await temporaryFolder(), 'new')
  const attempts = [
    { port: 70_000 },
    { port: 1.5 },
    { appSign: '' },
    { allowedOrigins: ['https://acme.example/path'] },
    { retentionDays: 0 },
    { limits: { maxTextBytes: -1 } },
  ]
  for (const options of attempts) {
    await expect(startServer({ folder, ...options })).rejects.toMatchObject({ code: 'invalid-argument' })
  }
  await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('the key of tokens is made once, readable by its owner only; a short secret is refused', async () => {
  const folder = join(await temporaryFolder(), 'data')
  await (await startServer({ folder })).close()
  const path = join(folder, 'token-keys.json')
  const keys = await readFile(path, 'utf8')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  await (await startServer({ folder })).close()
  expect(await readFile(path, 'utf8')).toBe(keys)
  await expect(startServer({ folder, tokenSecret: 'short' })).rejects.toMatchObject({ code: 'invalid-argument' })
})

test('the log names what happened, and holds neither tokens nor texts', async () => {
  const entries: ServerLogEntry[] = []
  const server = await runServer({ logger: (entry) => entries.push(entry) })
  await server.putUser({ userID: 'bob' })
  const token = await server.issueToken('ada', { lifeSeconds: 60 })
  const ada = await connect(server, 'ada', { credential: { type: 'token', token } })
  await send(ada, 'bob', 'a private matter')
  await server.close()
  const lines = JSON.stringify(entries)
  expect(entries.map(({ text }) => text)).toEqual(['The server listens.', 'The server stopped.'])
  expect(lines).not.toContain(token)
  expect(lines).not.toContain('private')
})

test('closing twice is closing once', async () => {
  const server = await runServer()
  await Promise.all([server.close(), server.close()])
  const driver = webSocketTransport({ url: server.url })
  await expect(connect(server, 'ada', { driver })).rejects.toMatchObject({ code: 'transport-unreachable' })
})

test('a file that was half uploaded goes on after the server was started again, and is read by who it was sent to', async () => {
  const folder = await temporaryFolder()
  const bytes = Uint8Array.from({ length: 600_000 }, (_, index) => (index * 2_654_435_761) >>> 23)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const file = { fileID: 'f', size: bytes.length, sha256 }
  const first = await startServer({ folder })
  await first.putUser({ userID: 'bob' })
  expect(await (await connect(first, 'ada')).files?.put(file, 0, bytes.subarray(0, 200_000))).toBe(200_000)
  await first.close()

  const second = await runServer({ folder })
  const ada = await connect(second, 'ada')
  expect(await ada.files?.put(file, 0, new Uint8Array())).toBe(200_000)
  for (const offset of [200_000, 400_000]) await ada.files?.put(file, offset, bytes.subarray(offset, offset + 200_000))
  const content = { type: 'file', fileName: 'a', mimeType: '', fileSize: bytes.length, fileID: 'f' } as const
  const message = { conversationType: 'peer', conversationID: 'bob', messageID: 'm', content, sentTime: 1 } as const
  await ada.call('sendMessage', message, { operationID: 'o' })

  const bob = await connect(second, 'bob')
  const read = await bob.files?.get('f', 500_000, 200_000)
  expect(read?.join()).toBe(bytes.subarray(500_000).join())
})

test('a server that was told a lower limit says so and holds it', async () => {
  const server = await runServer({ limits: { maxFileBytes: 100 } })
  const ada = await connect(server, 'ada')
  expect(ada.account.limits.maxFileBytes).toBe(100)
  const file = { fileID: 'f', size: 101, sha256: 'ab'.repeat(32) }
  await expect(ada.files?.put(file, 0, new Uint8Array())).rejects.toMatchObject({ code: 'limit-exceeded' })
})
