import type { Credential } from '@latchkey/core/driver'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { SignJWT, UnsecuredJWT } from 'jose'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect, runServer } from './running-server.js'

// Long enough for the algorithms that must not be accepted, too.
const tokenSecret = 'a secret that is long enough for every algorithm '.repeat(2)
const key = new TextEncoder().encode(tokenSecret)
const now = () => Math.floor(Date.now() / 1_000)

interface Claims {
  readonly sub?: string
  readonly iat?: number
  readonly exp?: number
}

function token(claims: Claims, { alg = 'HS256', secret = key }: { alg?: string; secret?: Uint8Array } = {}) {
  return new SignJWT({ sub: 'ada', iat: now(), exp: now() + 60, ...claims }).setProtectedHeader({ alg }).sign(secret)
}

async function refusal(credential: Credential): Promise<unknown> {
  const server = await runServer({ tokenSecret })
  return connect(server, 'ada', { credential }).then(
    () => 'accepted',
    (error: { readonly code?: unknown }) => error.code,
  )
}

const refusalOfToken = async (text: string | Promise<string>) => refusal({ type: 'token', token: await text })

test('OL-05 a token is good for its user, from its issue to its end, and for at most 24 days', async () => {
  expect(await refusalOfToken(token({}))).toBe('accepted')
  expect(await refusalOfToken(token({ exp: now() + 24 * 86_400 }))).toBe('accepted')
  expect(await refusalOfToken(token({ exp: now() + 24 * 86_400 + 60 }))).toBe('token-refused')
  expect(await refusalOfToken(token({ sub: 'bob' }))).toBe('token-refused')
  expect(await refusalOfToken(token({ iat: now() - 60, exp: now() - 1 }))).toBe('token-expired')
  expect(await refusalOfToken(token({ iat: now() + 3_600, exp: now() + 7_200 }))).toBe('token-refused')
})

test('tokens of another secret or algorithm, without a signature or a claim, or that are none, are refused', async () => {
  const otherSecret = new TextEncoder().encode('another secret of at least thirty-two bytes')
  expect(await refusalOfToken(token({}, { secret: otherSecret }))).toBe('token-refused')
  expect(await refusalOfToken(token({}, { alg: 'HS512' }))).toBe('token-refused')
  const unsecured = new UnsecuredJWT({}).setSubject('ada').setIssuedAt().setExpirationTime('1h').encode()
  expect(await refusalOfToken(unsecured)).toBe('token-refused')
  const endless = new SignJWT({ sub: 'ada', iat: now() }).setProtectedHeader({ alg: 'HS256' }).sign(key)
  expect(await refusalOfToken(endless)).toBe('token-refused')
  const ageless = new SignJWT({ sub: 'ada', exp: now() + 60 }).setProtectedHeader({ alg: 'HS256' }).sign(key)
  expect(await refusalOfToken(ageless)).toBe('token-refused')
  expect(await refusalOfToken('garbage')).toBe('token-refused')
})

test('OL-04 an app sign lets in whoever shows it, only when there is one, and has no end', async () => {
  const appSign = { type: 'appSign', appSign: 'sign' } as const
  expect(await refusal(appSign)).toBe('token-refused')
  const server = await runServer({ appSign: 'sign' })
  await expect(connect(server, 'ada', { credential: { ...appSign, appSign: 'nope' } })).rejects.toMatchObject({
    code: 'token-refused',
  })
  const { account } = await connect(server, 'ada', { credential: appSign })
  expect(account).not.toHaveProperty('tokenExpiresAt')
})

test('OL-04 a page may not use an app sign unless that is allowed', async () => {
  const origin = 'https://acme.example'
  class BrowserSocket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { origin })
    }
  }
  const attempt = async (allowAppSignFromBrowsers: boolean) => {
    const server = await runServer({ appSign: 'sign', allowAppSignFromBrowsers, allowedOrigins: [origin] })
    const driver = webSocketTransport({ url: server.url, WebSocket: BrowserSocket })
    return connect(server, 'ada', { driver, credential: { type: 'appSign', appSign: 'sign' } })
  }
  await expect(attempt(false)).rejects.toMatchObject({ code: 'token-refused' })
  await expect(attempt(true)).resolves.toBeDefined()
})

test('OL-16 a connection ends when its token ends, unless it was renewed', async () => {
  const server = await runServer({ tokenSecret })
  const [shortLived, renewed] = [
    await connect(server, 'ada', { credential: { type: 'token', token: await token({ exp: now() + 2 }) } }),
    await connect(server, 'ada', { credential: { type: 'token', token: await token({ exp: now() + 2 }) } }),
  ]
  const longer = await token({ exp: now() + 600 })
  const { tokenExpiresAt } = await renewed.call('renewToken', { token: longer }, { operationID: 'renew' })
  expect(tokenExpiresAt).toBeGreaterThan(Date.now() + 500_000)
  await expect(shortLived.closed).resolves.toMatchObject({ reason: 'expired' })
  await expect(renewed.pull(undefined, 10)).resolves.toBeDefined()
})

test('OL-16 a connection is not renewed by a token of another user, an ended or a revoked one', async () => {
  const server = await runServer({ tokenSecret })
  const ada = await connect(server, 'ada')
  const renew = async (text: Promise<string>) =>
    ada.call('renewToken', { token: await text }, { operationID: `renew ${Math.random()}` })
  await expect(renew(token({ sub: 'bob' }))).rejects.toMatchObject({
    code: 'token-refused',
    details: { outcome: 'not-applied' },
  })
  await expect(renew(token({ iat: now() - 60, exp: now() - 1 }))).rejects.toMatchObject({ code: 'token-expired' })
  await expect(ada.pull(undefined, 10)).resolves.toBeDefined()
})

test('OL-05 tokens are issued for 1 second to 24 days', async () => {
  const server = await runServer()
  for (const lifeSeconds of [0, -1, 1.5, 24 * 86_400 + 1]) {
    await expect(server.issueToken('ada', { lifeSeconds })).rejects.toMatchObject({ code: 'invalid-argument' })
  }
  await expect(server.issueToken('ada', { lifeSeconds: 24 * 86_400 })).resolves.toBeDefined()
})
