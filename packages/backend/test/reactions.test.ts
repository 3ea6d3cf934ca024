import { expect, test } from 'vitest'
import { createWorld, group, only, peer } from './world.js'

const crowd = ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gus']

async function createThread() {
  const world = await createWorld({ users: crowd })
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: crowd.slice(1) })
  const { messageID } = await world.send('ada', group('g'), 'x')
  const react = (userID: string, reactionType: string, operation: 'add' | 'delete' = 'add') =>
    world.perform(userID, `${operation}MessageReaction`, { ...group('g'), messageID, reactionType })
  return { world, react }
}

test('a sign tells how many gave it, the first five of them, and whether the reader is one', async () => {
  const { world, react } = await createThread()
  const { cursor } = await world.follow('gus')
  for (const userID of crowd.slice(0, 6)) await react(userID, '👍')
  const { message } = await react('bob', '🎉')
  const userIDs = crowd.slice(0, 5)
  const thumbs = { reactionType: '👍', totalCount: 6, isSelfIncluded: true, userIDs }
  const party = { reactionType: '🎉', totalCount: 1, isSelfIncluded: true, userIDs: ['bob'] }
  expect(message).toMatchObject({ revision: 7, reactionList: [thumbs, party] })
  const { changes } = await world.follow('gus', cursor)
  const [told] = only(changes, 'messageChanged')
  expect(told?.message.reactionList).toEqual([thumbs, party].map((sign) => ({ ...sign, isSelfIncluded: false })))
  // The people it names are introduced before.
  expect(only(changes, 'userChanged').map(({ user }) => user.userID)).toEqual(expect.arrayContaining(userIDs))
})

test('signs stay in the order in which they were first given, until nobody is left who gives them', async () => {
  const { react } = await createThread()
  const signs = async (...step: Parameters<typeof react>) =>
    (await react(...step)).message.reactionList?.map(({ reactionType }) => reactionType)
  await react('ada', '👍')
  await react('bob', '🎉')
  await react('bob', '👍')
  expect(await signs('ada', '👍', 'delete')).toEqual(['👍', '🎉'])
  expect(await signs('bob', '👍', 'delete')).toEqual(['🎉'])
  expect(await signs('ada', '👍')).toEqual(['🎉', '👍'])
  await react('ada', '👍', 'delete')
  expect(await signs('bob', '🎉', 'delete')).toBeUndefined()
})

test('a sign has 1 to 32 bytes of UTF-8, and a message at most 100 signs', async () => {
  const { react } = await createThread()
  await expect(react('ada', '')).rejects.toMatchObject({ code: 'invalid-argument' })
  await expect(react('ada', '🙂'.repeat(8))).resolves.toBeDefined()
  await expect(react('ada', `${'🙂'.repeat(8)}!`)).rejects.toMatchObject({ code: 'limit-exceeded' })
  for (let sign = 1; sign < 100; sign++) await react('ada', `${sign}`)
  await expect(react('bob', '100')).rejects.toMatchObject({ code: 'limit-exceeded', details: { maximum: 100 } })
  await expect(react('bob', '99')).resolves.toBeDefined()
  await react('ada', '1', 'delete')
  await expect(react('bob', '100')).resolves.toBeDefined()
})

test('an unregistered partner still has what was answered in a peer conversation', async () => {
  const world = await createWorld()
  const { messageID } = await world.send('ada', peer('bob'), 'x')
  await world.backend.unregisterUser('bob')
  const { message } = await world.perform('ada', 'addMessageReaction', {
    ...peer('bob'),
    messageID,
    reactionType: '👍',
  })
  expect(message.reactionList).toHaveLength(1)
})

test('who gave a sign is told in pages to whoever is in the conversation, and to nobody else', async () => {
  const world = await createWorld({ users: ['ada', 'bob', 'cyd', 'eve'] })
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'Rowers', userIDs: ['bob', 'cyd'] })
  const { messageID } = await world.send('ada', group('g'), 'x')
  const reaction = { ...group('g'), messageID, reactionType: '👍' }
  for (const userID of ['cyd', 'ada', 'bob']) await world.perform(userID, 'addMessageReaction', reaction)
  const ask = (userID: string, count: number, after = 0) =>
    world.perform(userID, 'queryMessageReactionUserList', { ...reaction, count, after })
  const first = await ask('bob', 2)
  expect(first).toMatchObject({ userList: [{ userID: 'cyd' }, { userID: 'ada' }], totalCount: 3 })
  const rest = await ask('bob', 2, first.next)
  expect(rest).toMatchObject({ userList: [{ userID: 'bob', userName: 'BOB' }], totalCount: 3 })
  expect(rest).not.toHaveProperty('next')
  await expect(ask('eve', 2)).rejects.toMatchObject({ code: 'not-group-member' })
  await expect(ask('bob', 101)).rejects.toMatchObject({ code: 'invalid-argument' })
})
