import type { Change } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { createWorld, group, only, texts } from './world.js'

const groupID = 'g'
type World = Awaited<ReturnType<typeof createWorld>>

async function createGroupWorld(limits: Parameters<typeof createWorld>[0] = {}) {
  const world = await createWorld({ users: ['ada', 'bob', 'cyd', 'dan', 'eve'], ...limits })
  await world.perform('ada', 'createGroup', { groupID, groupName: 'Rowing', userIDs: ['bob', 'cyd', 'dan'] })
  await world.perform('ada', 'setGroupMemberRole', { groupID, userID: 'bob', memberRole: 'admin' })
  return world
}

/** What each is told from now on. */
async function listen(world: World, ...userIDs: readonly string[]) {
  const cursors = new Map<string, string>()
  for (const userID of userIDs) cursors.set(userID, (await world.follow(userID)).cursor)
  return async (userID: string): Promise<readonly Change[]> => {
    const { changes } = await world.follow(userID, cursors.get(userID))
    return changes.filter(({ type }) => type !== 'userChanged')
  }
}

async function rolesOf(world: World, asker = 'ada') {
  const { memberList } = await world.perform(asker, 'queryGroupMemberList', { groupID, count: 100 })
  return memberList.map(({ userID, memberRole }) => `${userID} ${memberRole}`)
}

test('what is changed of a group is told to all in it, and what is no change is not', async () => {
  const world = await createGroupWorld()
  const told = await listen(world, 'cyd', 'eve')
  const given = { groupID, groupName: 'Rowers', groupNotice: 'Saturday', groupAvatarUrl: 'https://x.example/a' }
  const { group: changed } = await world.perform('bob', 'updateGroup', { ...given, inviteMode: 'admin' })
  expect(changed).toMatchObject({ ...given, inviteMode: 'admin', memberCount: 4 })
  expect(changed).not.toHaveProperty('joinMode')
  expect(await told('cyd')).toEqual([{ type: 'groupChanged', group: changed }])
  expect(await told('eve')).toEqual([])
  const again = await listen(world, 'cyd')
  expect(await world.perform('ada', 'updateGroup', { ...given, inviteMode: 'admin' })).toEqual({ group: changed })
  expect(await again('cyd')).toEqual([])
})

test('names that are blank, and texts that are too long, are refused', async () => {
  const world = await createGroupWorld()
  const told = await listen(world, 'cyd')
  for (const [given, code] of [
    [{ groupName: ' ' }, 'invalid-argument'],
    [{ groupName: 'n'.repeat(257) }, 'limit-exceeded'],
    [{ groupAvatarUrl: 'n'.repeat(501) }, 'limit-exceeded'],
    [{ groupNotice: 'n'.repeat(1_025) }, 'limit-exceeded'],
  ] as const) {
    await expect(world.perform('ada', 'updateGroup', { groupID, ...given })).rejects.toMatchObject({ code })
  }
  const nickname = { groupID, userID: 'ada', memberNickname: 'n'.repeat(257) }
  await expect(world.perform('ada', 'setGroupMemberNickname', nickname)).rejects.toMatchObject({
    code: 'limit-exceeded',
  })
  expect(await told('cyd')).toEqual([])
})

test('who joins by themselves is told as who was invited, and is no newcomer twice', async () => {
  const world = await createGroupWorld()
  const told = await listen(world, 'cyd', 'eve')
  const { group: joined } = await world.perform('eve', 'joinGroup', { groupID })
  expect(joined.memberCount).toBe(5)
  expect((await told('eve')).map(({ type }) => type)).toEqual([
    'groupChanged',
    'groupMembersChanged',
    'conversationHead',
  ])
  expect(only(await told('cyd'), 'groupMembersChanged')).toMatchObject([{ memberList: [{ userID: 'eve' }] }])
  expect(await world.perform('eve', 'joinGroup', { groupID })).toEqual({ group: joined })
  expect(await rolesOf(world)).toContain('eve member')
})

