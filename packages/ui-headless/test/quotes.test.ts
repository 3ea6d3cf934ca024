import { createComposer, createKit, createTimeline, type Readable } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle, testSurroundings } from './support/surroundings.js'
import { createWorld, follow, messagesOf, say, withAda, withBob } from './support/world.js'

/** Ada and Bob in their conversation: one message of each. */
async function createTalk() {
  const world = await createWorld()
  const bob = await world.signIn('bob')
  const bobKit = createKit(bob, testSurroundings(world.time))
  await say(world.chat, 'bob', 'We take the ferry')
  await say(bob, 'ada', 'Which one?')
  const timeline = createTimeline(world.kit, withBob)
  const view = await follow(timeline)
  const [ferry, which] = messagesOf(view.now)
  if (ferry === undefined || which === undefined) throw new Error('They have not talked.')
  return { world, bob, bobKit, timeline, view, ferry, which }
}

async function until<Snapshot>(
  readable: Readable<Snapshot>,
  isThere: (snapshot: Snapshot) => boolean,
): Promise<Snapshot> {
  const view = await follow(readable)
  expect(isThere(view.now)).toBe(true)
  return view.now
}

test('an answer shows whom it answers and what that says, and the original counts its answers', async () => {
  const { world, view, which } = await createTalk()
  const composer = createComposer(world.kit, withBob)
  const field = await follow(composer)
  composer.reply({ messageID: which.key, author: 'Bob Hopper', text: 'Which one?', isGone: false })
  expect(field.now.quote).toMatchObject({ author: 'Bob Hopper', text: 'Which one?' })
  composer.setText('The one at 6:40')
  await composer.send()
  await settle()
  expect(field.now.quote).toBeUndefined()
  const [, original, answer] = messagesOf(view.now)
  expect(answer?.quote).toEqual({ messageID: which.key, author: 'Bob Hopper', text: 'Which one?', isGone: false })
  expect(original?.replies).toBe('1 reply')
})

test('a quote says what its original says now, and nothing once that was taken back', async () => {
  const { world, bob, view, which } = await createTalk()
  const options = { repliedMessageID: which.key }
  await world.chat.sendMessage(withBob, { type: 'text', text: 'At 6:40' }, options)
  await settle()
  await bob.editMessage(withAda, which.key, { type: 'text', text: 'Which ferry?' })
  await settle()
  expect(messagesOf(view.now)[2]?.quote).toMatchObject({ text: 'Which ferry?', isGone: false })
  await bob.revokeMessage(withAda, which.key)
  await settle()
  expect(messagesOf(view.now)[2]?.quote).toMatchObject({ text: 'This message was deleted', isGone: true })
})

test('an original that is further back than was loaded is looked up, and says when it is not here', async () => {
  const { world, which } = await createTalk()
  for (let count = 0; count < 45; count += 1) await say(world.chat, 'bob', `Message ${String(count)}`)
  await world.chat.sendMessage(withBob, { type: 'text', text: 'Back to this' }, { repliedMessageID: which.key })
  await settle()
  const timeline = createTimeline(world.kit, withBob)
  const view = await follow(timeline)
  const last = () => messagesOf(view.now).at(-1)
  expect(messagesOf(view.now).some(({ key }) => key === which.key)).toBe(false)
  expect(last()?.quote).toMatchObject({ author: 'Bob Hopper', text: 'Which one?' })
  await world.chat.deleteMessages(withBob, [which.key])
  await settle()
  expect(last()?.quote).toMatchObject({ text: 'This message is not on this device', isGone: true })
})

test('a reply that cannot be sent is a reply again in the field', async () => {
  const { world, which } = await createTalk()
  const composer = createComposer(world.kit, withBob)
  const field = await follow(composer)
  composer.reply({ messageID: which.key, author: 'Bob Hopper', text: 'Which one?', isGone: false })
  composer.setText('a'.repeat(200_000))
  await expect(composer.send()).rejects.toMatchObject({ code: 'invalid-argument' })
  expect(field.now.quote?.messageID).toBe(which.key)
  composer.cancelReply()
  expect(field.now.quote).toBeUndefined()
})

