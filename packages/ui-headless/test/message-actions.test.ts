import { ChatError, createChat } from '@latchkey/core'
import { memoryStorage } from '@latchkey/storage-memory'
import { createKit, createOutboxView, createTimeline } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle, testPlatform, testSurroundings } from './support/surroundings.js'
import { createWorld, follow, messagesOf, say, withAda, withBob, type World } from './support/world.js'

const crew = { conversationType: 'group', conversationID: 'crew' } as const

/** Ada's and Bob's view of their conversation, with one message of each. */
async function createTalk() {
  const world = await createWorld()
  const bob = await world.signIn('bob')
  const ada = createTimeline(world.kit, withBob)
  const bobs = createTimeline(createKit(bob, testSurroundings(world.time)), withAda)
  await say(world.chat, 'bob', 'We take the ferry')
  await say(bob, 'ada', 'Which one?')
  return { world, bob, ada, bobs, adaView: await follow(ada), bobView: await follow(bobs) }
}

async function loseNetwork({ network }: World): Promise<void> {
  network.setConnectivity('refused')
  network.cut()
  await settle()
}

test('what can be done depends on whose message it is', async () => {
  const { adaView } = await createTalk()
  expect(messagesOf(adaView.now).map(({ text, actions }) => [text, actions])).toEqual([
    ['We take the ferry', ['react', 'reply', 'copy', 'pinMessage', 'edit', 'revoke', 'deleteForMe']],
    ['Which one?', ['react', 'reply', 'copy', 'pinMessage', 'deleteForMe']],
  ])
})

test('a message that waits can be edited and taken back, and no sign can be given to it yet', async () => {
  const { world, adaView } = await createTalk()
  await loseNetwork(world)
  await say(world.chat, 'bob', 'The one at 6:40')
  expect(messagesOf(adaView.now).at(-1)).toMatchObject({
    status: 'waiting',
    actions: ['reply', 'copy', 'edit', 'revoke'],
  })
})

test('a message that failed has its own bar, and a group that one has left offers to copy and delete only', async () => {
  const { world, adaView } = await createTalk()
  world.network.failNextCall(new ChatError('limit-exceeded'))
  await say(world.chat, 'bob', 'Refused')
  expect(messagesOf(adaView.now).at(-1)).toMatchObject({ actions: ['copy'], failure: { kind: 'message' } })
  await world.chat.createGroup('crew', { groupName: 'Crew', userIDs: ['bob'] })
  await world.chat.sendMessage(crew, { type: 'text', text: 'Hello' })
  await settle()
  const group = await follow(createTimeline(world.kit, crew))
  await world.chat.leaveGroup('crew')
  await settle()
  expect(messagesOf(group.now).at(-1)?.actions).toEqual(['copy', 'deleteForMe'])
})

test('an edit shows at once and says that it is one, on both sides', async () => {
  const { world, adaView, bobView } = await createTalk()
  const [message] = messagesOf(adaView.now)
  await world.chat.editMessage(withBob, message?.key ?? '', { type: 'text', text: 'We take the train' })
  await settle()
  expect(messagesOf(adaView.now)[0]).toMatchObject({
    text: 'We take the train',
    isEdited: true,
    label: 'You, 12:00, edited, Read',
  })
  expect(messagesOf(bobView.now)[0]).toMatchObject({ text: 'We take the train', isEdited: true })
})

test('a revoked message says so on both sides, offers nothing but to delete it, and has no signs', async () => {
  const { ada, bobs, adaView, bobView } = await createTalk()
  const key = messagesOf(adaView.now)[0]?.key ?? ''
  await bobs.react(key, '👍')
  await settle()
  await ada.revoke(key)
  await settle()
  for (const view of [adaView, bobView]) {
    expect(messagesOf(view.now)[0]).toMatchObject({
      parts: [{ type: 'note' }],
      reactions: [],
      actions: ['deleteForMe'],
    })
    expect(messagesOf(view.now)[0]?.text).not.toContain('ferry')
  }
})

