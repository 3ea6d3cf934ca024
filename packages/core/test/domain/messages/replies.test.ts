import { expect, test } from 'vitest'
import { codeOf, createWorld, eventOf, recordEvents } from '../../support/world.js'

const bob = { conversationType: 'peer', conversationID: 'bob' } as const
const ada = { conversationType: 'peer', conversationID: 'ada' } as const
const text = (value: string) => ({ type: 'text', text: value }) as const
const attributes = { mentionedUserIDs: ['bob'], isMentionAll: true, extendedData: '{"seat":4}' } as const

test('OL-36 an answer to a message that waits itself is sent behind it after a relaunch, and seen as one everywhere', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  const [second, bobs, eves] = [world.device(), world.device(), world.device()].map((made) => made.launch())
  if (!second || !bobs || !eves) throw new Error('There are three devices.')
  world.network.setConnectivity('refused')
  const before = device.launch()
  await before.login('ada', { token, isOfflineLogin: true })
  const { message: original } = await before.sendMessage(bob, text('Who rows?'))
  const { message: reply } = await before.sendMessage(bob, text('I do'), {
    ...attributes,
    repliedMessageID: original.messageID,
  })
  expect(reply).toMatchObject({ ...attributes, repliedInfo: { messageID: original.messageID, senderUserID: 'ada' } })
  await before.destroy()

  world.network.setConnectivity('up')
  await second.login('ada', { token: world.network.issueToken('ada') })
  await bobs.login('bob', { token: world.network.issueToken('bob') })
  await eves.login('eve', { token: world.network.issueToken('eve') })
  const unseen = recordEvents(eves, 'messageReceived')
  const counted = [second, bobs].map((chat) => eventOf(chat, 'messageRepliedCountChanged'))
  const after = device.launch()
  await after.login('ada', { token, isOfflineLogin: true })
  for (const { messageList } of await Promise.all(counted)) {
    expect(messageList).toMatchObject([{ messageID: original.messageID, repliedCount: 1 }])
  }
  for (const [chat, conversation] of [
    [after, bob],
    [second, bob],
    [bobs, ada],
  ] as const) {
    const { messageList } = await chat.queryMessages(conversation, [original.messageID, reply.messageID])
    const repliedInfo = { messageID: original.messageID, senderUserID: 'ada', order: messageList[0]?.order }
    expect(messageList[1]).toMatchObject({ sentStatus: 'sent', repliedInfo, ...attributes })
    await chat.destroy()
  }
  expect(unseen).toEqual([])
  await eves.destroy()
})

test('a message that is taken back keeps no attribute, and is no longer counted as an answer', async () => {
  const world = await createWorld()
  const chat = world.device().launch()
  await chat.login('ada', { token: world.network.issueToken('ada') })
  const { message: original } = await chat.sendMessage(bob, text('Who rows?'))
  const repliedMessageID = original.messageID
  const { message, operationID } = await chat.sendMessage(bob, text('I do'), { ...attributes, repliedMessageID })
  await chat.whenSettled(operationID)
  const revoked = await chat.revokeMessage(bob, message.messageID)
  const before = await chat.queryMessages(bob, [message.messageID])
  expect(before.messageList[0]).not.toHaveProperty('extendedData')
  const counted = eventOf(chat, 'messageRepliedCountChanged', ({ messageList }) => !messageList[0]?.repliedCount)
  await chat.whenSettled(revoked?.operationID ?? '')
  await counted
  const { messageList } = await chat.queryMessages(bob, [message.messageID, original.messageID])
  expect(messageList).toMatchObject([{ content: { type: 'revoked' } }, { content: text('Who rows?') }])
  for (const kept of messageList) {
    for (const name of ['extendedData', 'mentionedUserIDs', 'isMentionAll', 'repliedCount']) {
      expect(kept).not.toHaveProperty(name)
    }
  }
  await chat.destroy()
})

test('what is not here, or is here only, cannot be answered', async () => {
  const world = await createWorld()
  const chat = world.device().launch()
  await chat.login('ada', { token: world.network.issueToken('ada') })
  const { message } = await chat.insertMessageToLocalDB(bob, text('Note'), { senderUserID: 'ada' })
  const answer = (repliedMessageID: string) => chat.sendMessage(bob, text('I do'), { repliedMessageID })
  expect(await codeOf(answer('unknown'))).toBe('message-not-found')
  expect(await codeOf(answer(message.messageID))).toBe('not-allowed')
  expect(await chat.queryOperationList({ count: 10 })).toMatchObject({ operationList: [] })
  await chat.destroy()
})

test('an answer goes with the message that it answers, when that is given up before it was sent', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  world.network.setConnectivity('refused')
  const chat = device.launch()
  await chat.login('ada', { token, isOfflineLogin: true })
  const { message, operationID } = await chat.sendMessage(bob, text('Who rows?'))
  await chat.sendMessage(bob, text('I do'), { repliedMessageID: message.messageID })
  await chat.discardOperation(operationID)
  expect(await chat.queryOperationList({ count: 10 })).toMatchObject({ operationList: [] })
  expect((await chat.queryHistoryMessage(bob, { count: 10 })).messageList).toEqual([])
  await chat.destroy()
})
