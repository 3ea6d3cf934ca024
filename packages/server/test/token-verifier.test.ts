import { expect, test } from 'vitest'
import type { ServerOptions } from '../src/index.js'
import { connect, runServer } from './running-server.js'

const dayMs = 86_400_000
const now = Date.now()
const claims = { userID: 'ada', issuedAt: now - 1_000, expiresAt: now + 60_000 }

async function outcome(verifyToken: NonNullable<ServerOptions['verifyToken']>, token = 'opaque'): Promise<unknown> {
  const server = await runServer({ verifyToken })
  return connect(server, 'ada', { credential: { type: 'token', token } }).then(
    ({ account }) => account.tokenExpiresAt,
    (error: { readonly code?: unknown }) => error.code,
  )
}

test('OL-07 an opaque token is good when the server’s own check says so, and ends when that says', async () => {
  expect(await outcome(async (token) => (token === 'opaque' ? claims : undefined))).toBe(claims.expiresAt)
})

test.each([
  ['of another user', { userID: 'bob' }, 'token-refused'],
  ['that has ended', { expiresAt: now - 1 }, 'token-expired'],
  ['issued in the future', { issuedAt: now + 600_000, expiresAt: now + 700_000 }, 'token-refused'],
  ['of more than 24 days', { expiresAt: now + 24 * dayMs }, 'token-refused'],
  ['for more than 24 days offline', { offlineUntil: now + 24 * dayMs }, 'token-refused'],
  ['without an end', { expiresAt: Number.NaN }, 'token-refused'],
])('OL-05 what the check answers is judged like any token: one %s is not let in', async (_name, wrong, code) => {
  expect(await outcome(async () => ({ ...claims, ...wrong }))).toBe(code)
})

test('a token that is not one of the check’s is judged as a JSON Web Token', async () => {
  const server = await runServer({ verifyToken: async () => undefined })
  await expect(connect(server, 'ada')).resolves.toBeDefined()
  expect(await outcome(async () => undefined)).toBe('token-refused')
})

test('a check that fails decides nothing: the client may come back', async () => {
  expect(await outcome(() => Promise.reject(new Error('the token service is down')))).toBe('transport-unreachable')
})
