import { afterEach, expect, test } from 'vitest'
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
