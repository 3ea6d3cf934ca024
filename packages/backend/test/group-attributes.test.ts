import { expect, test } from 'vitest'
import { createWorld, group, only } from './world.js'

type World = Awaited<ReturnType<typeof createWorld>>

async function createCrew() {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { groupID: 'crew', groupName: 'Crew', userIDs: ['bob'] })
  return world
}

const set = (world: World, attributeList: readonly { readonly key: string; readonly text?: string }[]) =>
  world.perform('ada', 'updateGroupAttributes', { groupID: 'crew', attributeList })

async function told(world: World, userID: string, cursor?: string) {
  return only((await world.follow(userID, cursor)).changes, 'registerChanged').map(({ register }) => register)
}

test('attributes are told to all who are in the group, and to who comes later; removed ones only as removed', async () => {
  const world = await createCrew()
  const { registerList } = await set(world, [{ key: 'boat', text: 'eight' }, { key: 'none' }])
  expect(registerList).toEqual([
    { kind: 'groupAttribute', conversation: group('crew'), key: 'boat', revision: 1, value: { text: 'eight' } },
    { kind: 'groupAttribute', conversation: group('crew'), key: 'none', revision: 0 },
  ])
  expect(await told(world, 'bob')).toEqual([registerList[0]])
  await set(world, [{ key: 'boat' }, { key: 'seat', text: '' }])
  const { cursor } = await world.follow('cyd')
  await world.perform('bob', 'inviteUsersIntoGroup', { groupID: 'crew', userIDs: ['cyd'] })
  expect(await told(world, 'cyd', cursor)).toMatchObject([{ key: 'seat', value: { text: '' } }])
})

test('attributes are bounded in number, key and text; all of a call or none', async () => {
  const world = await createCrew()
  const many = Array.from({ length: 10 }, (_, index) => ({ key: `key${String(index)}`, text: 'x' }))
  await set(world, many)
  const { cursor } = await world.follow('bob')
  for (const [attributeList, code] of [
    [[{ key: 'more', text: 'x' }], 'limit-exceeded'],
    [
      [
        { key: 'key0', text: 'other' },
        { key: 'more', text: 'x' },
      ],
      'limit-exceeded',
    ],
    [[{ key: 'ü'.repeat(9), text: 'x' }], 'limit-exceeded'],
    [[{ key: 'key0', text: 'x'.repeat(1_025) }], 'limit-exceeded'],
    [[{ key: '', text: 'x' }], 'invalid-argument'],
    [[{ key: 'a' }, { key: 'a', text: 'x' }], 'invalid-argument'],
    [[], 'invalid-argument'],
  ] as const) {
    await expect(set(world, attributeList)).rejects.toMatchObject({ code })
  }
  expect(await told(world, 'bob', cursor)).toEqual([])
  await set(world, [{ key: 'key0' }, { key: 'more', text: 'x' }])
})

test('an alias and a push rule are told to the user alone; an empty alias is none', async () => {
  const world = await createCrew()
  const rule = { onlinePlatforms: ['web'], notToReceiveOfflinePushPlatforms: [] }
  await world.perform('bob', 'updateGroupAlias', { groupID: 'crew', groupAlias: 'Mates' })
  await world.perform('bob', 'updateUserOfflinePushRule', rule)
  expect(await told(world, 'bob')).toMatchObject([
    { kind: 'groupAlias', key: 'crew', value: { text: 'Mates' } },
    { kind: 'userRule', key: 'offlinePushRule', value: rule },
  ])
  expect(await told(world, 'ada')).toEqual([])
  const { registerList } = await world.perform('bob', 'updateGroupAlias', { groupID: 'crew', groupAlias: '' })
  expect(registerList).toEqual([{ kind: 'groupAlias', key: 'crew', revision: 2 }])
  await expect(
    world.perform('bob', 'updateGroupAlias', { groupID: 'crew', groupAlias: 'x'.repeat(257) }),
  ).rejects.toMatchObject({ code: 'limit-exceeded' })
  await expect(
    world.perform('bob', 'updateUserOfflinePushRule', {
      ...rule,
      onlinePlatforms: Array.from({ length: 17 }, (_, index) => `p${String(index)}`),
    }),
  ).rejects.toMatchObject({ code: 'limit-exceeded' })
})
