import { ChatError } from '@latchkey/core'
import { createConversationList } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle } from './support/surroundings.js'
import { createWorld, follow, noon, say, withAda, withBob } from './support/world.js'

test('before there is any answer the list is a skeleton, and without conversations it says so', async () => {
  const { kit } = await createWorld()
  const list = createConversationList(kit)
  expect(list.getSnapshot()).toEqual({ rows: [], hasMore: false, state: 'skeleton' })
  expect((await follow(list)).now.state).toBe('empty')
})

test('a row has name, letters on a colour, preview, time and what is unread', async () => {
  const { kit, signIn } = await createWorld()
  const list = await follow(createConversationList(kit))
  await say(await signIn('bob'), 'ada', 'Are you there?')
  expect(list.now.rows).toEqual([
    {
      conversationType: 'peer',
      conversationID: 'bob',
      key: 'peer/bob',
      name: 'Bob Hopper',
      avatar: { initials: 'BH', color: expect.any(Number) as number, url: '' },
      time: '12:00',
      preview: 'Are you there?',
      isDraft: false,
      unreadCount: 1,
      badge: '1',
      isPinned: false,
      isMuted: false,
      isMarkedUnread: false,
      isDisabled: false,
      actions: ['markRead', 'pin', 'mute', 'archive', 'deleteChat'],
    },
  ])
})

test('OL-39 more than 99 unread messages are 99+', async () => {
  const { kit, signIn } = await createWorld()
  const list = await follow(createConversationList(kit))
  const bob = await signIn('bob')
  for (let count = 1; count <= 100; count += 1) {
    await bob.sendMessage(withAda, { type: 'text', text: String(count) })
  }
  await settle()
  await settle()
  expect(list.now.rows[0]).toMatchObject({ unreadCount: 100, badge: '99+' })
})

test('OL-36 an own message tells how it stands: waiting, then sent', async () => {
  const { chat, kit, network, time } = await createWorld()
  const list = await follow(createConversationList(kit))
  network.setConnectivity('hung')
  network.cut()
  await say(chat, 'bob', 'Written in a tunnel')
  expect(list.now.rows[0]).toMatchObject({ preview: 'Written in a tunnel', status: 'waiting' })
  network.setConnectivity('up')
  await time.advance(120_000)
  expect(list.now.rows[0]).toMatchObject({ preview: 'Written in a tunnel', status: 'sent' })
})

test('a draft is shown in place of the last message, and the message again when it is gone', async () => {
  const { chat, kit } = await createWorld()
  const list = await follow(createConversationList(kit))
  await say(chat, 'bob', 'Hello')
  await chat.setConversationDraft(withBob, 'I’ll call you when the')
  await settle()
  expect(list.now.rows[0]).toMatchObject({ preview: 'I’ll call you when the', isDraft: true })
  expect(list.now.rows[0]?.status).toBeUndefined()
  await chat.setConversationDraft(withBob, '')
  await settle()
  expect(list.now.rows[0]).toMatchObject({ preview: 'Hello', isDraft: false, status: 'sent' })
})

test('a message of a kind that this version does not know has words of its own', async () => {
  const { kit, signIn } = await createWorld()
  const list = await follow(createConversationList(kit))
  const bob = await signIn('bob')
  await bob.sendMessage(withAda, { type: 'custom', subType: 7, payload: '{}', searchedText: 'A poll' })
  await settle()
  expect(list.now.rows[0]?.preview).toBe('A poll')
  await bob.sendMessage(withAda, { type: 'custom', subType: 7, payload: '{}' })
  await settle()
  expect(list.now.rows[0]?.preview).toBe('Message from the app')
})

test('in a group, own last words are told apart', async () => {
  const { chat, kit } = await createWorld()
  const list = await follow(createConversationList(kit))
  await chat.createGroup('crew', { groupName: 'Harbor Run Crew', userIDs: ['bob'] })
  await chat.sendMessage({ conversationType: 'group', conversationID: 'crew' }, { type: 'text', text: 'Route is up' })
  await settle()
  expect(list.now.rows[0]).toMatchObject({ name: 'Harbor Run Crew', preview: 'You: Route is up' })
})

test('in a group the last words of others begin with the first word of their author’s name', async () => {
  const { chat, kit, signIn } = await createWorld()
  const list = await follow(createConversationList(kit))
  await chat.createGroup('crew', { groupName: 'Harbor Run Crew', userIDs: ['bob'] })
  await settle()
  const bob = await signIn('bob')
  await bob.sendMessage({ conversationType: 'group', conversationID: 'crew' }, { type: 'text', text: 'Hills are in' })
  await settle()
  expect(list.now.rows[0]).toMatchObject({ preview: 'Bob: Hills are in' })
})

test('an author’s new name comes into the preview with what they write next', async () => {
  const { chat, kit, network, signIn } = await createWorld()
  const list = await follow(createConversationList(kit))
  const crew = { conversationType: 'group', conversationID: 'crew' } as const
  await chat.createGroup('crew', { groupName: 'Harbor Run Crew', userIDs: ['bob'] })
  await settle()
  const bob = await signIn('bob')
  await bob.sendMessage(crew, { type: 'text', text: 'Hills are in' })
  await settle()
  await network.addUser({ userID: 'bob', userName: 'Robert Hopper' })
  await bob.sendMessage(crew, { type: 'text', text: 'So is the bridge' })
  await settle()
  expect(list.now.rows[0]).toMatchObject({ preview: 'Robert: So is the bridge' })
})

