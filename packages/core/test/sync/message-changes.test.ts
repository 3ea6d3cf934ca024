import { ChatError } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { settle } from '../support/test-platform.js'
import { codeOf, recordEvents } from '../support/world.js'
import { createOutboxScene, page, sent, text, textsOf, withAda, withBob } from './outbox-scene.js'

test('OL-36 an edit made offline is shown at once, and by everybody once there is a network', async () => {
  const scene = await createOutboxScene()
  const [bob, tablet] = [await scene.join('bob'), await scene.join('ada')]
  const messageID = await sent(scene.ada, withBob, 'One')
  await scene.goOffline()
  const edited = recordEvents(scene.ada, 'messageEdited')
  const { operationID, message } = await scene.ada.editMessage(withBob, messageID, text('Two'))
  expect(message).toMatchObject({
    content: text('Two'),
    editTime: scene.world.platform.clock.now(),
    sentStatus: 'sent',
  })
  expect(edited).toMatchObject([{ ...withBob, messageList: [{ messageID, content: text('Two') }] }])
  expect((await scene.ada.queryConversation(withBob)).conversation.lastMessage).toMatchObject({ content: text('Two') })
  expect(await textsOf(await scene.relaunch(), withBob)).toEqual(['Two'])

  const heard = recordEvents(bob, 'messageEdited')
  await scene.goOnline()
  expect(await scene.ada.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
  await settle()
  expect(await textsOf(bob, withAda)).toEqual(['Two'])
  expect(await textsOf(tablet, withBob)).toEqual(['Two'])
  expect(heard).toHaveLength(1)
})

test('OL-36 edits that wait become one operation', async () => {
  const scene = await createOutboxScene()
  const messageID = await sent(scene.ada, withBob, 'One')
  await scene.goOffline()
  for (const value of ['Two', 'Three', 'Four']) await scene.ada.editMessage(withBob, messageID, text(value))
  expect((await scene.ada.queryOperationList(page)).operationList).toMatchObject([{ operation: 'editMessage' }])
  const before = scene.tap.calls.length
  await scene.goOnline()
  await settle()
  expect(scene.tap.calls.length - before).toBe(1)
  expect(await textsOf(await scene.join('bob'), withAda)).toEqual(['Four'])
})

test('OL-36 a message that was not sent is sent as edited', async () => {
  const scene = await createOutboxScene()
  await scene.goOffline()
  const { message, operationID } = await scene.ada.sendMessage(withBob, text('One'))
  const edit = await scene.ada.editMessage(withBob, message.messageID, text('Two'))
  expect(edit).toMatchObject({ operationID, message: { sentStatus: 'waiting', content: text('Two') } })
  await scene.goOnline()
  await scene.ada.whenSettled(operationID)
  expect(scene.tap.calls).toEqual([operationID])
  const { messageList } = await (await scene.join('bob')).queryHistoryMessage(withAda, page)
  expect(messageList).toMatchObject([{ content: text('Two') }])
  expect(messageList[0]).not.toHaveProperty('editTime')
})

test.each(['while it is under way', 'after the app died while it was under way'])(
  'OL-36 a message that is edited %s arrives and then is edited',
  async (when) => {
    const scene = await createOutboxScene()
    scene.world.network.hold()
    const { message } = await scene.ada.sendMessage(withBob, text('One'))
    await settle()
    await scene.goOffline()
    scene.world.network.release()
    if (when.startsWith('after')) await scene.relaunch()
    await scene.ada.editMessage(withBob, message.messageID, text('Two'))
    expect(await textsOf(scene.ada, withBob)).toEqual(['Two'])
    await scene.goOnline()
    await settle()
    expect(await scene.ada.queryOperationList(page)).toEqual({ operationList: [] })
    expect(await textsOf(scene.ada, withBob)).toEqual(['Two'])
    expect(await textsOf(await scene.join('bob'), withAda)).toEqual(['Two'])
  },
)

test('OL-36 a message that is taken back before it was sent vanishes and is never sent', async () => {
  const scene = await createOutboxScene()
  await scene.goOffline()
  const { message } = await scene.ada.sendMessage(withBob, text('One'))
  expect(await scene.ada.revokeMessage(withBob, message.messageID)).toBeUndefined()
  expect(await textsOf(scene.ada, withBob)).toEqual([])
  await scene.goOnline()
  expect(scene.tap.calls).toEqual([])
  expect((await scene.ada.queryOperationList(page)).operationList).toEqual([])
})

test('OL-36 a message that may have been sent before the app died is taken back from everybody', async () => {
  const scene = await createOutboxScene()
  scene.world.network.hold()
  const { message } = await scene.ada.sendMessage(withBob, text('One'))
  await settle()
  await scene.goOffline()
  scene.world.network.release()
  await scene.relaunch()
  const receipt = await scene.ada.revokeMessage(withBob, message.messageID)
  await scene.goOnline()
  expect(await scene.ada.whenSettled(receipt?.operationID ?? '')).toMatchObject({ outcome: 'succeeded' })
  expect(await textsOf(await scene.join('bob'), withAda)).toEqual(['revoked'])
})

test('OL-39 a message taken back while the other was away counts as unread no longer, and cannot be changed', async () => {
  const scene = await createOutboxScene()
  const bob = await scene.join('bob')
  const messageID = await sent(scene.ada, withBob, 'One')
  await sent(scene.ada, withBob, 'Two')
  await scene.goOffline()
  const revoked = recordEvents(bob, 'messageRevokeReceived')
  await scene.ada.revokeMessage(withBob, messageID)
  expect(await textsOf(scene.ada, withBob)).toEqual(['revoked', 'Two'])
  expect(await codeOf(scene.ada.editMessage(withBob, messageID, text('Again')))).toBe('message-revoked')
  await scene.goOnline()
  await settle()
  await scene.world.platform.control.advance(60_000)
  await settle()
  expect(revoked).toMatchObject([{ messageList: [{ messageID, content: { operatorUserID: 'ada' } }] }])
  expect((await bob.queryConversation(withAda)).conversation.unreadMessageCount).toBe(1)
})

test('OL-36 signs given and taken back offline leave nothing to tell; one that stays is told once', async () => {
  const scene = await createOutboxScene()
  const bob = await scene.join('bob')
  const messageID = await sent(bob, withAda, 'Hello')
  await settle()
  await scene.goOffline()
  expect(await scene.ada.addMessageReaction(withBob, messageID, '+1')).toBeDefined()
  expect(await scene.ada.deleteMessageReaction(withBob, messageID, '+1')).toBeUndefined()
  const kept = await scene.ada.addMessageReaction(withBob, messageID, '🎉')
  expect((await scene.ada.queryMessages(withBob, [messageID])).messageList).toMatchObject([
    { reactionList: [{ reactionType: '🎉', totalCount: 1, isSelfIncluded: true, userIDs: ['ada'] }] },
  ])
  const before = scene.tap.calls.length
  await scene.goOnline()
  await scene.ada.whenSettled(kept?.operationID ?? '')
  await scene.world.platform.control.advance(60_000)
  await settle()
  expect(scene.tap.calls.slice(before)).toEqual([kept?.operationID])
  expect((await bob.queryMessages(withAda, [messageID])).messageList).toMatchObject([
    { reactionList: [{ reactionType: '🎉', totalCount: 1, isSelfIncluded: false, userIDs: ['ada'] }] },
  ])
})

test('OL-38 a message deleted for all devices of the user leaves them for good, and stays with the others', async () => {
  const scene = await createOutboxScene()
  const [bob, tablet] = [await scene.join('bob'), await scene.join('ada')]
  const messageID = await sent(scene.ada, withBob, 'One')
  await sent(scene.ada, withBob, 'Two')
  await settle()
  await scene.goOffline()
  const { operationID } = await scene.ada.deleteMessages(withBob, [messageID], { isAlsoDeleteServerMessage: true })
  expect(await textsOf(scene.ada, withBob)).toEqual(['Two'])
  await scene.goOnline()
  await scene.ada.whenSettled(operationID ?? '')
  await scene.world.platform.control.advance(60_000)
  await settle()
  for (const chat of [scene.ada, tablet, await scene.join('ada')]) {
    expect(await chat.queryHistoryMessage(withBob, page)).toMatchObject({ stoppedAtGap: false })
    expect(await textsOf(chat, withBob)).toEqual(['Two'])
  }
  expect(await textsOf(bob, withAda)).toEqual(['One', 'Two'])
})

test('OL-36 an edit that the backend refuses is no longer shown, and is sent again when asked', async () => {
  const scene = await createOutboxScene()
  const messageID = await sent(scene.ada, withBob, 'One')
  scene.world.network.failNextCall(new ChatError('not-allowed', { details: { outcome: 'not-applied' } }))
  const { operationID } = await scene.ada.editMessage(withBob, messageID, text('Two'))
  expect(await scene.ada.whenSettled(operationID)).toMatchObject({ outcome: 'failed', error: { code: 'not-allowed' } })
  expect(await textsOf(scene.ada, withBob)).toEqual(['One'])
  expect(await scene.ada.retryAllOperations()).toEqual({ operationCount: 1 })
  expect(await textsOf(scene.ada, withBob)).toEqual(['Two'])
  expect(await scene.ada.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
  expect(await textsOf(await scene.join('bob'), withAda)).toEqual(['Two'])
})

test('what is changed must be there, be one’s own to edit, and be with the backend', async () => {
  const scene = await createOutboxScene()
  const bob = await scene.join('bob')
  const fromBob = await sent(bob, withAda, 'Hello')
  await settle()
  const { message } = await scene.ada.insertMessageToLocalDB(withBob, text('Here only'), { senderUserID: 'ada' })
  await scene.goOffline()
  const waiting = await scene.ada.sendMessage(withBob, text('Waiting'))
  expect(await codeOf(scene.ada.editMessage(withBob, fromBob, text('Mine')))).toBe('not-allowed')
  expect(await codeOf(scene.ada.editMessage(withBob, message.messageID, text('Mine')))).toBe('not-allowed')
  expect(await codeOf(scene.ada.revokeMessage(withBob, message.messageID))).toBe('not-allowed')
  expect(await codeOf(scene.ada.addMessageReaction(withBob, waiting.message.messageID, '+1'))).toBe('not-allowed')
  for (const absent of [
    scene.ada.editMessage(withBob, 'nothing', text('Mine')),
    scene.ada.revokeMessage(withBob, 'nothing'),
    scene.ada.addMessageReaction(withBob, 'nothing', '+1'),
    scene.ada.deleteMessageReaction(withBob, 'nothing', '+1'),
  ]) {
    expect(await codeOf(absent)).toBe('message-not-found')
  }
  expect((await scene.ada.queryOperationList(page)).operationList).toHaveLength(1)
})
