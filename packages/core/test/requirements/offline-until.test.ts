import { loopbackToken } from '@latchkey/transport-loopback'
import { expect, test } from 'vitest'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import type { TokenReader } from '../../src/contract/token-reader.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents } from '../support/world.js'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const ended = { state: ConnectionState.Disconnected, event: ConnectionEvent.TokenExpired }

/** A device on which `ada` logged in with a token of an hour that may be used offline for `offlineMs` from its issue. */
async function worldOfShortToken({ offlineMs = 10 * dayMs, publicKeys = [] as { kty: string; kid: string }[] } = {}) {
  const world = await createWorld({ tokenLifeMs: hourMs, publicKeys })
  const { launch } = world.device()
  const issuedAt = world.platform.clock.now()
  const token = world.network.issueToken('ada', { offlineUntil: issuedAt + offlineMs })
  const chat = launch()
  await chat.login('ada', { token })
  await settle()
  await chat.destroy()
  return { ...world, launch, token, issuedAt }
}

/** As when every token is opaque to the device. */
const blindReader: TokenReader = {
  contractVersion: 1,
  name: 'blind',
  read: () => undefined,
  verify: async () => false,
}

const offline = (token: string) => ({ token, isOfflineLogin: true })

test('OL-07 a token of an hour passes offline until its offlineUntil, and not at that moment', async () => {
  const { network, platform, launch, token, issuedAt } = await worldOfShortToken()
  network.setConnectivity('refused')
  platform.control.setClock(issuedAt + 10 * dayMs - 1)
  const chat = launch()
  await chat.login('ada', offline(token))
  expect(chat.connectionState).toBe(ConnectionState.Connecting)
  await chat.destroy()
  platform.control.setClock(issuedAt + 10 * dayMs)
  expect(await codeOf(launch().login('ada', offline(token)))).toBe('token-expired')
})

test('OL-07 without the claim, or with one before its expiry, a token ends offline when it ends', async () => {
  for (const offlineMs of [1, hourMs]) {
    const { network, platform, launch, token, issuedAt } = await worldOfShortToken({ offlineMs })
    network.setConnectivity('refused')
    platform.control.setClock(issuedAt + hourMs)
    expect(await codeOf(launch().login('ada', offline(token)))).toBe('token-expired')
  }
})

test('OL-05 an offlineUntil more than 24 days after the issue is refused, on the device and by the backend', async () => {
  const { network, device, platform } = await createWorld({ tokenLifeMs: hourMs })
  const token = network.issueToken('ada', { offlineUntil: platform.clock.now() + 24 * dayMs + 1 })
  expect(await codeOf(device().launch().login('ada', { token }))).toBe('token-too-long-lived')
  const blind = device().launch({ tokenReader: blindReader })
  expect(await codeOf(blind.login('ada', { token }))).toBe('token-refused')
})

test('OL-07 OL-35 setting the clock back revives no token beyond its offlineUntil', async () => {
  const publicKeys = [{ kty: 'loopback', kid: 'k1' }]
  const { network, platform, launch, issuedAt } = await worldOfShortToken({ publicKeys })
  platform.control.setClock(issuedAt + 5 * dayMs)
  const later = launch()
  await later.login('ada', { token: network.issueToken('ada') })
  await later.destroy()
  network.setConnectivity('refused')
  platform.control.setClock(issuedAt + dayMs)
  const times = { issuedAt, expiresAt: issuedAt + hourMs, offlineUntil: issuedAt + 2 * dayMs }
  const old = loopbackToken('ada', { ...times, keyID: 'k1' })
  expect(await codeOf(launch().login('ada', offline(old)))).toBe('token-expired')
})

test('OL-07 a new token is judged by its own offlineUntil when its signature holds', async () => {
  const publicKeys = [{ kty: 'loopback', kid: 'k1' }]
  const { network, platform, launch, issuedAt } = await worldOfShortToken({ publicKeys })
  network.setConnectivity('refused')
  const times = { issuedAt, expiresAt: issuedAt + hourMs, offlineUntil: issuedAt + 2 * dayMs }
  platform.control.setClock(issuedAt + dayMs)
  const forged = loopbackToken('ada', { ...times, keyID: 'k2' })
  expect(await codeOf(launch().login('ada', offline(forged)))).toBe('token-not-verifiable')
  const chat = launch()
  await chat.login('ada', offline(loopbackToken('ada', { ...times, keyID: 'k1' })))
  const states = recordEvents(chat, 'connectionStateChanged')
  await platform.control.advance(dayMs)
  expect(states.at(-1)).toMatchObject(ended)
  await chat.destroy()
})

