import { expect, onTestFinished, test } from 'vitest'
import type { ChangePage } from '../../src/contract/changes.js'
import type { BackendMessage } from '../../src/contract/backend-facts.js'
import type { TransportConnection } from '../../src/contract/transport-driver.js'
import { lying } from '../support/faulty-drivers.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents, type World } from '../support/world.js'

const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const page = { count: 100 }
const hourMs = 60 * 60 * 1_000

function bobWrites(world: World, messageID: string) {
  const parameters = { ...withAda, messageID, content: { type: 'text', text: messageID } as const, sentTime: 1 }
  return world.network.backend.perform('bob', 'sendMessage', parameters, { operationID: messageID })
}

/** Everything that Ada's device shows, before and after an hour with a backend that lies. */
async function hourWith(lie: (honest: TransportConnection) => Partial<TransportConnection>) {
  const world = await createWorld()
  for (const name of ['m1', 'm2', 'm3']) await bobWrites(world, name)
  const { launch, token } = await world.returningDevice('ada')
  let attempts = 0
  const transport = lying(world.network.transport(), (honest) => {
    attempts += 1
    return lie(honest)
  })
  const chat = launch({ transport })
  onTestFinished(() => chat.destroy())
  const failures = recordEvents(chat, 'syncStateChanged')
  await chat.login('ada', { token, isOfflineLogin: true })
  const everything = async () => ({
    history: (await chat.queryHistoryMessage(withBob, page)).messageList,
    conversations: (await chat.queryConversationList(page)).conversationList,
  })
  const before = await everything()
  await bobWrites(world, 'm4')
  await world.platform.control.advance(hourMs)
  await settle()
  return {
    before,
    after: await everything(),
    attempts,
    codes: failures.flatMap((told) => (told.state === 'failed' ? [told.error.code] : [])),
  }
}

function message(fields: Partial<BackendMessage>): BackendMessage {
  const content = { type: 'text', text: 'a lie' } as const
  return { ...withBob, messageID: 'lie', senderUserID: 'bob', content, timestamp: 1, order: '1', ...fields }
}

function told(changes: ChangePage['changes'], fields: Partial<ChangePage> = {}): TransportConnection['pull'] {
  return async () => ({ changes, cursor: 'lie', more: false, ...fields })
}

function taking(turns: readonly string[]): TransportConnection['pull'] {
  let turn = 0
  return async () => ({ changes: [], cursor: turns[turn++ % turns.length] ?? '', more: true })
}

test.each<[string, () => TransportConnection['pull']]>([
  ['a cursor that stands still', () => taking(['a'])],
  ['cursors that go round: A, B, A', () => taking(['a', 'b'])],
  ['a long round of cursors', () => taking(Array.from({ length: 50 }, (_, index) => `c${String(index)}`))],
  ['a page that is too large', () => told(Array.from({ length: 2_001 }, () => ({ type: 'groupLeft', groupID: 'g' })))],
  [
    'more changes than were asked for',
    () => told(Array.from({ length: 1_001 }, () => ({ type: 'groupLeft', groupID: 'g' }))),
  ],
  ['a page without a place', () => told([], { cursor: '' })],
  [
    'a place that is too long',
    () => told([{ type: 'messageAdded', message: message({}) }], { cursor: 'x'.repeat(257) }),
  ],
  ['a log that never reaches back', () => async () => 'tooFarBack'],
])('OL-37 %s is refused with a code, changes nothing here, and does not make the device spin', async (_name, pull) => {
  const { before, after, attempts, codes } = await hourWith(() => ({ pull: pull(), heads: async () => [] }))
  expect(after).toEqual(before)
  expect(new Set(codes)).toEqual(new Set(['protocol-violation']))
  // An hour of back-off at its longest of a minute or so, and the short ones before.
  expect(attempts).toBeLessThan(200)
})

