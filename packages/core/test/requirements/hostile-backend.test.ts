import { expect, onTestFinished, test } from 'vitest'
import type { Chat } from '../../src/contract/chat.js'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import type { TransportConnection, TransportDriver } from '../../src/contract/transport-driver.js'
import { lying } from '../support/faulty-drivers.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents, type World } from '../support/world.js'

const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const hello = { type: 'text', text: 'Hello' } as const
const page = { count: 10 }

/** Ada, logged in online through `transport`. */
async function launchAda(world: World, transport: TransportDriver) {
  const chat = world.device().launch({ transport })
  onTestFinished(() => chat.destroy())
  await chat.login('ada', { token: world.network.issueToken('ada') })
  return chat
}

async function drafted(chat: Chat): Promise<string | undefined> {
  return (await chat.queryConversation(withBob)).conversation.draft
}

test('OL-09 an account of another user is not taken for a login', async () => {
  const world = await createWorld()
  const transport = lying(world.network.transport(), ({ account }) => ({ account: { ...account, userID: 'bob' } }))
  const chat = world.device().launch({ transport })
  onTestFinished(() => chat.destroy())
  expect(await codeOf(chat.login('ada', { token: world.network.issueToken('ada') }))).toBe('protocol-violation')
  expect(chat.connectionState).toBe(ConnectionState.Disconnected)
  expect(await codeOf(chat.queryConversationList(page))).toBe('not-logged-in')
  expect(world.network.countLinks('ada')).toBe(0)
})

test.each<[string, TransportConnection['pull']]>([
  ['a cursor that stands still', async () => ({ changes: [], cursor: 'here', more: true })],
  ['tooFarBack without end', async () => 'tooFarBack'],
])('OL-37 %s ends the connection, and wipes nothing', async (_name, pull) => {
  const world = await createWorld()
  const { launch, token } = await world.returningDevice('ada')
  const chat = launch({ transport: lying(world.network.transport(), () => ({ pull })) })
  onTestFinished(() => chat.destroy())
  const failed = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'failed')
  await chat.login('ada', { token, isOfflineLogin: true })
  await chat.setConversationDraft(withBob, 'mine')
  expect(await failed).toMatchObject({ error: { code: 'protocol-violation' } })
  await settle()
  expect(chat.connectionState).toBe(ConnectionState.Reconnecting)
  expect(await drafted(chat)).toBe('mine')
})

test('OL-36 an answer about another conversation changes nothing there, and the change log settles the message', async () => {
  const world = await createWorld()
  const transport = lying(world.network.transport(), (honest) => ({
    async call(operation, parameters, options) {
      const result = await honest.call(operation, parameters, options)
      return 'message' in result ? { ...result, message: { ...result.message, conversationID: 'eve' } } : result
    },
  }))
  const chat = await launchAda(world, transport)
  const { operationID } = await chat.sendMessage(withBob, hello)
  await settle()
  expect(await codeOf(chat.queryConversation({ conversationType: 'peer', conversationID: 'eve' }))).toBe(
    'conversation-not-found',
  )
  expect(await chat.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
  expect((await chat.queryHistoryMessage(withBob, page)).messageList).toMatchObject([{ content: hello }])
})

test('OL-42 an invitation that is told as started after its expiry does not ring', async () => {
  const world = await createWorld()
  const now = world.platform.clock.now()
  const callUserList = (['ada', 'bob'] as const).map((userID) => ({
    userID,
    state: userID === 'bob' ? ('accepted' as const) : ('inviting' as const),
    extendedData: '',
  }))
  const invitation = { caller: 'bob', mode: 'general', state: 'started', extendedData: '', callUserList } as const
  const changes = [-1, 60_000].map((lifeMs) => ({
    type: 'callInvitationChanged' as const,
    callInvitation: {
      ...invitation,
      callID: lifeMs > 0 ? 'open' : 'over',
      createTime: now - 60_000,
      expireTime: now + lifeMs,
    },
  }))
  const transport = lying(world.network.transport(), (honest) => ({
    async pull(...parameters) {
      const honestPage = await honest.pull(...parameters)
      return honestPage === 'tooFarBack' ? honestPage : { ...honestPage, changes: [...honestPage.changes, ...changes] }
    },
  }))
  const chat = world.device().launch({ transport })
  onTestFinished(() => chat.destroy())
  const rung = recordEvents(chat, 'callInvitationReceived')
  await chat.login('ada', { token: world.network.issueToken('ada') })
  await settle()
  expect(rung.map(({ callInvitation }) => callInvitation.callID)).toEqual(['open'])
})

test('OL-17 a fresh token that is refused as well ends the session', async () => {
  const world = await createWorld()
  const { launch, token } = await world.returningDevice('ada')
  let fetched = 0
  const chat = launch({
    tokenProvider: async () => {
      fetched += 1
      return world.network.issueToken('ada', { nonce: String(fetched) })
    },
  })
  onTestFinished(() => chat.destroy())
  await chat.login('ada', { token, isOfflineLogin: true })
  await settle()
  const events = recordEvents(chat, 'connectionStateChanged')
  world.network.revoke('ada')
  await world.platform.control.advance(120_000)
  expect(events.at(-1)).toMatchObject({ state: ConnectionState.Disconnected, event: ConnectionEvent.KickedOut })
  expect(fetched).toBe(1)
  expect(await codeOf(chat.queryConversationList(page))).toBe('not-logged-in')
})
