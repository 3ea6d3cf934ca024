import { memoryStorage } from '@latchkey/storage-memory'
import { describe, expect, onTestFinished, test } from 'vitest'
import { groupMutesFeature } from '../../src/features/group-mutes.js'
import { groupsFeature } from '../../src/features/groups.js'
import { clientsWith } from '../support/clients.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents, type World } from '../support/world.js'
import { text } from '../sync/outbox-scene.js'

const groupID = 'crew'
const crew = { conversationType: 'group', conversationID: groupID } as const
const page = { count: 100 }

type Client = ReturnType<typeof launch>

const { launch, join } = clientsWith([groupsFeature, groupMutesFeature])

function disconnect(world: World) {
  world.network.setConnectivity('refused')
  world.network.cut()
  return settle()
}

function connect(world: World) {
  world.network.setConnectivity('up')
  world.platform.control.comeOnline()
}

async function membersOf(chat: Client) {
  const { groupMemberList } = await chat.queryGroupMemberList(groupID, page)
  return groupMemberList.map(({ userID, memberRole, memberNickname }) => `${userID} ${memberRole} ${memberNickname}`)
}

/** `ada` with two devices owns the group, `bob` administers it, `cyd` is in it, and `eve` is not. */
async function createScene() {
  const world = await createWorld()
  await world.network.addUser({ userID: 'cyd', userName: 'Cyd' })
  const kept = { storage: memoryStorage(), token: world.network.issueToken('cyd') }
  const [ada, other] = [await join(world, 'ada'), await join(world, 'ada')]
  const [bob, cyd, eve] = [
    await join(world, 'bob'),
    await join(world, 'cyd', kept.storage, kept.token),
    await join(world, 'eve'),
  ]
  const arrived = eventOf(cyd, 'groupMemberListChanged', ({ memberList }) =>
    memberList.some(({ memberRole }) => memberRole === 'admin'),
  )
  await ada.createGroup(groupID, { groupName: 'Crew', userIDs: ['bob', 'cyd'] })
  await ada.setGroupMemberRole(groupID, 'bob', 'admin')
  await arrived
  await settle()
  return { world, ada, other, bob, cyd, eve, kept }
}
type Scene = Awaited<ReturnType<typeof createScene>>

/** What is done, and what the caller, the caller's other device and another member then see of the group. */
interface Case {
  readonly title: string
  act(scene: Scene): Promise<unknown>
  readonly group?: object
  readonly members?: readonly string[]
}

const cases: readonly Case[] = [
  {
    title: 'updateGroupName',
    act: ({ ada }) => ada.updateGroupName(groupID, 'Rowers'),
    group: { groupName: 'Rowers' },
  },
  {
    title: 'updateGroupAvatarUrl',
    act: ({ ada }) => ada.updateGroupAvatarUrl(groupID, 'https://x.example/a'),
    group: { groupAvatarUrl: 'https://x.example/a' },
  },
  {
    title: 'updateGroupNotice',
    act: ({ ada }) => ada.updateGroupNotice(groupID, 'Saturday'),
    group: { groupNotice: 'Saturday' },
  },
  {
    title: 'updateGroupJoinMode',
    act: ({ ada }) => ada.updateGroupJoinMode(groupID, 'closed'),
    group: { joinMode: 'closed' },
  },
  {
    title: 'updateGroupInviteMode',
    act: ({ ada }) => ada.updateGroupInviteMode(groupID, 'admin'),
    group: { inviteMode: 'admin' },
  },
  {
    title: 'muteGroup',
    act: ({ ada }) => ada.muteGroup(groupID, true, { memberRoles: ['admin'] }),
    group: { mute: { memberRoles: ['admin'] } },
  },
  {
    title: 'transferGroupOwner',
    act: ({ ada }) => ada.transferGroupOwner(groupID, 'cyd'),
    members: ['ada member ', 'bob admin ', 'cyd owner '],
  },
  {
    title: 'setGroupMemberRole',
    act: ({ ada }) => ada.setGroupMemberRole(groupID, 'bob', 'member'),
    members: ['ada owner ', 'bob member ', 'cyd member '],
  },
  {
    title: 'setGroupMemberNickname',
    act: ({ ada }) => ada.setGroupMemberNickname(groupID, 'bob', 'Cox'),
    members: ['ada owner ', 'bob admin Cox', 'cyd member '],
  },
  {
    title: 'kickGroupMembers',
    act: ({ ada }) => ada.kickGroupMembers(groupID, ['bob', 'nobody']),
    group: { memberCount: 2 },
    members: ['ada owner ', 'cyd member '],
  },
]

