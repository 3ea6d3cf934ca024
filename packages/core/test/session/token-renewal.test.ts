import { expect, test } from 'vitest'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import { ChatError } from '../../src/errors/chat-error.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents } from '../support/world.js'

const dayMs = 86_400_000

test('OL-16 a token that the backend does not take on renewal leaves the old one in force', async () => {
  const { network, platform, device } = await createWorld()
  const { launch } = device()
  const chat = launch()
  const token = network.issueToken('ada')
  await chat.login('ada', { token })
  await settle()
  const refused = network.issueToken('ada', { nonce: 'refused' })
  network.failNextCall(new ChatError('token-refused'))
  expect(await codeOf(chat.renewToken(refused))).toBe('token-refused')
  expect(chat.connectionState).toBe(ConnectionState.Connected)
  await chat.destroy()

  network.setConnectivity('refused')
  const again = launch()
  expect(await codeOf(again.login('ada', { token: refused, isOfflineLogin: true }))).toBe('token-not-verifiable')
  expect(await codeOf(again.login('ada', { token, isOfflineLogin: true }))).toBeUndefined()
  await again.destroy()
  expect(platform.control.pendingTimers).toBe(0)
})

test('OL-16 each token has its own warning, and a renewed one takes back the end of the last', async () => {
  const { network, platform, device } = await createWorld()
  const chat = device().launch()
  await chat.login('ada', { token: network.issueToken('ada') })
  const warnings = recordEvents(chat, 'tokenWillExpire')
  await platform.control.advance(dayMs - 20_000)
  await chat.renewToken(network.issueToken('ada', { nonce: 'second' }))
  await platform.control.advance(dayMs - 30_001)
  expect(warnings).toEqual([{ secondsLeft: 30 }])
  expect(chat.connectionState).toBe(ConnectionState.Connected)
  await platform.control.advance(1)
  expect(warnings).toEqual([{ secondsLeft: 30 }, { secondsLeft: 30 }])
  await chat.destroy()
})

test('OL-16 OL-35 a clock that was set back does not put off the warning', async () => {
  const { network, platform, returningDevice } = await createWorld()
  const { launch, token } = await returningDevice('ada')
  network.setConnectivity('refused')
  platform.control.setClock(platform.clock.now() - 10 * dayMs)
  const chat = launch()
  const warnings = recordEvents(chat, 'tokenWillExpire')
  await chat.login('ada', { token, isOfflineLogin: true })
  await platform.control.advance(dayMs - 30_000)
  expect(warnings).toEqual([{ secondsLeft: 30 }])
  await chat.destroy()
})

test('OL-16 the end of a token forbids no later offline login with one that is good', async () => {
  const { network, platform, returningDevice } = await createWorld({
    publicKeys: [{ kty: 'loopback', kid: 'k1' }],
  })
  const { launch, token } = await returningDevice('ada')
  network.setConnectivity('refused')
  const chat = launch()
  await chat.login('ada', { token, isOfflineLogin: true })
  const states = recordEvents(chat, 'connectionStateChanged')
  await platform.control.advance(dayMs)
  expect(states.at(-1)).toEqual({
    state: ConnectionState.Disconnected,
    event: ConnectionEvent.TokenExpired,
    extendedData: 'token-expired',
  })
  const fresh = network.issueToken('ada', { keyID: 'k1' })
  expect(await codeOf(chat.login('ada', { token: fresh, isOfflineLogin: true }))).toBeUndefined()
  await chat.destroy()
})

// Offline, so that only the device can refuse what the provider gives.
test.each([
  ['of another user', 'bob', 0],
  ['that has ended', 'ada', 2 * dayMs],
] as const)('OL-16 a token provider that gives a token %s is as none', async (_name, userID, agedMs) => {
  const { network, platform, returningDevice } = await createWorld()
  const old = network.issueToken(userID, { nonce: 'old' })
  await platform.control.advance(agedMs)
  const { launch, token } = await returningDevice('ada')
  network.setConnectivity('refused')
  const given = agedMs > 0 ? () => old : () => network.issueToken(userID, { nonce: 'fresh' })
  const chat = launch({ tokenProvider: async () => given() })
  await chat.login('ada', { token, isOfflineLogin: true })
  const states = recordEvents(chat, 'connectionStateChanged')
  await platform.control.advance(dayMs - 20_000)
  expect(states).toEqual([])
  await platform.control.advance(20_000)
  expect(states.at(-1)).toMatchObject({ state: ConnectionState.Disconnected, event: ConnectionEvent.TokenExpired })
  await chat.destroy()
})

test('OL-16 OL-19 a token provider that hangs leaves no timer behind after destroy', async () => {
  const { network, platform, device } = await createWorld()
  let asked = 0
  const chat = device().launch({
    tokenProvider: () => {
      asked += 1
      return new Promise(() => undefined)
    },
  })
  await chat.login('ada', { token: network.issueToken('ada') })
  await platform.control.advance(dayMs - 20_000)
  expect(asked).toBe(1)
  await chat.destroy()
  await settle()
  expect(platform.control.pendingTimers).toBe(0)
  expect(platform.control.listeners).toBe(0)
})
