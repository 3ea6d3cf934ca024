import { memoryStorage } from '@latchkey/storage-memory'
import { expect, onTestFinished, test } from 'vitest'
import { groupApplicationsFeature } from '../../src/features/group-applications.js'
import { groupsFeature } from '../../src/features/groups.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents } from '../support/world.js'
import { createFeatureScene, outcomeOf } from './feature-scene.js'

const features = [groupApplicationsFeature, groupsFeature] as const
const groupID = 'crew'
const page = { count: 100 }

/** Ada owns the group, in which bob is; eve is not. */
async function createCrew(limits = {}) {
  const world = await createWorld({ limits })
  const scene = createFeatureScene(world, features)
  const storages = { ada: memoryStorage(), eve: memoryStorage() }
  const ada = await scene.join('ada', storages.ada)
  const [other, bob] = [await scene.join('ada'), await scene.join('bob')]
  const eve = await scene.join('eve', storages.eve)
  await ada.createGroup(groupID, { groupName: 'Crew', userIDs: ['bob'] })
  await ada.updateGroupJoinMode(groupID, 'application')
  await ada.updateGroupBeInviteMode(groupID, 'application')
  await settle()
  return { ...scene, world, storages, ada, other, bob, eve }
}
type Asking = Awaited<ReturnType<typeof createCrew>>['ada']

const applications = async (chat: Asking) =>
  (await chat.queryGroupApplicationList(page)).groupApplicationList.map(({ type, state, user, group }) => [
    type,
    user.userID,
    state,
    group.groupName,
  ])

test('an application written offline is shown at once, after a relaunch too, and lets in once it is sent and accepted (OL-36)', async () => {
  const { ada, other, bob, eve, world, storages, launch, goOffline, goOnline } = await createCrew()
  const live = ada.live.queryGroupApplicationList(page)
  onTestFinished(live.subscribe(() => undefined))
  const toldBob = recordEvents(bob, 'groupApplicationListChanged')
  const toldEve = recordEvents(eve, 'groupApplicationListChanged')
  expect(await codeOf(eve.joinGroup(groupID))).toBe('join-application-needed')
  await goOffline()
  await eve.sendGroupJoinApplication(groupID, { wording: 'Please' })
  expect(await applications(eve)).toEqual([['join', 'eve', 'waiting', '']])
  expect(toldEve).toMatchObject([{ groupApplicationList: [{ type: 'join', state: 'waiting', wording: 'Please' }] }])
  await eve.destroy()
  const again = launch(storages.eve)
  await again.login('eve', { token: world.network.issueToken('eve'), isOfflineLogin: true })
  expect(await applications(again)).toEqual([['join', 'eve', 'waiting', '']])

  await goOnline()
  await expect
    .poll(() => live.getSnapshot().groupApplicationList)
    .toMatchObject([
      { type: 'join', user: { userID: 'eve', userName: 'Eve Moneypenny' }, group: { groupID, groupName: 'Crew' } },
    ])
  await settle()
  expect(await outcomeOf(ada, await ada.acceptGroupJoinApplication(groupID, 'eve'))).toBe('succeeded')
  for (const chat of [ada, other, again])
    expect(await applications(chat)).toEqual([['join', 'eve', 'accepted', 'Crew']])
  expect((await again.queryGroupList(page)).groupList.map((group) => group.groupID)).toEqual([groupID])
  expect(toldBob).toEqual([])
})

test('an acceptance written offline is shown at once, after a relaunch too, and undone where another was faster', async () => {
  const { ada, other, eve, world, storages, launch, goOffline, goOnline } = await createCrew()
  expect(await outcomeOf(eve, await eve.sendGroupJoinApplication(groupID))).toBe('succeeded')
  await goOffline()
  await ada.acceptGroupJoinApplication(groupID, 'eve')
  await ada.destroy()
  const again = launch(storages.ada)
  await again.login('ada', { token: world.network.issueToken('ada'), isOfflineLogin: true })
  expect(await applications(again)).toEqual([['join', 'eve', 'accepted', 'Crew']])
  await goOnline()
  await expect.poll(async () => (await eve.queryGroupList(page)).groupList).toHaveLength(1)
  await settle()
  expect(await outcomeOf(other, await other.rejectGroupJoinApplication(groupID, 'eve'))).toBe(
    'application-state-conflict',
  )
  for (const chat of [again, other]) expect(await applications(chat)).toEqual([['join', 'eve', 'accepted', 'Crew']])
})