describe.each(cases)('$title', ({ act, group, members }) => {
  test('the caller, the other device and another member see it, after a relaunch offline too; an observer is told nothing', async () => {
    const scene = await createScene()
    const { world, ada, other, cyd, eve, kept } = scene
    const told = [recordEvents(eve, 'groupInfoUpdated'), recordEvents(eve, 'groupMemberListChanged')]
    const isToldToOther = eventOf(other, group === undefined ? 'groupMemberListChanged' : 'groupInfoUpdated')
    const isTold = eventOf(cyd, group === undefined ? 'groupMemberListChanged' : 'groupInfoUpdated')
    await act(scene)
    const expectShown = async (chat: Client) => {
      if (group !== undefined) expect((await chat.queryGroupInfo(groupID)).group).toMatchObject(group)
      if (members !== undefined) expect(await membersOf(chat)).toEqual(members)
    }
    // At once at the caller: nothing is awaited but the command.
    await expectShown(ada)
    await Promise.all([isTold, isToldToOther])
    await settle()
    await expectShown(other)
    await expectShown(cyd)
    expect(told).toEqual([[], []])

    await cyd.destroy()
    await disconnect(world)
    const again = launch(world, kept.storage)
    await again.login('cyd', { token: kept.token, isOfflineLogin: true })
    await expectShown(again)
  })

  test('without a connection it is refused at once (OL-12), and by one without the role it is not allowed', async () => {
    const scene = await createScene()
    expect(await codeOf(act({ ...scene, ada: scene.cyd }))).toBe('not-allowed')
    expect(await codeOf(act({ ...scene, ada: scene.eve }))).toBe('not-group-member')
    await disconnect(scene.world)
    expect(await codeOf(act(scene))).toBe('not-connected')
  })
})

test('a group that is dismissed is left by all, stays readable, and takes no more messages', async () => {
  const { ada, other, cyd } = await createScene()
  const { operationID } = await ada.sendMessage(crew, text('the last'))
  await ada.whenSettled(operationID)
  const left = [other, cyd].map((chat) => eventOf(chat, 'groupLeft'))
  await ada.dismissGroup(groupID)
  expect(await Promise.all(left)).toEqual([{ groupID }, { groupID }])
  for (const chat of [ada, other, cyd]) {
    expect((await chat.queryGroupList(page)).groupList).toEqual([])
    expect((await chat.queryConversation(crew)).conversation.isDisabled).toBe(true)
    expect((await chat.queryHistoryMessage(crew, page)).messageList).toHaveLength(1)
  }
  expect(await codeOf(cyd.sendMessage(crew, text('too late')))).toBe('not-group-member')
})

test('who is removed is told, and can come back by themselves while the group is open', async () => {
  const { ada, cyd } = await createScene()
  const isOut = eventOf(cyd, 'groupLeft')
  await ada.kickGroupMembers(groupID, ['cyd'])
  expect(await isOut).toEqual({ groupID })
  await ada.updateGroupJoinMode(groupID, 'closed')
  expect(await codeOf(cyd.joinGroup(groupID))).toBe('not-allowed')
  await ada.updateGroupJoinMode(groupID, 'any')
  expect((await cyd.joinGroup(groupID)).group.memberCount).toBe(3)
  expect(await membersOf(cyd)).toEqual(['ada owner ', 'bob admin ', 'cyd member '])
})

test('when the owner leaves, who has been there longest owns the group', async () => {
  const { ada, bob } = await createScene()
  const isTold = eventOf(bob, 'groupMemberListChanged', ({ removedUserIDs }) => removedUserIDs.includes('ada'))
  await ada.leaveGroup(groupID)
  await isTold
  expect(await membersOf(bob)).toEqual(['bob owner ', 'cyd member '])
})

