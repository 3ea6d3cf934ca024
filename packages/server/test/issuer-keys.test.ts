import { createChat } from '@latchkey/core'
import { memoryStorage } from '@latchkey/storage-memory'
import { jwtReader } from '@latchkey/token-jwt'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startServer, type IssuerOptions, type LatchkeyServer } from '../src/index.js'
import { openIssuerKeys } from '../src/issuer-keys.js'
import { readBounded } from '../src/read-bounded.js'
import { issuerKey, startIssuer, type Issuer } from './issuer.js'
import { connect, runServer, temporaryFolder } from './running-server.js'

const minute = 60_000
const usable = '{"kty":"OKP","crv":"Ed25519","x":"x"}'

async function outcome(server: LatchkeyServer, token: string | Promise<string>): Promise<unknown> {
  return connect(server, 'ada', { credential: { type: 'token', token: await token } }).then(
    () => 'accepted',
    (error: { readonly code?: unknown }) => error.code,
  )
}

/** The keys of an issuer, with a clock that the test moves. */
async function keysOf(issuer: Issuer, options: Partial<IssuerOptions> = {}, folder?: string) {
  let now = 1_000_000
  const warnings: unknown[] = []
  const keys = await openIssuerKeys(
    { keys: issuer.url, ...options },
    { folder: folder ?? (await temporaryFolder()), now: () => now, log: (_level, _text, more) => warnings.push(more) },
  )
  const kids = (found: readonly { readonly kid?: string }[]) => found.map(({ kid }) => kid)
  return {
    warnings,
    advance: (milliseconds: number) => (now += milliseconds),
    current: async () => kids(await keys.current()),
    asOfNow: async () => kids(await keys.asOf(now)),
  }
}

test.each(['EdDSA', 'ES256'] as const)(
  'OL-07 a token of your own issuer (%s) is good, and its keys reach the device, where a later one passes offline',
  async (alg) => {
    const key = await issuerKey('k1', alg)
    const issuer = await startIssuer(key, await issuerKey('rsa', 'RS256'))
    const server = await runServer({ issuer: { keys: issuer.url } })
    const storage = memoryStorage()
    const transport = webSocketTransport({ url: server.url })
    const launch = () => createChat({ app: 'test', storage, transport, tokenReader: jwtReader() })
    const online = launch()
    await online.login('ada', { token: await key.token() })
    await online.destroy()
    await server.close()

    const chat = launch()
    const forged = (await issuerKey('k1', alg)).token()
    await expect(chat.login('ada', { token: await forged, isOfflineLogin: true })).rejects.toMatchObject({
      code: 'token-not-verifiable',
    })
    await chat.login('ada', { token: await key.token({ jti: 'later' }), isOfflineLogin: true })
    expect(chat.userID).toBe('ada')
    await chat.destroy()
  },
)

test('a token of the issuer must be for this audience, of this issuer, and of this user', async () => {
  const key = await issuerKey('k1')
  const { url } = await startIssuer(key)
  const server = await runServer({ issuer: { keys: url, issuer: 'acme', audience: 'chat' } })
  expect(await outcome(server, key.token({ iss: 'acme', aud: ['shop', 'chat'] }))).toBe('accepted')
  expect(await outcome(server, key.token({ iss: 'acme', aud: 'shop' }))).toBe('token-refused')
  expect(await outcome(server, key.token({ iss: 'evil', aud: 'chat' }))).toBe('token-refused')
  expect(await outcome(server, key.token({ iss: 'acme', aud: 'chat', sub: 'bob' }))).toBe('token-refused')
  expect(await outcome(server, server.issueToken('ada', { lifeSeconds: 60 }))).toBe('accepted')
})

test('a new key of the issuer is found with its first token, and a withdrawn one is forgotten', async () => {
  const [first, second] = [await issuerKey('k1'), await issuerKey('k2', 'ES256')]
  const issuer = await startIssuer(first)
  const server = await runServer({ issuer: { keys: issuer.url, minIntervalMs: 1 } })
  expect(await outcome(server, first.token())).toBe('accepted')
  issuer.publish(second)
  expect(await outcome(server, second.token())).toBe('accepted')
  expect(await outcome(server, first.token())).toBe('token-refused')
})

test('unknown keys are looked for at most once an interval; a token that may be good is not refused meanwhile', async () => {
  const issuer = await startIssuer(await issuerKey('k1'))
  const keys = await keysOf(issuer)
  keys.advance(30_000)
  expect(await keys.asOfNow()).toEqual(['k1'])
  issuer.publish(await issuerKey('k2'))
  for (let attempt = 0; attempt < 5; attempt++) {
    keys.advance(1_000)
    await expect(keys.asOfNow()).rejects.toMatchObject({
      code: 'rate-limited',
      details: { retryAfterMs: 30_000 - (attempt + 1) * 1_000 },
    })
  }
  expect(issuer.requests).toBe(2)
  keys.advance(25_000)
  expect(await keys.asOfNow()).toEqual(['k2'])
  expect(issuer.requests).toBe(3)
})

