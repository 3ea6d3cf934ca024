import { ChatError } from '@latchkey/core/driver'
import { expect, onTestFinished, test } from 'vitest'
import type { Chat } from '../../src/contract/chat.js'
import { ConnectionState } from '../../src/contract/connection-state.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents, type World } from '../support/world.js'
import { createTap, tappedTransport } from './tapped-transport.js'

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const withEve = { conversationType: 'peer', conversationID: 'eve' } as const
const page = { count: 100 }

async function loggedIn(world: World, userID: string): Promise<Chat> {
  const chat = world.device().launch()
  onTestFinished(() => chat.destroy())
  const isCaughtUp = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
  await chat.login(userID, { token: world.network.issueToken(userID) })
  await isCaughtUp
  return chat
}

/** Ada, on a device that she has used before, without a network. */
async function offlineAda(world: World) {
  const device = await world.returningDevice('ada')
  world.network.setConnectivity('refused')
  return { device, ada: await relaunch(device) }
}

async function relaunch({ launch, token }: Awaited<ReturnType<World['returningDevice']>>): Promise<Chat> {
  const chat = launch()
  onTestFinished(() => chat.destroy())
  await chat.login('ada', { token, isOfflineLogin: true })
  await settle()
  return chat
}

async function write(chat: Chat, conversation: typeof withBob | typeof withEve, ...texts: string[]) {
  const sent = []
  for (const text of texts) sent.push(await chat.sendMessage(conversation, { type: 'text', text }))
  return sent
}

async function reconnect({ network, platform }: World, chat: Chat): Promise<void> {
  const isConnected = eventOf(chat, 'connectionStateChanged', ({ state }) => state === ConnectionState.Connected)
  network.setConnectivity('up')
  platform.control.comeOnline()
  await isConnected
}

async function textsOf(chat: Chat, conversation: { conversationType: 'peer'; conversationID: string }) {
  const { messageList } = await chat.queryHistoryMessage(conversation, page)
  return messageList.map(({ content }) => ('text' in content ? content.text : undefined))
}

test('OL-36 messages of a conversation arrive in the order in which they were written', async () => {
  const world = await createWorld()
  const { ada } = await offlineAda(world)
  const numbers = Array.from({ length: 30 }, (_, index) => String(index))
  const sent = []
  for (const number of numbers) {
    sent.push(...(await write(ada, withBob, number)), ...(await write(ada, withEve, number)))
  }
  await reconnect(world, ada)
  for (const { operationID } of sent) await ada.whenSettled(operationID)

  expect(await textsOf(await loggedIn(world, 'bob'), withAda)).toEqual(numbers)
  expect(await textsOf(await loggedIn(world, 'eve'), withAda)).toEqual(numbers)
  expect(await ada.queryOperationList(page)).toEqual({ operationList: [] })
})

test('OL-36 a message whose app died while it was under way is sent once', async () => {
  const world = await createWorld()
  const { device, ada } = await offlineAda(world)
  await reconnect(world, ada)
  await settle()
  world.network.hold()
  const [sent] = await write(ada, withBob, 'Once')
  await settle()
  await ada.destroy()
  world.network.release()

  const again = await relaunch(device)
  expect(await again.whenSettled(sent?.operationID ?? '')).toMatchObject({ outcome: 'succeeded' })
  expect(await textsOf(again, withBob)).toEqual(['Once'])
  expect(await textsOf(await loggedIn(world, 'bob'), withAda)).toEqual(['Once'])
})

test.each([{ deduplicates: true }, { deduplicates: false }])(
  'OL-36 a message whose answer got lost is sent once, with a backend of %o',
  async ({ deduplicates }) => {
    const world = await createWorld({ deduplicates })
    const { ada } = await offlineAda(world)
    await reconnect(world, ada)
    await settle()
    world.network.loseNextAnswer()
    const [first, second] = await write(ada, withBob, 'First', 'Second')
    await settle()
    await world.platform.control.advance(60_000)

    for (const sent of [first, second]) {
      expect(await ada.whenSettled(sent?.operationID ?? '')).toMatchObject({ outcome: 'succeeded' })
    }
    expect(await textsOf(await loggedIn(world, 'bob'), withAda)).toEqual(['First', 'Second'])
  },
)

test('OL-36 with a backend that does not deduplicate, a message that turns out to have arrived is not sent again', async () => {
  const world = await createWorld({ deduplicates: false })
  const tap = createTap()
  const ada = world.device().launch({ transport: tappedTransport(world.network.transport(), tap) })
  onTestFinished(() => ada.destroy())
  await ada.login('ada', { token: world.network.issueToken('ada') })
  await settle()
  tap.losesPushes = true
  world.network.loseNextAnswer()
  const [sent] = await write(ada, withBob, 'Once')
  await settle()
  await world.platform.control.advance(60_000)
  expect(await ada.whenSettled(sent?.operationID ?? '')).toMatchObject({ outcome: 'succeeded' })
  expect(tap.calls).toEqual([sent?.operationID])
})

