import { expect, test } from 'vitest'
import { createWorld, only } from './world.js'

type World = Awaited<ReturnType<typeof createWorld>>
const notes = { friendAlias: '', friendAttributes: {} }

const add = (world: World, userID: string, other: string) =>
  world.perform(userID, 'addFriend', { userID: other, ...notes })
const apply = (world: World, userID: string, other: string, wording = 'Hello') =>
  world.perform(userID, 'sendFriendApplication', { userID: other, ...notes, friendAlias: `my ${other}`, wording })
const accept = (world: World, userID: string, other: string) =>
  world.perform(userID, 'acceptFriendApplication', { userID: other, ...notes })
const reject = (world: World, userID: string, other: string) =>
  world.perform(userID, 'rejectFriendApplication', { userID: other })
const refused = (code: string) => ({ code })

/** What is told of registers, by key, without times. */
async function told(world: World, userID: string, cursor?: string) {
  const { changes } = await world.follow(userID, cursor)
  return only(changes, 'registerChanged').map(({ register }) => {
    if (register.kind === 'friendApplication') return [register.key, register.value?.state]
    if (register.kind === 'friend') return [register.key, register.value?.friendAlias]
    return [register.key, 'another kind']
  })
}

async function relation(world: World, userID: string, other: string) {
  const { relationList } = await world.perform(userID, 'checkFriendsRelation', { userIDs: [other] })
  return relationList.map(({ isFriend, isFriendOfUser }) => [isFriend, isFriendOfUser])[0]
}

test('adding a friend tells both, each of their own list, and nobody else', async () => {
  const world = await createWorld()
  await world.perform('ada', 'addFriend', { userID: 'bob', friendAlias: 'Bobby', friendAttributes: { k1: 'rowing' } })
  await add(world, 'ada', 'bob')
  expect(await told(world, 'ada')).toEqual([['bob', 'Bobby']])
  expect(await told(world, 'bob')).toEqual([['ada', '']])
  expect(await told(world, 'cyd')).toEqual([])
  expect(await relation(world, 'bob', 'ada')).toEqual([true, true])
  expect(await relation(world, 'cyd', 'ada')).toEqual([false, false])
})

test('where friends are asked first, nobody is added unasked', async () => {
  const world = await createWorld({ limits: { areFriendsAddedUnasked: false } })
  await expect(add(world, 'ada', 'bob')).rejects.toMatchObject(refused('not-allowed'))
  await apply(world, 'ada', 'bob')
  await accept(world, 'bob', 'ada')
  expect(await relation(world, 'ada', 'bob')).toEqual([true, true])
})

test('a friend is deleted on both sides, or on one only', async () => {
  const world = await createWorld()
  const remove = (isBothSides: boolean) => world.perform('ada', 'deleteFriend', { userID: 'bob', isBothSides })
  await add(world, 'ada', 'bob')
  await remove(false)
  await remove(false)
  expect(await relation(world, 'ada', 'bob')).toEqual([false, true])
  await add(world, 'ada', 'bob')
  await remove(true)
  expect(await relation(world, 'ada', 'bob')).toEqual([false, false])
  expect(await told(world, 'bob')).toEqual([])
})

test('what a user notes of a friend is told to that user alone, and keeps the rest', async () => {
  const world = await createWorld()
  await add(world, 'ada', 'bob')
  const { cursor } = await world.follow('bob')
  await world.perform('ada', 'updateFriendAttributes', { userID: 'bob', friendAttributes: { k0: 'work' } })
  const { registerList } = await world.perform('ada', 'updateFriendAlias', { userID: 'bob', friendAlias: 'Bobby' })
  expect(registerList).toMatchObject([{ value: { friendAlias: 'Bobby', friendAttributes: { k0: 'work' } } }])
  expect((await world.follow('bob', cursor)).changes).toEqual([])
  const ofStranger = world.perform('ada', 'updateFriendAlias', { userID: 'cyd', friendAlias: 'x' })
  await expect(ofStranger).rejects.toMatchObject(refused('not-friend'))
  const tooLong = world.perform('ada', 'updateFriendAlias', { userID: 'bob', friendAlias: 'x'.repeat(257) })
  await expect(tooLong).rejects.toMatchObject({ code: 'limit-exceeded', details: { limit: 'friendAlias' } })
})

