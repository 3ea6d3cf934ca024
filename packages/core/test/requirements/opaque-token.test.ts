import { memoryStorage } from '@latchkey/storage-memory'
import { jwtReader } from '@latchkey/token-jwt'
import { maxTokenLifeMs } from '@latchkey/transport-loopback'
import { expect, test } from 'vitest'
import { createChat } from '../../src/chat.js'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import type { TokenReader } from '../../src/contract/token-reader.js'
import { codeOf, createWorld, eventOf, recordEvents, type World } from '../support/world.js'

const hourMs = 3_600_000
const offline = (token: string) => ({ token, isOfflineLogin: true })
const publicKeys = [{ kty: 'loopback', kid: 'k1' }]

/** A backend whose tokens are any text; each is good for an hour from its first use, and says nothing of itself. */
async function worldOfOpaqueTokens({ isExpiryStated = true } = {}) {
  const world: World = await createWorld({
    publicKeys,
    authenticate: ({ credential }, now) => {
      if (credential.type !== 'token' || !credential.token.startsWith('opaque-')) return {}
      return isExpiryStated ? { tokenExpiresAt: now + hourMs } : {}
    },
  })
  const storage = memoryStorage()
  const launch = (tokenReader?: TokenReader) =>
    createChat({
      app: 'test',
      storage,
      transport: world.network.transport(),
      platform: world.platform,
      ...(tokenReader && { tokenReader }),
    })
  const chat = launch()
  await chat.login('ada', { token: 'opaque-1' })
  await chat.destroy()
  return { ...world, launch }
}

// The reader of JSON Web Tokens gives `undefined` for a text that is none.
test.each([
  ['without a reader', undefined],
  ['with a reader that cannot read it', jwtReader()],
])('OL-07 an opaque token passes offline %s when the backend last accepted it here', async (_name, reader) => {
  const { network, launch } = await worldOfOpaqueTokens()
  network.setConnectivity('refused')
  const chat = launch(reader)
  expect(await codeOf(chat.login('ada', offline('opaque-2')))).toBe('token-not-verifiable')
  expect(await codeOf(chat.login('bob', offline('opaque-1')))).toBe('different-user')
  await chat.login('ada', offline('opaque-1'))
  expect(chat.connectionState).toBe(ConnectionState.Connecting)
  await chat.destroy()
})

test('OL-07 a token whose user the device cannot read passes by no signature, only as the one last accepted', async () => {
  const { network, platform, launch } = await worldOfOpaqueTokens()
  network.setConnectivity('refused')
  const reader: TokenReader = {
    contractVersion: 1,
    name: 'half-blind',
    read: () => ({ expiresAt: platform.clock.now() + hourMs / 2 }),
    verify: async () => true,
  }
  const chat = launch(reader)
  expect(await codeOf(chat.login('ada', offline('opaque-2')))).toBe('token-not-verifiable')
  await chat.login('ada', offline('opaque-1'))
  const states = recordEvents(chat, 'connectionStateChanged')
  await platform.control.advance(hourMs / 2)
  expect(states).toMatchObject([{ event: ConnectionEvent.TokenExpired }])
  await chat.destroy()
})

test('OL-07 an opaque token ends offline when the backend said that it ends', async () => {
  const { network, platform, launch } = await worldOfOpaqueTokens()
  network.setConnectivity('refused')
  const end = platform.clock.now() + hourMs
  platform.control.setClock(end - 1)
  const chat = launch()
  await chat.login('ada', offline('opaque-1'))
  const states = recordEvents(chat, 'connectionStateChanged')
  await platform.control.advance(1)
  expect(states).toMatchObject([{ state: ConnectionState.Disconnected, event: ConnectionEvent.TokenExpired }])
  expect(await codeOf(chat.login('ada', offline('opaque-1')))).toBe('token-expired')
  await chat.destroy()
})

test('OL-07 an opaque token of which the backend stated no expiry does not pass offline', async () => {
  const { network, launch } = await worldOfOpaqueTokens({ isExpiryStated: false })
  network.setConnectivity('refused')
  expect(await codeOf(launch().login('ada', offline('opaque-1')))).toBe('token-not-verifiable')
})

test('OL-07 OL-16 an opaque token that was renewed while connected is the one that passes from then on', async () => {
  const { network, launch } = await worldOfOpaqueTokens()
  const chat = launch()
  await chat.login('ada', { token: 'opaque-1' })
  await chat.renewToken('opaque-2')
  await chat.destroy()
  network.setConnectivity('refused')
  const again = launch()
  expect(await codeOf(again.login('ada', offline('opaque-1')))).toBe('token-not-verifiable')
  await again.login('ada', offline('opaque-2'))
  expect(again.userID).toBe('ada')
  await again.destroy()
})

test('OL-07 OL-16 one renewed offline passes offline, no longer than the one before it was known to', async () => {
  const { network, platform, launch } = await worldOfOpaqueTokens()
  network.setConnectivity('refused')
  const chat = launch()
  await chat.login('ada', offline('opaque-1'))
  await chat.renewToken('opaque-2')
  const ended = eventOf(chat, 'connectionStateChanged', ({ state }) => state === ConnectionState.Disconnected)
  await platform.control.advance(hourMs)
  expect(await ended).toMatchObject({ event: ConnectionEvent.TokenExpired })
  platform.control.setClock(platform.clock.now() + maxTokenLifeMs)
  expect(await codeOf(chat.login('ada', offline('opaque-2')))).toBe('token-expired')
  await chat.destroy()
})
