import { expect, onTestFinished, test } from 'vitest'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import type { ChatOptions } from '../../src/contract/chat.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents } from '../support/world.js'

const hourMs = 3_600_000

/** Ada, connected, with a token of an hour. */
async function connectedAda(options: (world: Awaited<ReturnType<typeof createWorld>>) => Partial<ChatOptions>) {
  const world = await createWorld({ tokenLifeMs: hourMs })
  const { launch, storage } = world.device()
  const chat = launch(options(world))
  onTestFinished(() => chat.destroy())
  const token = world.network.issueToken('ada')
  await chat.login('ada', { token })
  await settle()
  const states = recordEvents(chat, 'connectionStateChanged')
  const warnings = recordEvents(chat, 'tokenWillExpire')
  return { ...world, launch, storage, chat, token, states, warnings }
}

const none = () => ({})

test('OL-35 OL-16 a clock that is set back during a session does not lengthen the life of its token', async () => {
  const { platform, chat, states } = await connectedAda(none)
  await platform.control.advance(hourMs / 2)
  platform.control.setClock(platform.clock.now() - 10 * hourMs)
  await platform.control.advance(hourMs / 2)
  expect(states.at(-1)).toMatchObject({ state: ConnectionState.Disconnected, event: ConnectionEvent.TokenExpired })
  expect(await codeOf(chat.queryConversationList({ count: 1 }))).toBe('not-logged-in')
})

test('OL-35 OL-16 a token that ended while the device slept ends its session within a minute', async () => {
  const { platform, states } = await connectedAda(none)
  platform.control.setClock(platform.clock.now() + 2 * hourMs)
  await platform.control.advance(60_000)
  expect(states.at(-1)).toMatchObject({ state: ConnectionState.Disconnected, event: ConnectionEvent.TokenExpired })
})

test('OL-16 a connection that is made again near the end of the token brings no second warning', async () => {
  const { network, platform, chat, warnings } = await connectedAda(none)
  await platform.control.advance(hourMs - 20_000)
  network.cut()
  await platform.control.advance(5_000)
  expect(chat.connectionState).toBe(ConnectionState.Connected)
  expect(warnings).toEqual([{ secondsLeft: 30 }])
})

test('OL-16 the provider is asked once for a token that is refused while it is being asked', async () => {
  let asked = 0
  let give: (token: string) => void = () => undefined
  const { network, platform, chat } = await connectedAda(() => ({
    tokenProvider: () => {
      asked += 1
      return new Promise((resolve) => {
        give = resolve
      })
    },
  }))
  await platform.control.advance(hourMs - 20_000)
  network.setConnectivity('refused')
  network.cut()
  await platform.control.advance(1_000)
  expect(asked).toBe(1)
  network.setConnectivity('up')
  give(network.issueToken('ada', { nonce: 'new' }))
  await settle()
  await platform.control.advance(2_000)
  expect([chat.connectionState, asked]).toEqual([ConnectionState.Connected, 1])
})

test.each([
  ['hangs', () => new Promise<string>(() => undefined)],
  ['throws', () => Promise.reject(new Error('no token'))],
  ['gives the same token', (token: string) => Promise.resolve(token)],
  ['gives no string', () => Promise.resolve('')],
])('OL-16 OL-17 a refused token whose provider %s ends the session', async (_name, give) => {
  let token = ''
  const scene = await connectedAda(() => ({ tokenProvider: () => give(token) }))
  token = scene.token
  scene.network.revoke('ada')
  await settle()
  // While the provider is asked there is no link, and the state says so.
  if (scene.chat.userID !== undefined) expect(scene.chat.connectionState).toBe(ConnectionState.Reconnecting)
  await scene.platform.control.advance(30_000)
  expect(scene.states.at(-1)).toEqual({
    state: ConnectionState.Disconnected,
    event: ConnectionEvent.KickedOut,
    extendedData: 'token-refused',
  })
  expect(await codeOf(scene.launch().login('ada', { token, isOfflineLogin: true }))).toBe('session-refused')
})

test('OL-16 a link that breaks while the token is renewed changes nothing: the new token goes with the next connection', async () => {
  const { network, platform, chat, launch } = await connectedAda(none)
  const renewed = network.issueToken('ada', { nonce: 'new' })
  network.loseNextAnswer()
  expect(await codeOf(chat.renewToken(renewed))).toBeUndefined()
  await platform.control.advance(2_000)
  expect(chat.connectionState).toBe(ConnectionState.Connected)
  await chat.destroy()
  network.setConnectivity('refused')
  const next = launch()
  expect(await codeOf(next.login('ada', { token: renewed, isOfflineLogin: true }))).toBeUndefined()
  await next.destroy()
})

test('OL-16 a token renewed while an attempt by the old one is refused goes with the next attempt', async () => {
  const { network, platform, returningDevice } = await createWorld()
  const { launch, token } = await returningDevice('ada')
  const honest = network.transport()
  const offered: string[] = []
  let refuse: () => void = () => undefined
  const chat = launch({
    transport: {
      ...honest,
      async connect(request, sink, options) {
        offered.push(request.credential.type === 'token' ? request.credential.token : '')
        if (offered.length > 1) return honest.connect(request, sink, options)
        await new Promise<void>((resolve) => {
          refuse = resolve
        })
        network.revoke('eve')
        return honest.connect({ ...request, userID: 'eve' }, sink, options)
      },
    },
  })
  onTestFinished(() => chat.destroy())
  await chat.login('ada', { token, isOfflineLogin: true })
  await settle()
  const renewed = network.issueToken('ada', { nonce: 'new' })
  await chat.renewToken(renewed)
  refuse()
  await platform.control.advance(2_000)
  expect(offered).toEqual([token, renewed])
  expect(chat.connectionState).toBe(ConnectionState.Connected)
})
