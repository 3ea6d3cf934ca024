import { expect, test } from 'vitest'
import { createWorld, only } from './world.js'

type World = Awaited<ReturnType<typeof createWorld>>
const users = ['ada', 'bob', 'cyd', 'dan', 'eve']
const groupID = 'crew'

/** A group of ada, who owns it, bob, who administers it, and cyd, into which one comes by asking. */
async function createCrew(limits = {}) {
  const world = await createWorld({ users, limits })
  await world.perform('ada', 'createGroup', { groupID, groupName: 'Crew', userIDs: ['bob', 'cyd'] })
  await world.perform('ada', 'setGroupMemberRole', { groupID, userID: 'bob', memberRole: 'admin' })
  await world.perform('ada', 'updateGroup', { groupID, joinMode: 'application', beInviteMode: 'application' })
  return world
}

const apply = (world: World, userID: string, wording = 'Please') =>
  world.perform(userID, 'sendGroupJoinApplication', { groupID, wording })
const accept = (world: World, by: string, userID: string) =>
  world.perform(by, 'acceptGroupJoinApplication', { groupID, userID })
const reject = (world: World, by: string, userID: string) =>
  world.perform(by, 'rejectGroupJoinApplication', { groupID, userID })
const invite = (world: World, by: string, ...userIDs: readonly string[]) =>
  world.perform(by, 'sendGroupInviteApplications', { groupID, userIDs, wording: 'Come' })
const say = (world: World, userID: string, what: 'accept' | 'reject', inviterUserID: string) =>
  world.perform(userID, `${what}GroupInviteApplication`, { groupID, inviterUserID })
const refused = (code: string) => ({ code })

/** What a user has of applications: key, state, and who answered. */
async function told(world: World, userID: string) {
  const { changes } = await world.follow(userID)
  return only(changes, 'registerChanged').flatMap(({ register }) =>
    register.kind === 'groupApplication'
      ? [[register.key, register.value?.state, register.value?.operatorUserID ?? ''].join(' ').trim()]
      : [],
  )
}

async function members(world: World): Promise<string[]> {
  const { memberList } = await world.perform('ada', 'queryGroupMemberList', { groupID, count: 100 })
  return memberList.map(({ userID }) => userID)
}

test('who applies is let in by an administrator; owner, administrators and applicant are told, and nobody else', async () => {
  const world = await createCrew()
  await expect(world.perform('dan', 'joinGroup', { groupID })).rejects.toMatchObject(refused('join-application-needed'))
  const { registerList } = await apply(world, 'dan')
  expect(registerList).toMatchObject([
    { key: 'join/crew/dan', revision: 1, value: { state: 'waiting', wording: 'Please', groupName: 'Crew' } },
  ])
  for (const userID of ['ada', 'bob', 'dan']) expect(await told(world, userID)).toEqual(['join/crew/dan waiting'])
  expect(only((await world.follow('bob')).changes, 'userChanged').map(({ user }) => user.userID)).toContain('dan')
  await accept(world, 'bob', 'dan')
  await accept(world, 'bob', 'dan')
  expect(await members(world)).toEqual(['ada', 'bob', 'cyd', 'dan'])
  for (const userID of ['ada', 'bob', 'dan']) expect(await told(world, userID)).toEqual(['join/crew/dan accepted bob'])
  for (const userID of ['cyd', 'eve']) expect(await told(world, userID)).toEqual([])
  await expect(reject(world, 'ada', 'dan')).rejects.toMatchObject(refused('application-state-conflict'))
  await world.perform('dan', 'leaveGroup', { groupID })
  await expect(accept(world, 'ada', 'dan')).rejects.toMatchObject(refused('application-state-conflict'))
})

test('who is rejected may apply again; an application that nobody answered for a week is good no more', async () => {
  const world = await createCrew()
  await apply(world, 'dan')
  await reject(world, 'ada', 'dan')
  await reject(world, 'bob', 'dan')
  await expect(accept(world, 'bob', 'dan')).rejects.toMatchObject(refused('application-state-conflict'))
  expect(await told(world, 'dan')).toEqual(['join/crew/dan rejected ada'])
  await apply(world, 'dan')
  expect(await told(world, 'bob')).toEqual(['join/crew/dan waiting'])
  world.advance(7 * 24 * 60 * 60 * 1_000)
  for (const answer of [accept, reject]) {
    await expect(answer(world, 'bob', 'dan')).rejects.toMatchObject(refused('application-expired'))
  }
  expect(await members(world)).toEqual(['ada', 'bob', 'cyd'])
})

test('where nobody needs to ask, who applies is in, and there is no application; what waited is accepted', async () => {
  const world = await createCrew()
  await apply(world, 'dan')
  await world.perform('ada', 'updateGroup', { groupID, joinMode: 'any', beInviteMode: 'any' })
  expect((await apply(world, 'eve')).registerList).toEqual([
    { kind: 'groupApplication', key: 'join/crew/eve', revision: 0 },
  ])
  await world.perform('dan', 'joinGroup', { groupID })
  expect(await members(world)).toEqual(['ada', 'bob', 'cyd', 'dan', 'eve'])
  expect(await told(world, 'ada')).toEqual(['join/crew/dan accepted dan'])
  expect(await told(world, 'eve')).toEqual([])
})

