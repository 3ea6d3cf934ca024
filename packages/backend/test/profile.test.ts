import { expect, test } from 'vitest'
import { createWorld, only, peer } from './world.js'

type World = Awaited<ReturnType<typeof createWorld>>

const rename = (world: World, userID: string, text: string) =>
  world.perform(userID, 'updateUserProfile', { field: 'userName', text })

/** What each of them is told of the profiles of others while `act` is done. */
async function namesTold(world: World, userIDs: readonly string[], act: () => Promise<unknown>) {
  const from = new Map<string, string>()
  for (const userID of userIDs) from.set(userID, (await world.follow(userID)).cursor)
  await act()
  const told: Record<string, readonly string[]> = {}
  for (const userID of userIDs) {
    const { changes } = await world.follow(userID, from.get(userID))
    told[userID] = only(changes, 'userChanged').map(({ user }) => user.userName)
  }
  return told
}

test('a changed profile is told to the user, to the groups they are in and to whom they wrote with, once each, and to nobody else', async () => {
  const world = await createWorld({ users: ['ada', 'bob', 'cyd', 'dee', 'eve'] })
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['cyd', 'dee'] })
  await world.send('bob', peer('ada'), 'hello')
  await world.perform('dee', 'leaveGroup', { groupID: 'g' })
  const told = await namesTold(world, ['ada', 'bob', 'cyd', 'dee', 'eve'], () => rename(world, 'ada', 'Ada L.'))
  expect(told).toEqual({ ada: ['Ada L.'], bob: ['Ada L.'], cyd: ['Ada L.'], dee: [], eve: [] })
})

test('the log grows by one entry a group, however many are in it', async () => {
  const users = ['ada', ...Array.from({ length: 60 }, (_, index) => `user${String(index)}`)]
  const world = await createWorld({ users })
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: users.slice(1) })
  const position = async () => (await world.store.read((reader) => reader.getLogState())).lastPosition
  const before = await position()
  await rename(world, 'ada', 'Ada L.')
  // The user's own, the group's, and the register.
  expect((await position()) - before).toBe(3)
})

test('what the user set, and an administrator or a login changed since, is told as it is now', async () => {
  const world = await createWorld()
  expect(await rename(world, 'ada', 'Ada L.')).toEqual({
    registerList: [{ kind: 'profileField', key: 'userName', revision: 1, value: { text: 'Ada L.' } }],
  })
  const { cursor } = await world.follow('ada')
  await world.backend.putUser({ userID: 'ada', userName: 'Countess' })
  const { changes } = await world.follow('ada', cursor)
  expect(changes).toMatchObject([
    { type: 'userChanged', user: { userName: 'Countess' } },
    { type: 'registerChanged', register: { key: 'userName', revision: 2, value: { text: 'Countess' } } },
  ])
})

test('what is so already tells nobody anything', async () => {
  const world = await createWorld()
  await rename(world, 'ada', 'Ada L.')
  expect(await namesTold(world, ['ada', 'bob'], () => rename(world, 'ada', 'Ada L.'))).toEqual({ ada: [], bob: [] })
})

test.each([
  ['userName', 256],
  ['userAvatarUrl', 500],
  ['userExtendedData', 1_024],
] as const)('%s has at most %i bytes, and more is stored nowhere', async (field, maximum) => {
  const world = await createWorld()
  await world.perform('ada', 'updateUserProfile', { field, text: 'x'.repeat(maximum) })
  const { cursor } = await world.follow('ada')
  const text = `${'x'.repeat(maximum - 1)}é`
  await expect(world.perform('ada', 'updateUserProfile', { field, text })).rejects.toMatchObject({
    code: 'limit-exceeded',
    details: { limit: field, maximum },
  })
  expect((await world.follow('ada', cursor)).changes).toEqual([])
})
