import { expect, test } from 'vitest'
import { createWorld, group, only, texts } from './world.js'

const create = { groupID: 'g', groupName: 'Rowing', userIDs: ['bob', 'ada', 'bob', 'nobody'] }

test('a new group has its creator as owner, the known as members, and names the unknown', async () => {
  const world = await createWorld()
  const answer = await world.perform('ada', 'createGroup', create)
  expect(answer.group).toMatchObject({ groupID: 'g', groupName: 'Rowing', memberCount: 2 })
  expect(answer.errorUserIDs).toEqual(['nobody'])
  const { memberList, userList, more } = await world.perform('bob', 'queryGroupMemberList', { groupID: 'g', count: 10 })
  expect(memberList.map(({ userID, memberRole }) => [userID, memberRole])).toEqual([
    ['ada', 'owner'],
    ['bob', 'member'],
  ])
  expect(userList.map(({ userName }) => userName)).toEqual(['ADA', 'BOB'])
  expect(more).toBe(false)
})

test('a groupID is taken for good', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { ...create, userIDs: [] })
  await world.perform('ada', 'leaveGroup', { groupID: 'g' })
  await expect(world.perform('bob', 'createGroup', create)).rejects.toMatchObject({ code: 'group-exists' })
})

test('whoever joins learns of the group, its members and where it stands; the others learn of them', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { ...create, userIDs: ['bob'] })
  await world.send('ada', group('g'), 'before')
  const [bob, cyd] = [await world.follow('bob'), await world.follow('cyd')]
  await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['cyd'] })

  const newcomer = (await world.follow('cyd', cyd.cursor)).changes
  expect(newcomer.filter(({ type }) => type !== 'userChanged').map(({ type }) => type)).toEqual([
    'groupChanged',
    'groupMembersChanged',
    'conversationHead',
  ])
  const [roster] = only(newcomer, 'groupMembersChanged')
  expect(roster?.memberList.map(({ userID }) => userID)).toEqual(['ada', 'bob', 'cyd'])
  expect(only(newcomer, 'conversationHead')[0]?.head.lastMessage?.content).toEqual({ type: 'text', text: 'before' })

  const other = (await world.follow('bob', bob.cursor)).changes
  expect(only(other, 'groupMembersChanged')[0]?.memberList.map(({ userID }) => userID)).toEqual(['cyd'])
  expect(only(other, 'groupChanged')[0]?.group.memberCount).toBe(3)
})

test('a message to a group is one entry of the log, and reaches every member', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { ...create, userIDs: ['bob', 'cyd'] })
  const cursors = new Map<string, string>()
  for (const userID of ['ada', 'bob', 'cyd']) cursors.set(userID, (await world.follow(userID)).cursor)
  const position = async () => (await world.store.read((reader) => reader.getLogState())).lastPosition
  const before = await position()
  await world.send('ada', group('g'), 'to all')
  // The message, and the sender's own mark.
  expect((await position()) - before).toBe(2)
  for (const userID of ['ada', 'bob', 'cyd']) {
    expect(texts((await world.follow(userID, cursors.get(userID))).changes)).toEqual(['to all'])
  }
})

test('inviting those who are in the group already changes nothing', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { ...create, userIDs: ['bob'] })
  const { cursor } = await world.follow('bob')
  const { group: after } = await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['bob', 'ada'] })
  expect(after.memberCount).toBe(2)
  expect((await world.follow('bob', cursor)).changes).toEqual([])
})

test('after leaving, nothing of the group is seen, read or written', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { ...create, userIDs: ['bob'] })
  const { cursor } = await world.follow('bob')
  await world.send('ada', group('g'), 'with bob')
  await world.perform('bob', 'leaveGroup', { groupID: 'g' })
  await world.send('ada', group('g'), 'without bob')

  const { changes } = await world.follow('bob', cursor)
  expect(texts(changes)).toEqual(['with bob'])
  expect(changes.at(-1)).toEqual({ type: 'groupLeft', groupID: 'g' })
  const newest = { type: 'newest', limit: 5 } as const
  await expect(world.backend.history('bob', group('g'), newest)).rejects.toMatchObject({
    code: 'conversation-not-found',
  })
  await expect(world.send('bob', group('g'), 'x')).rejects.toMatchObject({ code: 'not-group-member' })
  await expect(world.perform('bob', 'queryGroupInfo', { groupID: 'g' })).rejects.toMatchObject({
    code: 'group-not-found',
  })
  expect(only((await world.follow('bob')).changes, 'conversationHead')).toEqual([])
})