test('a message deleted for oneself is gone from one’s own devices, and stays for the other', async () => {
  const { world, ada, adaView, bobView } = await createTalk()
  const secondDevice = await world.signIn('ada')
  const second = await follow(createTimeline(createKit(secondDevice, testSurroundings(world.time)), withBob))
  await ada.deleteForMe(messagesOf(adaView.now)[1]?.key ?? '')
  await settle()
  for (const view of [adaView, second])
    expect(messagesOf(view.now).map(({ text }) => text)).toEqual(['We take the ferry'])
  expect(messagesOf(bobView.now).length).toBe(2)
})

test('a sign is counted, one’s own is told apart, and giving it again takes it back', async () => {
  const { ada, bobs, adaView, bobView } = await createTalk()
  const key = messagesOf(adaView.now)[0]?.key ?? ''
  await bobs.react(key, '👍')
  await ada.react(key, '👍')
  await settle()
  expect(messagesOf(adaView.now)[0]?.reactions).toEqual([
    { sign: '👍', count: 2, isOwn: true, label: '👍 2, one of them yours', who: 'You and Bob Hopper' },
  ])
  await ada.react(key, '👍')
  await settle()
  expect(messagesOf(adaView.now)[0]?.reactions).toMatchObject([{ count: 1, isOwn: false, label: '👍 1' }])
  expect(messagesOf(bobView.now)[0]?.reactions).toMatchObject([{ count: 1, isOwn: true }])
})

test('a sign under one message leaves the rows of the others the same objects', async () => {
  const { bobs, adaView } = await createTalk()
  const [first, second] = messagesOf(adaView.now)
  await bobs.react(first?.key ?? '', '👍')
  await settle()
  const signed = messagesOf(adaView.now)[0]
  expect(messagesOf(adaView.now)[1]).toBe(second)
  await bobs.react(second?.key ?? '', '👍')
  await settle()
  expect(messagesOf(adaView.now)[0]).toBe(signed)
})

test('a change that the server refused says so, and is undone or tried again', async () => {
  const { world, ada, adaView } = await createTalk()
  const message = messagesOf(adaView.now)[0]
  world.network.failNextCall(new ChatError('not-allowed'))
  await world.chat.editMessage(withBob, message?.key ?? '', { type: 'text', text: 'We take the train' })
  await settle()
  const failed = messagesOf(adaView.now)[0]
  expect(failed).toMatchObject({ status: 'read', failure: { kind: 'change' } })
  await ada.discard(failed?.failure?.operationID ?? '')
  await settle()
  expect(messagesOf(adaView.now)[0]).toMatchObject({ text: 'We take the ferry', isEdited: false })
  expect(messagesOf(adaView.now)[0]?.failure).toBeUndefined()
})

test('a message that waited for longer than the app allows asks before it is sent', async () => {
  const { network, time, signIn } = await createWorld()
  await signIn('bob')
  const chat = createChat({
    app: 'held',
    storage: memoryStorage(),
    transport: network.transport(),
    platform: testPlatform(time),
    staleMessages: { policy: 'ask', afterMs: 60_000 },
  })
  await chat.login('eve', { token: network.issueToken('eve') })
  await settle()
  const kit = createKit(chat, testSurroundings(time))
  const timeline = createTimeline(kit, withBob)
  const view = await follow(timeline)
  network.setConnectivity('refused')
  network.cut()
  await say(chat, 'bob', 'Lunch today?')
  await time.advance(60_001)
  network.setConnectivity('up')
  await time.advance(120_000)
  const [held] = messagesOf(view.now)
  expect(held).toMatchObject({ status: 'failed', failure: { kind: 'stale' } })
  await timeline.retry(held?.failure?.operationID ?? '')
  await settle()
  expect(messagesOf(view.now)).toMatchObject([{ status: 'sent' }])
})

test('how many messages failed is counted over all conversations, and they are tried again together', async () => {
  const { chat, kit, network } = await createWorld()
  const outbox = await follow(createOutboxView(kit))
  for (const stranger of ['zoe', 'yan']) await say(chat, stranger, 'Hello?')
  expect(outbox.now.failedMessageCount).toBe(2)
  for (const userID of ['zoe', 'yan']) await network.addUser({ userID, userName: userID })
  await chat.retryAllOperations()
  await settle()
  expect(outbox.now).toMatchObject({ failedMessageCount: 0, failedKeys: new Set() })
})
