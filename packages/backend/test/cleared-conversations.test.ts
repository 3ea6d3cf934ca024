import { expect, test } from 'vitest'
import { createWorld, group, only, peer } from './world.js'

const kind = 'clearedConversation'

test('every message of a conversation is deleted for one user, by one row, and told to that user’s devices alone', async () => {
  const world = await createWorld()
  const sent = [await world.send('ada', peer('bob'), 'one'), await world.send('bob', peer('ada'), 'two')]
  const cursors = await Promise.all(['ada', 'bob'].map(async (userID) => (await world.follow(userID)).cursor))
  const order = sent[1]?.order ?? ''
  const { registerList } = await world.perform('ada', 'deleteAllMessages', { ...peer('bob'), order })
  expect(registerList).toEqual([{ kind, key: 'peer/bob', revision: 1, value: { order } }])
  const told = await Promise.all(['ada', 'bob'].map((userID, index) => world.follow(userID, cursors[index])))
  expect(told.map(({ changes }) => changes)).toEqual([[{ type: 'registerChanged', register: registerList[0] }], []])

  const later = await world.send('bob', peer('ada'), 'three')
  const history = (userID: string, other: string) =>
    world.backend.history(userID, peer(other), { type: 'newest', limit: 10 })
  expect((await history('ada', 'bob')).messages.map(({ content }) => content.type)).toEqual([
    'deleted',
    'deleted',
    'text',
  ])
  expect((await history('bob', 'ada')).messages.map(({ content }) => content.type)).toEqual(['text', 'text', 'text'])
  const { messageID } = sent[0] ?? later
  const asked = { ...peer('bob'), messageIDs: [messageID] }
  expect((await world.perform('ada', 'queryMessages', asked)).messageList).toMatchObject([
    { content: { type: 'deleted' } },
  ])
})

test('what was deleted further on stays deleted, and a place that is not there is refused', async () => {
  const world = await createWorld()
  const [one, two] = [await world.send('ada', peer('bob'), 'one'), await world.send('ada', peer('bob'), 'two')]
  const clear = (order: string) => world.perform('ada', 'deleteAllMessages', { ...peer('bob'), order })
  const first = await clear(two.order)
  expect(await clear(one.order)).toEqual(first)
  await expect(clear('0000000000000009')).rejects.toMatchObject({ code: 'message-not-found' })
  await expect(clear('zzz')).rejects.toMatchObject({ code: 'message-not-found' })
  const elsewhere = { ...group('g'), order: one.order }
  await expect(world.perform('ada', 'deleteAllMessages', elsewhere)).rejects.toMatchObject({
    code: 'conversation-not-found',
  })
})

test('a device that reads everything anew is told of it', async () => {
  const world = await createWorld()
  const { order } = await world.send('ada', peer('bob'), 'one')
  await world.perform('ada', 'deleteAllMessages', { ...peer('bob'), order })
  await world.backend.trimLog(world.now() + 1)
  const { changes } = await world.follow('ada')
  expect(only(changes, 'registerChanged')).toMatchObject([{ register: { kind, value: { order } } }])
  expect(only(changes, 'conversationHead')).toMatchObject([{ head: { lastMessage: { content: { type: 'deleted' } } } }])
})