test('the keys are read again when they are old, which a withdrawn key does not outlive', async () => {
  const issuer = await startIssuer(await issuerKey('k1'))
  const keys = await keysOf(issuer)
  issuer.publish(await issuerKey('k2'))
  keys.advance(10 * minute - 1)
  expect(await keys.current()).toEqual(['k1'])
  keys.advance(1)
  expect(await Promise.all([keys.current(), keys.current()])).toEqual([['k2'], ['k2']])
  expect(issuer.requests).toBe(2)
})

test('while the issuer cannot be reached the keys last read count, also after a restart', async () => {
  const key = await issuerKey('k1')
  const issuer = await startIssuer(key)
  const folder = await temporaryFolder()
  const options = { folder, issuer: { keys: issuer.url, refreshMs: 1, minIntervalMs: 1 } }
  const first = await startServer(options)
  await issuer.stop()
  expect(await outcome(first, key.token())).toBe('accepted')
  await first.close()
  const second = await runServer(options)
  expect(await outcome(second, key.token())).toBe('accepted')
  expect(await outcome(second, (await issuerKey('k2')).token())).toBe('transport-unreachable')
})

test('keys that another issuer published earlier do not count', async () => {
  const folder = await temporaryFolder()
  const former = await startIssuer(await issuerKey('k1'))
  await keysOf(former, {}, folder)
  const issuer = await startIssuer()
  await issuer.stop()
  expect(await (await keysOf(issuer, {}, folder)).current()).toEqual([])
})

test.each([
  ['an error', { status: 500, body: '{"keys":[]}' }],
  ['a redirect', { status: 302, body: '' }],
  ['more than 64 KiB', { status: 200, body: `{"keys":[${usable}],"filler":"${'x'.repeat(65_536)}"}` }],
  ['no JSON', { status: 200, body: '<html>' }],
  ['no key set', { status: 200, body: '["k1"]' }],
  ['no key that can be used', { status: 200, body: '{"keys":[{"kty":"RSA","n":"x","e":"AQAB"},7,null]}' }],
  [
    'too many keys',
    { status: 200, body: JSON.stringify({ keys: Array(33).fill({ kty: 'OKP', crv: 'Ed25519', x: 'x' }) }) },
  ],
])('an issuer that answers with %s changes nothing, and is warned of', async (_name, { status, body }) => {
  const issuer = await startIssuer(await issuerKey('k1'))
  const keys = await keysOf(issuer)
  issuer.answer((_request, response) => response.writeHead(status, { location: issuer.url }).end(body))
  keys.advance(10 * minute)
  expect(await keys.current()).toEqual(['k1'])
  expect(keys.warnings).toHaveLength(1)
  await expect(keys.asOfNow()).rejects.toMatchObject({ code: 'rate-limited' })
})

test('an issuer that accepts and never answers, or never ends its answer, is given up', async () => {
  const issuer = await startIssuer()
  const bounds = { maxBytes: 1_000, timeoutMs: 50, signal: new AbortController().signal }
  issuer.answer(() => undefined)
  await expect(readBounded(issuer.url, bounds)).rejects.toThrow()
  issuer.answer((_request, response) => void response.write('{'))
  await expect(readBounded(issuer.url, bounds)).rejects.toThrow()
})

test('private parts of keys that an issuer published by mistake go nowhere', async () => {
  const folder = await temporaryFolder()
  const key = await issuerKey('k1')
  const path = join(folder, 'keys.json')
  await writeFile(path, JSON.stringify({ keys: [{ ...key.publicKey, d: 'private', oth: [] }] }))
  const server = await runServer({ folder: join(folder, 'data'), issuer: { keys: path } })
  const { account } = await connect(server, 'ada', { credential: { type: 'token', token: await key.token() } })
  expect(account.publicKeys).toContainEqual(key.publicKey)
  expect(JSON.stringify(account.publicKeys)).not.toContain('private')
})

test('an issuer that cannot be right is refused before anything is opened', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'keys.json')
  const refusals = ['http://acme.example/keys', '', 'https://', path]
  for (const keys of refusals) {
    await expect(startServer({ folder, issuer: { keys } })).rejects.toMatchObject({
      code: 'invalid-argument',
      details: { argument: 'issuer.keys' },
    })
  }
  await writeFile(path, '{"keys":[]}')
  await expect(startServer({ folder, issuer: { keys: path } })).rejects.toMatchObject({ code: 'invalid-argument' })
})
