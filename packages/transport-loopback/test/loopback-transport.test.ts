import type { ChangePage, PushedChanges, TransportConnection, TransportSink } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { createLoopbackNetwork, manualClock, type LoopbackNetwork } from '../src/index.js'

/** A sink that remembers, and lets a test wait for the next push. */
function recordingSink() {
  const pushed: PushedChanges[] = []
  let wake = () => {}
  const sink: TransportSink = {
    async changes(changes) {
      pushed.push(changes)
      wake()
    },
    signal() {},
  }
  async function next(count: number): Promise<PushedChanges[]> {
    while (pushed.length < count) await new Promise<void>((resolve) => (wake = resolve))
    return pushed
  }
  return { sink, pushed, next }
}

async function connect(network: LoopbackNetwork, userID: string, sink: TransportSink = recordingSink().sink) {
  const credential = { type: 'token', token: network.issueToken(userID) } as const
  return network.transport().connect({ userID, credential, deviceID: `${userID}-1`, platform: 'test' }, sink)
}

async function catchUp(connection: TransportConnection): Promise<ChangePage> {
  const page = await connection.pull(undefined, 500)
  if (page === 'tooFarBack') throw new Error('unexpected')
  return page
}

function send(connection: TransportConnection, to: string, text: string, operationID = `send-${text}`) {
  const conversation = { conversationType: 'peer', conversationID: to } as const
  return connection.call(
    'sendMessage',
    { ...conversation, messageID: `m-${text}`, content: { type: 'text', text }, sentTime: 1 },
    { operationID },
  )
}

async function twoUsers(options: Parameters<typeof createLoopbackNetwork>[0] = {}) {
  const network = createLoopbackNetwork(options)
  await network.addUser({ userID: 'ada', userName: 'Ada' })
  await network.addUser({ userID: 'bob', userName: 'Bob' })
  return network
}

test('a message reaches the other user as a push that continues where their pull ended', async () => {
  const network = await twoUsers()
  const bobSink = recordingSink()
  const ada = await connect(network, 'ada')
  const bob = await connect(network, 'bob', bobSink.sink)
  const page = await catchUp(bob)

  await send(ada, 'bob', 'hello')
  const [push] = await bobSink.next(1)
  expect(push?.after).toBe(page.cursor)
  expect(push?.changes.map(({ type }) => type)).toEqual(['userChanged', 'messageAdded'])
})

test('nothing reaches the sink before the first pull', async () => {
  const network = await twoUsers()
  const bobSink = recordingSink()
  const ada = await connect(network, 'ada')
  const bob = await connect(network, 'bob', bobSink.sink)
  await send(ada, 'bob', 'early')
  expect(bobSink.pushed).toEqual([])

  const page = await catchUp(bob)
  expect(page.changes.some(({ type }) => type === 'conversationHead')).toBe(true)
  await send(ada, 'bob', 'late')
  const [push] = await bobSink.next(1)
  expect(push?.after).toBe(page.cursor)
})

test('the next push waits until the sink has dealt with the one before', async () => {
  const network = await twoUsers()
  const calls: PushedChanges[] = []
  let release = () => {}
  let arrived = () => {}
  const firstArrival = new Promise<void>((resolve) => (arrived = resolve))
  const ada = await connect(network, 'ada')
  const bob = await connect(network, 'bob', {
    changes(pushed) {
      calls.push(pushed)
      arrived()
      return new Promise((resolve) => (release = resolve))
    },
    signal() {},
  })
  await catchUp(bob)
  await send(ada, 'bob', 'one')
  await firstArrival
  await send(ada, 'bob', 'two')
  await send(ada, 'bob', 'three')
  expect(calls).toHaveLength(1)

  const second = new Promise<void>((resolve) => (arrived = resolve))
  release()
  await second
  expect(calls[1]?.after).toBe(calls[0]?.cursor)
  expect(calls[1]?.changes.filter(({ type }) => type === 'messageAdded')).toHaveLength(2)
})

test('a refused network rejects, and a hung one never settles until the attempt is aborted', async () => {
  const network = await twoUsers()
  network.setConnectivity('refused')
  await expect(connect(network, 'ada')).rejects.toMatchObject({ code: 'transport-unreachable' })

  network.setConnectivity('hung')
  const controller = new AbortController()
  const credential = { type: 'token', token: network.issueToken('ada') } as const
  const attempt = network
    .transport()
    .connect({ userID: 'ada', credential, deviceID: 'd', platform: 'test' }, recordingSink().sink, controller)
  controller.abort()
  await expect(attempt).rejects.toMatchObject({ code: 'call-aborted' })
})

test('a cut link rejects what is pending with an unknown outcome, settles `closed`, and refuses more', async () => {
  const network = await twoUsers()
  const ada = await connect(network, 'ada')
  network.hold()
  const pending = send(ada, 'bob', 'held')
  network.cut()
  await expect(pending).rejects.toMatchObject({ code: 'transport-unreachable', details: { outcome: 'unknown' } })
  await expect(ada.closed).resolves.toMatchObject({ reason: 'lost' })
  await expect(send(ada, 'bob', 'after')).rejects.toMatchObject({ details: { outcome: 'not-applied' } })
})

