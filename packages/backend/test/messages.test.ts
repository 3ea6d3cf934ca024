import { expect, test } from 'vitest'
import { createWorld, group, only, peer, texts } from './world.js'

test('both users of a peer conversation see it under the other one', async () => {
  const world = await createWorld()
  const start = (await world.follow('bob')).cursor
  const sent = await world.send('ada', peer('bob'), 'hi')
  expect(sent).toMatchObject({ conversationType: 'peer', conversationID: 'bob', senderUserID: 'ada' })
  const [added] = only((await world.follow('bob', start)).changes, 'messageAdded')
  expect(added?.message).toMatchObject({ conversationType: 'peer', conversationID: 'ada', messageID: sent.messageID })
})

test('numbers count every message from 1, and order and follows chain them', async () => {
  const world = await createWorld()
  const first = await world.send('ada', peer('bob'), 'one')
  const second = await world.send('bob', peer('ada'), 'two')
  expect(first).toMatchObject({ messageSeq: 1, countedSeq: 1, follows: null, order: '0000000000000001' })
  expect(second).toMatchObject({ messageSeq: 2, countedSeq: 2, follows: first.order })
  expect(first.order < second.order).toBe(true)
})

test('OL-36 a repeated operationID has the first answer and adds nothing', async () => {
  const world = await createWorld()
  const parameters = { ...peer('bob'), messageID: 'm', content: { type: 'text', text: 'x' }, sentTime: 1 } as const
  const first = await world.perform('ada', 'sendMessage', parameters, 'same')
  world.advance(5_000)
  const again = await world.perform('ada', 'sendMessage', parameters, 'same')
  expect(again).toEqual(first)
  expect(texts((await world.follow('bob', 'memory.3')).changes)).toEqual(['x'])
})

test('a repeat has the first answer even when the same thing was undone since', async () => {
  const world = await createWorld()
  await world.send('ada', peer('bob'), 'x')
  const pin = (isPinned: boolean, operationID: string) =>
    world.perform('ada', 'updateConversationPinnedState', { ...peer('bob'), isPinned }, operationID)
  const first = await pin(true, 'pin')
  await pin(false, 'unpin')
  expect(await pin(true, 'pin')).toEqual(first)
  const [head] = only((await world.follow('ada')).changes, 'conversationHead')
  expect(head?.head.isPinned).toBe(false)
})

test('OL-36 two copies of an operation at once are one message', async () => {
  const world = await createWorld()
  const parameters = { ...peer('bob'), messageID: 'm', content: { type: 'text', text: 'x' }, sentTime: 1 } as const
  const answers = await Promise.all(['same', 'same'].map((id) => world.perform('ada', 'sendMessage', parameters, id)))
  expect(answers[1]).toEqual(answers[0])
  const { messages } = await world.backend.history('bob', peer('ada'), { type: 'newest', limit: 10 })
  expect(messages).toHaveLength(1)
})

test('an operationID of one user means nothing for another', async () => {
  const world = await createWorld()
  const parameters = { ...peer('cyd'), messageID: 'm', content: { type: 'text', text: 'x' }, sentTime: 1 } as const
  await world.perform('ada', 'sendMessage', parameters, 'same')
  const { message } = await world.perform('bob', 'sendMessage', parameters, 'same')
  expect(message.senderUserID).toBe('bob')
})

test('an operationID that comes back for another operation is refused', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: [] }, 'same')
  await expect(world.perform('ada', 'leaveGroup', { groupID: 'g' }, 'same')).rejects.toMatchObject({
    code: 'invalid-argument',
  })
})

test('a messageID sent again by its sender is the same message; with other content it is refused', async () => {
  const world = await createWorld()
  const first = await world.send('ada', peer('bob'), 'x', 'm')
  expect(await world.send('ada', peer('bob'), 'x', 'm')).toEqual(first)
  await expect(world.send('ada', peer('bob'), 'y', 'm')).rejects.toMatchObject({ code: 'message-id-reused' })
  await expect(world.send('bob', peer('ada'), 'x', 'm')).rejects.toMatchObject({ code: 'message-id-reused' })
  const custom = { type: 'custom', subType: 1, payload: 'x' } as const
  await expect(
    world.perform('ada', 'sendMessage', { ...peer('bob'), messageID: 'm', content: custom, sentTime: 1 }),
  ).rejects.toMatchObject({ code: 'message-id-reused' })
})

test('the operationID goes to the sender only', async () => {
  const world = await createWorld()
  await world.send('ada', peer('bob'), 'x')
  const newest = { type: 'newest', limit: 1 } as const
  const { messages: own } = await world.backend.history('ada', peer('bob'), newest)
  const { messages: other } = await world.backend.history('bob', peer('ada'), newest)
  expect(own[0]).toHaveProperty('operationID')
  expect(other[0]).not.toHaveProperty('operationID')
})

test('sending moves the sender’s own mark in the same log, and nobody else’s', async () => {
  const world = await createWorld()
  const [ada, bob] = [await world.follow('ada'), await world.follow('bob')]
  const sent = await world.send('ada', peer('bob'), 'x')
  const mark = { readMark: { ...peer('bob'), order: sent.order, countedSeq: 1 }, removedCount: 0 }
  const own = (await world.follow('ada', ada.cursor)).changes
  expect(only(own, 'readMarkMoved')).toEqual([{ type: 'readMarkMoved', ...mark }])
  expect(only((await world.follow('bob', bob.cursor)).changes, 'readMarkMoved')).toEqual([])
})

test('nobody writes to themselves, to a stranger, or to a group they are not in', async () => {
  const world = await createWorld()
  await world.perform('bob', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: [] })
  await expect(world.send('ada', peer('ada'), 'x')).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(world.send('ada', peer('nobody'), 'x')).rejects.toMatchObject({ code: 'user-not-found' })
  await expect(world.send('ada', group('g'), 'x')).rejects.toMatchObject({ code: 'not-group-member' })
  await expect(world.send('ada', group('none'), 'x')).rejects.toMatchObject({ code: 'conversation-not-found' })
})

test('what is refused is not remembered: the same operation may succeed later', async () => {
  const world = await createWorld()
  await world.perform('bob', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: [] })
  const parameters = { ...group('g'), messageID: 'm', content: { type: 'text', text: 'x' }, sentTime: 1 } as const
  await expect(world.perform('ada', 'sendMessage', parameters, 'op')).rejects.toMatchObject({
    code: 'not-group-member',
  })
  await world.perform('bob', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['ada'] })
  await expect(world.perform('ada', 'sendMessage', parameters, 'op')).resolves.toBeDefined()
})

test('texts are measured in bytes of UTF-8', async () => {
  const world = await createWorld({ limits: { maxTextBytes: 8 } })
  await expect(world.send('ada', peer('bob'), '🙂🙂')).resolves.toBeDefined()
  await expect(world.send('ada', peer('bob'), '🙂🙂!')).rejects.toMatchObject({
    code: 'limit-exceeded',
    details: { limit: 'maxTextBytes', maximum: 8 },
  })
  await expect(world.send('ada', peer('bob'), ' \n ')).rejects.toMatchObject({ code: 'invalid-argument' })
})
