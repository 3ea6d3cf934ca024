import { expect, test } from 'vitest'
import { createWorld, group, only, peer } from './world.js'

async function headsOf(world: Awaited<ReturnType<typeof createWorld>>, cursor: string, limit = 200) {
  const changes = await world.backend.heads('ada', cursor, limit)
  if (changes === 'tooFarBack') throw new Error('The log does not reach back that far.')
  return changes
}

test('the heads of what was active after a cursor come newest first, each after its people and its group', async () => {
  const world = await createWorld()
  await world.perform('bob', 'createGroup', { groupID: 'old', groupName: 'Old', userIDs: ['ada'] })
  await world.perform('bob', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['ada'] })
  const { cursor } = await world.follow('ada')
  expect(await headsOf(world, cursor)).toEqual([])
  await world.send('bob', group('g'), 'one')
  const newest = await world.send('cyd', peer('ada'), 'two')
  await world.perform('cyd', 'createGroup', { groupID: 'new', groupName: 'New', userIDs: ['ada'] })
  const changes = await headsOf(world, cursor)
  const named = changes.map((change) => {
    if (change.type === 'userChanged') return change.user.userID
    return change.type === 'groupChanged' ? change.group.groupID : change.type
  })
  expect(named).toEqual(['new', 'conversationHead', 'cyd', 'conversationHead', 'g', 'bob', 'conversationHead'])
  const told = only(changes, 'conversationHead').map(({ head }) => head)
  expect(told).toMatchObject([group('new'), { lastMessage: { messageID: newest.messageID } }, group('g')])
  // They are those that a first pull tells.
  expect(only((await world.follow('ada')).changes, 'conversationHead').map(({ head }) => head)).toEqual(
    expect.arrayContaining(told),
  )
  expect(only(await headsOf(world, cursor, 1), 'conversationHead')).toHaveLength(1)
})

test('heads from a place to which the log does not reach are refused as a pull is', async () => {
  const world = await createWorld()
  const { cursor } = await world.follow('ada')
  await world.send('bob', peer('ada'), 'x')
  await world.backend.trimLog(Number.MAX_SAFE_INTEGER)
  expect(await world.backend.heads('ada', cursor, 1)).toBe('tooFarBack')
  expect(await world.backend.heads('ada', 'another.1', 1)).toBe('tooFarBack')
  for (const limit of [0, 201]) {
    await expect(world.backend.heads('ada', cursor, limit)).rejects.toMatchObject({ code: 'invalid-argument' })
  }
})

test('a page says about how many changes follow it', async () => {
  const world = await createWorld()
  await world.perform('bob', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['ada'] })
  let { cursor } = await world.follow('ada')
  for (const text of ['1', '2', '3']) await world.send('bob', group('g'), text)
  await world.send('bob', peer('ada'), '4')
  await world.send('bob', peer('cyd'), 'for another')
  const counts: (number | undefined)[] = []
  for (let more = true; more;) {
    const page = await world.backend.pull('ada', cursor, 1)
    if (page === 'tooFarBack') throw new Error('The log does not reach back that far.')
    counts.push(page.remainingCount)
    ;({ cursor, more } = page)
  }
  expect(counts).toEqual([3, 2, 1, 0])
})
