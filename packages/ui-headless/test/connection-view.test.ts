import { createChat } from '@latchkey/core'
import { memoryStorage } from '@latchkey/storage-memory'
import { createConnectionView, createKit } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle, testPlatform, testSurroundings } from './support/surroundings.js'
import { createWorld, follow, say } from './support/world.js'

test('OL-11 nothing is told while the backend is reached', async () => {
  const { kit } = await createWorld()
  const connection = await follow(createConnectionView(kit))
  expect(connection.now).toEqual({ state: 'live' })
})

test('OL-10 a hiccup shorter than a second is not told', async () => {
  const { kit, network, time } = await createWorld()
  const connection = await follow(createConnectionView(kit))
  network.setConnectivity('hung')
  network.cut()
  await settle()
  await time.advance(999)
  expect(connection.now).toEqual({ state: 'connecting' })
})

test('OL-10 after a second without the backend one line says so, and that what is shown is saved', async () => {
  const { kit, network, time } = await createWorld()
  const connection = await follow(createConnectionView(kit))
  network.setConnectivity('hung')
  network.cut()
  await settle()
  await time.advance(1_000)
  expect(connection.now).toEqual({ state: 'connecting', banner: 'Connecting — showing saved chats' })
})

test('that somebody types, sends and reads meanwhile delays no word about the connection', async () => {
  const { chat, kit, network, time } = await createWorld()
  const connection = await follow(createConnectionView(kit))
  network.setConnectivity('hung')
  network.cut()
  await settle()
  for (let pause = 0; pause < 2; pause += 1) {
    await time.advance(400)
    await say(chat, 'bob', 'Are you there?')
  }
  await time.advance(200)
  expect(connection.now.banner).toBe('Connecting — showing saved chats')
})

test('that the device itself is offline is told at once', async () => {
  const { kit, network, setDeviceOffline } = await createWorld()
  const connection = await follow(createConnectionView(kit))
  network.setConnectivity('refused')
  setDeviceOffline(true)
  network.cut()
  await settle()
  expect(connection.now).toEqual({ state: 'offline', banner: 'Offline — showing saved chats' })
})

test('the word of the device alone changes nothing while the backend is reached', async () => {
  const { kit, setDeviceOffline } = await createWorld()
  const connection = await follow(createConnectionView(kit))
  setDeviceOffline(true)
  await settle()
  expect(connection.now).toEqual({ state: 'live' })
})

test('a banner goes by itself when the backend is reached again', async () => {
  const { kit, network, time } = await createWorld()
  const connection = await follow(createConnectionView(kit))
  network.setConnectivity('refused')
  network.cut()
  await settle()
  await time.advance(5_000)
  expect(connection.now.banner).toBe('Connecting — showing saved chats')
  network.setConnectivity('up')
  await time.advance(120_000)
  expect(connection.now).toEqual({ state: 'live' })
})

test('a catch-up of many pages says how far it has come', async () => {
  const { network, time, signIn } = await createWorld({ isSignedIn: false })
  const transport = network.transport()
  const chat = createChat({
    app: 'pages',
    storage: memoryStorage(),
    transport: {
      ...transport,
      // Small pages, as a transport may give them.
      async connect(...parameters) {
        const connection = await transport.connect(...parameters)
        return { ...connection, pull: (cursor, _limit, options) => connection.pull(cursor, 2, options) }
      },
    },
    platform: testPlatform(time),
  })
  await chat.login('ada', { token: network.issueToken('ada') })
  const connection = await follow(createConnectionView(createKit(chat, testSurroundings(time))))
  network.setConnectivity('refused')
  network.cut()
  await settle()
  await time.advance(1_000)
  network.setConnectivity('up')
  const bob = await signIn('bob')
  for (let count = 0; count < 10; count += 1) await say(bob, 'ada', String(count))
  await time.advance(120_000)
  expect(connection.now).toEqual({ state: 'live' })
  expect(connection.seen.map(({ banner }) => banner)).toContainEqual(expect.stringMatching(/^Updating… \d\d? %$/))
})

test('without a session the state is ended, and there is nothing to wait for', async () => {
  const { chat, kit, time } = await createWorld()
  const connection = await follow(createConnectionView(kit))
  await chat.logout()
  await time.advance(5_000)
  expect(connection.now).toEqual({ state: 'ended' })
})

test('nobody who looks, no timer', async () => {
  const { kit, network, time } = await createWorld()
  const connection = await follow(createConnectionView(kit))
  network.setConnectivity('hung')
  network.cut()
  await settle()
  const before = time.pendingTimers
  connection.stop()
  expect(time.pendingTimers).toBe(before - 1)
})
