import { afterEach, expect, test } from 'vitest'
import { relayVersion } from '../../src/tabs/relay-channel.js'
import { bob, createTabScene, text, type TabScene } from '../support/tab-scene.js'
import { settle } from '../support/test-platform.js'
import { codeOf, recordEvents } from '../support/world.js'

const scenes: TabScene[] = []
afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.end()
})

async function setUp(): Promise<TabScene> {
  const scene = await createTabScene()
  scenes.push(scene)
  return scene
}

const newer = { version: relayVersion + 1 }

test('an older leading tab hands over to a newer build, and says that it is outdated', async () => {
  const scene = await setUp()
  const older = await scene.openTab()
  const otherOlder = await scene.openTab()
  const live = older.chat.live.queryHistoryMessage(bob, { count: 10 })
  const stop = live.subscribe(() => undefined)
  const { message } = await older.chat.sendMessage(bob, text('written by the older one'))
  await settle()
  const states = recordEvents(older.chat, 'storageStateChanged')
  const leading = await scene.openTab(newer)
  await settle()
  const { messageList } = await leading.chat.queryHistoryMessage(bob, { count: 10 })
  expect(messageList).toMatchObject([{ messageID: message.messageID }])
  expect(states.at(-1)).toMatchObject({ state: 'failed', error: { code: 'client-outdated' } })
  expect(live.getSnapshot().messageList).toHaveLength(1)
  for (const outdated of [older, otherOlder]) {
    expect(outdated.opened).toBe(0)
    expect(outdated.chat.storageState).toMatchObject({ state: 'failed', error: { code: 'client-outdated' } })
    expect(await codeOf(outdated.chat.sendMessage(bob, text('too late')))).toBe('client-outdated')
  }
  expect([leading.opened, leading.connections]).toEqual([1, 1])
  stop()
})

test('an older tab that opens under a newer leading one is outdated, and leaves that one alone', async () => {
  const scene = await setUp()
  const leading = await scene.openTab(newer)
  const older = await scene.openTab()
  expect(await codeOf(older.chat.queryConversationList({ count: 10 }))).toBe('client-outdated')
  expect([leading.opened, older.opened, older.connections]).toEqual([1, 0, 0])
  await leading.chat.destroy()
  await settle()
  expect(older.opened).toBe(0)
})

test('what is no message of a tab is ignored, and answers nobody', async () => {
  const scene = await setUp()
  const first = await scene.openTab()
  const envelope = { version: relayVersion, userID: 'ada', from: 'stranger' }
  const before = scene.browser.posted.length
  for (const message of [
    undefined,
    null,
    42,
    'hello',
    [],
    {},
    { ...envelope, type: 'constructor' },
    { ...envelope, type: 7 },
    { ...envelope, version: 'new', type: 'hello' },
    { ...envelope, from: '', type: 'hello' },
    { ...envelope, from: 'x'.repeat(129), type: 'hello' },
    { ...envelope, userID: 7, type: 'hello' },
    { ...envelope, to: 'somebody-else', type: 'hello' },
    { ...envelope, type: 'state', epoch: Number.NaN, connection: {}, storage: {} },
    { ...envelope, type: 'call', requestID: 'r', name: 'queryConversationList', parameters: 'none', identifiers: [] },
    { ...envelope, type: 'call', requestID: 7, name: 'x', parameters: [], identifiers: [], sentAt: 0 },
    { ...envelope, type: 'call', requestID: 'r', name: 'x', parameters: [], identifiers: [7], sentAt: 0 },
    { ...envelope, type: 'live', requestID: 'r', name: 'queryConversationList', parameters: [], count: 'many' },
    { ...envelope, type: 'event', name: 'messageReceived', event: { messageList: [] } },
    { ...envelope, type: 'token', token: 'x'.repeat(8_193) },
    { ...envelope, type: 'ended', event: 'now', code: '' },
  ]) {
    scene.browser.post(message)
  }
  await settle()
  expect(scene.browser.posted).toHaveLength(before)
  await expect(first.chat.queryConversationList({ count: 10 })).resolves.toMatchObject({})
})

test.each(['constructor', 'toString', '__proto__', 'destroy', 'login', 'on'])(
  'a call by the name %s is refused',
  async (name) => {
    const scene = await setUp()
    await scene.openTab()
    const call = {
      type: 'call',
      requestID: 'r',
      name,
      parameters: [],
      identifiers: [],
      sentAt: Number.MAX_SAFE_INTEGER,
    }
    scene.browser.post({ version: relayVersion, userID: 'ada', from: 'stranger', ...call })
    await settle()
    expect(scene.browser.posted.at(-1)).toMatchObject({
      type: 'refusal',
      to: 'stranger',
      error: { code: 'operation-unknown' },
    })
  },
)

test('a call that is repeated finds what it made, however far that has come', async () => {
  const scene = await setUp()
  const first = await scene.openTab()
  const call = {
    ...{ version: relayVersion, userID: 'ada', from: 'stranger', type: 'call', name: 'sendMessage' },
    ...{ parameters: [bob, text('once')], identifiers: ['operation-1', 'message-1'], sentAt: Number.MAX_SAFE_INTEGER },
  }
  scene.browser.post({ ...call, requestID: 'first' })
  await settle()
  scene.browser.post({ ...call, requestID: 'again' })
  await settle()
  const answers = scene.browser.posted.filter((message) => JSON.stringify(message).includes('"answer"'))
  expect(answers).toMatchObject([
    { value: { operationID: 'operation-1', message: { messageID: 'message-1', sentStatus: 'waiting' } } },
    { value: { operationID: 'operation-1', message: { messageID: 'message-1', sentStatus: 'sent' } } },
  ])
  await expect(first.chat.queryOperationList({ count: 10 })).resolves.toEqual({ operationList: [] })
})
