import { ConnectionEvent, ConnectionState, createChat, type Chat } from '@latchkey/core'
import type { Closure, TransportConnection } from '@latchkey/core/driver'
import { memoryStorage } from '@latchkey/storage-memory'
import { jwtReader } from '@latchkey/token-jwt'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { afterEach, expect, test } from 'vitest'
import { startServer, type DevicePolicy, type LatchkeyServer } from '../src/index.js'
import { readCommandLine } from '../src/command-line.js'
import { recordingSink, runServer } from './running-server.js'

const chats: Chat[] = []
afterEach(async () => {
  for (const chat of chats.splice(0)) await chat.destroy()
})

/** A link of `ada`'s device, over a real socket. */
async function link(server: LatchkeyServer, deviceID: string, platform = 'web'): Promise<TransportConnection> {
  const token = await server.issueToken('ada', { lifeSeconds: 60 })
  const request = { userID: 'ada', credential: { type: 'token', token }, deviceID, platform } as const
  return webSocketTransport({ url: server.url }).connect(request, recordingSink().sink)
}

const reasonOf = async (connection: TransportConnection): Promise<Closure['reason']> => (await connection.closed).reason

/** That the backend still answers on this link. */
const isLive = async (connection: TransportConnection): Promise<boolean> =>
  connection.pull(undefined, 1).then(
    () => true,
    () => false,
  )

test('OL-17 with one device allowed, a newcomer ends the one before it as kicked out', async () => {
  const server = await runServer({ devicePolicy: 'one' })
  const phone = await link(server, 'phone', 'ios')
  const page = await link(server, 'page')
  expect(await reasonOf(phone)).toBe('kickedOut')
  const desk = await link(server, 'desk')
  expect(await reasonOf(page)).toBe('kickedOut')
  expect(await isLive(desk)).toBe(true)
})

test('with one device a platform allowed, a newcomer ends only the one of its own', async () => {
  const server = await runServer({ devicePolicy: 'onePerPlatform' })
  const phone = await link(server, 'phone', 'ios')
  const page = await link(server, 'page')
  const desk = await link(server, 'desk')
  expect(await reasonOf(page)).toBe('kickedOut')
  expect([await isLive(phone), await isLive(desk)]).toEqual([true, true])
})

test('with a number of devices allowed, a newcomer ends the oldest beyond it', async () => {
  const server = await runServer({ devicePolicy: { maxDevices: 2 } })
  const [first, second, third] = [await link(server, 'a'), await link(server, 'b'), await link(server, 'c')]
  expect(await reasonOf(first)).toBe('kickedOut')
  expect([await isLive(second), await isLive(third)]).toEqual([true, true])
})

test('with all devices allowed, which is the default, nobody gives way', async () => {
  const server = await runServer()
  const links = [await link(server, 'a'), await link(server, 'b'), await link(server, 'b')]
  expect(await Promise.all(links.map(isLive))).toEqual([true, true, true])
})

test.each(['one', 'onePerPlatform', { maxDevices: 1 }] as const)(
  'OL-17 a device that connects anew is not kicked out by itself: its older link is lost (%j)',
  async (devicePolicy: DevicePolicy) => {
    const server = await runServer({ devicePolicy })
    const older = await link(server, 'phone')
    const newer = await link(server, 'phone')
    expect(await reasonOf(older)).toBe('lost')
    expect(await isLive(newer)).toBe(true)
  },
)

test('the devices of other users are not counted', async () => {
  const server = await runServer({ devicePolicy: 'one' })
  const ada = await link(server, 'shared')
  const token = await server.issueToken('bob', { lifeSeconds: 60 })
  const request = { userID: 'bob', credential: { type: 'token', token }, deviceID: 'shared', platform: 'web' } as const
  await webSocketTransport({ url: server.url }).connect(request, recordingSink().sink)
  expect(await isLive(ada)).toBe(true)
})

test('OL-17 a session that another device ends is over for good, and that of the newcomer stays', async () => {
  const server = await runServer({ devicePolicy: 'one' })
  const token = await server.issueToken('ada', { lifeSeconds: 3_600 })
  const launch = () => {
    const transport = webSocketTransport({ url: server.url })
    const chat = createChat({ app: 'test', storage: memoryStorage(), transport, tokenReader: jwtReader() })
    chats.push(chat)
    return chat
  }
  const [first, second] = [launch(), launch()]
  await first.login('ada', { token })
  const ended = new Promise<unknown>((resolve) => {
    first.on('connectionStateChanged', (change) => {
      if (change.state === ConnectionState.Disconnected) resolve(change)
    })
  })
  const statesOfSecond: ConnectionState[] = []
  second.on('connectionStateChanged', ({ state }) => statesOfSecond.push(state))
  await second.login('ada', { token })

  expect(await ended).toMatchObject({ event: ConnectionEvent.KickedOut, extendedData: 'kicked-out' })
  await expect(first.login('ada', { token, isOfflineLogin: true })).rejects.toMatchObject({ code: 'session-refused' })
  // An answer over the second's link shows that nothing ended it meanwhile.
  await second.queryUsersInfo(['ada'], { isQueryFromServer: true })
  expect(statesOfSecond).toEqual([ConnectionState.Connecting, ConnectionState.Connected])
})

test('a policy that is none is refused; the flag takes words and numbers', async () => {
  const policies = [{ maxDevices: 0 }, { maxDevices: 1.5 }]
  for (const devicePolicy of policies) {
    await expect(startServer({ folder: 'never-made', devicePolicy })).rejects.toMatchObject({
      code: 'invalid-argument',
    })
  }
  const policyOf = (flag: string) => readCommandLine(['--device-policy', flag], {})
  expect(policyOf('one-per-platform')).toMatchObject({ options: { devicePolicy: 'onePerPlatform' } })
  expect(policyOf('one')).toMatchObject({ options: { devicePolicy: 'one' } })
  expect(policyOf('3')).toMatchObject({ options: { devicePolicy: { maxDevices: 3 } } })
  for (const flag of ['0', '-1', 'two', ''])
    expect(() => policyOf(flag)).toThrow(expect.objectContaining({ code: 'invalid-argument' }))
})