test('an application that is accepted makes friends, under the name that its sender chose, and settles one the other way', async () => {
  const world = await createWorld()
  await apply(world, 'ada', 'bob')
  await apply(world, 'bob', 'ada')
  expect(await told(world, 'bob')).toEqual([
    ['received/ada', 'waiting'],
    ['sent/ada', 'waiting'],
  ])
  const { registerList } = await accept(world, 'bob', 'ada')
  expect(registerList.map(({ kind, key }) => [kind, key])).toEqual([
    ['friend', 'ada'],
    ['friendApplication', 'received/ada'],
  ])
  expect(await told(world, 'ada')).toEqual([
    ['bob', 'my bob'],
    ['received/bob', 'accepted'],
    ['sent/bob', 'accepted'],
  ])
  await accept(world, 'bob', 'ada')
  await expect(reject(world, 'bob', 'ada')).rejects.toMatchObject(refused('application-state-conflict'))
  await expect(apply(world, 'ada', 'bob')).rejects.toMatchObject(refused('not-allowed'))
})

test('an application that is rejected makes no friends, and may be sent again', async () => {
  const world = await createWorld()
  await apply(world, 'ada', 'bob')
  await reject(world, 'bob', 'ada')
  await reject(world, 'bob', 'ada')
  expect(await told(world, 'ada')).toEqual([['sent/bob', 'rejected']])
  await expect(accept(world, 'bob', 'ada')).rejects.toMatchObject(refused('application-state-conflict'))
  await apply(world, 'ada', 'bob')
  await accept(world, 'bob', 'ada')
})

test('an application expires by the clock of the backend', async () => {
  const world = await createWorld({ limits: { friendApplicationLifeMs: 1_000 } })
  await apply(world, 'ada', 'bob')
  world.advance(1_000)
  for (const answer of [accept, reject]) {
    await expect(answer(world, 'bob', 'ada')).rejects.toMatchObject(refused('application-expired'))
  }
  expect(await relation(world, 'ada', 'bob')).toEqual([false, false])
})

test('oneself, unknown and blocking users are refused, and nobody is told', async () => {
  const world = await createWorld()
  await apply(world, 'bob', 'ada')
  await world.perform('bob', 'setUserBlocked', { userID: 'ada', isBlocked: true })
  const from = new Map<string, string>()
  for (const userID of ['ada', 'bob']) from.set(userID, (await world.follow(userID)).cursor)
  for (const operation of [add, apply, accept]) {
    await expect(operation(world, 'ada', 'ada')).rejects.toMatchObject(refused('not-allowed'))
    await expect(operation(world, 'ada', 'nobody')).rejects.toMatchObject(refused('user-not-found'))
    await expect(operation(world, 'ada', 'bob')).rejects.toMatchObject(refused('blocked-by-user'))
  }
  await expect(accept(world, 'ada', 'cyd')).rejects.toMatchObject(refused('application-not-found'))
  await expect(reject(world, 'ada', 'cyd')).rejects.toMatchObject(refused('application-not-found'))
  for (const userID of ['ada', 'bob']) expect((await world.follow(userID, from.get(userID))).changes).toEqual([])
})

test('friends are bounded on both sides', async () => {
  const world = await createWorld({ limits: { maxFriendsPerUser: 1 } })
  await add(world, 'ada', 'bob')
  for (const [userID, other] of [
    ['ada', 'cyd'],
    ['cyd', 'ada'],
  ] as const) {
    await expect(add(world, userID, other)).rejects.toMatchObject({
      code: 'limit-exceeded',
      details: { limit: 'maxFriendsPerUser', maximum: 1 },
    })
  }
  expect(await told(world, 'cyd')).toEqual([])
})

test('applications are bounded; what was answered makes room, what waits does not', async () => {
  const world = await createWorld({ limits: { maxFriendApplicationsPerUser: 1 } })
  await apply(world, 'ada', 'bob')
  await expect(apply(world, 'cyd', 'bob')).rejects.toMatchObject(refused('limit-exceeded'))
  await apply(world, 'ada', 'bob', 'again')
  await reject(world, 'bob', 'ada')
  await apply(world, 'cyd', 'bob')
  expect(await told(world, 'bob')).toEqual([['received/cyd', 'waiting']])
})

test('friends are told of a changed profile', async () => {
  const world = await createWorld()
  await add(world, 'ada', 'bob')
  const from = (await world.follow('bob')).cursor
  await world.perform('ada', 'updateUserProfile', { field: 'userName', text: 'Countess' })
  expect(only((await world.follow('bob', from)).changes, 'userChanged')).toMatchObject([
    { user: { userName: 'Countess' } },
  ])
})
