import { ConnectionState, createChat } from '@latchkey/core'
import { startServer } from '@latchkey/server'
import { memoryStorage } from '@latchkey/storage-memory'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { createDecipheriv } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { zimTokenReader } from '../src/index.js'
import { zimTokens } from '../src/server.js'
import { appID, serverSecret, tokenByHand } from './by-hand.js'

const tokens = zimTokens({ appID, serverSecret })
const life = { lifeSeconds: 3_600 }

test('a token made elsewhere by the description of the format is understood', async () => {
  const now = Math.floor(Date.now() / 1_000)
  expect(await tokens.check(tokenByHand({ claims: { ctime: now }, expiry: now + 60 }))).toEqual({
    userID: 'ada',
    issuedAt: now * 1_000,
    expiresAt: (now + 60) * 1_000,
  })
})

test('a token made here is what the description of the format says', async () => {
  const bytes = Buffer.from((await tokens.issue('ada', life)).slice(2), 'base64')
  const vector = bytes.subarray(10, 26)
  expect(vector.toString('latin1')).toMatch(/^[\x21-\x7e]{16}$/)
  const decipher = createDecipheriv('aes-256-cbc', serverSecret, vector)
  const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString()
  const claims = JSON.parse(text) as { readonly ctime: number; readonly nonce: number }
  const expire = Number(bytes.readBigInt64BE())
  expect(claims).toMatchObject({ app_id: appID, user_id: 'ada', expire, ctime: expire - 3_600, payload: '' })
  expect(claims.nonce).toBeLessThan(2 ** 31)
  expect(bytes.readUInt16BE(26)).toBe(bytes.length - 28)
})

test('two tokens of one moment differ, and their user may have any letters', async () => {
  const [first, second] = [await tokens.issue('ädä', life), await tokens.issue('ädä', life)]
  expect(first).not.toBe(second)
  expect(await tokens.check(second)).toMatchObject({ userID: 'ädä' })
})

test.each([
  ['of another secret', tokenByHand({ secret: 'x'.repeat(32) })],
  ['of another app', tokenByHand({ claims: { app_id: appID + 1 } })],
  ['whose outside says another end than its inside', tokenByHand({ claims: { expire: 4_000_000_000 } })],
  ['without a user', tokenByHand({ claims: { user_id: '' } })],
  ['whose user is a number', tokenByHand({ claims: { user_id: 7 } })],
  ['without an issue', tokenByHand({ claims: { ctime: undefined } })],
  ['of another kind', 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhZGEifQ.c2ln'],
])('OL-30 a token %s says nothing', async (_name, token) => {
  expect(await tokens.check(token)).toBeUndefined()
})

test('what cannot be a token is refused, naming the rule', async () => {
  for (const options of [{ appID: 0 }, { appID: 1.5 }, { serverSecret: 'short' }, { serverSecret: 'ä'.repeat(32) }]) {
    const given = { appID, serverSecret, ...options }
    expect(() => zimTokens(given)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
  }
  for (const lifeSeconds of [0, 1.5, 24 * 86_400 + 1]) {
    await expect(tokens.issue('ada', { lifeSeconds })).rejects.toMatchObject({ details: { argument: 'lifeSeconds' } })
  }
  for (const userID of ['', 'a'.repeat(33)]) {
    await expect(tokens.issue(userID, life)).rejects.toMatchObject({ details: { argument: 'userID' } })
  }
})

test('OL-07 at the bundled server such a token lets its user in, and offline only that one passes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-zim-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const server = await startServer({ folder, verifyToken: (token) => tokens.check(token) })
  const storage = memoryStorage()
  const transport = webSocketTransport({ url: server.url })
  const launch = () => createChat({ app: 'test', storage, transport, tokenReader: zimTokenReader() })
  const token = await tokens.issue('ada', life)
  const stranger = launch()
  await expect(stranger.login('bob', { token })).rejects.toMatchObject({ code: 'token-refused' })
  const ended = await stranger.login('ada', { token: tokenByHand({ expiry: 1_000 }) }).catch((error: unknown) => error)
  expect(ended).toMatchObject({ code: 'token-expired' })
  await stranger.destroy()
  const online = launch()
  await online.login('ada', { token })
  await online.destroy()
  await server.close()

  const chat = launch()
  const other = await tokens.issue('ada', life)
  await expect(chat.login('ada', { token: other, isOfflineLogin: true })).rejects.toMatchObject({
    code: 'token-not-verifiable',
  })
  await chat.login('ada', { token, isOfflineLogin: true })
  expect(chat.connectionState).toBe(ConnectionState.Connecting)
  await chat.destroy()
})
