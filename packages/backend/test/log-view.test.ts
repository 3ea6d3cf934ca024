import type { Change, ChangePage } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { mentionedIn } from '../src/change-page.js'
import { createBackend, memoryLogStore } from '../src/index.js'
import { createWorld, group, only, peer, texts } from './world.js'

type World = Awaited<ReturnType<typeof createWorld>>

async function page(world: World, userID: string, cursor: string | undefined, limit: number): Promise<ChangePage> {
  const answer = await world.backend.pull(userID, cursor, limit)
  if (answer === 'tooFarBack') throw new Error('too far back')
  return answer
}

function counted(changes: readonly Change[]): number {
  return changes.filter(({ type }) => type !== 'userChanged').length
}

test('pages hold at most `limit` changes, people not counted, and join without hole or repeat', async () => {
  const world = await createWorld()
  let { cursor } = await world.follow('bob')
  for (let number = 1; number <= 25; number++) await world.send('ada', peer('bob'), String(number))
  const seen: string[] = []
  for (let more = true; more;) {
    const next = await page(world, 'bob', cursor, 10)
    expect(counted(next.changes)).toBeLessThanOrEqual(10)
    seen.push(...texts(next.changes))
    ;({ cursor, more } = next)
  }
  expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => String(index + 1)))
})

test('a page names the people it mentions, each once and before the first mention', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['bob', 'cyd'] })
  const { cursor } = await world.follow('bob')
  await world.send('ada', group('g'), 'one')
  await world.send('cyd', group('g'), 'two')
  await world.send('ada', peer('bob'), 'three')
  for (const from of [cursor, undefined]) {
    const { changes } = await page(world, 'bob', from, 500)
    const named = new Set<string>()
    for (const change of changes) {
      if (change.type === 'userChanged') {
        expect(named).not.toContain(change.user.userID)
        named.add(change.user.userID)
      }
      for (const userID of mentionedIn(change)) expect(named).toContain(userID)
    }
  }
})

test('several changes of one thing are told once, as it is now', async () => {
  const world = await createWorld()
  const { cursor } = await world.follow('ada')
  for (let number = 1; number <= 5; number++) await world.send('ada', peer('bob'), String(number))
  const { changes } = await page(world, 'ada', cursor, 500)
  expect(only(changes, 'messageAdded')).toHaveLength(5)
  expect(only(changes, 'readMarkMoved').map(({ readMark }) => readMark.countedSeq)).toEqual([5])
  expect(changes.at(-1)?.type).toBe('readMarkMoved')
})

test('a user sees nothing of conversations of others', async () => {
  const world = await createWorld()
  const { cursor } = await world.follow('cyd')
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['bob'] })
  await world.send('ada', peer('bob'), 'secret')
  await world.send('ada', group('g'), 'secret')
  expect((await world.follow('cyd', cursor)).changes).toEqual([])
  expect((await world.follow('cyd')).changes.map(({ type }) => type)).toEqual(['userChanged'])
})

test('a quiet user’s cursor moves along with the log, so that a trim does not leave it behind', async () => {
  const world = await createWorld()
  const { cursor } = await world.follow('cyd')
  await world.send('ada', peer('bob'), 'x')
  const moved = await page(world, 'cyd', cursor, 10)
  expect(moved).toMatchObject({ changes: [], more: false })
  await world.backend.trimLog(world.now() + 1)
  await expect(world.backend.pull('cyd', moved.cursor, 10)).resolves.toMatchObject({ changes: [] })
  await expect(world.backend.pull('cyd', cursor, 10)).resolves.toBe('tooFarBack')
})

test('a cursor of another log, of the future, or of nowhere is too far back', async () => {
  const world = await createWorld()
  const { cursor } = await world.follow('ada')
  for (const foreign of ['other.1', 'memory.999', 'garbage', 'memory.', 'memory.1.nowhere.1', 'memory.1.calls.1.x']) {
    await expect(world.backend.pull('ada', foreign, 10)).resolves.toBe('tooFarBack')
  }
  const other = createBackend({ store: memoryLogStore({ epoch: 'another' }), clock: { now: () => 1 } })
  await other.putUser({ userID: 'ada' })
  await expect(other.pull('ada', cursor, 10)).resolves.toBe('tooFarBack')
})

test('a page stays within its bytes and still goes on', async () => {
  const world = await createWorld({ limits: { maxPageBytes: 2_000 } })
  const { cursor } = await world.follow('bob')
  for (let number = 1; number <= 20; number++) await world.send('ada', peer('bob'), `${number} ${'x'.repeat(400)}`)
  const first = await page(world, 'bob', cursor, 500)
  expect(JSON.stringify(first.changes).length).toBeLessThan(2_100)
  expect(first.more).toBe(true)
  const all = await world.follow('bob', cursor)
  expect(texts(all.changes).map((text) => Number.parseInt(text))).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  )
})
