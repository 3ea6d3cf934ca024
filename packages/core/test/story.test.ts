import { expect, test } from 'vitest'
import { ConnectionState } from '../src/contract/connection-state.js'
import { createWorld, recordEvents } from './support/world.js'
import { settle } from './support/test-platform.js'

const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const withAda = { conversationType: 'peer', conversationID: 'ada' } as const

test('OL-08 OL-11 OL-36 a message written offline is sent once after reconnecting, and what came meanwhile is there too', async () => {
  const world = await createWorld()
  const bob = world.device().launch()
  await bob.login('bob', { token: world.network.issueToken('bob') })
  const adaDevice = await world.returningDevice('ada')
  await bob.whenSettled((await bob.sendMessage(withAda, { type: 'text', text: 'Are you there?' })).operationID)

  world.network.setConnectivity('hung')
  const ada = adaDevice.launch()
  await ada.login('ada', { token: adaDevice.token, isOfflineLogin: true })
  expect(ada.connectionState).toBe(ConnectionState.Connecting)
  const sent = await ada.sendMessage(withBob, { type: 'text', text: 'Written in a tunnel' })
  expect(sent.message.sentStatus).toBe('waiting')
  expect((await ada.queryConversationList({ count: 10 })).conversationList[0]?.lastMessage?.messageID).toBe(
    sent.message.messageID,
  )
  const received = recordEvents(ada, 'messageReceived')

  await ada.destroy()
  world.network.setConnectivity('up')
  const again = adaDevice.launch()
  const receivedAgain = recordEvents(again, 'messageReceived')
  await again.login('ada', { token: adaDevice.token, isOfflineLogin: true })
  const settled = await again.whenSettled(sent.operationID)
  expect(settled.outcome).toBe('succeeded')
  await settle()
  expect(received).toEqual([])
  expect(receivedAgain.flatMap(({ messageList }) => messageList.map(({ content }) => content))).toEqual([
    { type: 'text', text: 'Are you there?' },
  ])
  const texts = (page: { messageList: readonly { content: object }[] }) =>
    page.messageList.map(({ content }) => ('text' in content ? content.text : ''))
  expect(texts(await again.queryHistoryMessage(withBob, { count: 10 }))).toEqual([
    'Are you there?',
    'Written in a tunnel',
  ])
  expect(texts(await bob.queryHistoryMessage(withAda, { count: 10 }))).toEqual([
    'Are you there?',
    'Written in a tunnel',
  ])
})
