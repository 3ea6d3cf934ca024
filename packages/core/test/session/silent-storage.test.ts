import { memoryStorage } from '@latchkey/storage-memory'
import { loopbackTokenReader } from '@latchkey/transport-loopback'
import { expect, test } from 'vitest'
import type { ChatOptions } from '../../src/contract/chat.js'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import type { TransportDriver } from '../../src/contract/transport-driver.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents } from '../support/world.js'

const minuteMs = 60_000
const page = { count: 10 }
const never = () => new Promise<never>(() => undefined)

/** A device that Ada has used, whose storage can stop answering. */
async function silentDevice(
  options: Partial<ChatOptions> = {},
  transport: (honest: TransportDriver) => TransportDriver = (honest) => honest,
) {
  const world = await createWorld()
  const inner = memoryStorage()
  const device = await world.returningDevice('ada', inner)
  const silent = new Set<'get' | 'put' | 'remove' | 'database'>()
  const unless = <Value>(part: 'get' | 'put' | 'remove' | 'database', run: () => Promise<Value>) =>
    silent.has(part) ? never() : run()
  const storage: StorageDriver = {
    ...inner,
    small: {
      get: (...parameters) => unless('get', () => inner.small.get(...parameters)),
      put: (...parameters) => unless('put', () => inner.small.put(...parameters)),
      remove: (...parameters) => unless('remove', () => inner.small.remove(...parameters)),
    },
    remove: (...parameters) => unless('remove', () => inner.remove(...parameters)),
    async open(...parameters) {
      const session = await inner.open(...parameters)
      return {
        ...session,
        get: (...given) => unless('database', () => session.get(...given)),
        range: (...given) => unless('database', () => session.range(...given)),
        write: (...given) => unless('database', () => session.write(...given)),
      }
    },
  }
  const chat = device.launch({ ...options, storage, transport: transport(world.network.transport()) })
  return { ...world, ...device, inner, chat, silent }
}

test.each(['get', 'put'] as const)(
  'OL-18 OL-19 a logout whose small records never answer a %s rejects storage-timeout within a minute, and the session stays',
  async (part) => {
    const { network, chat, token, platform, silent, launch, inner } = await silentDevice()
    await chat.login('ada', { token })
    await settle()
    const states = recordEvents(chat, 'connectionStateChanged')
    silent.add(part)
    const logout = codeOf(chat.logout())
    expect(await codeOf(chat.queryConversationList(page))).toBe('not-logged-in')
    await platform.control.advance(minuteMs)
    expect(await logout).toBe('storage-timeout')
    expect([chat.userID, chat.connectionState, states]).toEqual(['ada', ConnectionState.Connected, []])
    expect(await codeOf(chat.queryConversationList(page))).toBeUndefined()
    silent.clear()
    await chat.renewToken(network.issueToken('ada', { nonce: 'mine' }))
    await chat.logout()
    expect(await codeOf(launch({ storage: inner }).login('ada', { token, isOfflineLogin: true }))).toBe('logged-out')
    expect(platform.control.pendingTimers).toBe(0)
  },
)

test.each([
  ['get', true, 'storage-timeout'],
  ['get', false, 'storage-timeout'],
  ['put', false, 'storage-timeout'],
] as const)(
  'OL-14 OL-19 a login whose small records never answer a %s (offline: %s) rejects %s',
  async (part, isOfflineLogin, code) => {
    const { chat, token, platform, silent, network } = await silentDevice()
    silent.add(part)
    const login = codeOf(chat.login('ada', { token, isOfflineLogin }))
    await platform.control.advance(15_000)
    expect(await login).toBe(code)
    expect(chat.connectionState).toBe(ConnectionState.Disconnected)
    expect([platform.control.pendingTimers, network.countLinks('ada')]).toEqual([0, 0])
  },
)

test('OL-14 an online login rejects login-timeout when that comes before the storage answers', async () => {
  const { token, platform, inner, launch, network } = await silentDevice()
  const chat = launch({ loginTimeoutMs: 3_000, storage: { ...inner, small: { ...inner.small, put: never } } })
  const login = codeOf(chat.login('ada', { token }))
  await platform.control.advance(3_000)
  expect(await login).toBe('login-timeout')
  expect(network.countLinks('ada')).toBe(0)
  await platform.control.advance(10_000)
  expect(platform.control.pendingTimers).toBe(0)
})

test.each(['put', 'remove', 'database'] as const)(
  'OL-17 OL-19 a refusal ends the session within a minute when the storage never answers a %s',
  async (part) => {
    const { chat, token, platform, silent, network } = await silentDevice({ onRefused: 'wipe' })
    await chat.login('ada', { token })
    await settle()
    const states = recordEvents(chat, 'connectionStateChanged')
    silent.add(part)
    network.revoke('ada')
    await platform.control.advance(minuteMs)
    expect(states).toEqual([
      { state: ConnectionState.Disconnected, event: ConnectionEvent.KickedOut, extendedData: 'token-refused' },
    ])
    expect(await codeOf(chat.queryConversationList(page))).toBe('not-logged-in')
    expect(platform.control.pendingTimers).toBe(0)
  },
)

