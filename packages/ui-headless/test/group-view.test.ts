import { createGroupModel, type GroupModel } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle } from './support/surroundings.js'
import { createWorld, follow } from './support/world.js'

const groupID = 'crew'

/** Ada’s group with Bob and Eve in it, as Ada and as Bob see it. */
async function setUp() {
  const world = await createWorld()
  await world.chat.createGroup(groupID, { groupName: 'Harbor Run Crew', userIDs: ['bob', 'eve'] })
  await settle()
  const bob = await world.signIn('bob')
  return { ...world, bob, ofAda: modelOf(world.kit), ofBob: modelOf({ ...world.kit, chat: bob }) }
}

function modelOf(kit: Parameters<typeof createGroupModel>[0]): GroupModel {
  const model = createGroupModel(kit, groupID)
  if (model === undefined) throw new Error('The chat has the feature.')
  return model
}

test('the owner stands first, and sees what an owner can do with each member', async () => {
  const { ofAda } = await setUp()
  const ada = await follow(ofAda)
  expect(ada.now).toMatchObject({ state: 'shown', name: 'Harbor Run Crew', memberCount: 3, hasMore: false, note: '' })
  expect(ada.now).toMatchObject({ canEdit: true, canInvite: true, canMuteAll: true, canDismiss: true })
  expect(ada.now.rows.map(({ name, role, isSelf, actions }) => ({ name, role, isSelf, actions }))).toEqual([
    { name: 'Ada Lovelace', role: 'Owner', isSelf: true, actions: [] },
    ...['Bob Hopper', 'Eve Moneypenny'].map((name) => ({
      name,
      role: '',
      isSelf: false,
      actions: ['writeTo', 'makeAdmin', 'transferOwner', 'muteMember', 'kick'],
    })),
  ])
})

test('a plain member sees what a plain member can do, and more once made an admin', async () => {
  const { ofAda, ofBob } = await setUp()
  const bob = await follow(ofBob)
  expect(bob.now).toMatchObject({ canEdit: false, canInvite: true, canMuteAll: false, canDismiss: false })
  expect(bob.now.rows.map(({ userID, actions }) => [userID, actions])).toEqual([
    ['ada', ['writeTo']],
    ['bob', []],
    ['eve', ['writeTo']],
  ])
  await ofAda.act('bob', 'makeAdmin')
  await settle()
  expect(bob.now).toMatchObject({ canEdit: true, canMuteAll: true, canDismiss: false })
  expect(bob.now.rows.map(({ userID, role, actions }) => [userID, role, actions])).toEqual([
    ['ada', 'Owner', ['writeTo']],
    ['bob', 'Admin', []],
    ['eve', '', ['writeTo', 'muteMember', 'kick']],
  ])
})

test('members are muted, removed and invited again, and everybody sees it', async () => {
  const { ofAda, ofBob } = await setUp()
  const bob = await follow(ofBob)
  await ofAda.act('eve', 'muteMember')
  await settle()
  expect(bob.now.rows.find(({ userID }) => userID === 'eve')?.isMuted).toBe(true)
  await ofAda.act('eve', 'kick')
  await settle()
  expect(bob.now.rows.map(({ userID }) => userID)).toEqual(['ada', 'bob'])
  expect(await ofBob.invite(['eve', 'nobody'])).toEqual(['nobody'])
  await settle()
  expect(bob.now.memberCount).toBe(3)
})

test('a new name and notice, and that nobody may write, come to everybody', async () => {
  const { ofAda, ofBob } = await setUp()
  const bob = await follow(ofBob)
  await follow(ofAda)
  await ofAda.update({ name: 'Night Run Crew', notice: 'Thursdays at nine', avatarUrl: '' })
  await ofAda.setAllMuted(true)
  await settle()
  expect(bob.now).toMatchObject({ name: 'Night Run Crew', notice: 'Thursdays at nine', isAllMuted: true })
})

test('who leaves sees the group as gone, and can do nothing more there', async () => {
  const { ofBob } = await setUp()
  const bob = await follow(ofBob)
  await ofBob.leave()
  await settle()
  expect(bob.now).toMatchObject({ state: 'gone', name: 'Harbor Run Crew', canInvite: false, canEdit: false })
})

test('a group that is handed over or dismissed is so for everybody', async () => {
  const { ofAda, ofBob } = await setUp()
  const [ada, bob] = [await follow(ofAda), await follow(ofBob)]
  await ofAda.act('bob', 'transferOwner')
  await settle()
  expect([ada.now.canDismiss, bob.now.canDismiss]).toEqual([false, true])
  await ofBob.dismiss()
  await settle()
  expect([ada.now.state, bob.now.state]).toEqual(['gone', 'gone'])
})

test('OL-12 offline the members are there, and it is said beforehand that nothing can be changed', async () => {
  const { chat, network, relaunch, ofAda } = await setUp()
  const ada = await follow(ofAda)
  const before = ada.now
  await chat.destroy()
  network.setConnectivity('refused')
  const { kit } = await relaunch()
  const model = modelOf(kit)
  const again = await follow(model)
  expect(again.now.rows).toEqual(before.rows)
  expect(again.now.offlineReason).toBe('This works when you’re back online')
  await expect(model.act('bob', 'kick')).rejects.toMatchObject({ code: 'not-connected' })
})

test('a long list of members grows when more is asked for', async () => {
  const { chat, network, ofAda } = await setUp()
  const userIDs = Array.from({ length: 97 }, (_, index) => `user${String(index)}`)
  for (const userID of userIDs) await network.addUser({ userID, userName: userID })
  await chat.inviteUsersIntoGroup(groupID, userIDs)
  await settle()
  const ada = await follow(ofAda)
  expect(ada.now.memberCount).toBe(100)
  for (let pages = 0; ada.now.hasMore && pages < 5; pages += 1) {
    await ofAda.loadMore()
    await settle()
  }
  expect(ada.now.rows).toHaveLength(100)
})
