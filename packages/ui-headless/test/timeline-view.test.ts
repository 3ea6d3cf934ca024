import { ChatError } from '@latchkey/core'
import type { ConversationReference } from '@latchkey/core'
import { createTimeline, type MessageRowView, type TimelineView } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle } from './support/surroundings.js'
import { createWorld, follow, say, withAda, withBob, type World } from './support/world.js'

const inCrew: ConversationReference = { conversationType: 'group', conversationID: 'crew' }

const messagesOf = ({ rows }: TimelineView): readonly MessageRowView[] => rows.filter((row) => row.type === 'message')

async function goDark({ network }: World): Promise<void> {
  network.setConnectivity('hung')
  network.cut()
  await settle()
}

test('a conversation with nobody yet has the ID as its title, and is empty', async () => {
  const { kit } = await createWorld()
  const timeline = await follow(createTimeline(kit, withBob))
  expect(timeline.now).toMatchObject({ title: 'bob', rows: [], state: 'empty', hasOlder: false, subtitle: '' })
})

test('every day begins with its heading', async () => {
  const { chat, kit, time } = await createWorld()
  await say(chat, 'bob', 'On Wednesday')
  await time.advance(86_400_000)
  await say(chat, 'bob', 'On Thursday')
  await time.advance(86_400_000)
  await say(chat, 'bob', 'On Friday')
  const timeline = await follow(createTimeline(kit, withBob))
  expect(timeline.now.rows.map((row) => row.text)).toEqual([
    'Wednesday 14 January',
    'On Wednesday',
    'Yesterday',
    'On Thursday',
    'Today',
    'On Friday',
  ])
})

test('bubbles of one author within five minutes are one run', async () => {
  const { chat, kit, time } = await createWorld()
  const timeline = await follow(createTimeline(kit, withBob))
  await say(chat, 'bob', 'one')
  await time.advance(5 * 60_000)
  await say(chat, 'bob', 'two')
  await time.advance(5 * 60_000 + 1)
  await say(chat, 'bob', 'three')
  expect(messagesOf(timeline.now).map(({ isFirstOfRun, isLastOfRun }) => [isFirstOfRun, isLastOfRun])).toEqual([
    [true, false],
    [false, true],
    [true, true],
  ])
})

test('another author begins another run', async () => {
  const { chat, kit, signIn } = await createWorld()
  const timeline = await follow(createTimeline(kit, withBob))
  await say(chat, 'bob', 'one')
  await say(await signIn('bob'), 'ada', 'two')
  expect(messagesOf(timeline.now).map(({ isOwn, isFirstOfRun }) => [isOwn, isFirstOfRun])).toEqual([
    [true, true],
    [false, true],
  ])
})

test('in a group the first bubble of a run names its author and the last one shows the avatar', async () => {
  const { chat, kit, signIn } = await createWorld()
  const bob = await signIn('bob')
  await chat.createGroup('crew', { groupName: 'Crew', userIDs: ['bob'] })
  await settle()
  const timeline = await follow(createTimeline(kit, inCrew))
  for (const text of ['one', 'two']) await bob.sendMessage(inCrew, { type: 'text', text })
  await settle()
  const [first, last] = messagesOf(timeline.now)
  expect(first?.author).toBe('Bob Hopper')
  expect(first?.avatar).toBeUndefined()
  expect(last?.author).toBeUndefined()
  expect(last?.avatar?.initials).toBe('BH')
})

test('OL-36 of messages that wait, the last one says when they will be sent', async () => {
  const world = await createWorld()
  const timeline = await follow(createTimeline(world.kit, withBob))
  await goDark(world)
  await say(world.chat, 'bob', 'one')
  await say(world.chat, 'bob', 'two')
  expect(messagesOf(timeline.now).map(({ status, hint }) => [status, hint])).toEqual([
    ['waiting', undefined],
    ['waiting', 'Will send when you’re back online'],
  ])
})

test('OL-36 a bubble keeps its key from waiting to sent, and loses its hint', async () => {
  const world = await createWorld()
  const timeline = await follow(createTimeline(world.kit, withBob))
  await goDark(world)
  await say(world.chat, 'bob', 'one')
  const key = messagesOf(timeline.now)[0]?.key
  world.network.setConnectivity('up')
  await world.time.advance(120_000)
  expect(messagesOf(timeline.now)).toMatchObject([{ key, status: 'sent' }])
  expect(messagesOf(timeline.now)[0]?.hint).toBeUndefined()
})

test('OL-36 a message that the backend refused can be discarded', async () => {
  const { chat, kit } = await createWorld()
  const model = createTimeline(kit, { conversationType: 'peer', conversationID: 'nobody' })
  const timeline = await follow(model)
  await say(chat, 'nobody', 'Hello?')
  const [failed] = messagesOf(timeline.now)
  expect(failed).toMatchObject({ status: 'failed', label: 'You, 12:00, Not sent' })
  await model.discard(failed?.failure?.operationID ?? '')
  await settle()
  expect(messagesOf(timeline.now)).toEqual([])
})

