import { afterEach, expect, test } from 'vitest'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { createDeferred } from '../../src/runtime/deferred.js'
import { createTabScene, text, bob, type TabScene } from '../support/tab-scene.js'
import { settle } from '../support/test-platform.js'

const scenes: TabScene[] = []
afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.end()
})

async function setUp(): Promise<TabScene> {
  const scene = await createTabScene()
  scenes.push(scene)
  return scene
}

test(
  'OL-36 OL-40 a tab that dies at any step of another tab’s send loses and doubles nothing',
  { timeout: 60_000 },
  async () => {
    for (let step = 0; ; step += 1) {
      const scene = await setUp()
      const first = await scene.openTab()
      const second = await scene.openTab()
      first.stopAfter(step)
      const sending = second.chat.sendMessage(bob, text('once'))
      await settle()
      const isOver = !first.isStopped
      await first.crash()
      const { operationID, message } = await sending
      await scene.world.platform.control.advance(60_000)
      // Who asks only now still learns how it went, unless the tab that knew it is gone.
      const outcome = await second.chat.whenSettled(operationID).catch((error: unknown) => error)
      expect(outcome).toMatchObject(
        outcome instanceof Error ? { code: 'operation-not-found' } : { outcome: 'succeeded' },
      )
      const { messageList } = await second.chat.queryHistoryMessage(bob, { count: 10 })
      expect(messageList).toMatchObject([{ messageID: message.messageID, sentStatus: 'sent' }])
      expect(await scene.atBackend(), `step ${String(step)}`).toEqual(['once'])
      if (isOver) {
        expect(step).toBeGreaterThan(10)
        break
      }
    }
  },
)

test('OL-40 calls under way when the leading tab dies are answered by the next one', async () => {
  const scene = await setUp()
  const first = await scene.openTab()
  const second = await scene.openTab()
  const third = await scene.openTab()
  first.stop()
  const calls = [
    second.chat.sendMessage(bob, text('from the second')),
    third.chat.sendMessage(bob, text('from the third')),
    third.chat.queryConversationList({ count: 20 }),
  ]
  await settle()
  await first.crash()
  await Promise.all(calls)
  expect([second.opened, third.opened]).toEqual([1, 0])
  await scene.world.platform.control.advance(60_000)
  expect([...(await scene.atBackend())].sort()).toEqual(['from the second', 'from the third'])
})

/** A storage that answers what is asked of its small records, by reading or by writing, when `gate.opened` has resolved. */
function heldStorage(storage: StorageDriver, held: 'get' | 'put') {
  const gate = { opened: Promise.resolve() }
  const { small } = storage
  const get: typeof small.get = async (...parameters) => {
    if (held === 'get') await gate.opened
    return small.get(...parameters)
  }
  const put: typeof small.put = async (...parameters) => {
    if (held === 'put') await gate.opened
    return small.put(...parameters)
  }
  return { gate, held: { ...storage, small: { ...small, get, put } } }
}

test('OL-40 a tab that is put away in the middle of taking over stays logged in, and takes over when it is back', async () => {
  const scene = await setUp()
  const { held, gate } = heldStorage(scene.device.storage, 'get')
  const first = await scene.openTab()
  const second = await scene.openTab({ storage: held })
  const reading = createDeferred<void>()
  gate.opened = reading.promise
  await first.crash()
  await settle()
  second.freeze()
  await settle()
  reading.resolve()
  await settle()
  expect([second.chat.userID, second.opened]).toEqual(['ada', 0])
  scene.world.platform.control.show()
  await settle()
  expect([second.chat.userID, second.opened]).toEqual(['ada', 1])
})

test('OL-40 a tab whose place is taken while it connects gives the connection up before its account is stored', async () => {
  const scene = await setUp()
  const { held, gate } = heldStorage(scene.device.storage, 'put')
  scene.world.network.setConnectivity('refused')
  const first = await scene.openTab({ storage: held })
  const second = await scene.openTab()
  const storing = createDeferred<void>()
  gate.opened = storing.promise
  scene.world.network.setConnectivity('up')
  first.chat.reconnectNow()
  await settle()
  expect(scene.world.network.countLinks('ada')).toBe(1)
  await first.loseAll()
  await settle()
  expect([second.opened, scene.world.network.countLinks('ada')]).toEqual([1, 1])
  storing.resolve()
  await settle()
  expect(scene.world.network.countLinks('ada')).toBe(1)
})