test('a message that failed is told of also while a newer one waits, and no longer once it is discarded', async () => {
  const { chat, kit, network } = await createWorld()
  const list = await follow(createConversationList(kit))
  network.failNextCall(new ChatError('limit-exceeded'))
  await say(chat, 'bob', 'Refused')
  network.setConnectivity('hung')
  network.cut()
  await say(chat, 'bob', 'Waiting')
  expect(list.now.rows[0]).toMatchObject({ preview: 'Waiting', status: 'failed' })
  const { operationList } = await chat.queryOperationList({ count: 100 })
  await chat.discardOperation(operationList[0]?.operationID ?? '')
  await settle()
  expect(list.now.rows[0]).toMatchObject({ preview: 'Waiting', status: 'waiting' })
})

test('a message that failed is told of also under a draft and behind an answer', async () => {
  const { chat, kit, network, signIn } = await createWorld()
  const list = await follow(createConversationList(kit))
  network.failNextCall(new ChatError('limit-exceeded'))
  await say(chat, 'bob', 'Refused')
  await say(await signIn('bob'), 'ada', 'Are you there?')
  await chat.setConversationDraft(withBob, 'Yes, I')
  await settle()
  expect(list.now.rows[0]).toMatchObject({ preview: 'Yes, I', isDraft: true, status: 'failed' })
})

test('pinned conversations come first', async () => {
  const { chat, kit, time } = await createWorld()
  const list = await follow(createConversationList(kit))
  await say(chat, 'bob', 'First')
  await time.advance(60_000)
  await say(chat, 'eve', 'Second')
  expect(list.now.rows.map(({ conversationID }) => conversationID)).toEqual(['eve', 'bob'])
  await chat.updateConversationPinnedState(withBob, true)
  await settle()
  expect(list.now.rows.map(({ conversationID, isPinned }) => [conversationID, isPinned])).toEqual([
    ['bob', true],
    ['eve', false],
  ])
})

test('a group that one has left stays, and cannot be written to', async () => {
  const { chat, kit } = await createWorld()
  const list = await follow(createConversationList(kit))
  await chat.createGroup('crew', { groupName: 'Crew', userIDs: ['bob'] })
  await settle()
  await chat.leaveGroup('crew')
  await settle()
  expect(list.now.rows[0]).toMatchObject({ name: 'Crew', isDisabled: true })
})

test('a message in one conversation leaves the rows of the others the same objects', async () => {
  const { chat, kit } = await createWorld()
  const list = await follow(createConversationList(kit))
  await say(chat, 'bob', 'Hello')
  await say(chat, 'eve', 'Hello')
  const bobRow = list.now.rows.find(({ conversationID }) => conversationID === 'bob')
  await say(chat, 'eve', 'Once more')
  expect(list.now.rows.find(({ conversationID }) => conversationID === 'bob')).toBe(bobRow)
})

test('the time of a row is a time today, a word yesterday, a weekday this week, else a date', async () => {
  const { chat, kit, time } = await createWorld()
  await say(chat, 'bob', 'Hello')
  const labels: (string | undefined)[] = []
  for (const days of [0, 1, 2, 5, 12]) {
    await time.advance(noon + days * 86_400_000 - time.now())
    const list = await follow(createConversationList(kit))
    labels.push(list.now.rows[0]?.time)
    list.stop()
  }
  expect(labels).toEqual(['12:00', 'Yesterday', 'Wed', 'Wed', '14 Jan'])
})

test('at midnight a list that is open says yesterday, by itself', async () => {
  const { chat, kit, time } = await createWorld()
  const list = await follow(createConversationList(kit))
  await say(chat, 'bob', 'Hello')
  await time.advance(12 * 3_600_000 - 60_000)
  expect(list.now.rows[0]?.time).toBe('12:00')
  await time.advance(2 * 60_000)
  expect(list.seen.at(-1)?.rows[0]?.time).toBe('Yesterday')
})

test('OL-08 after an offline login the same rows are there', async () => {
  const { chat, kit, network, relaunch } = await createWorld()
  await say(chat, 'bob', 'Hello')
  const before = (await follow(createConversationList(kit))).now.rows
  await chat.destroy()
  network.setConnectivity('refused')
  const again = await relaunch()
  expect((await follow(createConversationList(again.kit))).now.rows).toEqual(before)
})

test('OL-09 after signing out no row of the user is in sight', async () => {
  const { chat, kit } = await createWorld()
  const list = await follow(createConversationList(kit))
  await say(chat, 'bob', 'Hello')
  await chat.logout()
  await settle()
  expect(list.now).toEqual({ rows: [], hasMore: false, state: 'skeleton' })
})

test('a long list grows when more is asked for', async () => {
  const { chat, kit } = await createWorld()
  const list = createConversationList(kit)
  const followed = await follow(list)
  for (let index = 0; index < 55; index += 1) {
    await chat.createGroup(`g${String(index)}`, { groupName: `Group ${String(index)}`, userIDs: [] })
  }
  await settle()
  expect(followed.now.rows.length).toBe(50)
  expect(followed.now.hasMore).toBe(true)
  await list.loadMore()
  expect(followed.now.rows.length).toBe(55)
  expect(followed.now.hasMore).toBe(false)
})