test('OL-36 a message that the backend refused can be tried again', async () => {
  const { chat, kit, network } = await createWorld()
  const model = createTimeline(kit, { conversationType: 'peer', conversationID: 'zoe' })
  const timeline = await follow(model)
  await say(chat, 'zoe', 'Hello?')
  await network.addUser({ userID: 'zoe', userName: 'Zoe' })
  await model.retry(messagesOf(timeline.now)[0]?.failure?.operationID ?? '')
  await settle()
  expect(messagesOf(timeline.now)).toMatchObject([{ status: 'sent' }])
})

test('what is unread when a conversation is opened stands under a heading that stays', async () => {
  const { chat, kit, signIn } = await createWorld()
  const bob = await signIn('bob')
  await say(chat, 'bob', 'read')
  await say(bob, 'ada', 'new')
  await say(bob, 'ada', 'newer')
  const model = createTimeline(kit, withBob)
  const timeline = await follow(model)
  const texts = () => timeline.now.rows.map(({ text }) => text)
  expect(texts()).toEqual(['Today', 'read', '2 new messages', 'new', 'newer'])
  await model.markRead()
  await settle()
  expect(timeline.now.unreadCount).toBe(0)
  expect(texts()).toEqual(['Today', 'read', '2 new messages', 'new', 'newer'])
})

test('a message that comes while a conversation is open gets no heading', async () => {
  const { chat, kit, signIn } = await createWorld()
  const bob = await signIn('bob')
  await say(chat, 'bob', 'read')
  const timeline = await follow(createTimeline(kit, withBob))
  await say(bob, 'ada', 'new')
  expect(timeline.now.rows.map(({ text }) => text)).toEqual(['Today', 'read', 'new'])
})

test('OL-38 offline a gap says that there is more, and when it can be had', async () => {
  const world = await createWorld({ isSignedIn: false })
  const bob = await world.signIn('bob')
  for (let index = 0; index < 300; index += 1) await bob.sendMessage(withAda, { type: 'text', text: String(index) })
  await settle()
  await world.chat.login('ada', { token: world.network.issueToken('ada') })
  await settle()
  await goDark(world)
  const model = createTimeline(world.kit, withBob)
  const timeline = await follow(model)
  while (timeline.now.olderNote === '' && timeline.now.hasOlder) await model.loadOlder()
  expect(timeline.now.olderNote).toBe('Older messages load when you’re online')
  expect(messagesOf(timeline.now).length).toBeLessThan(300)
  world.network.setConnectivity('up')
  await world.time.advance(120_000)
  while (timeline.now.hasOlder) await model.loadOlder()
  expect(timeline.now.olderNote).toBe('')
  expect(messagesOf(timeline.now).length).toBe(300)
})

test('how old the messages are is said while the backend is not reached', async () => {
  const world = await createWorld()
  const timeline = await follow(createTimeline(world.kit, withBob))
  await say(world.chat, 'bob', 'one')
  expect(timeline.now.subtitle).toBe('')
  await goDark(world)
  expect(timeline.now.subtitle).toBe('last synced 12:00')
})

test('how old the messages are is said after a relaunch without a network too', async () => {
  const world = await createWorld()
  await say(world.chat, 'bob', 'one')
  await world.chat.destroy()
  world.network.setConnectivity('refused')
  await world.time.advance(3_600_000)
  const { kit } = await world.relaunch()
  expect((await follow(createTimeline(kit, withBob))).now.subtitle).toBe('last synced 12:00')
})

test('older messages come when they are asked for, and the newer rows stay the same objects', async () => {
  const { chat, kit } = await createWorld()
  for (let index = 0; index < 60; index += 1) await chat.sendMessage(withBob, { type: 'text', text: String(index) })
  await settle()
  const model = createTimeline(kit, withBob)
  const timeline = await follow(model)
  const before = messagesOf(timeline.now)
  expect([before.length, timeline.now.hasOlder]).toEqual([40, true])
  await model.loadOlder()
  const after = messagesOf(timeline.now)
  expect([after.length, timeline.now.hasOlder]).toEqual([60, false])
  // The one that was the topmost is in the middle of its run now.
  expect(after.slice(21)).toEqual(before.slice(1))
  expect(after.slice(21).every((row, index) => row === before[index + 1])).toBe(true)
})

test('a message that comes changes no other row', async () => {
  const { chat, kit, signIn } = await createWorld()
  const bob = await signIn('bob')
  for (const text of ['one', 'two', 'three']) await say(chat, 'bob', text)
  // Who answers has read what they answer: that does change its row.
  await bob.clearConversationUnreadMessageCount(withAda)
  await settle()
  const timeline = await follow(createTimeline(kit, withBob))
  const before = timeline.now.rows
  await say(bob, 'ada', 'four')
  expect(timeline.now.rows.filter((row) => !before.includes(row)).map(({ text }) => text)).toEqual(['four'])
})

test('what stands under a failed message, and under the last that waits, ends the run of bubbles', async () => {
  const { chat, kit, network } = await createWorld()
  const timeline = await follow(createTimeline(kit, withBob))
  network.failNextCall(new ChatError('limit-exceeded'))
  await say(chat, 'bob', 'one')
  network.setConnectivity('hung')
  network.cut()
  await say(chat, 'bob', 'two')
  await say(chat, 'bob', 'three')
  const runs = messagesOf(timeline.now).map(({ text, isFirstOfRun, isLastOfRun }) => [text, isFirstOfRun, isLastOfRun])
  expect(runs).toEqual([
    ['one', true, true],
    ['two', true, false],
    ['three', false, true],
  ])
})