test('an invitation is told to both, and answered offline', async () => {
  const { ada, bob, eve, goOffline, goOnline } = await createCrew()
  expect(await codeOf(bob.inviteUsersIntoGroup(groupID, ['eve']))).toBe('invite-application-needed')
  const sent = await bob.sendGroupInviteApplications(groupID, ['eve', 'nobody'], { wording: 'Come' })
  expect(await outcomeOf(bob, sent)).toBe('succeeded')
  expect(await applications(bob)).toEqual([['invite', 'eve', 'waiting', 'Crew']])
  expect(await applications(eve)).toEqual([['beInvited', 'bob', 'waiting', 'Crew']])
  await goOffline()
  await eve.acceptGroupInviteApplication(groupID, 'bob')
  expect(await applications(eve)).toEqual([['beInvited', 'bob', 'accepted', 'Crew']])
  await goOnline()
  await expect.poll(async () => (await eve.queryGroupList(page)).groupList).toHaveLength(1)
  await settle()
  expect(await applications(bob)).toEqual([['invite', 'eve', 'accepted', 'Crew']])
  expect(await applications(ada)).toEqual([])
})

test('what the backend refuses is shown no longer; an unanswered one expires', async () => {
  const { ada, bob, eve, world } = await createCrew({ groupApplicationLifeMs: 5_000 })
  expect(await outcomeOf(bob, await bob.sendGroupJoinApplication(groupID))).toBe('not-allowed')
  expect(await applications(bob)).toEqual([])
  expect(await outcomeOf(eve, await eve.sendGroupJoinApplication('none'))).toBe('group-not-found')
  await outcomeOf(eve, await eve.sendGroupJoinApplication(groupID))
  expect(await applications(ada)).toEqual([['join', 'eve', 'waiting', 'Crew']])
  await world.platform.control.advance(5_000)
  for (const chat of [ada, eve]) expect(await applications(chat)).toEqual([['join', 'eve', 'expired', 'Crew']])
  expect(await outcomeOf(ada, await ada.acceptGroupJoinApplication(groupID, 'eve'))).toBe('application-expired')
})

test('lists come in pages, the newest first; arguments are checked before anything else', async () => {
  const { eve, ada, world, goOffline } = await createCrew()
  await goOffline()
  for (const wanted of ['a', 'b', 'c']) {
    await world.platform.control.advance(1)
    await eve.sendGroupJoinApplication(wanted)
  }
  const first = await eve.queryGroupApplicationList({ count: 2 })
  const second = await eve.queryGroupApplicationList({ count: 2, cursor: first.nextCursor ?? '' })
  expect([first, second].map((list) => list.groupApplicationList.map(({ group }) => group.groupID))).toEqual([
    ['c', 'b'],
    ['a'],
  ])
  for (const call of [
    eve.sendGroupJoinApplication(''),
    eve.sendGroupJoinApplication(groupID, { wording: 'x'.repeat(1_025) }),
    ada.acceptGroupJoinApplication(groupID, 'ada'),
    ada.rejectGroupJoinApplication(groupID, ''),
    ada.sendGroupInviteApplications(groupID, []),
    ada.sendGroupInviteApplications(groupID, ['ada']),
    ada.acceptGroupInviteApplication('', 'bob'),
    ada.queryGroupApplicationList({ count: 0 }),
  ]) {
    expect(await codeOf(call)).toBe('invalid-argument')
  }
  expect(await codeOf(ada.acceptGroupJoinApplication(groupID, 'bob'))).toBe('application-not-found')
  expect(await codeOf(ada.rejectGroupInviteApplication(groupID, 'bob'))).toBe('application-not-found')
  expect(await codeOf(eve.sendGroupInviteApplications(groupID, ['ada']))).toBe('group-not-found')
})
