import { expect, test } from 'vitest'
import { defaultPlatform } from '../../src/platform/default-platform.js'

const never = new AbortController().signal
let made = 0
const freshName = () => `test/${String(Date.now())}/${String((made += 1))}`

test('a lock that is waited for comes when its holder gives it up, to those who wait in their order', async () => {
  const { locks } = defaultPlatform()
  const name = freshName()
  const release = await locks.tryAcquire(name)
  expect(await locks.tryAcquire(name)).toBeUndefined()
  const order: string[] = []
  const wait = async (who: string) => {
    const next = await locks.acquire(name, { signal: never })
    order.push(who)
    next()
  }
  const waits = [wait('first'), wait('second')]
  release?.()
  await Promise.all(waits)
  expect(order).toEqual(['first', 'second'])
})

test('a wait for a lock that is aborted rejects, and does not hold the lock', async () => {
  const { locks } = defaultPlatform()
  const name = freshName()
  const release = await locks.tryAcquire(name)
  const controller = new AbortController()
  const waiting = locks.acquire(name, { signal: controller.signal })
  controller.abort()
  await expect(waiting).rejects.toThrow()
  release?.()
  const next = await locks.acquire(name, { signal: never })
  next()
})

test('a channel carries messages to every other end of the same name, in order, and to no other', async () => {
  const { openChannel } = defaultPlatform()
  const name = freshName()
  const ends = [name, name, freshName()].map((of) => openChannel?.(of))
  const heard: unknown[][] = ends.map(() => [])
  ends.forEach((end, index) => end?.onMessage((message) => heard[index]?.push(message)))
  const all = new Promise<void>((resolve) => {
    ends[1]?.onMessage((message) => {
      if (message === 'last') resolve()
    })
  })
  ends[0]?.post({ count: 1 })
  ends[0]?.post('last')
  await all
  expect(heard).toEqual([[], [{ count: 1 }, 'last'], []])
  for (const end of ends) end?.close()
})

test('a page that is frozen, put away and brought back says so', () => {
  const { page } = defaultPlatform()
  const told: string[] = []
  const stops = [page.onFreeze(() => told.push('freeze')), page.onShow(() => told.push('show'))]
  document.dispatchEvent(new Event('freeze'))
  document.dispatchEvent(new Event('resume'))
  globalThis.dispatchEvent(new Event('pagehide'))
  globalThis.dispatchEvent(new Event('pageshow'))
  expect(told).toEqual(['freeze', 'show', 'freeze', 'show'])
  for (const stop of stops) stop()
  document.dispatchEvent(new Event('freeze'))
  expect(told).toHaveLength(4)
})