test('the others see who left', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { ...create, userIDs: ['bob'] })
  const { cursor } = await world.follow('ada')
  await world.perform('bob', 'leaveGroup', { groupID: 'g' })
  const { changes } = await world.follow('ada', cursor)
  expect(only(changes, 'groupMembersChanged')).toMatchObject([{ memberList: [], removedUserIDs: ['bob'] }])
  expect(only(changes, 'groupChanged')[0]?.group.memberCount).toBe(1)
})

test('an owner who leaves hands over to whoever is longest in the group', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { ...create, userIDs: ['cyd'] })
  await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['bob'] })
  const { cursor } = await world.follow('bob')
  await world.perform('ada', 'leaveGroup', { groupID: 'g' })
  const { memberList } = await world.perform('bob', 'queryGroupMemberList', { groupID: 'g', count: 10 })
  expect(memberList.map(({ userID, memberRole }) => [userID, memberRole])).toEqual([
    ['bob', 'member'],
    ['cyd', 'owner'],
  ])
  const [members] = only((await world.follow('bob', cursor)).changes, 'groupMembersChanged')
  expect(members).toMatchObject({ memberList: [{ userID: 'cyd', memberRole: 'owner' }], removedUserIDs: ['ada'] })
})

test('who comes back sees what is written from then on, and not what was written between', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { ...create, userIDs: ['bob'] })
  const { cursor } = await world.follow('bob')
  await world.perform('bob', 'leaveGroup', { groupID: 'g' })
  await world.send('ada', group('g'), 'between')
  await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['bob'] })
  await world.send('ada', group('g'), 'again')
  const { changes } = await world.follow('bob', cursor)
  expect(texts(changes)).toEqual(['again'])
  const kinds = changes.map(({ type }) => type)
  expect(kinds.lastIndexOf('groupChanged')).toBeGreaterThan(kinds.indexOf('groupLeft'))
})

test('the size of a group, and the number of groups of a user, are limited', async () => {
  const small = await createWorld({ limits: { maxGroupMembers: 2 } })
  await expect(small.perform('ada', 'createGroup', { ...create, userIDs: ['bob', 'cyd'] })).rejects.toMatchObject({
    code: 'limit-exceeded',
    details: { limit: 'maxGroupMembers' },
  })
  const few = await createWorld({ limits: { maxGroupsPerUser: 1 } })
  await few.perform('ada', 'createGroup', { ...create, userIDs: ['bob'] })
  await expect(few.perform('cyd', 'createGroup', { ...create, groupID: 'h', userIDs: ['bob'] })).rejects.toMatchObject({
    code: 'limit-exceeded',
    details: { limit: 'maxGroupsPerUser', userID: 'bob' },
  })
})

test('a newcomer to a group of hundreds gets its members in parts of at most 100', async () => {
  const crowd = Array.from({ length: 250 }, (_, index) => `user${String(index).padStart(3, '0')}`)
  const world = await createWorld({ users: ['ada', 'bob', ...crowd] })
  await world.perform('ada', 'createGroup', { ...create, userIDs: crowd.slice(0, 100) })
  await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: crowd.slice(100, 200) })
  await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: crowd.slice(200) })
  const { cursor } = await world.follow('bob')
  await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['bob'] })
  // Who comes later has an entry of their own.
  await world.backend.putUser({ userID: 'aaron' })
  await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['aaron'] })

  for (const from of [cursor, undefined]) {
    const parts = only((await world.follow('bob', from)).changes, 'groupMembersChanged')
    expect(Math.max(...parts.map(({ memberList }) => memberList.length))).toBeLessThanOrEqual(100)
    const members = new Set(parts.flatMap(({ memberList }) => memberList.map(({ userID }) => userID)))
    expect(members.size).toBe(253)
  }
})
