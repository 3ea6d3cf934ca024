import { memoryStorage } from '@latchkey/storage-memory'
import { expect, onTestFinished, test } from 'vitest'
import { groupAliasFeature } from '../../src/features/group-alias.js'
import { groupAttributesFeature } from '../../src/features/group-attributes.js'
import { groupsFeature } from '../../src/features/groups.js'
import { userRuleFeature } from '../../src/features/user-rule.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents } from '../support/world.js'
import { createFeatureScene, outcomeOf } from './feature-scene.js'

const features = [groupAttributesFeature, groupAliasFeature, groupsFeature, userRuleFeature] as const
const groupID = 'crew'
const rule = { onlinePlatforms: ['web'], notToReceiveOfflinePushPlatforms: ['node'] }
const noRule = { onlinePlatforms: [], notToReceiveOfflinePushPlatforms: [] }

async function createCrew() {
  const world = await createWorld()
  const scene = createFeatureScene(world, features)
  const storage = memoryStorage()
  const token = world.network.issueToken('ada')
  const ada = await scene.join('ada', storage)
  const [other, bob, eve] = [await scene.join('ada'), await scene.join('bob'), await scene.join('eve')]
  await ada.createGroup(groupID, { groupName: 'Crew', userIDs: ['bob'] })
  await settle()
  return { ...scene, storage, token, ada, other, bob, eve }
}

test('attributes, an alias and a push rule set offline are shown at once, after a relaunch too, and where they belong once sent (OL-36)', async () => {
  const { ada, other, bob, eve, storage, token, launch, goOffline, goOnline } = await createCrew()
  const told = [other, bob, eve].map((chat) => recordEvents(chat, 'groupAttributesUpdated'))
  const aliases = [other, bob, eve].map((chat) => recordEvents(chat, 'groupAliasUpdated'))
  const rules = [other, bob, eve].map((chat) => recordEvents(chat, 'userRuleUpdated'))
  const toldHere = recordEvents(ada, 'groupAttributesUpdated')
  await goOffline()
  await ada.setGroupAttributes(groupID, { boat: 'eight', 'Süß 🚣': 'yes', seat: '1' })
  await ada.deleteGroupAttributes(groupID, ['seat', 'none'])
  await ada.updateGroupAlias(groupID, 'Mates')
  await ada.updateUserOfflinePushRule(rule)
  expect(toldHere).toEqual([
    { groupID, groupAttributes: { boat: 'eight', 'Süß 🚣': 'yes', seat: '1' }, removedKeys: [] },
    { groupID, groupAttributes: {}, removedKeys: ['seat'] },
  ])
  await ada.destroy()

  const again = launch(storage)
  await again.login('ada', { token, isOfflineLogin: true })
  expect(await again.queryGroupAllAttributes(groupID)).toEqual({
    groupAttributes: { boat: 'eight', 'Süß 🚣': 'yes' },
  })
  expect(await again.queryGroupAttributes(groupID, ['boat', 'seat'])).toEqual({ groupAttributes: { boat: 'eight' } })
  expect(await again.queryGroupAliasList([groupID, 'none'])).toEqual({
    groupAliasList: [{ groupID, groupAlias: 'Mates' }],
  })
  expect(await again.querySelfUserRule()).toEqual({ userRule: { offlinePushRule: rule } })

  await goOnline()
  await expect.poll(async () => (await again.queryOperationList({ count: 10 })).operationList).toEqual([])
  await settle()
  for (const chat of [again, other, bob]) {
    expect((await chat.queryGroupAllAttributes(groupID)).groupAttributes).toEqual({ boat: 'eight', 'Süß 🚣': 'yes' })
  }
  expect(told.map((events) => events.length > 0)).toEqual([true, true, false])
  expect(aliases).toEqual([[{ groupID, groupAlias: 'Mates' }], [], []])
  expect(rules).toEqual([[{ userRule: { offlinePushRule: rule } }], [], []])
  expect(await bob.queryGroupAliasList([groupID])).toEqual({ groupAliasList: [] })
  expect(await bob.querySelfUserRule()).toEqual({ userRule: { offlinePushRule: noRule } })
})

