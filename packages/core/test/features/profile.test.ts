import { memoryStorage } from '@latchkey/storage-memory'
import { expect, test } from 'vitest'
import { profileFeature } from '../../src/features/profile.js'
import { clientsWith } from '../support/clients.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents } from '../support/world.js'
import { text } from '../sync/outbox-scene.js'

const { launch, join } = clientsWith([profileFeature])

const nameOf = async (chat: ReturnType<typeof launch>) => (await chat.querySelfUserInfo()).selfUserInfo.userName

test('a profile changed offline is shown at once, after a relaunch too, and told to the other device and to whom the user wrote with once it is sent (OL-36)', async () => {
  const world = await createWorld()
  const storage = memoryStorage()
  const token = world.network.issueToken('ada')
  const ada = await join(world, 'ada', storage)
  const other = await join(world, 'ada')
  const bob = await join(world, 'bob')
  const eve = await join(world, 'eve')
  const sent = await ada.sendMessage({ conversationType: 'peer', conversationID: 'bob' }, text('hello'))
  await ada.whenSettled(sent.operationID)
  await settle()
  const toldEve = recordEvents(eve, 'userInfoUpdated')
  const toldHere = recordEvents(ada, 'userInfoUpdated')
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()

  await ada.updateUserName('Lady Ada')
  await ada.updateUserName('Countess')
  await ada.updateUserAvatarUrl('https://example.com/ada.png')
  await ada.updateUserExtendedData('{"mood":"keen"}')
  expect(toldHere.at(-1)).toMatchObject({
    userList: [{ userID: 'ada', userName: 'Countess', userExtendedData: '{"mood":"keen"}' }],
  })
  expect((await ada.queryOperationList({ count: 10 })).operationList).toHaveLength(3)
  expect((await ada.queryConversationList({ count: 10 })).conversationList).toHaveLength(1)
  await ada.destroy()

  const again = launch(world, storage)
  await again.login('ada', { token, isOfflineLogin: true })
  expect((await again.querySelfUserInfo()).selfUserInfo).toEqual({
    userID: 'ada',
    userName: 'Countess',
    userAvatarUrl: 'https://example.com/ada.png',
    userExtendedData: '{"mood":"keen"}',
  })

  const isToldToBob = eventOf(bob, 'userInfoUpdated', ({ userList }) => userList[0]?.userExtendedData !== '')
  const isToldToOther = eventOf(other, 'userInfoUpdated', ({ userList }) => userList[0]?.userExtendedData !== '')
  world.network.setConnectivity('up')
  world.platform.control.comeOnline()
  expect(await isToldToBob).toMatchObject({ userList: [{ userID: 'ada', userName: 'Countess' }] })
  expect(await isToldToOther).toMatchObject({ userList: [{ userID: 'ada', userName: 'Countess' }] })
  await settle()
  expect((await again.queryOperationList({ count: 10 })).operationList).toEqual([])
  expect([await nameOf(again), await nameOf(other)]).toEqual(['Countess', 'Countess'])
  expect(toldEve).toEqual([])
})

test('arguments are checked before anything else', async () => {
  const world = await createWorld()
  const ada = await join(world, 'ada')
  for (const refused of [
    ada.updateUserName(''),
    ada.updateUserName('x'.repeat(257)),
    ada.updateUserAvatarUrl('x'.repeat(501)),
    ada.updateUserExtendedData('x'.repeat(1_025)),
  ]) {
    expect(await codeOf(refused)).toBe('invalid-argument')
  }
  expect((await ada.queryOperationList({ count: 10 })).operationList).toEqual([])
})
