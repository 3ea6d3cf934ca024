import { describe, expect, test } from 'vitest'
import { createWorld, group, only, peer } from './world.js'

const bob = peer('bob')
const ada = peer('ada')

async function createRepliesWorld() {
  const world = await createWorld()
  let count = 0
  return {
    ...world,
    answer(userID: string, conversation: typeof bob, repliedMessageID: string, more = {}) {
      const messageID = `reply-${++count}`
      const content = { type: 'text', text: messageID } as const
      const parameters = { ...conversation, messageID, content, sentTime: 0, repliedMessageID, ...more }
      return world.perform(userID, 'sendMessage', parameters)
    },
  }
}

describe('replies', () => {
  test('an answer says what it answers, and that is counted and told to both', async () => {
    const { answer, send, follow, backend } = await createRepliesWorld()
    const original = await send('ada', bob, 'Who rows?')
    const { cursor } = await follow('bob')
    const { message } = await answer('bob', ada, original.messageID)
    const repliedInfo = { messageID: original.messageID, senderUserID: 'ada', order: original.order }
    expect(message.repliedInfo).toEqual(repliedInfo)
    const { changes } = await follow('bob', cursor)
    expect(only(changes, 'messageAdded')).toMatchObject([{ message: { repliedInfo } }])
    expect(only(changes, 'messageChanged')).toMatchObject([
      { message: { messageID: original.messageID, repliedCount: 1, revision: 1 } },
    ])
    const { messages } = await backend.history('ada', bob, { type: 'newest', limit: 2 })
    expect(messages).toMatchObject([{ repliedCount: 1 }, { repliedInfo }])
  })

  test('an answer that is taken back is neither counted nor listed, and keeps none of its attributes', async () => {
    const { answer, send, perform, backend } = await createRepliesWorld()
    const { messageID } = await send('ada', bob, 'Who rows?')
    const attributes = { mentionedUserIDs: ['ada'], extendedData: 'x' }
    const first = await answer('bob', ada, messageID, attributes)
    expect(first.message).toMatchObject(attributes)
    const second = await answer('ada', bob, messageID)
    const { message } = await perform('bob', 'revokeMessage', { ...ada, messageID: first.message.messageID })
    expect(message).not.toHaveProperty('extendedData')
    expect(message).not.toHaveProperty('mentionedUserIDs')
    const { messages } = await backend.history('ada', bob, { type: 'newest', limit: 9 })
    expect(messages[0]).toMatchObject({ messageID, repliedCount: 1 })
    const list = await perform('ada', 'queryMessageRepliedList', { ...bob, messageID, count: 10 })
    expect(list).toEqual({ messageList: [second.message], more: false })
  })

  test('answers are listed oldest first, in pages', async () => {
    const { answer, send, perform } = await createRepliesWorld()
    const { messageID } = await send('ada', bob, 'Who rows?')
    const replies = []
    for (let index = 0; index < 3; index++) replies.push((await answer('bob', ada, messageID)).message)
    const page = { ...ada, messageID, count: 2 }
    const first = await perform('bob', 'queryMessageRepliedList', page)
    expect(first).toEqual({ messageList: replies.slice(0, 2), more: true })
    const afterOrder = first.messageList[1]?.order ?? ''
    const rest = await perform('bob', 'queryMessageRepliedList', { ...page, afterOrder })
    expect(rest).toEqual({ messageList: replies.slice(2), more: false })
  })

  test('who is not in the conversation neither answers nor sees answers', async () => {
    const { answer, send, perform } = await createRepliesWorld()
    await perform('ada', 'createGroup', { groupID: 'g', groupName: 'Rowers', userIDs: ['bob'] })
    const { messageID } = await send('ada', group('g'), 'Who rows?')
    await expect(answer('cyd', group('g'), messageID)).rejects.toMatchObject({ code: 'not-group-member' })
    const question = perform('cyd', 'queryMessageRepliedList', { ...group('g'), messageID, count: 1 })
    await expect(question).rejects.toMatchObject({ code: 'not-group-member' })
    const elsewhere = answer('ada', bob, messageID)
    await expect(elsewhere).rejects.toMatchObject({ code: 'message-not-found' })
  })

  test.each([
    [{ mentionedUserIDs: Array.from({ length: 51 }, (_, index) => `u${index}`) }, 'limit-exceeded'],
    [{ mentionedUserIDs: ['bob', 'bob'] }, 'invalid-argument'],
    [{ mentionedUserIDs: ['not a user'] }, 'invalid-argument'],
    [{ extendedData: 'é'.repeat(513) }, 'limit-exceeded'],
  ])('a message with the attributes %j is refused', async (attributes, code) => {
    const { answer, send } = await createRepliesWorld()
    const { messageID } = await send('ada', bob, 'Who rows?')
    await expect(answer('bob', ada, messageID, attributes)).rejects.toMatchObject({ code })
  })
})
