import { ChatError } from '@latchkey/core'
import {
  createKit,
  createTimeline,
  englishTexts,
  type Timeline as TimelineModel,
  type TimelineRowView,
  type TimelineView,
} from '@latchkey/ui-headless'
import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { browserSurroundings, ChatLayout, Timeline } from '../src/index.js'
import { createWorld, mount, sendAll, withAda, withBob, type World } from './support/world.js'

let unmount: (() => Promise<void>) | undefined
afterEach(async () => {
  await unmount?.()
  unmount = undefined
})

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `Message number ${String(index + 1)}`)
const scroller = () => page.getByRole('region', { name: 'Bob Hopper' }).element()
const message = (text: string) => page.getByRole('article').getByText(text, { exact: true })
const announced = () => page.getByTestId('announcer').element().textContent.trim()

async function openBob(world: World): Promise<void> {
  unmount = await mount(world.ada, <ChatLayout onLogOut={() => world.ada.logout()} />)
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  await expect.element(page.getByRole('article').last()).toBeInTheDocument()
}

/** The view model, which tells which of its messages are read when something is rendered. */
function watched(model: TimelineModel): TimelineModel & { readonly rendered: Set<string> } {
  const rendered = new Set<string>()
  const proxies = new WeakMap<object, TimelineRowView>()
  const views = new WeakMap<TimelineView, TimelineView>()
  const proxyOf = (row: TimelineRowView): TimelineRowView => {
    const known = proxies.get(row)
    if (known !== undefined) return known
    const proxy = new Proxy(row, {
      get(target, field, receiver) {
        if (field === 'parts') rendered.add(target.text)
        return Reflect.get(target, field, receiver) as unknown
      },
    })
    proxies.set(row, proxy)
    return proxy
  }
  return {
    ...model,
    rendered,
    getSnapshot() {
      const view = model.getSnapshot()
      const known = views.get(view) ?? { ...view, rows: view.rows.map(proxyOf) }
      views.set(view, known)
      return known
    },
  }
}

test('a message that comes renders itself and no other', async () => {
  const world = await createWorld()
  await sendAll(world.ada, withBob, ['one', 'two', 'three'])
  // Who answers has read what they answer: that does change its row.
  await world.bob.clearConversationUnreadMessageCount(withAda)
  const model = watched(createTimeline(createKit(world.ada, browserSurroundings(), englishTexts), withBob))
  unmount = await mount(world.ada, <Timeline conversation={withBob} timeline={model} />)
  await expect.element(page.getByRole('article', { name: /Read$/ }).nth(2)).toBeVisible()
  expect([...model.rendered]).toEqual(['one', 'two', 'three'])
  model.rendered.clear()
  await sendAll(world.bob, withAda, ['four'])
  await expect.element(message('four')).toBeVisible()
  expect([...model.rendered]).toEqual(['four'])
})

test('a conversation with more unread than fits opens at the first of them, and is not read yet', async () => {
  const world = await createWorld()
  await sendAll(world.ada, withBob, ['Before'])
  await sendAll(world.bob, withAda, numbered(38))
  await openBob(world)
  await expect.element(page.getByText('38 new messages')).toBeInViewport()
  await expect.element(message('Message number 38')).not.toBeInViewport()
  expect(document.scrollingElement?.scrollTop).toBe(0)
  expect(await world.ada.queryConversationTotalUnreadMessageCount()).toEqual({ unreadMessageCount: 38 })
  await page.getByRole('button', { name: 'Jump to the newest message' }).click()
  await expect.element(message('Message number 38')).toBeInViewport()
  await vi.waitFor(async () => {
    expect(await world.ada.queryConversationTotalUnreadMessageCount()).toEqual({ unreadMessageCount: 0 })
  })
})

test('who reads further up is not moved by what comes in, and sees how much came', async () => {
  const world = await createWorld()
  await sendAll(world.ada, withBob, numbered(38))
  await openBob(world)
  scroller().scrollTop = -400
  await expect.element(page.getByRole('button', { name: 'Jump to the newest message' })).toBeVisible()
  const reference = message('Message number 25').element()
  const before = reference.getBoundingClientRect().top
  await sendAll(world.bob, withAda, ['one', 'two'])
  await expect.element(page.getByRole('button', { name: /Jump/ }).getByText('2')).toBeVisible()
  expect(reference.getBoundingClientRect().top).toBe(before)
})

test('what comes in above a message that waits is counted and said too', async () => {
  const world = await createWorld()
  await sendAll(world.bob, withAda, numbered(38))
  world.network.failNextCall(new ChatError('limit-exceeded'))
  await sendAll(world.ada, withBob, ['Not yet'])
  await openBob(world)
  scroller().scrollTop = -400
  await expect.element(page.getByRole('button', { name: /Jump/ })).toBeVisible()
  await sendAll(world.bob, withAda, ['one'])
  await expect.element(page.getByRole('button', { name: /Jump/ }).getByText('1')).toBeVisible()
  await vi.waitFor(() => {
    expect(announced()).toMatch(/: one$/)
  })
})

test('who is at the end stays there', async () => {
  const world = await createWorld()
  await sendAll(world.ada, withBob, numbered(38))
  await openBob(world)
  await sendAll(world.bob, withAda, ['one'])
  await expect.element(message('one')).toBeInViewport()
  expect(scroller().scrollTop).toBe(0)
})

test('an own message is always brought into view', async () => {
  const world = await createWorld()
  await sendAll(world.ada, withBob, numbered(38))
  await openBob(world)
  scroller().scrollTop = -400
  await page.getByRole('textbox', { name: 'Message' }).fill('On my way')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect.element(message('On my way')).toBeInViewport()
})

test('what comes in is said once; what was there, and what one writes oneself, is not', async () => {
  const world = await createWorld()
  await sendAll(world.bob, withAda, ['Are you there?'])
  await openBob(world)
  expect(announced()).toBe('')
  await sendAll(world.ada, withBob, ['Yes'])
  await expect.element(message('Yes')).toBeVisible()
  expect(announced()).toBe('')
  await sendAll(world.bob, withAda, ['Good'])
  await vi.waitFor(() => {
    expect(announced()).toMatch(/^Bob Hopper, .*: Good$/)
  })
})

test('that an own message could not be sent is said, once', async () => {
  const world = await createWorld()
  await sendAll(world.bob, withAda, ['Are you there?'])
  await openBob(world)
  world.network.failNextCall(new ChatError('limit-exceeded'))
  await sendAll(world.ada, withBob, ['Yes'])
  await vi.waitFor(() => {
    expect(announced()).toBe('Not sent: Yes')
  })
  await sendAll(world.bob, withAda, ['Hello?'])
  await vi.waitFor(() => {
    expect(announced()).toMatch(/Hello\?$/)
  })
})

test('arrows go from message to message', async () => {
  const world = await createWorld()
  await sendAll(world.bob, withAda, ['one', 'two'])
  await openBob(world)
  scroller().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }))
  expect(document.activeElement?.textContent).toContain('two')
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }))
  expect(document.activeElement?.textContent).toContain('one')
})
