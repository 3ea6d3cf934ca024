import { memoryStorage } from '@latchkey/storage-memory'
import { expect, onTestFinished, test } from 'vitest'
import { blacklistFeature } from '../../src/features/blacklist.js'
import { userStatusFeature } from '../../src/features/user-status.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents } from '../support/world.js'
import { createFeatureScene, outcomeOf } from './feature-scene.js'

const features = [userStatusFeature, blacklistFeature] as const

async function createScene(limits = {}) {
  const world = await createWorld({ limits })
  return { world, ...createFeatureScene(world, features) }
}
type Chat = Awaited<ReturnType<Awaited<ReturnType<typeof createScene>>['join']>>

const statuses = async (chat: Chat, ...userIDs: readonly string[]) =>
  (await chat.querySubscribedUserStatusList(userIDs)).userStatusList.map(({ userID, onlineStatus, customStatus }) =>
    [userID, onlineStatus, customStatus].join(' ').trim(),
  )

test('who subscribes is told at once who is there and what they say, and then whatever changes, on all devices; nobody else is', async () => {
  const { join } = await createScene()
  const [ada, other, eve] = [await join('ada'), await join('ada'), await join('eve')]
  const live = other.live.querySubscribedUserStatusList([])
  onTestFinished(live.subscribe(() => undefined))
  const toldEve = recordEvents(eve, 'userStatusUpdated')
  const told = recordEvents(ada, 'userStatusUpdated')
  expect(await outcomeOf(ada, await ada.subscribeUsersStatus(['bob', 'nobody']))).toBe('succeeded')
  for (const chat of [ada, other]) expect(await statuses(chat)).toEqual(['bob offline'])
  const bob = await join('bob')
  await expect.poll(() => statuses(ada, 'bob', 'eve')).toEqual(['bob online'])
  await bob.updateUserCustomStatus('In the boat')
  await expect.poll(() => live.getSnapshot().userStatusList).toMatchObject([{ customStatus: 'In the boat' }])
  const toldBob = recordEvents(bob, 'userStatusUpdated')
  await bob.destroy()
  await expect.poll(() => statuses(other)).toEqual(['bob offline In the boat'])
  await settle()
  expect(told.map(({ userStatusList }) => userStatusList.map(({ onlineStatus }) => onlineStatus))).toEqual([
    ['offline'],
    ['online'],
    ['online'],
    ['offline'],
  ])
  expect([toldEve, toldBob]).toEqual([[], []])
})

test('subscriptions and the own status made offline are shown at once, after a relaunch too, with what was last known and since when (OL-36)', async () => {
  const { world, join, launch, goOffline, goOnline } = await createScene()
  const storage = memoryStorage()
  const token = world.network.issueToken('ada')
  const [ada, bob] = [await join('ada', storage), await join('bob')]
  await outcomeOf(ada, await ada.subscribeUsersStatus(['bob']))
  const knownSince = world.platform.clock.now()
  await expect.poll(() => statuses(ada)).toEqual(['bob online'])
  await goOffline()
  await world.platform.control.advance(60_000)
  await ada.subscribeUsersStatus(['eve'])
  await ada.updateUserCustomStatus('Away', { durationSeconds: 3_600 })
  await ada.destroy()
  const again = launch(storage)
  await again.login('ada', { token, isOfflineLogin: true })
  expect(await statuses(again)).toEqual(['eve unknown', 'bob online'])
  expect((await again.querySubscribedUserStatusList(['bob'])).userStatusList).toMatchObject([
    { lastUpdateTime: knownSince },
  ])
  expect((await again.querySelfUserStatus()).userStatus).toMatchObject({ customStatus: 'Away', userID: 'ada' })
  expect(await codeOf(again.queryUsersStatus(['bob']))).toBe('not-connected')
  await goOnline()
  await expect.poll(() => statuses(again)).toEqual(['eve offline', 'bob online'])
  const { userStatusList, errorUserList } = await bob.queryUsersStatus(['ada', 'nobody'])
  expect(userStatusList).toMatchObject([{ userID: 'ada', onlineStatus: 'online', customStatus: 'Away' }])
  expect(errorUserList).toEqual([{ userID: 'nobody', code: 'user-not-found' }])
})