test('answers are listed without a network, and say that there may be more', async () => {
  const { world, timeline, which } = await createTalk()
  for (const text of ['At 6:40', 'Or at 7']) {
    await world.chat.sendMessage(withBob, { type: 'text', text }, { repliedMessageID: which.key })
  }
  await settle()
  const replies = timeline.openReplies(which.key)
  if (replies === undefined) throw new Error('Replies are not offered.')
  const online = await until(replies, ({ state }) => state === 'ready')
  expect(online).toMatchObject({ note: '', replies: [{ author: 'You', text: 'At 6:40' }, { text: 'Or at 7' }] })
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  const again = timeline.openReplies(which.key)
  if (again === undefined) throw new Error('Replies are not offered.')
  const offline = await until(again, ({ state }) => state === 'ready')
  expect(offline.replies).toHaveLength(2)
  expect(offline.note).toMatch(/on this device/)
})

test('what is pinned stands above, the latest first, for both, and can be unpinned by either', async () => {
  const { world, bobKit, timeline, view, ferry, which } = await createTalk()
  await timeline.pin(ferry.key, true)
  await settle()
  await world.time.advance(1_000)
  await timeline.pin(which.key, true)
  await settle()
  expect(view.now.pinned.map(({ author, text }) => [author, text])).toEqual([
    ['Bob Hopper', 'Which one?'],
    ['You', 'We take the ferry'],
  ])
  expect(messagesOf(view.now)[0]).toMatchObject({ isPinned: true, label: 'You, 12:00, Pinned, Read' })
  expect(messagesOf(view.now)[0]?.actions).toContain('unpinMessage')
  const bobs = createTimeline(bobKit, withAda)
  const bobView = await follow(bobs)
  expect(bobView.now.pinned).toHaveLength(2)
  await bobs.pin(ferry.key, false)
  await settle()
  expect(view.now.pinned.map(({ text }) => text)).toEqual(['Which one?'])
})

test('a message is pinned without a network, too, and shown as pinned at once', async () => {
  const { world, timeline, view, ferry } = await createTalk()
  world.network.setConnectivity('refused')
  world.network.cut()
  await settle()
  await timeline.pin(ferry.key, true)
  await settle()
  expect(view.now.pinned.map(({ text }) => text)).toEqual(['We take the ferry'])
})

test('who reacted is told by name, sign by sign', async () => {
  const { world, bob, timeline, ferry } = await createTalk()
  await timeline.react(ferry.key, '👍')
  await bob.addMessageReaction(withAda, ferry.key, '👍')
  await bob.addMessageReaction(withAda, ferry.key, '🙏')
  await settle()
  const reactors = timeline.openReactors(ferry.key)
  if (reactors === undefined) throw new Error('Who reacted is not offered.')
  const { signs } = await until(reactors, ({ state }) => state === 'ready')
  expect(signs.map(({ sign, people }) => [sign, people.map(({ name }) => name)])).toEqual([
    ['👍', ['You', 'Bob Hopper']],
    ['🙏', ['Bob Hopper']],
  ])
  expect(messagesOf((await follow(createTimeline(world.kit, withBob))).now)[0]?.actions).toContain('whoReacted')
})

test('an own message is sent until the other person has read it, and then read', async () => {
  const { world, bob, view } = await createTalk()
  await say(world.chat, 'bob', 'At 6:40')
  expect(messagesOf(view.now)[2]?.status).toBe('sent')
  await bob.clearConversationUnreadMessageCount(withAda)
  await settle()
  expect(messagesOf(view.now)[2]).toMatchObject({ status: 'read', label: 'You, 12:00, Read' })
})