test('who is removed learns that and nothing after it; the others learn who went', async () => {
  const world = await createGroupWorld()
  const told = await listen(world, 'cyd', 'dan')
  const userIDs = ['cyd', 'nobody']
  const answer = await world.perform('bob', 'kickGroupMembers', { groupID, userIDs })
  expect(answer).toMatchObject({ group: { memberCount: 3 }, errorUserIDs: ['nobody'] })
  await world.send('ada', group(groupID), 'without cyd')
  expect(await told('cyd')).toEqual([{ type: 'groupLeft', groupID }])
  expect(only(await told('dan'), 'groupMembersChanged')).toMatchObject([{ memberList: [], removedUserIDs: ['cyd'] }])
  await expect(world.send('cyd', group(groupID), 'hello?')).rejects.toMatchObject({ code: 'not-group-member' })
})

test('where one may not be removed or muted, all stay as they are', async () => {
  const world = await createGroupWorld()
  const told = await listen(world, 'cyd')
  for (const userIDs of [
    ['cyd', 'ada'],
    ['cyd', 'bob'],
  ]) {
    const refused = { code: 'not-allowed' }
    await expect(world.perform('bob', 'kickGroupMembers', { groupID, userIDs })).rejects.toMatchObject(refused)
    const mute = { groupID, userIDs, isMuted: true }
    await expect(world.perform('bob', 'muteGroupMembers', mute)).rejects.toMatchObject(refused)
  }
  expect(await told('cyd')).toEqual([])
  expect(await rolesOf(world)).toHaveLength(4)
})

test('a group that is dismissed is left by all with one entry, and its groupID stays taken', async () => {
  const world = await createGroupWorld()
  await world.send('ada', group(groupID), 'the last one')
  const told = await listen(world, 'ada', 'bob', 'cyd', 'eve')
  const position = async () => (await world.store.read((reader) => reader.getLogState())).lastPosition
  const before = await position()
  expect(await world.perform('ada', 'dismissGroup', { groupID })).toEqual({ groupID })
  expect((await position()) - before).toBe(1)
  for (const userID of ['ada', 'bob', 'cyd']) expect(await told(userID)).toEqual([{ type: 'groupLeft', groupID }])
  expect(await told('eve')).toEqual([])
  const { changes } = await world.follow('cyd')
  expect(changes.filter(({ type }) => type.startsWith('group') || type === 'conversationHead')).toEqual([])
  await expect(world.perform('cyd', 'queryGroupInfo', { groupID })).rejects.toMatchObject({ code: 'group-not-found' })
  await expect(world.perform('eve', 'joinGroup', { groupID })).rejects.toMatchObject({ code: 'group-not-found' })
  const create = { groupID, groupName: 'Again', userIDs: [] }
  await expect(world.perform('ada', 'createGroup', create)).rejects.toMatchObject({ code: 'group-exists' })
})

test('ownership goes to one who is in the group; the owner before is a member then', async () => {
  const world = await createGroupWorld()
  const told = await listen(world, 'dan')
  for (const [userID, code] of [
    ['ada', 'not-allowed'],
    ['eve', 'not-group-member'],
  ] as const) {
    await expect(world.perform('ada', 'transferGroupOwner', { groupID, userID })).rejects.toMatchObject({ code })
  }
  await world.perform('ada', 'transferGroupOwner', { groupID, userID: 'cyd' })
  expect(await rolesOf(world)).toEqual(['ada member', 'bob admin', 'cyd owner', 'dan member'])
  expect(only(await told('dan'), 'groupMembersChanged')).toMatchObject([
    {
      memberList: [
        { userID: 'ada', memberRole: 'member' },
        { userID: 'cyd', memberRole: 'owner' },
      ],
    },
  ])
})