test('who is invited is asked, and comes in by saying yes; every invitation to them is accepted then', async () => {
  const world = await createCrew()
  await expect(world.perform('ada', 'inviteUsersIntoGroup', { groupID, userIDs: ['dan'] })).rejects.toMatchObject(
    refused('invite-application-needed'),
  )
  const { registerList } = await invite(world, 'cyd', 'dan', 'bob', 'nobody')
  expect(registerList.map(({ key, value }) => [key, value === undefined])).toEqual([
    ['invite/crew/cyd/dan', false],
    ['invite/crew/cyd/bob', true],
    ['invite/crew/cyd/nobody', true],
  ])
  await invite(world, 'ada', 'dan', 'eve')
  await apply(world, 'dan')
  await say(world, 'dan', 'accept', 'cyd')
  await say(world, 'dan', 'accept', 'cyd')
  await say(world, 'eve', 'reject', 'ada')
  expect(await members(world)).toEqual(['ada', 'bob', 'cyd', 'dan'])
  expect(await told(world, 'cyd')).toEqual(['invite/crew/cyd/dan accepted dan'])
  expect(await told(world, 'ada')).toEqual([
    'invite/crew/ada/dan accepted dan',
    'invite/crew/ada/eve rejected eve',
    'join/crew/dan accepted dan',
  ])
  expect(await told(world, 'eve')).toEqual(['invite/crew/ada/eve rejected eve'])
  expect(await told(world, 'bob')).toEqual(['join/crew/dan accepted dan'])
})

test('an invitation is good only while who sent it may invite', async () => {
  const world = await createCrew()
  await invite(world, 'cyd', 'dan', 'eve')
  await world.perform('ada', 'updateGroup', { groupID, inviteMode: 'admin' })
  await expect(say(world, 'dan', 'accept', 'cyd')).rejects.toMatchObject(refused('not-allowed'))
  await world.perform('cyd', 'leaveGroup', { groupID })
  await expect(say(world, 'dan', 'accept', 'cyd')).rejects.toMatchObject(refused('not-allowed'))
  await world.perform('ada', 'dismissGroup', { groupID })
  await expect(say(world, 'dan', 'accept', 'cyd')).rejects.toMatchObject(refused('group-not-found'))
  expect(await told(world, 'dan')).toEqual(['invite/crew/cyd/dan waiting'])
})

test('who manages a group from now on has what still waits there', async () => {
  const world = await createCrew()
  await apply(world, 'dan')
  await apply(world, 'eve')
  await reject(world, 'bob', 'eve')
  await world.perform('ada', 'setGroupMemberRole', { groupID, userID: 'cyd', memberRole: 'admin' })
  expect(await told(world, 'cyd')).toEqual(['join/crew/dan waiting'])
  await accept(world, 'cyd', 'dan')
  await apply(world, 'eve')
  await world.perform('ada', 'transferGroupOwner', { groupID, userID: 'dan' })
  expect(await told(world, 'dan')).toEqual(['join/crew/dan accepted cyd', 'join/crew/eve waiting'])
})

test('applications are bounded: who has no room is left out, and answered ones make room', async () => {
  const world = await createCrew({ maxGroupApplicationsPerUser: 1 })
  await apply(world, 'dan')
  await expect(apply(world, 'eve')).rejects.toMatchObject({
    code: 'limit-exceeded',
    details: { limit: 'maxGroupApplicationsPerUser', maximum: 1 },
  })
  await expect(apply(world, 'eve', 'x'.repeat(1_025))).rejects.toMatchObject(refused('limit-exceeded'))
  expect(await told(world, 'eve')).toEqual([])
  await reject(world, 'ada', 'dan')
  await apply(world, 'eve')
  expect(await told(world, 'ada')).toEqual(['join/crew/eve waiting'])
  await world.perform('ada', 'createGroup', { groupID: 'other', groupName: 'Other', userIDs: [] })
  await world.perform('ada', 'updateGroup', { groupID: 'other', beInviteMode: 'application' })
  const invited = { groupID: 'other', userIDs: ['eve'], wording: '' }
  expect((await world.perform('ada', 'sendGroupInviteApplications', invited)).registerList).toMatchObject([
    { revision: 0 },
  ])
})

test('a group whose owner is registered no longer goes to who has been there longest of those who are, with what waits', async () => {
  const world = await createCrew()
  await apply(world, 'dan')
  await world.backend.unregisterUser('bob')
  await world.backend.unregisterUser('ada')
  const { memberList } = await world.perform('cyd', 'queryGroupMemberList', { groupID, count: 100 })
  expect(memberList.map(({ userID, memberRole }) => [userID, memberRole])).toEqual([
    ['ada', 'member'],
    ['bob', 'admin'],
    ['cyd', 'owner'],
  ])
  expect(only((await world.follow('cyd')).changes, 'groupMembersChanged')).not.toEqual([])
  expect(await told(world, 'cyd')).toEqual(['join/crew/dan waiting'])
  await accept(world, 'cyd', 'dan')
  await world.perform('cyd', 'leaveGroup', { groupID })
  const after = await world.perform('dan', 'queryGroupMemberList', { groupID, count: 100 })
  expect(after.memberList.find(({ memberRole }) => memberRole === 'owner')?.userID).toBe('dan')
})