test.each<[string, Partial<BackendMessage>[]]>([
  ['of another conversation', [{ conversationID: 'eve' }]],
  ['whose order goes back', [{ order: '00002' }, { order: '00001', messageID: 'lie 2' }]],
  ['that repeats a place', [{ order: '00001' }, { order: '00001', messageID: 'lie 2' }]],
  ['on the wrong side', [{ order: '9' }]],
  ['larger than asked for', Array.from({ length: 101 }, (_, index) => ({ order: `0000${String(1_000 + index)}` }))],
])(
  'a page of history %s is refused: nothing of it is stored, and it is not asked for without end',
  async (_name, lies) => {
    const world = await createWorld()
    for (let count = 1; count <= 60; count += 1) await bobWrites(world, `m${String(count)}`)
    let asked = 0
    const transport = lying(world.network.transport(), () => ({
      async history() {
        asked += 1
        return { messages: lies.map(message), joinsBefore: false, joinsAfter: true, reachedStart: false }
      },
    }))
    const chat = world.device().launch({ transport })
    onTestFinished(() => chat.destroy())
    await chat.login('ada', { token: world.network.issueToken('ada') })
    await world.platform.control.advance(hourMs)
    await settle()
    const { messageList } = await chat.queryHistoryMessage(withBob, page)
    expect(messageList.map(({ messageID }) => messageID)).toEqual(['m60'])
    const { conversationList } = await chat.queryConversationList(page)
    expect(conversationList.map(({ conversationID }) => conversationID)).toEqual(['bob'])
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThan(10)
  },
)

test.each<[string, Partial<BackendMessage>]>([
  ['another message', { messageID: 'other' }],
  ['another conversation', { conversationID: 'eve' }],
])('OL-36 an acknowledgement of %s acknowledges nothing', async (_name, fields) => {
  const world = await createWorld()
  const transport = lying(world.network.transport(), (honest) => ({
    pull: async () => ({ changes: [], cursor: 'quiet', more: false }),
    async call(operation, parameters, options) {
      const result = await honest.call(operation, parameters, options)
      return 'message' in result ? { ...result, message: { ...result.message, ...fields } } : result
    },
  }))
  const chat = world.device().launch({ transport })
  onTestFinished(() => chat.destroy())
  await chat.login('ada', { token: world.network.issueToken('ada') })
  const { message: sent } = await chat.sendMessage(withBob, { type: 'text', text: 'hello' })
  await settle()
  const { messageList } = await chat.queryHistoryMessage(withBob, page)
  expect(messageList).toMatchObject([
    { messageID: sent.messageID, sentStatus: expect.not.stringMatching('^sent$') as string },
  ])
})

test('OL-07 a server clock that is years ahead does not lock the device out for ever', async () => {
  const world = await createWorld()
  const device = world.device()
  const yearsMs = 10 * 365 * 24 * hourMs
  const ahead = lying(world.network.transport(), ({ account: { tokenExpiresAt: _, ...account } }) => ({
    account: { ...account, serverTime: account.serverTime + yearsMs },
  }))
  const first = device.launch({ transport: ahead })
  const token = world.network.issueToken('ada')
  await first.login('ada', { token })
  await first.destroy()
  // A day later the token has ended, by the true clock; the next one is good again.
  await world.platform.control.advance(25 * hourMs)
  const second = device.launch()
  onTestFinished(() => second.destroy())
  await second.login('ada', { token: world.network.issueToken('ada') })
  await second.destroy()
  const third = device.launch()
  onTestFinished(() => third.destroy())
  expect(
    await codeOf(third.login('ada', { token: world.network.issueToken('ada'), isOfflineLogin: true })),
  ).toBeUndefined()
})

test('an account whose token has ended by the same clock is refused', async () => {
  const world = await createWorld()
  const transport = lying(world.network.transport(), ({ account }) => ({
    account: { ...account, tokenExpiresAt: account.serverTime },
  }))
  const chat = world.device().launch({ transport })
  onTestFinished(() => chat.destroy())
  expect(await codeOf(chat.login('ada', { token: world.network.issueToken('ada') }))).toBe('protocol-violation')
})
