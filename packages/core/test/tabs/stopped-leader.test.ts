import { afterEach, expect, test } from 'vitest'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { createDeferred } from '../../src/runtime/deferred.js'
import { relayVersion } from '../../src/tabs/relay-channel.js'
import { bob, createTabScene, text, textsOf, type TabScene } from '../support/tab-scene.js'
import { settle } from '../support/test-platform.js'
import { codeOf, recordEvents } from '../support/world.js'

const scenes: TabScene[] = []
afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.end()
})

async function setUp() {
  const scene = await createTabScene()
  scenes.push(scene)
  return { scene, first: await scene.openTab(), second: await scene.openTab(), clock: scene.world.platform.control }
}

test('OL-40 a leading tab that is stopped without notice: calls of the others reject within 2 s, and are never run later', async () => {
  const { scene, first, second, clock } = await setUp()
  await first.chat.sendMessage(bob, text('before'))
  const live = second.chat.live.queryHistoryMessage(bob, { count: 10 })
  const stop = live.subscribe(() => undefined)
  await settle()
  const shown = live.getSnapshot()
  expect(textsOf(shown.messageList)).toEqual(['before'])

  first.stop()
  const codes = [
    codeOf(second.chat.sendMessage(bob, text('meanwhile'))),
    codeOf(second.chat.queryConversationList({ count: 10 })),
  ]
  await clock.advance(2_000)
  expect(await Promise.all(codes)).toEqual(['storage-owner-unresponsive', 'storage-owner-unresponsive'])
  expect(live.getSnapshot()).toBe(shown)

  first.wake()
  await settle()
  await second.chat.sendMessage(bob, text('after'))
  await settle()
  expect(textsOf(live.getSnapshot().messageList)).toEqual(['before', 'after'])
  expect(await scene.atBackend()).toEqual(['before', 'after'])
  stop()
})

test('OL-40 a call that waits for a stopped tab goes on when that tab wakes in time', async () => {
  const { first, second, clock } = await setUp()
  first.stop()
  const sending = second.chat.sendMessage(bob, text('patient'))
  await clock.advance(900)
  first.wake()
  await clock.advance(2_000)
  await expect(sending).resolves.toMatchObject({ message: { sentStatus: 'waiting' } })
})

test('OL-40 a stopped tab that dies frees the others: they go on, and what it had acknowledged is there', async () => {
  const { scene, first, second, clock } = await setUp()
  const { message } = await second.chat.sendMessage(bob, text('acknowledged'))
  first.stop()
  const code = codeOf(second.chat.sendMessage(bob, text('refused')))
  await clock.advance(2_000)
  expect(await code).toBe('storage-owner-unresponsive')
  await first.crash()
  await settle()
  await second.chat.sendMessage(bob, text('afterwards'))
  await clock.advance(60_000)
  const { messageList } = await second.chat.queryHistoryMessage(bob, { count: 10 })
  expect(messageList[0]).toMatchObject({ messageID: message.messageID, sentStatus: 'sent' })
  expect(await scene.atBackend()).toEqual(['acknowledged', 'afterwards'])
})

test('OL-40 a tab that slept through its own replacement writes nothing, and follows', async () => {
  const { scene, first, second, clock } = await setUp()
  first.stop()
  const late = first.chat.sendMessage(bob, text('from the past'))
  await settle()
  // The browser took the lock and the database away from it, and it does not know.
  await first.loseAll()
  await settle()
  await second.chat.sendMessage(bob, text('from the new leader'))
  await settle()
  first.wake()
  await clock.advance(60_000)
  // What it was about to write is written by the tab that leads now.
  await late
  expect([first.opened, second.opened]).toEqual([0, 1])
  const { messageList } = await first.chat.queryHistoryMessage(bob, { count: 10 })
  expect(textsOf(messageList)).toEqual(['from the new leader', 'from the past'])
  expect(await scene.atBackend()).toEqual(['from the new leader', 'from the past'])
})

test('OL-40 a tab that slept through its own replacement gives up its connection as soon as it wakes', async () => {
  const { scene, first, second } = await setUp()
  first.stop()
  await first.loseAll()
  await settle()
  expect([second.opened, scene.world.network.countLinks('ada')]).toEqual([1, 2])
  first.wake()
  await settle()
  expect([second.opened, scene.world.network.countLinks('ada')]).toEqual([1, 1])
})

test('OL-40 a leading tab that nobody could tell of its replacement is stopped by the fence of the database', async () => {
  const { scene, first, second, clock } = await setUp()
  first.mute()
  await first.loseAll()
  await settle()
  expect(second.opened).toBe(1)
  const states = recordEvents(first.chat, 'storageStateChanged')
  const code = codeOf(first.chat.sendMessage(bob, text('from the past')))
  await settle()
  expect(states).toContainEqual({ state: 'takenOver' })
  await clock.advance(2_000)
  expect(await code).toBe('storage-owner-unresponsive')
  await clock.advance(60_000)
  expect(await scene.atBackend()).toEqual([])
})