test('what a muted member wrote offline fails as muted, and the list shows who is, until the mute ends', async () => {
  const { world, ada, cyd } = await createScene()
  const live = ada.live.queryGroupMemberMutedList(groupID, page)
  onTestFinished(live.subscribe(() => undefined))
  const isTold = eventOf(cyd, 'groupMemberListChanged')
  const { errorUserList } = await ada.muteGroupMembers(groupID, ['cyd', 'eve'], true, { durationSeconds: 60 })
  expect(errorUserList).toEqual([{ userID: 'eve', code: 'not-group-member' }])
  await isTold
  await settle()
  for (const chat of [ada, cyd]) {
    const { groupMemberList } = await chat.queryGroupMemberMutedList(groupID, page)
    expect(groupMemberList).toMatchObject([{ userID: 'cyd', userName: 'Cyd' }])
    expect(groupMemberList[0]).not.toHaveProperty('muteFlag')
  }
  await expect.poll(() => live.getSnapshot().groupMemberList).toMatchObject([{ userID: 'cyd' }])
  const { groupMemberList: all } = await ada.queryGroupMemberList(groupID, page)
  for (const member of all) expect(member).not.toHaveProperty('muteFlag')

  await disconnect(world)
  const { operationID } = await cyd.sendMessage(crew, text('hello'))
  expect((await cyd.queryGroupMemberMutedList(groupID, page)).groupMemberList).toHaveLength(1)
  connect(world)
  expect(await cyd.whenSettled(operationID)).toMatchObject({ outcome: 'failed', error: { code: 'group-muted' } })

  await world.platform.control.advance(60_000)
  expect((await ada.queryGroupMemberMutedList(groupID, page)).groupMemberList).toEqual([])
  await cyd.retryOperation(operationID)
  expect(await cyd.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })

  await ada.muteGroupMembers(groupID, ['cyd'], true)
  await ada.muteGroupMembers(groupID, ['cyd'], false)
  expect((await ada.queryGroupMemberMutedList(groupID, page)).groupMemberList).toEqual([])
})

test('the muted come in pages', async () => {
  const { ada } = await createScene()
  await ada.muteGroupMembers(groupID, ['bob', 'cyd'], true)
  const first = await ada.queryGroupMemberMutedList(groupID, { count: 1 })
  expect(first.groupMemberList.map(({ userID }) => userID)).toEqual(['bob'])
  const second = await ada.queryGroupMemberMutedList(groupID, { count: 1, cursor: first.nextCursor ?? '' })
  expect(second.groupMemberList.map(({ userID }) => userID)).toEqual(['cyd'])
  expect(second).not.toHaveProperty('nextCursor')
})

test('members are told as they are here, and who is none is named', async () => {
  const { world, cyd } = await createScene()
  await disconnect(world)
  expect(await cyd.queryGroupMemberInfo(groupID, ['eve', 'bob'])).toMatchObject({
    groupMemberList: [{ userID: 'bob', memberRole: 'admin', userName: 'Bob Hopper' }],
    errorUserList: [{ userID: 'eve', code: 'not-group-member' }],
  })
})

test('arguments are checked before anything else', async () => {
  const chat = launch(await createWorld())
  const long = (bytes: number) => 'n'.repeat(bytes + 1)
  const many = Array.from({ length: 101 }, (_, index) => `user${String(index)}`)
  const calls: readonly Promise<unknown>[] = [
    chat.joinGroup(''),
    chat.updateGroupName(groupID, ''),
    chat.updateGroupName(groupID, long(256)),
    chat.updateGroupAvatarUrl(groupID, long(500)),
    chat.updateGroupNotice(groupID, long(1_024)),
    chat.updateGroupJoinMode(groupID, 'some' as 'any'),
    chat.updateGroupInviteMode(groupID, 'some' as 'any'),
    chat.dismissGroup(''),
    chat.transferGroupOwner(groupID, ''),
    chat.kickGroupMembers(groupID, []),
    chat.kickGroupMembers(groupID, many),
    chat.setGroupMemberRole(groupID, 'bob', 'owner' as 'admin'),
    chat.setGroupMemberNickname(groupID, 'bob', long(256)),
    chat.queryGroupMemberInfo(groupID, many),
    chat.muteGroup(groupID, JSON.parse('1') as boolean),
    chat.muteGroup(groupID, true, { memberRoles: [] }),
    chat.muteGroup(groupID, true, { durationSeconds: 0 }),
    chat.muteGroupMembers(groupID, ['bob'], true, { durationSeconds: 604_801 }),
    chat.muteGroupMembers(groupID, ['bob', 'bob'], true),
    chat.queryGroupMemberMutedList(groupID, { count: 101 }),
  ]
  for (const [index, call] of calls.entries()) expect(await codeOf(call), String(index)).toBe('invalid-argument')
})
