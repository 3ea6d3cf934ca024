import type { ChangePage, PushedChanges } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { openFeed } from '../src/index.js'
import { createWorld, group, only, peer, texts } from './world.js'

type World = Awaited<ReturnType<typeof createWorld>>

function openRecorded(world: World, userID: string) {
  const pushed: PushedChanges[] = []
  const failures: unknown[] = []
  let wake = () => {}
  const feed = openFeed({
    backend: world.backend,
    userID,
    platform: 'test',
    async push(push) {
      pushed.push(push)
      wake()
    },
    broken(cause) {
      failures.push(cause)
      wake()
    },
  })
  async function until(isDone: () => boolean): Promise<void> {
    while (!isDone()) await new Promise<void>((resolve) => (wake = resolve))
  }
  async function pull(cursor?: string, limit = 500): Promise<ChangePage> {
    const answers: (ChangePage | 'tooFarBack')[] = []
    await feed.pull(cursor, limit, async (answer) => void answers.push(answer))
    const [answer] = answers
    if (!answer || answer === 'tooFarBack') throw new Error('no page')
    return answer
  }
  return { feed, pushed, failures, until, pull }
}

test('pushes say what pulls from the same place say', async () => {
  const world = await createWorld()
  const bob = openRecorded(world, 'bob')
  const { cursor } = await bob.pull()
  for (const text of ['one', 'two', 'three']) await world.send('ada', peer('bob'), text)
  await bob.until(() => texts(bob.pushed.flatMap(({ changes }) => changes)).length === 3)

  expect(bob.pushed[0]?.after).toBe(cursor)
  for (const [index, push] of bob.pushed.slice(1).entries()) expect(push.after).toBe(bob.pushed[index]?.cursor)
  expect(texts((await world.follow('bob', cursor)).changes)).toEqual(['one', 'two', 'three'])
})

test('while a reader is not at the end of the log, nothing is pushed', async () => {
  const world = await createWorld()
  await world.send('ada', peer('bob'), 'old')
  const bob = openRecorded(world, 'bob')
  const first = await bob.pull(undefined, 1)
  expect(first.more).toBe(true)
  await world.send('ada', peer('bob'), 'new')
  let page = first
  while (page.more) page = await bob.pull(page.cursor, 1)
  expect(bob.pushed).toEqual([])
  await world.send('ada', peer('bob'), 'live')
  await bob.until(() => bob.pushed.length === 1)
  expect(bob.pushed[0]?.after).toBe(page.cursor)
})

test('nothing is pushed while a pull is under way', async () => {
  const world = await createWorld()
  const bob = openRecorded(world, 'bob')
  let handOn = () => {}
  const slow = bob.feed.pull(undefined, 500, () => new Promise<void>((resolve) => (handOn = resolve)))
  await bob.pull()
  await world.send('ada', peer('bob'), 'x')
  // A second reader of the same log shows that the message could have been pushed by now.
  const witness = openRecorded(world, 'bob')
  await witness.pull()
  await world.send('ada', peer('bob'), 'y')
  await witness.until(() => witness.pushed.length > 0)
  expect(bob.pushed).toEqual([])
  handOn()
  await slow
  await bob.until(() => texts(bob.pushed.flatMap(({ changes }) => changes)).length === 2)
})

test('the next push waits for the one before', async () => {
  const world = await createWorld()
  const starts: string[] = []
  let finish = () => {}
  let wake = () => {}
  const feed = openFeed({
    backend: world.backend,
    userID: 'bob',
    platform: 'test',
    push({ changes }) {
      starts.push(...texts(changes))
      wake()
      return new Promise((resolve) => (finish = resolve))
    },
    broken() {},
  })
  const started = (count: number) =>
    new Promise<void>((resolve) => {
      wake = () => starts.length >= count && resolve()
      wake()
    })
  await feed.pull(undefined, 500, async () => undefined)
  await world.send('ada', peer('bob'), 'one')
  await started(1)
  const witness = openRecorded(world, 'bob')
  await witness.pull()
  await world.send('ada', peer('bob'), 'two')
  await witness.until(() => witness.pushed.length > 0)
  expect(starts).toEqual(['one'])
  finish()
  await started(2)
  expect(starts).toEqual(['one', 'two'])
})

test('a member hears the group from joining to leaving', async () => {
  const world = await createWorld()
  const bob = openRecorded(world, 'bob')
  await bob.pull()
  const heard = () => bob.pushed.flatMap(({ changes }) => changes)
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['bob'] })
  await world.send('ada', group('g'), 'inside')
  await bob.until(() => texts(heard()).includes('inside'))
  await world.perform('bob', 'leaveGroup', { groupID: 'g' })
  await world.send('ada', group('g'), 'outside')
  await world.send('ada', peer('bob'), 'last')
  await bob.until(() => texts(heard()).includes('last'))
  expect(texts(heard())).toEqual(['inside', 'last'])
  expect(only(heard(), 'groupLeft')).toHaveLength(1)
})

test('a closed feed pushes nothing', async () => {
  const world = await createWorld()
  const [bob, other] = [openRecorded(world, 'bob'), openRecorded(world, 'bob')]
  await bob.pull()
  await other.pull()
  bob.feed.close()
  await world.send('ada', peer('bob'), 'x')
  await other.until(() => other.pushed.length === 1)
  expect(bob.pushed).toEqual([])
})

test('a feed that was overtaken by a trim says so once and ends', async () => {
  const world = await createWorld()
  const bob = openRecorded(world, 'bob')
  await bob.pull()
  await world.send('ada', peer('cyd'), 'elsewhere')
  world.advance(10)
  await world.backend.trimLog(world.now())
  await world.send('ada', peer('bob'), 'x')
  await bob.until(() => bob.failures.length > 0)
  expect(bob.failures).toHaveLength(1)
  expect(bob.pushed).toEqual([])
})

test('the page behind the one that was handed over is read ahead, and what changed since comes behind it', async () => {
  const world = await createWorld()
  const atStart = (await world.follow('bob')).cursor
  for (const text of ['one', 'two', 'three']) await world.send('ada', peer('bob'), text)
  const asked: (string | undefined)[] = []
  const backend: World['backend'] = {
    ...world.backend,
    pull(userID, cursor, ...rest) {
      asked.push(cursor)
      return world.backend.pull(userID, cursor, ...rest)
    },
  }
  const bob = openRecorded({ ...world, backend }, 'bob')
  const first = await bob.pull(atStart, 1)
  expect(asked).toEqual([atStart, first.cursor])
  await world.send('ada', peer('bob'), 'four')
  const second = await bob.pull(first.cursor, 1)
  expect(texts(second.changes)).toEqual(['two'])
  expect(asked).toEqual([atStart, first.cursor, second.cursor])
  // Another limit is another page.
  const rest = await bob.pull(second.cursor, 500)
  expect(asked.slice(3, 4)).toEqual([second.cursor])
  expect(texts(rest.changes)).toEqual(['three', 'four'])
  expect(rest.more).toBe(false)
})