test('the live twins follow; what is so already needs no operation', async () => {
  const { ada, bob, other } = await createCrew()
  const attributes = bob.live.queryGroupAllAttributes(groupID)
  const alias = other.live.queryGroupAliasList([groupID])
  const ownRule = other.live.querySelfUserRule()
  for (const live of [attributes, alias, ownRule]) onTestFinished(live.subscribe(() => undefined))
  expect(await outcomeOf(ada, await ada.setGroupAttributes(groupID, { boat: 'four' }))).toBe('succeeded')
  expect(await outcomeOf(ada, await ada.updateGroupAlias(groupID, 'Mates'))).toBe('succeeded')
  expect(await outcomeOf(ada, await ada.updateUserOfflinePushRule(rule))).toBe('succeeded')
  await expect.poll(() => attributes.getSnapshot().groupAttributes).toEqual({ boat: 'four' })
  await expect.poll(() => alias.getSnapshot().groupAliasList).toEqual([{ groupID, groupAlias: 'Mates' }])
  await expect.poll(() => ownRule.getSnapshot().userRule).toEqual({ offlinePushRule: rule })
  expect(await ada.setGroupAttributes(groupID, { boat: 'four' })).toEqual({})
  expect(await ada.updateGroupAlias(groupID, 'Mates')).toEqual({})
  expect(await ada.updateUserOfflinePushRule(rule)).toEqual({})
})

test('what the backend refuses is shown no longer, and nobody is told; who comes later has the attributes, who left has none', async () => {
  const { ada, bob, eve } = await createCrew()
  const refused = await bob.setGroupAttributes(groupID, { boat: 'mine' })
  expect((await bob.queryGroupAllAttributes(groupID)).groupAttributes).toEqual({ boat: 'mine' })
  expect(await outcomeOf(bob, refused)).toBe('not-allowed')
  for (const chat of [ada, bob]) expect((await chat.queryGroupAllAttributes(groupID)).groupAttributes).toEqual({})

  const many = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`key${String(index)}`, '']))
  expect(await outcomeOf(ada, await ada.setGroupAttributes(groupID, many))).toBe('succeeded')
  expect(await outcomeOf(ada, await ada.setGroupAttributes(groupID, { more: '' }))).toBe('limit-exceeded')
  await ada.inviteUsersIntoGroup(groupID, ['eve'])
  await settle()
  expect((await eve.queryGroupAllAttributes(groupID)).groupAttributes).toEqual(many)
  await eve.leaveGroup(groupID)
  expect((await eve.queryGroupAllAttributes(groupID)).groupAttributes).toEqual({})
  expect(await codeOf(eve.updateGroupAlias(groupID, 'x'))).toBe('group-not-found')
  expect(await codeOf(eve.deleteGroupAttributes(groupID, ['x']))).toBe('group-not-found')
})

test('arguments are checked before anything else', async () => {
  const { ada } = await createCrew()
  const wrong: Record<string, string> = { boat: 'x'.repeat(1_025) }
  const platforms = Array.from({ length: 17 }, (_, index) => `p${String(index)}`)
  for (const call of [
    ada.setGroupAttributes('', { boat: 'x' }),
    ada.setGroupAttributes(groupID, {}),
    ada.setGroupAttributes(groupID, wrong),
    ada.setGroupAttributes(groupID, { ['x'.repeat(17)]: '' }),
    ada.setGroupAttributes(groupID, { '': '' }),
    ada.deleteGroupAttributes(groupID, []),
    ada.queryGroupAttributes(groupID, ['a', 'a']),
    ada.updateGroupAlias(groupID, 'x'.repeat(257)),
    ada.queryGroupAliasList([]),
    ada.updateUserOfflinePushRule({ ...noRule, onlinePlatforms: platforms }),
    ada.updateUserOfflinePushRule({ ...noRule, onlinePlatforms: ['Süß'] }),
  ]) {
    expect(await codeOf(call)).toBe('invalid-argument')
  }
})