test('there are no more administrators than allowed', async () => {
  const world = await createGroupWorld({ limits: { maxGroupAdmins: 1 } })
  const admin = { groupID, userID: 'cyd', memberRole: 'admin' } as const
  await expect(world.perform('ada', 'setGroupMemberRole', admin)).rejects.toMatchObject({ code: 'limit-exceeded' })
  await world.perform('ada', 'setGroupMemberRole', { groupID, userID: 'bob', memberRole: 'member' })
  await world.perform('ada', 'setGroupMemberRole', admin)
  expect(await rolesOf(world)).toEqual(['ada owner', 'bob member', 'cyd admin', 'dan member'])
})

test('a name in the group is told to all in it', async () => {
  const world = await createGroupWorld()
  const told = await listen(world, 'dan')
  await world.perform('cyd', 'setGroupMemberNickname', { groupID, userID: 'cyd', memberNickname: 'Cox' })
  expect(await told('dan')).toMatchObject([
    { type: 'groupMembersChanged', memberList: [{ userID: 'cyd', memberNickname: 'Cox' }] },
  ])
})

test('who is muted cannot write or edit until it ends, by the clock of the backend or by somebody', async () => {
  const world = await createGroupWorld()
  const { messageID } = await world.send('cyd', group(groupID), 'before')
  const told = await listen(world, 'dan')
  await world.perform('bob', 'muteGroupMembers', { groupID, userIDs: ['cyd'], isMuted: true, durationSeconds: 60 })
  const expireTime = world.now() + 60_000
  expect(await told('dan')).toMatchObject([{ memberList: [{ userID: 'cyd', mute: { expireTime } }] }])
  const refusal = { code: 'group-muted', details: { groupID, expireTime } }
  await expect(world.send('cyd', group(groupID), 'hello')).rejects.toMatchObject(refusal)
  const edit = { ...group(groupID), messageID, content: { type: 'text', text: 'other' } } as const
  await expect(world.perform('cyd', 'editMessage', edit)).rejects.toMatchObject(refusal)
  expect(await world.send('cyd', group(groupID), 'before', messageID)).toMatchObject({ messageID })

  await world.perform('cyd', 'leaveGroup', { groupID })
  await world.perform('cyd', 'joinGroup', { groupID })
  await expect(world.send('cyd', group(groupID), 'back')).rejects.toMatchObject(refusal)
  world.advance(60_000)
  await world.send('cyd', group(groupID), 'at last')

  await world.perform('ada', 'muteGroupMembers', { groupID, userIDs: ['cyd'], isMuted: true })
  await expect(world.send('cyd', group(groupID), 'again')).rejects.toMatchObject({
    code: 'group-muted',
    details: { groupID },
  })
  await world.perform('ada', 'muteGroupMembers', { groupID, userIDs: ['cyd'], isMuted: false })
  await world.send('cyd', group(groupID), 'thanks')
})

test('a muted group hears those whose role is not muted, and the owner always', async () => {
  const world = await createGroupWorld()
  const { cursor } = await world.follow('dan')
  const muted = await world.perform('ada', 'muteGroup', { groupID, memberRoles: ['member', 'admin'] })
  expect(muted.group.mute).toEqual({ memberRoles: ['admin', 'member'] })
  for (const userID of ['bob', 'cyd']) {
    await expect(world.send(userID, group(groupID), 'hello')).rejects.toMatchObject({ code: 'group-muted' })
  }
  await world.send('ada', group(groupID), 'quiet please')
  // An administrator is not muted by themselves, and so does not end it either.
  await expect(world.perform('bob', 'muteGroup', { groupID, memberRoles: [] })).rejects.toMatchObject({
    code: 'not-allowed',
  })
  await world.perform('ada', 'muteGroup', { groupID, memberRoles: ['member'], durationSeconds: 1 })
  await world.send('bob', group(groupID), 'I may')
  await expect(world.send('cyd', group(groupID), 'hello')).rejects.toMatchObject({ code: 'group-muted' })
  world.advance(1_000)
  await world.send('cyd', group(groupID), 'so may I')
  expect(texts((await world.follow('dan', cursor)).changes)).toEqual(['quiet please', 'I may', 'so may I'])
})