test('OL-15 the kept token is good while it may be used offline, also when nothing on the device can read it', async () => {
  const { network, platform, launch, token, issuedAt } = await worldOfShortToken()
  network.setConnectivity('refused')
  platform.control.setClock(issuedAt + 9 * dayMs)
  const blind = launch({ tokenReader: blindReader })
  expect(await blind.queryLastLogin()).toMatchObject({ isTokenGood: true })
  expect(await codeOf(blind.login('ada', offline(token)))).toBeUndefined()
  await blind.destroy()
  platform.control.setClock(issuedAt + 10 * dayMs)
  expect(await launch().queryLastLogin()).toMatchObject({ isTokenGood: false })
})

test('OL-16 a session with an ended token goes on offline; the backend then asks for a new one, and gets it', async () => {
  const { network, platform, launch, token, issuedAt } = await worldOfShortToken()
  network.setConnectivity('refused')
  platform.control.setClock(issuedAt + dayMs)
  let asked = 0
  const chat = launch({
    tokenProvider: async () => {
      asked += 1
      return network.issueToken('ada', { nonce: 'fresh' })
    },
  })
  await chat.login('ada', offline(token))
  const states = recordEvents(chat, 'connectionStateChanged')
  await platform.control.advance(hourMs)
  expect({ asked, states }).toEqual({ asked: 0, states: [] })
  const connected = eventOf(chat, 'connectionStateChanged')
  network.setConnectivity('up')
  await platform.control.advance(60_000)
  expect(await connected).toMatchObject({ state: ConnectionState.Connected })
  expect(asked).toBe(1)
  await chat.destroy()
})

test('OL-16 without a new token the backend ends that session as TokenExpired, and the data stays for the next', async () => {
  const { network, platform, launch, token, issuedAt } = await worldOfShortToken()
  platform.control.setClock(issuedAt + dayMs)
  const chat = launch()
  await chat.login('ada', offline(token))
  expect(await eventOf(chat, 'connectionStateChanged')).toMatchObject({ ...ended, extendedData: 'token-expired' })
  await chat.login('ada', { token: network.issueToken('ada', { nonce: 'fresh' }) })
  expect(chat.connectionState).toBe(ConnectionState.Connected)
  await chat.destroy()
})

test('OL-16 a link that is lost over the end of the token leaves the session usable; a live one ends with it', async () => {
  const { network, platform, launch, issuedAt } = await worldOfShortToken()
  const token = network.issueToken('ada', { nonce: 'second', offlineUntil: issuedAt + dayMs })
  const chat = launch()
  await chat.login('ada', { token })
  const states = recordEvents(chat, 'connectionStateChanged')
  network.setConnectivity('refused')
  network.cut()
  await platform.control.advance(hourMs)
  expect(states.map(({ state }) => state)).toEqual([ConnectionState.Reconnecting])
  expect(await codeOf(chat.queryConversationList({ count: 10 }))).toBeUndefined()
  await chat.destroy()

  network.setConnectivity('up')
  const live = launch()
  const next = network.issueToken('ada', { offlineUntil: platform.clock.now() + dayMs })
  await live.login('ada', { token: next })
  const end = eventOf(live, 'connectionStateChanged', ({ state }) => state === ConnectionState.Disconnected)
  await platform.control.advance(hourMs)
  network.expireTokens()
  expect(await end).toMatchObject(ended)
  await live.destroy()
})

test('OL-16 both ends are warned of: the one for the backend, and the one for the use offline', async () => {
  const { network, platform, launch, token } = await worldOfShortToken({ offlineMs: 2 * hourMs })
  network.setConnectivity('refused')
  const chat = launch()
  await chat.login('ada', offline(token))
  const warnings = recordEvents(chat, 'tokenWillExpire')
  await platform.control.advance(hourMs - 30_001)
  expect(warnings).toEqual([])
  await platform.control.advance(1)
  expect(warnings).toEqual([{ secondsLeft: 30 }])
  await platform.control.advance(hourMs)
  expect(warnings).toEqual([{ secondsLeft: 30 }, { secondsLeft: 30 }])
  const states = recordEvents(chat, 'connectionStateChanged')
  await platform.control.advance(30_000)
  expect(states).toMatchObject([ended])
  await chat.destroy()
  expect(platform.control.pendingTimers).toBe(0)
})

test('OL-16 a renewed token without the claim takes the longer use offline back', async () => {
  const { network, platform, launch, token, issuedAt } = await worldOfShortToken()
  network.setConnectivity('refused')
  const chat = launch()
  await chat.login('ada', offline(token))
  const strict = network.issueToken('ada', { nonce: 'strict' })
  await chat.renewToken(strict)
  await chat.destroy()
  platform.control.setClock(issuedAt + hourMs)
  expect(await launch().queryLastLogin()).toMatchObject({ isTokenGood: false })
  expect(await codeOf(launch().login('ada', offline(strict)))).toBe('token-expired')
})