test('a lost answer was applied, and the repeat has the first result', async () => {
  const network = await twoUsers()
  const ada = await connect(network, 'ada')
  network.loseNextAnswer()
  await expect(send(ada, 'bob', 'once')).rejects.toMatchObject({ details: { outcome: 'unknown' } })
  await expect(ada.closed).resolves.toMatchObject({ reason: 'lost' })

  const again = await connect(network, 'ada')
  const { message } = await send(again, 'bob', 'once')
  expect(message.messageSeq).toBe(1)
})

test('a network that does not deduplicate says so and applies a repeat again', async () => {
  const network = await twoUsers({ deduplicates: false })
  expect(network.transport().supports.deduplicates).toBeUndefined()
  const ada = await connect(network, 'ada')
  const create = () =>
    ada.call('createGroup', { groupID: 'g', groupName: 'G', userIDs: [] }, { operationID: 'create-1' })
  await create()
  await expect(create()).rejects.toMatchObject({ code: 'group-exists', details: { outcome: 'not-applied' } })
})

test('tokens of another user, ended, too long-lived (OL-05) or unreadable are refused', async () => {
  const clock = manualClock()
  const network = await twoUsers({ clock, appSign: 'sign' })
  const attempt = (credential: { type: 'token'; token: string } | { type: 'appSign'; appSign: string }) =>
    network
      .transport()
      .connect({ userID: 'ada', credential, deviceID: 'd', platform: 'test' }, recordingSink().sink)
      .then(({ account }) => account)
  const token = (text: string) => attempt({ type: 'token', token: text })

  await expect(token('garbage')).rejects.toMatchObject({ code: 'token-refused' })
  await expect(token(network.issueToken('bob'))).rejects.toMatchObject({ code: 'token-refused' })
  const endsNow = `loopback/ada/${clock.now() - 1}/${clock.now()}//`
  await expect(token(endsNow)).rejects.toMatchObject({ code: 'token-expired' })
  const tooLong = `loopback/ada/${clock.now()}/${clock.now() + 24 * 86_400_000 + 1}//`
  await expect(token(tooLong)).rejects.toMatchObject({ code: 'token-refused' })
  await expect(attempt({ type: 'appSign', appSign: 'wrong' })).rejects.toMatchObject({ code: 'token-refused' })
  await expect(attempt({ type: 'appSign', appSign: 'sign' })).resolves.not.toHaveProperty('tokenExpiresAt')
})

test('a link ends when its token ends, unless the token was renewed', async () => {
  const clock = manualClock()
  const network = await twoUsers({ clock, tokenLifeMs: 1_000 })
  const ada = await connect(network, 'ada')
  const bob = await connect(network, 'bob')
  clock.advance(900)
  await ada.call('renewToken', { token: network.issueToken('ada') }, { operationID: 'renew' })
  clock.advance(200)
  network.expireTokens()
  await expect(bob.closed).resolves.toMatchObject({ reason: 'expired' })
  await expect(send(ada, 'bob', 'still here')).resolves.toBeDefined()
})

test('kicked out, revoked and unregistered users lose their links, each for its reason', async () => {
  const network = await twoUsers()
  const [first, second, third] = [
    await connect(network, 'ada'),
    await connect(network, 'ada'),
    await connect(network, 'bob'),
  ]
  network.kickOut('ada')
  await expect(first.closed).resolves.toMatchObject({ reason: 'kickedOut' })
  await expect(second.closed).resolves.toMatchObject({ reason: 'kickedOut' })

  await network.unregister('bob')
  await expect(third.closed).resolves.toMatchObject({ reason: 'unregistered' })
  await expect(connect(network, 'bob')).rejects.toMatchObject({ code: 'user-unknown' })

  const back = await connect(network, 'ada')
  network.revoke('ada')
  await expect(back.closed).resolves.toMatchObject({ reason: 'refused' })
  await expect(connect(network, 'ada')).rejects.toMatchObject({ code: 'token-refused' })
})

test('a trimmed log answers an old cursor with tooFarBack', async () => {
  const network = await twoUsers()
  const ada = await connect(network, 'ada')
  const { cursor } = await catchUp(ada)
  await send(ada, 'bob', 'one')
  await network.trimLog()
  await expect(ada.pull(cursor, 100)).resolves.toBe('tooFarBack')
})

test('what a caller or a sink does to its values changes nothing at the backend', async () => {
  const network = await twoUsers()
  const ada = await connect(network, 'ada')
  const sent = await send(ada, 'bob', 'kept')
  Object.assign(sent.message.content, { text: 'changed' })
  const page = await ada.history({ conversationType: 'peer', conversationID: 'bob' }, { type: 'newest', limit: 10 })
  expect(page.messages[0]?.content).toEqual({ type: 'text', text: 'kept' })
})
