import { memoryStorage } from '@latchkey/storage-memory'
import { expect, onTestFinished, test } from 'vitest'
import { friendApplicationsFeature } from '../../src/features/friend-applications.js'
import { friendsFeature } from '../../src/features/friends.js'
import { clientsWith } from '../support/clients.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents, type World } from '../support/world.js'

const page = { count: 100 }

type Friendly = ReturnType<typeof launch>

const { launch, join } = clientsWith([friendsFeature, friendApplicationsFeature])

async function goOffline(world: World) {
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
}

function goOnline(world: World) {
  world.network.setConnectivity('up')
  world.platform.control.comeOnline()
}

const friendsOf = async (chat: Friendly) =>
  (await chat.queryFriendList(page)).friendList.map(({ userID, friendAlias }) => [userID, friendAlias])
const applicationsOf = async (chat: Friendly) =>
  (await chat.queryFriendApplicationList(page)).friendApplicationList.map(({ direction, state, user, wording }) => [
    direction,
    user.userID,
    state,
    wording,
  ])

test('friends added, noted and deleted offline are shown at once, after a relaunch too, and everywhere once that is sent (OL-36)', async () => {
  const world = await createWorld()
  const storage = memoryStorage()
  const token = world.network.issueToken('ada')
  const ada = await join(world, 'ada', storage)
  const other = await join(world, 'ada')
  const bob = await join(world, 'bob')
  const toldHere = recordEvents(ada, 'friendListChanged')
  await goOffline(world)

  await ada.addFriend('bob', { friendAttributes: { k0: 'work' } })
  await ada.updateFriendAlias('bob', 'Bobby')
  await ada.addFriend('eve')
  expect((await ada.deleteFriends(['eve', 'zoe'])).operationList.map(({ userID }) => userID)).toEqual(['eve'])
  expect(await friendsOf(ada)).toEqual([['bob', 'Bobby']])
  expect(
    toldHere.map(({ friendList, removedUserIDs }) => [friendList.map(({ userID }) => userID), removedUserIDs]),
  ).toEqual([
    [['bob'], []],
    [['eve'], []],
    [[], ['eve']],
  ])
  expect(await codeOf(ada.checkFriendsRelation(['bob']))).toBe('not-connected')
  await ada.destroy()

  const again = launch(world, storage)
  await again.login('ada', { token, isOfflineLogin: true })
  expect((await again.queryFriendsInfo(['bob', 'eve'])).friendList).toMatchObject([
    { userID: 'bob', friendAlias: 'Bobby', friendAttributes: { k0: 'work' } },
  ])
  expect((await again.queryFriendsInfo(['eve'])).errorUserList).toEqual([{ userID: 'eve', code: 'not-friend' }])

  const isToldElsewhere = eventOf(other, 'friendInfoUpdated')
  const isToldToBob = eventOf(bob, 'friendListChanged')
  goOnline(world)
  expect(await isToldToBob).toMatchObject({ friendList: [{ userID: 'ada', friendAlias: '' }] })
  await isToldElsewhere
  await settle()
  expect((await again.queryOperationList(page)).operationList).toEqual([])
  for (const device of [again, other]) expect(await friendsOf(device)).toEqual([['bob', 'Bobby']])
  expect((await again.checkFriendsRelation(['bob', 'eve'])).relationList).toEqual([
    { userID: 'bob', isFriend: true, isFriendOfUser: true },
    { userID: 'eve', isFriend: false, isFriendOfUser: false },
  ])
})

