import { afterEach, expect, test } from 'vitest'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import { bob, createTabScene, text, textsOf, type TabScene } from '../support/tab-scene.js'
import { settle } from '../support/test-platform.js'
import { codeOf, eventOf, recordEvents } from '../support/world.js'

const scenes: TabScene[] = []
afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.end()
})

async function setUp() {
  const scene = await createTabScene()
  scenes.push(scene)
  return { scene, first: await scene.openTab(), second: await scene.openTab(), third: await scene.openTab() }
}

for (const where of ['leading', 'following'] as const) {
  test(`OL-18 a logout in a ${where} tab ends the session in all of them, and forbids offline login`, async () => {
    const { scene, first, second, third } = await setUp()
    const told = [first, second, third].map(({ chat }) => recordEvents(chat, 'connectionStateChanged'))
    await (where === 'leading' ? first : second).chat.logout({ isClearDB: true })
    await settle()
    for (const events of told) {
      expect(events).toEqual([
        { state: ConnectionState.Disconnected, event: ConnectionEvent.Success, extendedData: '' },
      ])
    }
    for (const { chat, opened } of [first, second, third]) {
      expect(opened).toBe(0)
      expect(await codeOf(chat.queryConversationList({ count: 10 }))).toBe('not-logged-in')
      expect(await codeOf(chat.login('ada', { token: scene.token, isOfflineLogin: true }))).toBe('logged-out')
    }
    expect(scene.world.network.countLinks('ada')).toBe(0)
  })
}

test('OL-17 what the backend refuses is told in all tabs', async () => {
  const { scene, second } = await setUp()
  const told = eventOf(second.chat, 'connectionStateChanged')
  scene.world.network.kickOut('ada')
  await expect(told).resolves.toEqual({
    state: ConnectionState.Disconnected,
    event: ConnectionEvent.KickedOut,
    extendedData: 'kicked-out',
  })
  expect(await codeOf(second.chat.queryConversationList({ count: 10 }))).toBe('not-logged-in')
})

test('OL-16 a token that a following tab renews is the one that all of them go by', async () => {
  const { scene, first, second } = await setUp()
  const renewed = scene.world.network.issueToken('ada', { nonce: 'renewed' })
  await second.chat.renewToken(renewed)
  await first.chat.destroy()
  await settle()
  expect(second.chat.connectionState).toBe(ConnectionState.Connected)
  await second.chat.destroy()
  await settle()
  const again = scene.browser.open()
  await again.chat.login('ada', { token: renewed, isOfflineLogin: true })
  await again.chat.destroy()
})

test('another user who logs in ends the session in the other tabs', async () => {
  const { scene, first, second, third } = await setUp()
  const told = [first, second].map(({ chat }) => eventOf(chat, 'connectionStateChanged'))
  await third.chat.destroy()
  const bobTab = scene.browser.open()
  await bobTab.chat.login('bob', { token: scene.world.network.issueToken('bob') })
  const ended = { state: 0, event: ConnectionEvent.KickedOut, extendedData: 'other-user-on-device' }
  await expect(Promise.all(told)).resolves.toEqual([ended, ended])
  await settle()
  expect([first.opened, second.opened, bobTab.opened]).toEqual([0, 0, 1])
  expect(await codeOf(second.chat.queryConversationList({ count: 10 }))).toBe('not-logged-in')
  await expect(bobTab.chat.queryLastLogin()).resolves.toMatchObject({ userID: 'bob' })
  await bobTab.chat.destroy()
})

test('a following tab that is destroyed leaves the leading one alone, and what it waited for rejects', async () => {
  const { scene, first, second } = await setUp()
  scene.world.network.setConnectivity('refused')
  scene.world.network.cut()
  const { operationID } = await second.chat.sendMessage(bob, text('waits'))
  const waiting = codeOf(second.chat.whenSettled(operationID))
  await settle()
  await second.chat.destroy()
  expect(await waiting).toBe('chat-destroyed')
  expect(first.opened).toBe(1)
  await expect(first.chat.sendMessage(bob, text('goes on'))).resolves.toMatchObject({ message: {} })
})

test('an abort crosses to the leading tab and back', async () => {
  const { scene, second } = await setUp()
  scene.world.network.setConnectivity('refused')
  scene.world.network.cut()
  const { operationID } = await second.chat.sendMessage(bob, text('waits'))
  const controller = new AbortController()
  const waiting = codeOf(second.chat.whenSettled(operationID, { signal: controller.signal }))
  await settle()
  controller.abort()
  expect(await waiting).toBe('call-aborted')
  await settle()
  expect(scene.browser.posted).toContainEqual(expect.objectContaining({ type: 'abort' }))
})

