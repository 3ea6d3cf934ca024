import { expect, test } from 'vitest'
import { createWorld, group, only, peer, texts } from './world.js'

type World = Awaited<ReturnType<typeof createWorld>>

async function block(world: World, userID: string, blockedUserID: string, isBlocked = true) {
  const parameters = { userID: blockedUserID, isBlocked }
  const { registerList } = await world.perform(userID, 'setUserBlocked', parameters)
  return registerList
}

function call(world: World, userID: string, invitees: readonly string[]) {
  const parameters = {
    callID: `call-${userID}`,
    invitees,
    mode: 'general',
    timeoutSeconds: 60,
    extendedData: '',
  } as const
  return world.perform(userID, 'callInvite', parameters)
}

test('blocking tells all devices of the user, with the profile, and nobody else', async () => {
  const world = await createWorld()
  const from = new Map<string, string>()
  for (const userID of ['ada', 'bob', 'cyd']) from.set(userID, (await world.follow(userID)).cursor)
  const register = { kind: 'blockedUser', key: 'bob', revision: 1, value: { createTime: world.now() } }
  expect(await block(world, 'ada', 'bob')).toEqual([register])

  const { changes } = await world.follow('ada', from.get('ada'))
  expect(changes).toMatchObject([
    { type: 'userChanged', user: { userID: 'bob' } },
    { type: 'registerChanged', register },
  ])
  for (const userID of ['bob', 'cyd']) expect((await world.follow(userID, from.get(userID))).changes).toEqual([])
})

test('unblocking tells a register without a value, and the revision goes on', async () => {
  const world = await createWorld()
  const first = world.now()
  await block(world, 'ada', 'bob')
  world.advance(5)
  expect(await block(world, 'ada', 'bob')).toMatchObject([{ revision: 1, value: { createTime: first } }])
  const { cursor } = await world.follow('ada')
  const removed = { kind: 'blockedUser', key: 'bob', revision: 2 }
  expect(await block(world, 'ada', 'bob', false)).toEqual([removed])
  expect(await block(world, 'ada', 'bob', false)).toEqual([removed])
  const { changes } = await world.follow('ada', cursor)
  expect(only(changes, 'registerChanged')).toEqual([{ type: 'registerChanged', register: removed }])
  expect(await block(world, 'ada', 'bob')).toMatchObject([{ revision: 3, value: { createTime: first + 5 } }])
})

test('unblocking somebody who never was blocked changes nothing', async () => {
  const world = await createWorld()
  const { cursor } = await world.follow('ada')
  expect(await block(world, 'ada', 'bob', false)).toEqual([{ kind: 'blockedUser', key: 'bob', revision: 0 }])
  expect((await world.follow('ada', cursor)).changes).toEqual([])
})

test('a repeat of the operation has the first answer, whatever happened since', async () => {
  const world = await createWorld()
  const parameters = { userID: 'bob', isBlocked: true }
  const first = await world.perform('ada', 'setUserBlocked', parameters, 'o1')
  await block(world, 'ada', 'bob', false)
  expect(await world.perform('ada', 'setUserBlocked', parameters, 'o1')).toEqual(first)
  await world.send('bob', peer('ada'), 'let me in')
})

test('oneself, an unknown user and one more than the limit are refused, and nothing is stored', async () => {
  const world = await createWorld({ limits: { maxBlockedUsers: 1 } })
  const { cursor } = await world.follow('ada')
  await expect(block(world, 'ada', 'ada')).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(block(world, 'ada', 'eve')).rejects.toMatchObject({ code: 'user-not-found' })
  await expect(block(world, 'ada', 'eve', false)).rejects.toMatchObject({ code: 'user-not-found' })
  expect((await world.follow('ada', cursor)).changes).toEqual([])

  await block(world, 'ada', 'bob')
  await block(world, 'ada', 'bob')
  await expect(block(world, 'ada', 'cyd')).rejects.toMatchObject({
    code: 'limit-exceeded',
    details: { limit: 'maxBlockedUsers', maximum: 1 },
  })
  await block(world, 'ada', 'bob', false)
  await block(world, 'ada', 'cyd')
})

test('somebody who is not registered any more can be unblocked', async () => {
  const world = await createWorld()
  await block(world, 'ada', 'bob')
  await world.backend.unregisterUser('bob')
  expect(await block(world, 'ada', 'bob', false)).toMatchObject([{ key: 'bob', revision: 2 }])
})

test('a blocked user cannot write to who blocked them, and neither hears of it', async () => {
  const world = await createWorld()
  await block(world, 'ada', 'bob')
  const from = new Map<string, string>()
  for (const userID of ['ada', 'bob']) from.set(userID, (await world.follow(userID)).cursor)
  await expect(world.send('bob', peer('ada'), 'hello')).rejects.toMatchObject(refusal('ada'))
  for (const userID of ['ada', 'bob']) expect((await world.follow(userID, from.get(userID))).changes).toEqual([])

  await world.send('ada', peer('bob'), 'from the one who blocked')
  await world.send('cyd', peer('ada'), 'from another')
  await block(world, 'ada', 'bob', false)
  await world.send('bob', peer('ada'), 'again')
  const { changes } = await world.follow('ada', from.get('ada'))
  expect(texts(changes)).toEqual(['from the one who blocked', 'from another', 'again'])
})

test('a group that both are in goes on as before', async () => {
  const world = await createWorld()
  await world.perform('cyd', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['ada', 'bob'] })
  await block(world, 'ada', 'bob')
  const { cursor } = await world.follow('ada')
  await world.send('bob', group('g'), 'to all')
  expect(texts((await world.follow('ada', cursor)).changes)).toEqual(['to all'])
})

test('a message that was sent before the sender was blocked is still told as sent', async () => {
  const world = await createWorld()
  const sent = await world.send('bob', peer('ada'), 'early', 'm1')
  await block(world, 'ada', 'bob')
  expect(await world.send('bob', peer('ada'), 'early', 'm1')).toEqual(sent)
})

test('a blocked user cannot call who blocked them, alone or with others', async () => {
  const world = await createWorld()
  await block(world, 'ada', 'bob')
  const { cursor } = await world.follow('cyd')
  await expect(call(world, 'bob', ['ada'])).rejects.toMatchObject(refusal('ada'))
  await expect(call(world, 'bob', ['cyd', 'ada'])).rejects.toMatchObject(refusal('ada'))
  expect((await world.follow('cyd', cursor)).changes).toEqual([])
  await call(world, 'ada', ['bob'])
})

function refusal(userID: string) {
  return { code: 'blocked-by-user', details: { userID } }
}
