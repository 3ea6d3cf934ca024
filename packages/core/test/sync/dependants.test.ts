import { ChatError } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { settle } from '../support/test-platform.js'
import { recordEvents } from '../support/world.js'
import { createOutboxScene, page, sent, text, textsOf, withAda, withBob } from './outbox-scene.js'

const refusal = () => new ChatError('not-allowed', { details: { outcome: 'not-applied' } })

/** A message whose first try got lost, that was edited meanwhile, and whose second try the backend refused for good. */
async function refusedAndEdited() {
  const scene = await createOutboxScene()
  const { tap, ada, world } = scene
  tap.beforeCall = () => {
    throw new ChatError('transport-unreachable', { details: { outcome: 'unknown' } })
  }
  const { message, operationID } = await ada.sendMessage(withBob, text('One'))
  await settle()
  const edit = await ada.editMessage(withBob, message.messageID, text('Two'))
  tap.beforeCall = () => {
    throw refusal()
  }
  await world.platform.control.advance(60_000)
  await settle()
  tap.beforeCall = undefined
  return { scene, messageID: message.messageID, send: operationID, edit: edit.operationID }
}

test('OL-36 what depends on a refused operation waits for it, and others do not', async () => {
  const { scene, send, edit } = await refusedAndEdited()
  expect((await scene.ada.queryOperationList(page)).operationList).toMatchObject([
    { operationID: send, state: 'failed', failureCode: 'not-allowed' },
    { operationID: edit, state: 'waiting' },
  ])
  await sent(scene.ada, withBob, 'Three')
  expect((await scene.ada.queryOperationList(page)).operationList).toHaveLength(2)

  await scene.ada.retryOperation(send)
  expect(await scene.ada.whenSettled(edit)).toMatchObject({ outcome: 'succeeded' })
  expect(await scene.ada.queryOperationList(page)).toEqual({ operationList: [] })
})

test('OL-36 discarding an operation discards what depends on it', async () => {
  const { scene, send, edit } = await refusedAndEdited()
  const settled = recordEvents(scene.ada, 'operationSettled')
  await scene.ada.discardOperation(send)
  expect(settled.map(({ operationID, outcome }) => [operationID, outcome])).toEqual([
    [edit, 'discarded'],
    [send, 'discarded'],
  ])
  expect(await scene.ada.queryOperationList(page)).toEqual({ operationList: [] })
})

test('OL-36 an outbox with nothing to send but what waits for a refused operation is quiet', async () => {
  const { scene } = await refusedAndEdited()
  const before = scene.tap.calls.length
  await scene.ada.setConversationDraft(withBob, 'Dear Bob')
  await settle()
  expect(scene.tap.calls.length - before).toBe(1)
})

test('a message older than the app allows asks first, and is sent when the user says so', async () => {
  const scene = await createOutboxScene({ staleMessages: { policy: 'ask', afterMs: 3_600_000 } })
  await scene.goOffline()
  const old = await scene.ada.sendMessage(withBob, text('Old'))
  await scene.world.platform.control.advance(3_700_000)
  const fresh = await scene.ada.sendMessage(withBob, text('Fresh'))
  await scene.goOnline()
  expect(await scene.ada.whenSettled(old.operationID)).toMatchObject({ error: { code: 'operation-stale' } })
  expect(await scene.ada.whenSettled(fresh.operationID)).toMatchObject({ outcome: 'succeeded' })
  expect(scene.tap.calls).toEqual([fresh.operationID])

  await scene.ada.retryOperation(old.operationID)
  expect(await scene.ada.whenSettled(old.operationID)).toMatchObject({ outcome: 'succeeded' })
  expect(await textsOf(await scene.join('bob'), withAda)).toEqual(['Fresh', 'Old'])
})

test('a message is sent however old it is where the app does not ask', async () => {
  const scene = await createOutboxScene({ staleMessages: { policy: 'send', afterMs: 1_000 } })
  await scene.goOffline()
  const { operationID } = await scene.ada.sendMessage(withBob, text('Old'))
  await scene.world.platform.control.advance(60_000)
  await scene.goOnline()
  expect(await scene.ada.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
})

test('OL-36 a draft reaches the user’s other devices, and does not disturb one that is being written there', async () => {
  const scene = await createOutboxScene()
  await sent(scene.ada, withBob, 'Hello')
  const tablet = await scene.join('ada')
  const draftOf = async (chat: typeof tablet) => (await chat.queryConversation(withBob)).conversation.draft
  for (const draft of ['D', 'De', 'Dear Bob']) {
    const receipt = await scene.ada.setConversationDraft(withBob, draft)
    await scene.ada.whenSettled(receipt?.operationID ?? '')
  }
  await settle()
  expect(await draftOf(tablet)).toBe('Dear Bob')
  expect(await scene.ada.setConversationDraft(withBob, 'Dear Bob')).toBeUndefined()

  await scene.goOffline()
  for (const draft of ['On', 'On my', 'On my phone']) await scene.ada.setConversationDraft(withBob, draft)
  expect((await scene.ada.queryOperationList(page)).operationList).toHaveLength(1)
  expect(await draftOf(scene.ada)).toBe('On my phone')
})

test('a draft that the backend refuses stays on this device', async () => {
  const scene = await createOutboxScene()
  await sent(scene.ada, withBob, 'Hello')
  scene.world.network.failNextCall(refusal())
  const receipt = await scene.ada.setConversationDraft(withBob, 'Mine')
  expect(await scene.ada.whenSettled(receipt?.operationID ?? '')).toMatchObject({ outcome: 'failed' })
  expect((await scene.ada.queryConversation(withBob)).conversation.draft).toBe('Mine')
})
