import type { Change } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { putRegister, type RegisterContent, type RegisterOwner } from '../src/registers.js'
import { createWorld, group, only, peer } from './world.js'

type World = Awaited<ReturnType<typeof createWorld>>

/** Sets a register as an operation of the user would. */
function put({ backend, store, now }: World, userID: string, owner: RegisterOwner, key: string, isThere = true) {
  const content: RegisterContent = { kind: 'blockedUser', key, ...(isThere && { value: { createTime: 7 } }) }
  return store.transact((transaction) => {
    const append = transaction.appendEntries
    const { limits } = backend
    const context = { reader: transaction, transaction, userID, operationID: 'o', now: now(), limits }
    return putRegister({ ...context, append, onlinePlatforms: () => [] }, owner, content)
  })
}

function told(changes: readonly Change[]): string[] {
  return only(changes, 'registerChanged').map(({ register: { conversation, key, revision, value } }) =>
    [conversation?.conversationID, key, `${revision}${value ? '' : ' gone'}`].filter((part) => part).join(' '),
  )
}

async function withGroup() {
  const world = await createWorld({ users: ['ada', 'bob', 'cyd', 'dan'] })
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['bob'] })
  return world
}

test('a register of a peer conversation is told to both, each with the conversation as they see it', async () => {
  const world = await createWorld()
  const cursors = { ada: (await world.follow('ada')).cursor, bob: (await world.follow('bob')).cursor }
  expect(await put(world, 'ada', peer('bob'), 'cyd')).toEqual({
    kind: 'blockedUser',
    conversation: peer('bob'),
    key: 'cyd',
    revision: 1,
    value: { createTime: 7 },
  })
  expect(await put(world, 'bob', peer('ada'), 'cyd', false)).toMatchObject({ conversation: peer('ada'), revision: 2 })
  expect(told((await world.follow('ada', cursors.ada)).changes)).toEqual(['bob cyd 2 gone'])
  expect(told((await world.follow('bob', cursors.bob)).changes)).toEqual(['ada cyd 2 gone'])
})

test('a register of a group is told to its members, and not to others', async () => {
  const world = await withGroup()
  const cursors = new Map<string, string>()
  for (const userID of ['ada', 'bob', 'cyd']) cursors.set(userID, (await world.follow(userID)).cursor)
  await put(world, 'ada', group('g'), 'dan')
  for (const userID of ['ada', 'bob']) {
    expect(told((await world.follow(userID, cursors.get(userID))).changes)).toEqual(['g dan 1'])
  }
  expect((await world.follow('cyd', cursors.get('cyd'))).changes).toEqual([])
})

test('who joins a group is told its registers, and who has left is told of no change', async () => {
  const world = await withGroup()
  await put(world, 'ada', group('g'), 'dan')
  await put(world, 'ada', group('g'), 'bob')
  await put(world, 'ada', group('g'), 'bob', false)
  const joining = (await world.follow('cyd')).cursor
  await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['cyd'] })
  const joined = await world.follow('cyd', joining)
  expect(told(joined.changes)).toEqual(['g dan 1'])
  expect(joined.changes.findIndex(({ type }) => type === 'groupChanged')).toBeLessThan(
    joined.changes.findIndex(({ type }) => type === 'registerChanged'),
  )

  await put(world, 'ada', group('g'), 'dan', false)
  await world.perform('cyd', 'leaveGroup', { groupID: 'g' })
  await put(world, 'ada', group('g'), 'dan')
  expect(told((await world.follow('cyd', joined.cursor)).changes)).toEqual([])
  await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['cyd'] })
  expect(told((await world.follow('cyd', joined.cursor)).changes)).toEqual(['g dan 3'])
})

test('a first pull tells the registers of the user and of their groups, those with a value, whatever the page size', async () => {
  const world = await withGroup()
  await world.perform('bob', 'createGroup', { groupID: 'empty', groupName: 'E', userIDs: ['ada'] })
  await world.perform('bob', 'createGroup', { groupID: 'h', groupName: 'H', userIDs: ['ada'] })
  await world.perform('bob', 'createGroup', { groupID: 'strange', groupName: 'S', userIDs: [] })
  const own = { type: 'user', userID: 'ada' } as const
  for (const key of ['bob', 'cyd', 'dan']) {
    for (const owner of [own, peer('bob'), group('g'), group('h')]) await put(world, 'ada', owner, key)
    await put(world, 'bob', group('strange'), key)
  }
  await put(world, 'ada', own, 'cyd', false)
  await put(world, 'ada', group('g'), 'cyd', false)
  await put(world, 'cyd', { type: 'user', userID: 'cyd' }, 'ada')

  const whole = await world.follow('ada')
  const expected = [
    ...['bob 1', 'dan 1', 'bob bob 1', 'bob cyd 1', 'bob dan 1'],
    ...['g bob 1', 'g dan 1', 'h bob 1', 'h cyd 1', 'h dan 1'],
  ]
  expect(told(whole.changes)).toEqual(expected)
  for (const limit of [1, 2, 3, 5])
    expect(told((await world.follow('ada', undefined, limit)).changes)).toEqual(expected)
})

test('a register that is set while a first pull goes on is told, and none is missed because of it', async () => {
  const world = await createWorld({ users: ['ada', ...'bcdefgh'] })
  const own = { type: 'user', userID: 'ada' } as const
  for (const key of 'defgh') await put(world, 'ada', own, key)
  const seen: Change[] = []
  const early = [...'bc']
  let cursor: string | undefined
  for (let more = true; more;) {
    const page = await world.backend.pull('ada', cursor, 1)
    if (page === 'tooFarBack') throw new Error('too far back')
    seen.push(...page.changes)
    ;({ cursor, more } = page)
    // Each sorts before all that was read.
    const key = told(page.changes).length > 0 ? early.shift() : undefined
    if (key !== undefined) await put(world, 'ada', own, key)
  }
  expect(early).toEqual([])
  expect(new Set(told(seen))).toEqual(new Set([...'bcdefgh'].map((key) => `${key} 1`)))
})
