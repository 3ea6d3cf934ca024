import { memoryStorage } from '@latchkey/storage-memory'
import { expect, onTestFinished, test } from 'vitest'
import { blacklistFeature } from '../../src/features/blacklist.js'
import { clientsWith } from '../support/clients.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents } from '../support/world.js'
import { text } from '../sync/outbox-scene.js'

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const page = { count: 100 }

const { launch, join } = clientsWith([blacklistFeature])

async function blockedOf(chat: ReturnType<typeof launch>) {
  return (await chat.queryBlacklist(page)).blacklist.map(({ userID }) => userID)
}

test('whom a user blocks offline is blocked at once here, after a relaunch too, and everywhere once it is sent (OL-36)', async () => {
  const world = await createWorld()
  const storage = memoryStorage()
  const token = world.network.issueToken('ada')
  const ada = await join(world, 'ada', storage)
  const other = await join(world, 'ada')
  const bob = await join(world, 'bob')
  const toldHere = recordEvents(ada, 'blacklistChanged')
  const toldBob = recordEvents(bob, 'blacklistChanged')
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()

  const { operationList } = await ada.addUsersToBlacklist(['bob'])
  expect(operationList.map(({ userID }) => userID)).toEqual(['bob'])
  expect(toldHere).toMatchObject([{ userList: [{ userID: 'bob' }], removedUserIDs: [] }])
  expect((await ada.queryConversationList(page)).conversationList).toEqual([])
  await ada.destroy()

  const again = launch(world, storage)
  await again.login('ada', { token, isOfflineLogin: true })
  expect(await blockedOf(again)).toEqual(['bob'])
  expect(await again.checkUserIsInBlacklist('bob')).toEqual({ isUserInBlacklist: true })
  expect(await blockedOf(other)).toEqual([])

  const isToldElsewhere = eventOf(other, 'blacklistChanged')
  world.network.setConnectivity('up')
  world.platform.control.comeOnline()
  expect(await isToldElsewhere).toMatchObject({ userList: [{ userID: 'bob', userName: 'Bob Hopper' }] })
  expect(await blockedOf(other)).toEqual(['bob'])
  await settle()
  expect((await again.queryOperationList(page)).operationList).toEqual([])
  expect(await blockedOf(again)).toEqual(['bob'])

  const refused = await bob.sendMessage(withAda, text('hello'))
  expect(await bob.whenSettled(refused.operationID)).toMatchObject({
    outcome: 'failed',
    error: { code: 'blocked-by-user' },
  })
  expect(toldBob).toEqual([])
  expect(await blockedOf(bob)).toEqual([])
})

test('who is unblocked may write again, and the live list follows', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  const bob = await join(world, 'bob')
  const live = ada.live.queryBlacklist(page)
  onTestFinished(live.subscribe(() => undefined))
  const added = await ada.addUsersToBlacklist(['bob', 'eve'])
  for (const { operationID } of added.operationList) await ada.whenSettled(operationID)
  await expect.poll(() => live.getSnapshot().blacklist).toHaveLength(2)
  const [removed] = (await ada.removeUsersFromBlacklist(['bob'])).operationList
  await ada.whenSettled(removed?.operationID ?? '')
  await expect.poll(() => live.getSnapshot().blacklist.map(({ userID }) => userID)).toEqual(['eve'])
  const { operationID } = await bob.sendMessage(withAda, text('hello'))
  expect(await bob.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
})

test('what needs no operation makes none; a change of mind before it is sent leaves nothing', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  const told = recordEvents(ada, 'blacklistChanged')
  expect(await ada.removeUsersFromBlacklist(['bob'])).toEqual({ operationList: [] })
  await ada.addUsersToBlacklist(['bob'])
  await ada.removeUsersFromBlacklist(['bob'])
  expect(await blockedOf(ada)).toEqual([])
  expect((await ada.queryOperationList(page)).operationList).toEqual([])
  expect(told.map(({ removedUserIDs }) => removedUserIDs)).toEqual([[], ['bob']])
})

test('what the backend refuses is shown no longer, and fails that user alone', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  const { operationList } = await ada.addUsersToBlacklist(['nobody', 'bob'])
  const outcomes = await Promise.all(operationList.map(({ operationID }) => ada.whenSettled(operationID)))
  expect(outcomes).toMatchObject([{ outcome: 'failed', error: { code: 'user-not-found' } }, { outcome: 'succeeded' }])
  expect(await blockedOf(ada)).toEqual(['bob'])
})

test('the list comes in pages, the newest first', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  await ada.addUsersToBlacklist(['a1', 'a2', 'a3'])
  const first = await ada.queryBlacklist({ count: 2 })
  expect(first.blacklist.map(({ userID }) => userID)).toEqual(['a3', 'a2'])
  const second = await ada.queryBlacklist({ count: 2, cursor: first.nextCursor ?? '' })
  expect(second.blacklist.map(({ userID }) => userID)).toEqual(['a1'])
  expect(second).not.toHaveProperty('nextCursor')
})

test('arguments are checked before anything else', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  const twentyOne = Array.from({ length: 21 }, (_, index) => `user${String(index)}`)
  for (const userIDs of [[], ['bob', 'bob'], ['ada'], [''], twentyOne]) {
    expect(await codeOf(ada.addUsersToBlacklist(userIDs))).toBe('invalid-argument')
    expect(await codeOf(ada.removeUsersFromBlacklist(userIDs))).toBe('invalid-argument')
  }
  expect(await codeOf(ada.checkUserIsInBlacklist(''))).toBe('invalid-argument')
  expect(await codeOf(ada.queryBlacklist({ count: 0 }))).toBe('invalid-argument')
})
