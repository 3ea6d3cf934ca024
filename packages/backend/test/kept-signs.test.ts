import { expect, test } from 'vitest'
import { createWorld, group } from './world.js'

const reactionType = '👍'

test('signs are told from the message itself as from their rows, to each reader, however many gave one', async () => {
  const users = Array.from({ length: 8 }, (_, index) => `user${index}`)
  const world = await createWorld({ users })
  await world.perform('user0', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: users.slice(1) })
  const { messageID, order } = await world.send('user0', group('g'), 'Who rows?')
  const sign = { ...group('g'), messageID, reactionType }
  const expectSame = async () => {
    for (const userID of users) {
      const { messages } = await world.backend.history(userID, group('g'), { type: 'around', order, limit: 1 })
      const place = { conversationKey: 'g:g', messageSeq: 1 }
      const [counted] = await world.store.read((reader) => reader.readReactions(userID, [place]))
      const reactionList = counted?.reactionList.map(({ signRevision: _, ...reaction }) => reaction)
      expect(messages[0]?.reactionList).toEqual(reactionList)
    }
  }
  for (const userID of users) {
    await world.perform(userID, 'addMessageReaction', sign)
    await expectSame()
  }
  await world.perform('user1', 'addMessageReaction', { ...sign, reactionType: '🎉' })
  for (const userID of ['user0', 'user6', 'user2']) {
    await world.perform(userID, 'deleteMessageReaction', sign)
    await expectSame()
  }
  await world.perform('user0', 'revokeMessage', { ...group('g'), messageID })
  await expectSame()
})