test('who comes back is told what changed meanwhile', async () => {
  const { join } = await createScene()
  const storage = memoryStorage()
  const [ada, bob] = [await join('ada', storage), await join('bob')]
  await outcomeOf(ada, await ada.subscribeUsersStatus(['bob']))
  await expect.poll(() => statuses(ada)).toEqual(['bob online'])
  await ada.destroy()
  await outcomeOf(bob, await bob.updateUserCustomStatus('Gone'))
  await bob.destroy()
  const again = await join('ada', storage)
  await expect.poll(() => statuses(again)).toEqual(['bob offline Gone'])
})

test('a subscription and what somebody says end by their time; who unsubscribes is told no more', async () => {
  const { world, join } = await createScene()
  const [ada, bob] = [await join('ada'), await join('bob')]
  await bob.updateUserCustomStatus('Away', { durationSeconds: 30 })
  await outcomeOf(ada, await ada.subscribeUsersStatus(['bob'], { durationSeconds: 60 }))
  await expect.poll(() => statuses(ada)).toEqual(['bob online Away'])
  await world.platform.control.advance(30_000)
  expect(await statuses(ada)).toEqual(['bob online'])
  expect((await bob.querySelfUserStatus()).userStatus.customStatus).toBe('')
  await world.platform.control.advance(30_000)
  expect(await statuses(ada)).toEqual([])
  const told = recordEvents(ada, 'userStatusUpdated')
  await outcomeOf(bob, await bob.updateUserCustomStatus('Here'))
  expect(told).toEqual([])
  await outcomeOf(ada, await ada.subscribeUsersStatus(['bob']))
  await expect.poll(() => statuses(ada)).toEqual(['bob online Here'])
  await outcomeOf(ada, await ada.unsubscribeUsersStatus(['bob']))
  told.length = 0
  await outcomeOf(bob, await bob.updateUserCustomStatus(''))
  expect(told).toEqual([])
  expect(await statuses(ada)).toEqual([])
})

test('who is blocked sees nobody there; beyond the limit the oldest subscription makes room', async () => {
  const { world, join } = await createScene({ maxStatusSubscriptions: 1 })
  const [ada, bob] = [await join('ada'), await join('bob')]
  await outcomeOf(bob, await bob.updateUserCustomStatus('Here'))
  await outcomeOf(ada, await ada.subscribeUsersStatus(['bob']))
  await expect.poll(() => statuses(ada)).toEqual(['bob online Here'])
  const [blocking] = (await bob.addUsersToBlacklist(['ada'])).operationList
  await outcomeOf(bob, blocking ?? {})
  await expect.poll(() => statuses(ada)).toEqual(['bob offline'])
  expect((await ada.queryUsersStatus(['bob'])).userStatusList).toMatchObject([{ onlineStatus: 'offline' }])
  await world.platform.control.advance(1)
  await outcomeOf(ada, await ada.subscribeUsersStatus(['eve']))
  expect(await statuses(ada)).toEqual(['eve offline'])
})

test('arguments are checked before anything else', async () => {
  const { join } = await createScene()
  const ada = await join('ada')
  for (const call of [
    ada.updateUserCustomStatus('x'.repeat(65)),
    ada.updateUserCustomStatus('x', { durationSeconds: 0 }),
    ada.subscribeUsersStatus([]),
    ada.subscribeUsersStatus(['ada']),
    ada.subscribeUsersStatus(['bob'], { durationSeconds: 59 }),
    ada.unsubscribeUsersStatus(['bob', 'bob']),
    ada.queryUsersStatus(['']),
    ada.querySubscribedUserStatusList(['bob', 'bob']),
  ]) {
    expect(await codeOf(call)).toBe('invalid-argument')
  }
})
