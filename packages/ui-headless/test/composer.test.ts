import { createComposer, createKit, createTimeline } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle, testSurroundings } from './support/surroundings.js'
import { createWorld, follow, say, withBob } from './support/world.js'

test('a draft is kept within 400 ms of a key, and not with every key', async () => {
  const { chat, kit, time } = await createWorld()
  await say(chat, 'bob', 'Hello')
  const model = createComposer(kit, withBob)
  await follow(model)
  model.setText('I’ll ca')
  await time.advance(399)
  expect((await chat.queryConversation(withBob)).conversation.draft).toBe('')
  model.setText('I’ll call')
  await time.advance(1)
  expect((await chat.queryConversation(withBob)).conversation.draft).toBe('I’ll call')
})

test('what was typed is there again after a relaunch without a network', async () => {
  const { chat, kit, network, relaunch } = await createWorld()
  await say(chat, 'bob', 'Hello')
  const model = createComposer(kit, withBob)
  await follow(model)
  model.setText('I’ll call you when the')
  await model.keepDraft()
  await chat.destroy()
  network.setConnectivity('refused')
  const again = await relaunch()
  expect((await follow(createComposer(again.kit, withBob))).now).toMatchObject({
    text: 'I’ll call you when the',
    canSend: true,
  })
})

test('a draft that the database delivers late does not overwrite what is being typed', async () => {
  const { chat, kit } = await createWorld()
  await chat.setConversationDraft(withBob, 'from before')
  const model = createComposer(kit, withBob)
  model.setText('typed at once')
  expect((await follow(model)).now.text).toBe('typed at once')
})

test('sending empties the field and its draft at once, also without a network', async () => {
  const { chat, kit, network } = await createWorld()
  network.setConnectivity('hung')
  network.cut()
  await settle()
  const model = createComposer(kit, withBob)
  const composer = await follow(model)
  model.setText('Written in a tunnel')
  await model.keepDraft()
  await model.send()
  await settle()
  expect(composer.now).toMatchObject({ text: '', canSend: false })
  const { conversation } = await chat.queryConversation(withBob)
  expect(conversation.draft).toBe('')
  expect(conversation.lastMessage).toMatchObject({ sentStatus: 'waiting' })
})

test('blank text cannot be sent', async () => {
  const { kit } = await createWorld()
  const model = createComposer(kit, withBob)
  const composer = await follow(model)
  model.setText('  \n ')
  expect(composer.now.canSend).toBe(false)
  await model.send()
  expect((await follow(createTimeline(kit, withBob))).now.rows).toEqual([])
})

test('a message that is refused before it is durable goes back into the field, and the person is told', async () => {
  const { kit } = await createWorld()
  const model = createComposer(kit, withBob)
  const composer = await follow(model)
  const tooLong = 'a'.repeat(200_000)
  model.setText(tooLong)
  await expect(model.send()).rejects.toMatchObject({ code: 'invalid-argument' })
  expect(composer.now).toMatchObject({ text: tooLong, canSend: true, problem: 'Not sent' })
})

test('in a group that one has left the field says why it is not there', async () => {
  const { chat, kit } = await createWorld()
  await chat.createGroup('crew', { groupName: 'Crew', userIDs: [] })
  await chat.leaveGroup('crew')
  await settle()
  const composer = await follow(createComposer(kit, { conversationType: 'group', conversationID: 'crew' }))
  expect(composer.now).toMatchObject({ text: '', canSend: false, disabledReason: 'You are no longer in this group' })
})

test('the field stays usable while the backend is not reached', async () => {
  const { kit, network, setDeviceOffline } = await createWorld()
  network.setConnectivity('refused')
  network.cut()
  setDeviceOffline(true)
  await settle()
  const model = createComposer(kit, withBob)
  const composer = await follow(model)
  model.setText('Hello')
  expect(composer.now).toMatchObject({ text: 'Hello', canSend: true })
})

test('an edit takes the place of what was being written, which comes back after it', async () => {
  const { chat, kit } = await createWorld()
  const { message } = await chat.sendMessage(withBob, { type: 'text', text: 'We take the ferry' })
  await settle()
  const model = createComposer(kit, withBob)
  const composer = await follow(model)
  model.setText('And then')
  model.edit(message.messageID, 'We take the ferry')
  expect(composer.now).toMatchObject({ text: 'We take the ferry', editedMessageID: message.messageID })
  model.setText('We take the train')
  await model.send()
  await settle()
  expect(composer.now).toMatchObject({ text: 'And then', canSend: true })
  const { messageList } = await chat.queryHistoryMessage(withBob, { count: 10 })
  expect(messageList.map(({ content }) => content)).toEqual([{ type: 'text', text: 'We take the train' }])
})

test('an edit that is cancelled, or changes nothing, leaves the message as it is', async () => {
  const { chat, kit } = await createWorld()
  const { message } = await chat.sendMessage(withBob, { type: 'text', text: 'We take the ferry' })
  await settle()
  const model = createComposer(kit, withBob)
  const composer = await follow(model)
  model.edit(message.messageID, 'We take the ferry')
  model.setText('We take')
  model.cancelEdit()
  model.edit(message.messageID, 'We take the ferry')
  await model.send()
  await settle()
  expect(composer.now).toMatchObject({ text: '', canSend: false })
  const [only] = (await chat.queryHistoryMessage(withBob, { count: 10 })).messageList
  expect(only?.content).toEqual({ type: 'text', text: 'We take the ferry' })
  expect(only?.editTime).toBeUndefined()
})

test('an edit that cannot be made stays in the field, and says so', async () => {
  const { chat, kit } = await createWorld()
  const { message } = await chat.sendMessage(withBob, { type: 'text', text: 'We take the ferry' })
  await settle()
  const model = createComposer(kit, withBob)
  const composer = await follow(model)
  model.edit(message.messageID, 'We take the ferry')
  model.setText('We take the train')
  await chat.revokeMessage(withBob, message.messageID)
  await settle()
  await expect(model.send()).rejects.toMatchObject({ code: 'message-revoked' })
  expect(composer.now).toMatchObject({ text: 'We take the train', problem: 'The message could not be changed' })
})

test('what was written on one device is gone on with on another, back and forth', async () => {
  const { chat, kit, signIn, time } = await createWorld()
  await say(chat, 'bob', 'Hello')
  const second = await signIn('ada')
  const here = createComposer(kit, withBob)
  const there = createComposer(createKit(second, testSurroundings(time)), withBob)
  const [hereView, thereView] = [await follow(here), await follow(there)]
  here.setText('I’ll call')
  await time.advance(400)
  expect(thereView.now.text).toBe('I’ll call')
  there.setText('I’ll call you')
  await time.advance(400)
  expect(hereView.now.text).toBe('I’ll call you')
  await there.send()
  await settle()
  expect([hereView.now.text, thereView.now.text]).toEqual(['', ''])
})