test('OL-40 three tabs that write at once converge, with one database and one connection', async () => {
  const { scene, first, second, third } = await setUp()
  const lists = [first, second, third].map(({ chat }) => chat.live.queryHistoryMessage(bob, { count: 50 }))
  const stops = lists.map((list) => list.subscribe(() => undefined))
  const received = [first, second, third].map(({ chat }) => recordEvents(chat, 'messageReceived'))
  await Promise.all(
    [first, second, third].flatMap(({ chat }, tab) =>
      [1, 2, 3].map((count) => chat.sendMessage(bob, text(`${String(tab)}.${String(count)}`))),
    ),
  )
  await settle()
  const shown = lists.map((list) => list.getSnapshot().messageList)
  expect(textsOf(shown[0] ?? [])).toHaveLength(9)
  expect(shown[1]).toEqual(shown[0])
  expect(shown[2]).toEqual(shown[0])
  expect(await scene.atBackend()).toEqual(textsOf(shown[0] ?? []))
  expect([first.opened + second.opened + third.opened, scene.world.network.countLinks('ada')]).toEqual([1, 1])
  expect(received[1]).toEqual(received[0])
  for (const stop of stops) stop()
})

test('OL-40 a leading tab that is about to be stopped hands over, and follows when it is back', async () => {
  const { scene, first, second, third } = await setUp()
  const sending = first.chat.sendMessage(bob, text('under way'))
  first.freeze()
  await settle()
  expect([first.opened, second.opened, third.opened]).toEqual([0, 1, 0])
  await sending
  first.stop()
  await second.chat.sendMessage(bob, text('from the next leader'))
  first.wake()
  scene.world.platform.control.show()
  await settle()
  await first.chat.sendMessage(bob, text('back'))
  await scene.world.platform.control.advance(60_000)
  expect(await scene.atBackend()).toEqual(['under way', 'from the next leader', 'back'])
})

test('OL-40 a tab that was stopped does not become the leader before it is back', async () => {
  const { scene, first, second, third } = await setUp()
  first.freeze()
  third.freeze()
  await settle()
  first.stop()
  third.stop()
  const fourth = await scene.openTab()
  await second.crash()
  await settle()
  expect(fourth.opened).toBe(1)
  await fourth.chat.sendMessage(bob, text('goes on'))
  first.wake()
  third.wake()
  scene.world.platform.control.show()
  await settle()
  const { messageList } = await first.chat.queryHistoryMessage(bob, { count: 10 })
  expect(textsOf(messageList)).toEqual(['goes on'])
})

test('a leading tab alone keeps what it has when it is stopped', async () => {
  const scene = await createTabScene()
  scenes.push(scene)
  const only = await scene.openTab()
  only.freeze()
  await settle()
  expect(only.opened).toBe(1)
})

test('OL-14 an online login of a second tab goes through the leading one: no second connection', async () => {
  const { scene, first } = await setUp()
  const tab = scene.browser.open()
  const states = recordEvents(tab.chat, 'connectionStateChanged')
  await tab.chat.login('ada', { token: scene.world.network.issueToken('ada', { nonce: 'fresh' }) })
  await settle()
  expect(states.map(({ state }) => state)).toEqual([ConnectionState.Connecting, ConnectionState.Connected])
  expect([tab.connections, tab.opened, scene.world.network.countLinks('ada')]).toEqual([0, 0, 1])
  await expect(tab.chat.sendMessage(bob, text('hello'))).resolves.toMatchObject({ message: {} })
  await settle()
  await expect(first.chat.queryHistoryMessage(bob, { count: 1 })).resolves.toMatchObject({ messageList: [{}] })
  await tab.chat.destroy()
})

test('OL-14 an online login of a second tab is refused for a bad token, and times out without a network; the others go on', async () => {
  const { scene, first } = await setUp()
  const tab = scene.browser.open()
  expect(await codeOf(tab.chat.login('ada', { token: 'no token at all' }))).toBe('token-refused')
  scene.world.network.setConnectivity('hung')
  scene.world.network.cut()
  const login = codeOf(tab.chat.login('ada', { token: scene.world.network.issueToken('ada', { nonce: 'late' }) }))
  await scene.world.platform.control.advance(15_000)
  expect(await login).toBe('login-timeout')
  expect(tab.chat.connectionState).toBe(ConnectionState.Disconnected)
  await expect(first.chat.sendMessage(bob, text('hello'))).resolves.toMatchObject({ message: {} })
  await tab.chat.destroy()
})

test('OL-14 two tabs that log in online at once make one connection', async () => {
  const scene = await createTabScene()
  scenes.push(scene)
  const tabs = [scene.browser.open(), scene.browser.open()]
  const logins = tabs.map(({ chat }) => chat.login('ada', { token: scene.token }))
  await scene.world.platform.control.advance(4_000)
  await Promise.all(logins)
  await settle()
  expect(tabs.map(({ connections }) => connections).sort()).toEqual([0, 1])
  for (const { chat } of tabs) {
    expect(chat.connectionState).toBe(ConnectionState.Connected)
    await chat.destroy()
  }
})