test('OL-36 a passing failure is repeated, and what was written later does not overtake', async () => {
  const world = await createWorld()
  const ada = await loggedIn(world, 'ada')
  world.network.failNextCall(new ChatError('backend-failed', { details: { outcome: 'not-applied' } }))
  const [first, second] = await write(ada, withBob, 'First', 'Second')
  await settle()
  await world.platform.control.advance(60_000)
  for (const sent of [first, second]) await ada.whenSettled(sent?.operationID ?? '')
  expect(await textsOf(await loggedIn(world, 'bob'), withAda)).toEqual(['First', 'Second'])
})

test('OL-36 a message that was refused for good is shown as failed, and does not hold up the next one', async () => {
  const world = await createWorld()
  const ada = await loggedIn(world, 'ada')
  world.network.failNextCall(new ChatError('limit-exceeded'))
  const [refused, next] = await write(ada, withBob, 'Refused', 'Next')
  const settlement = await ada.whenSettled(refused?.operationID ?? '')
  expect(settlement).toMatchObject({ outcome: 'failed', error: { code: 'limit-exceeded' } })
  expect(await ada.whenSettled(next?.operationID ?? '')).toMatchObject({ outcome: 'succeeded' })

  const { messageList } = await ada.queryMessages(withBob, [refused?.message.messageID ?? ''])
  expect(messageList).toMatchObject([{ sentStatus: 'failed', failureCode: 'limit-exceeded' }])
  expect((await ada.queryOperationList(page)).operationList).toMatchObject([
    { operationID: refused?.operationID, state: 'failed', failureCode: 'limit-exceeded' },
  ])
})

test('OL-36 a failed message that is retried is sent', async () => {
  const world = await createWorld()
  const ada = await loggedIn(world, 'ada')
  world.network.failNextCall(new ChatError('limit-exceeded'))
  const [{ operationID } = { operationID: '' }] = await write(ada, withBob, 'At last')
  await ada.whenSettled(operationID)
  await ada.retryOperation(operationID)
  expect(await ada.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
  expect(await textsOf(await loggedIn(world, 'bob'), withAda)).toEqual(['At last'])
})

test('OL-36 a waiting message that is discarded vanishes and is never sent', async () => {
  const world = await createWorld()
  const { ada } = await offlineAda(world)
  const [discarded, kept] = await write(ada, withBob, 'Discarded', 'Kept')
  const deleted = recordEvents(ada, 'messageDeleted')
  await ada.discardOperation(discarded?.operationID ?? '')
  expect(deleted).toEqual([{ ...withBob, messageIDs: [discarded?.message.messageID] }])
  expect(await ada.whenSettled(discarded?.operationID ?? '')).toMatchObject({ outcome: 'discarded' })
  expect(await textsOf(ada, withBob)).toEqual(['Kept'])
  await reconnect(world, ada)
  await ada.whenSettled(kept?.operationID ?? '')
  expect(await textsOf(await loggedIn(world, 'bob'), withAda)).toEqual(['Kept'])
})

test('OL-36 a later pin takes the place of one that still waits', async () => {
  const world = await createWorld()
  const { ada } = await offlineAda(world)
  await write(ada, withBob, 'Hello')
  const first = await ada.updateConversationPinnedState(withBob, true)
  const second = await ada.updateConversationPinnedState(withBob, false)
  expect(await ada.whenSettled(first.operationID)).toMatchObject({ outcome: 'discarded' })
  const { operationList } = await ada.queryOperationList(page)
  expect(operationList.map(({ operation }) => operation)).toEqual(['sendMessage', 'updateConversationPinnedState'])
  await reconnect(world, ada)
  expect(await ada.whenSettled(second.operationID)).toMatchObject({ outcome: 'succeeded' })
  expect((await ada.queryConversation(withBob)).conversation.isPinned).toBe(false)
})

test('OL-36 OL-39 a conversation that was read offline is shown as read at once, and told with one mark', async () => {
  const world = await createWorld()
  const bob = await loggedIn(world, 'bob')
  const greeting = await bob.sendMessage(withAda, { type: 'text', text: 'Hello' })
  await bob.whenSettled(greeting.operationID)
  const { ada } = await offlineAda(world)
  expect((await ada.queryConversation(withBob)).conversation.unreadMessageCount).toBe(1)
  const mark = await ada.clearConversationUnreadMessageCount(withBob)
  expect((await ada.queryConversation(withBob)).conversation.unreadMessageCount).toBe(0)
  expect(await ada.clearConversationUnreadMessageCount(withBob)).toBeUndefined()
  await reconnect(world, ada)
  expect(await ada.whenSettled(mark?.operationID ?? '')).toMatchObject({ operation: 'markRead', outcome: 'succeeded' })
})

test('whenSettled rejects what it does not know, and ends with the session and with its signal', async () => {
  const world = await createWorld()
  const { ada } = await offlineAda(world)
  expect(await codeOf(ada.whenSettled('never-heard-of'))).toBe('operation-not-found')
  const [sent] = await write(ada, withBob, 'Waiting')
  const controller = new AbortController()
  const aborted = codeOf(ada.whenSettled(sent?.operationID ?? '', { signal: controller.signal }))
  const ended = codeOf(ada.whenSettled(sent?.operationID ?? ''))
  controller.abort()
  expect(await aborted).toBe('call-aborted')
  await ada.logout()
  expect(await ended).toBe('not-logged-in')
})
