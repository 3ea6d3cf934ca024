import { expect, test } from 'vitest'
import { createWorld, group, only, peer } from './world.js'

test('OL-39 a mark carries the counted number of its message and only moves forward', async () => {
  const world = await createWorld()
  const first = await world.send('ada', peer('bob'), 'one')
  const second = await world.send('ada', peer('bob'), 'two')
  const forward = await world.perform('bob', 'markRead', { ...peer('ada'), order: second.order })
  expect(forward.readMark).toEqual({ ...peer('ada'), order: second.order, countedSeq: 2 })
  const back = await world.perform('bob', 'markRead', { ...peer('ada'), order: first.order })
  expect(back).toEqual(forward)
})

test('a moved mark reaches the user’s own log, and one that stays adds nothing', async () => {
  const world = await createWorld()
  const sent = await world.send('ada', peer('bob'), 'one')
  const { cursor } = await world.follow('bob')
  await world.perform('bob', 'markRead', { ...peer('ada'), order: sent.order })
  const moved = await world.follow('bob', cursor)
  expect(only(moved.changes, 'readMarkMoved')).toHaveLength(1)
  await world.perform('bob', 'markRead', { ...peer('ada'), order: sent.order })
  expect((await world.follow('bob', moved.cursor)).changes).toEqual([])
})

test('a mark at no message, or in no conversation, is refused', async () => {
  const world = await createWorld()
  const sent = await world.send('ada', peer('bob'), 'one')
  const mark = (userID: string, order: string) => world.perform(userID, 'markRead', { ...peer('bob'), order })
  await expect(mark('ada', '0000000000000009')).rejects.toMatchObject({ code: 'message-not-found' })
  await expect(mark('ada', 'zzz')).rejects.toMatchObject({ code: 'message-not-found' })
  await expect(mark('cyd', sent.order)).rejects.toMatchObject({ code: 'conversation-not-found' })
})

test('who joins a group has no unread messages from before', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: [] })
  const before = await world.send('ada', group('g'), 'before')
  await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['bob'] })
  const [head] = only((await world.follow('bob')).changes, 'conversationHead')
  expect(head?.head).toMatchObject({ readMark: { order: before.order, countedSeq: before.countedSeq } })
})
