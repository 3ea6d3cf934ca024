import { expect, test } from 'vitest'
import { settle } from '../support/test-platform.js'
import { eventOf, recordEvents } from '../support/world.js'
import { createOutboxScene, sent, text, textsOf, withAda, withBob } from './outbox-scene.js'

const names = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `m${String(from + index)}`)

test('after a long absence the list is right before the log has come, and nothing is told out of order', async () => {
  const scene = await createOutboxScene()
  await scene.goOffline()
  for (const name of names(1, 3_200)) {
    const parameters = { ...withAda, messageID: name, content: text(name), sentTime: 1_772_000_000_000 }
    await scene.world.network.backend.perform('bob', 'sendMessage', parameters, { operationID: name })
  }
  const received = recordEvents(scene.ada, 'messageReceived')
  const states = recordEvents(scene.ada, 'syncStateChanged')
  const isNewestShown = eventOf(scene.ada, 'conversationChanged', ({ conversationList }) =>
    conversationList.some(
      ({ lastMessage }) => lastMessage?.content.type === 'text' && lastMessage.content.text === 'm3200',
    ),
  )
  const isFinished = eventOf(scene.ada, 'syncStateChanged', ({ state }) => state === 'finished')
  await scene.goOnline()
  await isNewestShown
  const { conversation } = await scene.ada.queryConversation(withBob)
  expect(conversation.unreadMessageCount).toBe(3_200)
  await isFinished
  expect(
    received.flatMap(({ messageList }) => messageList.map(({ content }) => ('text' in content ? content.text : ''))),
  ).toEqual(names(1, 3_200))
  expect(states.map(({ state }) => state)).toEqual(['started', 'progress', 'progress', 'progress', 'finished'])
  expect(states[1]).toMatchObject({ done: 1_001, total: 3_201 })
  expect(scene.tap.headsAsked).toBe(1)
})

test('after an absence of a few pages the heads are not asked for: the log is there as soon', async () => {
  const scene = await createOutboxScene()
  await scene.goOffline()
  for (const name of names(1, 1_200)) {
    const parameters = { ...withAda, messageID: name, content: text(name), sentTime: 1_772_000_000_000 }
    await scene.world.network.backend.perform('bob', 'sendMessage', parameters, { operationID: name })
  }
  const isFinished = eventOf(scene.ada, 'syncStateChanged', ({ state }) => state === 'finished')
  await scene.goOnline()
  await isFinished
  const { conversation } = await scene.ada.queryConversation(withBob)
  expect(conversation.lastMessage).toMatchObject({ content: text('m1200') })
  expect(scene.tap.headsAsked).toBe(0)
})

test('OL-37 OL-38 a log that was trimmed hides no edit, and nobody who left, and wipes nothing', async () => {
  const scene = await createOutboxScene()
  const bob = await scene.join('bob')
  await scene.ada.createGroup('team', { groupName: 'Team', userIDs: ['bob', 'eve'] })
  await scene.ada.createGroup('club', { groupName: 'Club', userIDs: ['bob'] })
  const messageID = await sent(bob, withAda, 'One')
  await sent(bob, withAda, 'Two')
  await settle()
  await scene.ada.queryGroupMemberList('team', { count: 10 })
  await scene.goOffline()
  const eve = scene.world
  eve.network.setConnectivity('up')
  await eve.network.backend.perform('eve', 'leaveGroup', { groupID: 'team' }, { operationID: 'leave-1' })
  await eve.network.backend.perform('ada', 'leaveGroup', { groupID: 'club' }, { operationID: 'leave-2' })
  const edit = { conversationType: 'peer', conversationID: 'ada', messageID, content: text('Edited') } as const
  await eve.network.backend.perform('bob', 'editMessage', edit, { operationID: 'edit-1' })
  await eve.network.trimLog()
  expect(await textsOf(scene.ada, withBob)).toEqual(['One', 'Two'])

  const isFinished = eventOf(scene.ada, 'syncStateChanged', ({ state }) => state === 'finished')
  await scene.goOnline()
  await isFinished
  await settle()
  expect(await textsOf(scene.ada, withBob)).toEqual(['Edited', 'Two'])
  const { groupMemberList } = await scene.ada.queryGroupMemberList('team', { count: 10 })
  expect(groupMemberList.map(({ userID }) => userID)).toEqual(['ada', 'bob'])
  const club = { conversationType: 'group', conversationID: 'club' } as const
  expect((await scene.ada.queryGroupList({ count: 10 })).groupList.map(({ groupID }) => groupID)).toEqual(['team'])
  expect((await scene.ada.queryConversation(club)).conversation.isDisabled).toBe(true)
})

test('the first answer to an operation that is repeated does not undo what another device did since', async () => {
  const scene = await createOutboxScene()
  await sent(scene.ada, withBob, 'One')
  const tablet = await scene.join('ada')
  scene.world.network.loseNextAnswer()
  const pin = await scene.ada.updateConversationPinnedState(withBob, true)
  await settle()
  scene.world.network.setConnectivity('up')
  const unpin = await tablet.updateConversationPinnedState(withBob, false)
  await scene.world.platform.control.advance(60_000)
  await tablet.whenSettled(unpin.operationID)
  await scene.world.platform.control.advance(60_000)
  expect(await scene.ada.whenSettled(pin.operationID)).toMatchObject({ outcome: 'succeeded' })
  await settle()
  const pinnedAt = async (chat: typeof tablet) => (await chat.queryConversation(withBob)).conversation.isPinned
  expect(await pinnedAt(scene.ada)).toBe(await pinnedAt(tablet))
  expect(await pinnedAt(await scene.join('ada'))).toBe(await pinnedAt(tablet))
})

test('syncNow catches up when connected, and says so when not', async () => {
  const scene = await createOutboxScene()
  const states = recordEvents(scene.ada, 'syncStateChanged')
  await scene.ada.syncNow()
  expect(states.map(({ state }) => state)).toEqual(['started', 'finished'])
  await scene.goOffline()
  await expect(scene.ada.syncNow()).rejects.toMatchObject({ code: 'not-connected' })
})

test('a group that came and went while the device was away is shown as left', async () => {
  const scene = await createOutboxScene()
  await scene.goOffline()
  const { backend } = scene.world.network
  const club = { conversationType: 'group', conversationID: 'club' } as const
  await backend.perform(
    'bob',
    'createGroup',
    { groupID: 'club', groupName: 'Club', userIDs: ['ada'] },
    { operationID: 'one' },
  )
  const message = { ...club, messageID: 'm1', content: text('Hello'), sentTime: 1 }
  await backend.perform('bob', 'sendMessage', message, { operationID: 'two' })
  await backend.perform('ada', 'leaveGroup', { groupID: 'club' }, { operationID: 'three' })
  await scene.goOnline()
  expect((await scene.ada.queryConversation(club)).conversation).toMatchObject({
    isDisabled: true,
    lastMessage: { content: text('Hello') },
  })
})
