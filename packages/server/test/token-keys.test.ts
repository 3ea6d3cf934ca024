import { createChat, ConnectionState } from '@latchkey/core'
import type { TransportConnection } from '@latchkey/core/driver'
import { memoryStorage } from '@latchkey/storage-memory'
import { jwtReader } from '@latchkey/token-jwt'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { decodeProtectedHeader } from 'jose'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { LatchkeyServer } from '../src/index.js'
import { openSigningKeys } from '../src/signing-keys.js'
import { connect, runServer, temporaryFolder } from './running-server.js'

const dayMs = 86_400_000
const life = { lifeSeconds: 3_600 }
const offline = (token: string) => ({ token, isOfflineLogin: true })

/** An app on a device that keeps its storage. */
function deviceOf(server: LatchkeyServer) {
  const storage = memoryStorage()
  const transport = webSocketTransport({ url: server.url })
  return () => createChat({ app: 'test', storage, transport, tokenReader: jwtReader() })
}

const login = (server: LatchkeyServer, token: string): Promise<TransportConnection> =>
  connect(server, 'ada', { credential: { type: 'token', token } })

test('OL-07 a token that no server ever saw passes offline by the public key of the last connection, and one of another key does not', async () => {
  const server = await runServer()
  const launch = deviceOf(server)
  const online = launch()
  await online.login('ada', { token: await server.issueToken('ada', life) })
  await online.destroy()
  const fresh = await server.issueToken('ada', { lifeSeconds: 7_200 })
  const ofBob = await server.issueToken('bob', life)
  await server.close()
  const foreign = await (await runServer()).issueToken('ada', life)

  const chat = launch()
  await expect(chat.login('ada', offline(foreign))).rejects.toMatchObject({ code: 'token-not-verifiable' })
  await expect(chat.login('ada', offline(ofBob))).rejects.toMatchObject({ code: 'token-invalid' })
  await chat.login('ada', offline(fresh))
  expect(chat.connectionState).toBe(ConnectionState.Connecting)
  await expect(chat.queryConversationList({ count: 10 })).resolves.toMatchObject({ conversationList: [] })
  await chat.destroy()
})

test.each(['EdDSA', 'ES256'] as const)(
  'OL-07 a rotation to %s lets the tokens of the old key in until they end, online and offline',
  async (algorithm) => {
    const server = await runServer()
    const old = await server.issueToken('ada', { lifeSeconds: 7_200 })
    await server.rotateTokenKey({ algorithm })
    const fresh = await server.issueToken('ada', life)
    expect(decodeProtectedHeader(fresh)).toMatchObject({ alg: algorithm })
    const { account } = await login(server, old)
    expect(account.publicKeys).toHaveLength(2)
    expect(JSON.stringify(account.publicKeys)).not.toContain('"d"')

    const launch = deviceOf(server)
    const online = launch()
    await online.login('ada', { token: fresh })
    await online.destroy()
    const next = await server.issueToken('ada', { lifeSeconds: 7_200 })
    await server.close()
    for (const token of [old, next]) {
      const chat = launch()
      await chat.login('ada', offline(token))
      await chat.destroy()
    }
  },
)

test('a key that another process rotated is used at once', async () => {
  const folder = await temporaryFolder()
  const server = await runServer({ folder })
  const command = await openSigningKeys(folder, { mustExist: true })
  await command.rotate('ES256')
  const token = await server.issueToken('ada', life)
  expect(decodeProtectedHeader(token).kid).toBe((await command.current()).kid)
  const { account } = await login(server, token)
  expect(account.publicKeys?.[0]?.kid).toBe((await command.current()).kid)
})

test('OL-05 an old key stays for 24 days, which is the longest life of a token, and its private part goes at once', async () => {
  const folder = await temporaryFolder()
  let now = Date.now()
  const keys = await openSigningKeys(folder, { now: () => now })
  const [old] = await keys.publicKeys()
  await keys.rotate('EdDSA')
  const text = await readFile(join(folder, 'token-keys.json'), 'utf8')
  expect(text.match(/"d"/g)).toHaveLength(1)
  now += 24 * dayMs - 1
  expect(await keys.publicKeys()).toContainEqual(old)
  now += 1
  expect(await keys.publicKeys()).not.toContainEqual(old)
})

test('more rotations than a device may be told keys of are refused, until old keys have ended', async () => {
  const folder = await temporaryFolder()
  let now = Date.now()
  const keys = await openSigningKeys(folder, { now: () => now })
  for (let rotation = 0; rotation < 8; rotation++) await keys.rotate('EdDSA')
  const { kid } = await keys.current()
  await expect(keys.rotate('EdDSA')).rejects.toMatchObject({ code: 'invalid-argument' })
  expect((await keys.current()).kid).toBe(kid)
  now += 24 * dayMs
  await keys.rotate('EdDSA')
  expect(await keys.publicKeys()).toHaveLength(2)
})

test('OL-07 a token may be issued for longer use offline than online, within 24 days', async () => {
  const server = await runServer()
  const token = await server.issueToken('ada', { lifeSeconds: 60, offlineSeconds: 24 * 86_400 })
  const { issuedAt, offlineUntil } = jwtReader().read(token) ?? {}
  expect(offlineUntil).toBe((issuedAt ?? 0) + 24 * dayMs)
  await expect(login(server, token)).resolves.toBeDefined()
  for (const offlineSeconds of [0, 24 * 86_400 + 1]) {
    await expect(server.issueToken('ada', { ...life, offlineSeconds })).rejects.toMatchObject({
      code: 'invalid-argument',
      details: { argument: 'offlineSeconds' },
    })
  }
})