test('OL-18 OL-19 a logout whose database cannot be removed rejects storage-timeout; the session is over and the marker stands', async () => {
  const { chat, token, platform, silent, launch, inner } = await silentDevice()
  await chat.login('ada', { token })
  await settle()
  silent.add('remove')
  const logout = codeOf(chat.logout({ isClearDB: true }))
  await platform.control.advance(minuteMs)
  expect(await logout).toBe('storage-timeout')
  expect([chat.userID, chat.connectionState]).toEqual([undefined, ConnectionState.Disconnected])
  expect(await codeOf(launch({ storage: inner }).login('ada', { token, isOfflineLogin: true }))).toBe('logged-out')
})

test('OL-19 destroy settles within a minute when no driver ever answers again', async () => {
  const transport = (honest: TransportDriver): TransportDriver => ({
    ...honest,
    connect: async (...parameters) => ({ ...(await honest.connect(...parameters)), close: never, closed: never() }),
  })
  const { chat, token, platform, silent } = await silentDevice({}, transport)
  await chat.login('ada', { token })
  await settle()
  for (const part of ['get', 'put', 'remove', 'database'] as const) silent.add(part)
  const destroyed = codeOf(chat.destroy())
  await platform.control.advance(minuteMs)
  expect(await destroyed).toBeUndefined()
  expect(chat.connectionState).toBe(ConnectionState.Disconnected)
  expect(platform.control.pendingTimers).toBe(0)
})

test('OL-16 OL-19 a renewal that cannot be made durable rejects storage-timeout, and the old token stays', async () => {
  const { chat, token, platform, silent, network, launch, inner } = await silentDevice()
  network.setConnectivity('refused')
  await chat.login('ada', { token, isOfflineLogin: true })
  silent.add('put')
  const renewed = network.issueToken('ada', { nonce: 'new' })
  const renewal = codeOf(chat.renewToken(renewed))
  await platform.control.advance(20_000)
  expect(await renewal).toBe('storage-timeout')
  await chat.destroy()
  expect(await codeOf(launch({ storage: inner }).login('ada', { token: renewed, isOfflineLogin: true }))).toBe(
    'token-not-verifiable',
  )
})

test('OL-19 destroy during an online login settles when the record under way is durable, or given up', async () => {
  const { inner, launch, network } = await silentDevice()
  let finish: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  const order: string[] = []
  const put: StorageDriver['small']['put'] = async (...parameters) => {
    await held
    await inner.small.put(...parameters)
    order.push('durable')
  }
  const chat = launch({ storage: { ...inner, small: { ...inner.small, put } } })
  const login = codeOf(chat.login('ada', { token: network.issueToken('ada', { nonce: 'new' }) }))
  await settle()
  const destroyed = chat.destroy().then(() => order.push('destroyed'))
  expect(await login).toBe('chat-destroyed')
  finish()
  await destroyed
  expect(order).toEqual(['durable', 'destroyed'])
})

test('OL-19 destroy and logout end an offline login whose token is never verified', async () => {
  const { launch, network, inner } = await silentDevice()
  const reader = { ...loopbackTokenReader(), verify: never }
  const token = network.issueToken('ada', { nonce: 'new', keyID: 'k1' })
  const logins = (['logout', 'destroy'] as const).map(async (end) => {
    const chat = launch({ storage: inner, tokenReader: reader })
    const login = codeOf(chat.login('ada', { token, isOfflineLogin: true }))
    await settle()
    await chat[end]()
    return login
  })
  expect(await Promise.all(logins)).toEqual(['login-cancelled', 'chat-destroyed'])
})

test('OL-19 a link that never closes does not keep a session that another user ended', async () => {
  const transport = (honest: TransportDriver): TransportDriver => ({
    ...honest,
    connect: async (...parameters) => ({ ...(await honest.connect(...parameters)), close: never }),
  })
  const { chat, token, platform, network, launch, inner } = await silentDevice({}, transport)
  network.setConnectivity('refused')
  await chat.login('ada', { token, isOfflineLogin: true })
  await settle()
  network.setConnectivity('up')
  const other = launch({ storage: inner })
  await other.login('bob', { token: network.issueToken('bob') })
  chat.reconnectNow()
  await platform.control.advance(20_000)
  expect([chat.userID, chat.connectionState]).toEqual([undefined, ConnectionState.Disconnected])
  expect((await launch({ storage: inner }).queryLastLogin())?.userID).toBe('bob')
  await other.destroy()
  await chat.destroy()
})