test('an application is received, accepted offline, and makes both friends once that is sent; the live lists follow', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  const bob = await join(world, 'bob')
  const eve = await join(world, 'eve')
  const toldEve = recordEvents(eve, 'friendApplicationListChanged')
  const live = bob.live.queryFriendApplicationList(page)
  onTestFinished(live.subscribe(() => undefined))
  const friends = ada.live.queryFriendList(page)
  onTestFinished(friends.subscribe(() => undefined))

  await ada.sendFriendApplication('bob', { wording: 'From the club', friendAlias: 'Cox' })
  expect(await applicationsOf(ada)).toEqual([['sent', 'bob', 'waiting', 'From the club']])
  await expect.poll(() => live.getSnapshot().friendApplicationList).toMatchObject([{ user: { userID: 'ada' } }])
  await goOffline(world)
  await bob.acceptFriendApplication('ada', { friendAlias: 'Lady' })
  expect(await friendsOf(bob)).toEqual([['ada', 'Lady']])
  expect(await applicationsOf(bob)).toEqual([['received', 'ada', 'accepted', 'From the club']])
  goOnline(world)
  await expect.poll(() => friends.getSnapshot().friendList).toMatchObject([{ userID: 'bob', friendAlias: 'Cox' }])
  await settle()
  expect(await applicationsOf(ada)).toEqual([['sent', 'bob', 'accepted', 'From the club']])
  expect(await friendsOf(bob)).toEqual([['ada', 'Lady']])
  expect(toldEve).toEqual([])
})

test('a rejection is told to who applied; what the backend refuses is shown no longer', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  const bob = await join(world, 'bob')
  const sent = await ada.sendFriendApplication('bob')
  await ada.whenSettled(sent.operationID ?? '')
  await settle()
  const { operationID } = await bob.rejectFriendApplication('ada')
  await bob.whenSettled(operationID ?? '')
  await settle()
  expect(await applicationsOf(ada)).toEqual([['sent', 'bob', 'rejected', '']])
  const refused = await ada.addFriend('nobody')
  expect(await ada.whenSettled(refused.operationID ?? '')).toMatchObject({ error: { code: 'user-not-found' } })
  expect(await friendsOf(ada)).toEqual([])
})

test('an application that nobody answered in time is shown as expired, and can be answered no more', async () => {
  const world = await createWorld({ limits: { friendApplicationLifeMs: 5_000 } })
  const ada = await join(world, 'ada')
  const bob = await join(world, 'bob')
  const { operationID } = await ada.sendFriendApplication('bob')
  await ada.whenSettled(operationID ?? '')
  await settle()
  expect(await applicationsOf(bob)).toEqual([['received', 'ada', 'waiting', '']])
  await world.platform.control.advance(5_000)
  for (const chat of [ada, bob]) expect((await applicationsOf(chat)).map(([, , state]) => state)).toEqual(['expired'])
  const late = await bob.acceptFriendApplication('ada')
  expect(await bob.whenSettled(late.operationID ?? '')).toMatchObject({ error: { code: 'application-expired' } })
  expect(await friendsOf(bob)).toEqual([])
})

test('lists come in pages, the newest first; what is so already needs no operation', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  await goOffline(world)
  for (const userID of ['a1', 'a2', 'a3']) await ada.addFriend(userID)
  expect(await ada.addFriend('a1')).toEqual({})
  const first = await ada.queryFriendList({ count: 2 })
  expect(first.friendList.map(({ userID }) => userID)).toEqual(['a3', 'a2'])
  const second = await ada.queryFriendList({ count: 2, cursor: first.nextCursor ?? '' })
  expect(second.friendList.map(({ userID }) => userID)).toEqual(['a1'])
})

test('arguments are checked before anything else', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  const long = 'x'.repeat(257)
  const unknownKey: object = { k9: 'x' }
  for (const refused of [
    ada.addFriend('ada'),
    ada.addFriend(''),
    ada.addFriend('bob', { friendAlias: long }),
    ada.updateFriendAttributes('bob', { k0: long }),
    ada.updateFriendAttributes('bob', unknownKey),
    ada.deleteFriends([]),
    ada.deleteFriends(['ada']),
    ada.checkFriendsRelation(Array.from({ length: 21 }, (_, index) => `user${String(index)}`)),
    ada.sendFriendApplication('bob', { wording: 'x'.repeat(1_025) }),
    ada.sendFriendApplication('ada'),
    ada.queryFriendList({ count: 0 }),
  ]) {
    expect(await codeOf(refused)).toBe('invalid-argument')
  }
  expect(await codeOf(ada.updateFriendAlias('bob', 'x'))).toBe('not-friend')
  expect(await codeOf(ada.acceptFriendApplication('bob'))).toBe('application-not-found')
  expect(await codeOf(ada.rejectFriendApplication('bob'))).toBe('application-not-found')
})