test('what an older leader says is not believed', async () => {
  const { scene, first, second } = await setUp()
  const states = recordEvents(second.chat, 'storageStateChanged')
  scene.browser.post({
    ...{
      version: relayVersion,
      userID: 'ada',
      from: 'woken',
      type: 'state',
      epoch: 0,
      storage: { state: 'takenOver' },
    },
    connection: { state: ConnectionState.Disconnected, event: ConnectionEvent.Success, extendedData: '' },
  })
  await settle()
  expect(states).toEqual([])
  expect([first.opened, second.chat.connectionState]).toEqual([1, ConnectionState.Connected])
})

test('OL-40 a leader that was opened later, and has heard less of those before it, is followed all the same', async () => {
  const { scene, second, clock } = await setUp()
  const [to] = scene.browser.posted.flatMap((message) => (isHello(message) ? [message.from] : [])).slice(-1)
  scene.browser.post({
    version: relayVersion,
    userID: 'ada',
    from: 'gone',
    to,
    type: 'state',
    epoch: 50,
    connection: { state: ConnectionState.Connected, event: ConnectionEvent.Success, extendedData: '' },
    storage: { state: 'opening' },
  })
  await settle()
  const sending = second.chat.sendMessage(bob, text('to whom it concerns'))
  await clock.advance(1_000)
  await expect(sending).resolves.toMatchObject({ message: { sentStatus: 'waiting' } })
})

function isHello(message: unknown): message is { readonly from: string } {
  return typeof message === 'object' && message !== null && Reflect.get(message, 'type') === 'hello'
}

test('OL-40 a tab that hears of another leader while it is closed does not follow, nor lead again', async () => {
  const scene = await createTabScene()
  scenes.push(scene)
  const closing = createDeferred<void>()
  const { storage } = scene.device
  const slowToClose: StorageDriver = {
    ...storage,
    async open(...parameters) {
      const session = await storage.open(...parameters)
      return { ...session, close: () => closing.promise.then(() => session.close()) }
    },
  }
  const first = await scene.openTab({ storage: slowToClose })
  const ending = first.chat.destroy()
  await settle()
  scene.browser.post({
    version: relayVersion,
    userID: 'ada',
    from: 'another',
    type: 'state',
    epoch: 50,
    connection: { state: ConnectionState.Connected, event: ConnectionEvent.Success, extendedData: '' },
    storage: { state: 'open' },
  })
  await settle()
  closing.resolve()
  await ending
  const second = scene.browser.open()
  await second.chat.login('ada', { token: scene.world.network.issueToken('ada') })
  await settle()
  expect([first.opened, second.opened]).toEqual([0, 1])
  await second.chat.destroy()
  await settle()
  expect([first.opened, second.opened]).toEqual([0, 0])
})

test('OL-42 a tab that was stopped before it heard of a call rings only if the call goes on', async () => {
  const { scene, first, second, clock } = await setUp()
  const rung = [first, second].map(({ chat }) => recordEvents(chat, 'callInvitationReceived'))
  const updated = recordEvents(second.chat, 'callInvitationUpdated')
  const call = async (callID: string) => {
    const parameters = { callID, invitees: ['ada'], mode: 'general', timeoutSeconds: 60, extendedData: '' } as const
    await scene.world.network.backend.perform('bob', 'callInvite', parameters, { operationID: `operation-${callID}` })
    await settle()
  }
  const idsOf = () => rung.map((events) => events.map(({ callInvitation }) => callInvitation.callID))

  second.stop()
  await call('ended')
  await clock.advance(30_000)
  await call('goes-on')
  expect(idsOf()).toEqual([['ended', 'goes-on'], []])
  await clock.advance(30_000)
  second.wake()
  await settle()
  expect(idsOf()).toEqual([['ended', 'goes-on'], ['goes-on']])
  expect(updated.map(({ callInvitation }) => callInvitation.callID)).toContain('ended')
})

test('OL-42 a leading tab that is stopped while it stores a call rings only if the call goes on', async () => {
  const { scene, first, clock } = await setUp()
  const parameters = {
    callID: 'call-1',
    invitees: ['ada'],
    mode: 'general',
    timeoutSeconds: 60,
    extendedData: '',
  } as const
  for (let step = 1; ; step += 1) {
    const callID = `call-${String(step)}`
    const rung = recordEvents(first.chat, 'callInvitationReceived')
    first.stopAfter(step)
    await scene.world.network.backend.perform('bob', 'callInvite', { ...parameters, callID }, { operationID: callID })
    await settle()
    const isOver = !first.isStopped
    const before = rung.length
    await clock.advance(61_000)
    first.wake()
    await settle()
    expect(rung).toHaveLength(before)
    if (!isOver) continue
    expect([before, step > 2]).toEqual([1, true])
    break
  }
})
