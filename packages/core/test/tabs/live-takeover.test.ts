import { memoryStorage } from '@latchkey/storage-memory'
import { afterEach, expect, test } from 'vitest'
import { bob, createTabScene, text, textsOf, type TabScene } from '../support/tab-scene.js'
import { settle } from '../support/test-platform.js'

const scenes: TabScene[] = []
afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.end()
})

async function setUp() {
  // With a first screen, which must not take the place of what is shown.
  const scene = await createTabScene({ ...memoryStorage(), supports: { sealed: true } })
  scenes.push(scene)
  const tabs = [await scene.openTab(), await scene.openTab(), await scene.openTab()] as const
  return { scene, tabs }
}

/** The texts that a live list of a tab shows, each time that it changes. */
function watch(tab: Awaited<ReturnType<TabScene['openTab']>>, count: number) {
  const live = tab.chat.live.queryHistoryMessage(bob, { count })
  const shown: string[] = []
  const note = () => {
    shown.push(textsOf(live.getSnapshot().messageList).join())
  }
  return { live, shown, stop: live.subscribe(note) }
}

test('OL-40 live lists neither blink nor shrink when the leading tab dies, and keep their rows', async () => {
  const { scene, tabs } = await setUp()
  const [first, second, third] = tabs
  for (const value of ['one', 'two', 'three']) await first.chat.sendMessage(bob, text(value))
  await settle()
  const lists = [watch(second, 2), watch(third, 2)]
  await settle()
  for (const { live } of lists) await live.loadMore()
  await settle()
  const rows = lists.map(({ live }) => live.getSnapshot().messageList)
  await scene.world.platform.control.advance(1_000)
  for (const list of lists) list.shown.length = 0

  await first.crash()
  await scene.world.platform.control.advance(60_000)
  await second.chat.sendMessage(bob, text('four'))
  await settle()
  for (const [index, { live, shown, stop }] of lists.entries()) {
    expect(new Set(shown)).toEqual(new Set(['one,two,three', 'one,two,three,four']))
    expect(live.getSnapshot().messageList[0]).toBe(rows[index]?.[0])
    expect(live.getSnapshot().status).toBe('current')
    stop()
  }
})

test('OL-40 a live list shows what it showed while the next leader opens the database, however long that takes', async () => {
  const { scene, tabs } = await setUp()
  const [first, , third] = tabs
  await first.chat.sendMessage(bob, text('kept'))
  const list = watch(third, 10)
  await settle()
  expect(textsOf(list.live.getSnapshot().messageList)).toEqual(['kept'])
  list.shown.length = 0
  // The next in the queue is stopped in the middle of it.
  tabs[1].stopAfter(8)
  await first.crash()
  await settle()
  expect(new Set([...list.shown, 'kept'])).toEqual(new Set(['kept']))
  tabs[1].wake()
  await scene.world.platform.control.advance(60_000)
  expect(new Set(list.shown)).toEqual(new Set(['kept']))
  list.stop()
})

test('a tab that is closed leaves no live query behind in the leading one', async () => {
  const { scene, tabs } = await setUp()
  const [first, second] = tabs
  const list = watch(second, 10)
  await settle()
  second.freeze()
  second.stop()
  await settle()
  const before = scene.browser.posted.length
  await first.chat.sendMessage(bob, text('unseen'))
  await settle()
  const snapshots = scene.browser.posted
    .slice(before)
    .filter((message) => JSON.stringify(message).includes('"snapshot"'))
  expect(snapshots).toEqual([])
  list.stop()
})

test('a tab that comes back from the browser’s cache shows what happened meanwhile, without a blink', async () => {
  const { scene, tabs } = await setUp()
  const [first, second] = tabs
  const list = watch(second, 10)
  await first.chat.sendMessage(bob, text('before'))
  await settle()
  list.shown.length = 0
  second.freeze()
  second.stop()
  await first.chat.sendMessage(bob, text('meanwhile'))
  await settle()
  second.wake()
  scene.world.platform.control.show()
  await settle()
  expect(new Set(list.shown)).toEqual(new Set(['before,meanwhile']))
  list.stop()
})

test('a call that was aborted in a following tab is given up in the leading one', async () => {
  const { scene, tabs } = await setUp()
  const [, second] = tabs
  scene.world.network.setConnectivity('refused')
  scene.world.network.cut()
  const { operationID } = await second.chat.sendMessage(bob, text('waits'))
  const controller = new AbortController()
  const waiting = second.chat.whenSettled(operationID, { signal: controller.signal })
  await settle()
  controller.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'call-aborted' })
  await settle()
  const before = scene.browser.posted.length
  await second.chat.discardOperation(operationID)
  await settle()
  // Nothing answers the call any more, though its operation has settled.
  const answers = scene.browser.posted.slice(before).filter((message) => JSON.stringify(message).includes('"outcome"'))
  expect(answers).toMatchObject([{ type: 'event', name: 'operationSettled' }])
})
