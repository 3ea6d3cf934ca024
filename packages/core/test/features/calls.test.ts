import { expect, onTestFinished, test } from 'vitest'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents, type TestChat, type World } from '../support/world.js'

const page = { count: 100 }

async function join(
  world: World,
  userID: string,
  { device = world.device(), token = world.network.issueToken(userID) } = {},
): Promise<TestChat> {
  const chat = device.launch()
  onTestFinished(() => chat.destroy())
  const isCaughtUp = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
  await chat.login(userID, { token })
  await isCaughtUp
  return chat
}

async function createScene() {
  const world = await createWorld()
  const [ada, bob, otherOfBob, eve] = [
    await join(world, 'ada'),
    await join(world, 'bob'),
    await join(world, 'bob'),
    await join(world, 'eve'),
  ]
  return { world, ada, bob, otherOfBob, eve }
}

/** How each way of ending an invitation ends the ringing. */
const endings: readonly {
  readonly reason: string
  end(scene: Awaited<ReturnType<typeof createScene>>, callID: string): Promise<unknown>
}[] = [
  { reason: 'accepted', end: ({ bob }, callID) => bob.callAccept(callID) },
  { reason: 'rejected', end: ({ bob }, callID) => bob.callReject(callID) },
  { reason: 'cancelled', end: ({ ada }, callID) => ada.callCancel(callID) },
  {
    reason: 'timeout',
    async end({ world }) {
      await world.platform.control.advance(30_000)
      await world.network.backend.expireCalls()
    },
  },
]

test.each(endings)(
  'OL-42 an invitation rings once on every device, and stops on all of them when it is $reason',
  async ({ reason, end }) => {
    const scene = await createScene()
    const { ada, bob, otherOfBob, eve } = scene
    const devices = [bob, otherOfBob]
    const rung = devices.map((chat) => recordEvents(chat, 'callInvitationReceived'))
    const stopped = devices.map((chat) => recordEvents(chat, 'callRingingEnded'))
    const toldAda = recordEvents(ada, 'callRingingEnded')
    const toldEve = [recordEvents(eve, 'callInvitationReceived'), recordEvents(eve, 'callInvitationUpdated')]
    const { callInvitation } = await ada.callInvite(['bob'], { timeoutSeconds: 30 })
    await settle()
    expect(rung.map(({ length }) => length)).toEqual([1, 1])
    expect(stopped).toEqual([[], []])
    await end(scene, callInvitation.callID)
    await settle()
    for (const events of stopped) expect(events).toMatchObject([{ reason, callInvitation: { state: 'ended' } }])
    expect(rung.map(({ length }) => length)).toEqual([1, 1])
    expect([toldAda, ...toldEve]).toEqual([[], [], []])
  },
)

test('several people invite, join, quit and end an advanced call, and all of them see who is in it', async () => {
  const { ada, bob, otherOfBob, eve } = await createScene()
  const rungOfEve = recordEvents(eve, 'callInvitationReceived')
  const { callInvitation } = await ada.callInvite(['bob'], { mode: 'advanced' })
  const { callID } = callInvitation
  await settle()
  await bob.callAccept(callID, { extendedData: 'video' })
  await bob.callingInvite(callID, ['eve'], { timeoutSeconds: 10 })
  await settle()
  expect(rungOfEve).toMatchObject([{ callInvitation: { callUserList: [{}, {}, { userID: 'eve', inviter: 'bob' }] } }])
  await eve.callReject(callID)
  // Who was invited may still come.
  await eve.callJoin(callID)
  await ada.callQuit(callID)
  await settle()
  for (const chat of [ada, bob, otherOfBob, eve]) {
    const [call] = (await chat.queryCallInvitationList(page)).callInvitationList
    expect(call).toMatchObject({ state: 'started', revision: 5 })
    expect(call?.callUserList).toMatchObject([
      { userID: 'ada', state: 'accepted', quitTime: expect.any(Number) as number },
      { userID: 'bob', state: 'accepted', extendedData: 'video' },
      { userID: 'eve', state: 'accepted', answerTime: expect.any(Number) as number },
    ])
  }
  const isTold = eventOf(ada, 'callInvitationUpdated')
  await eve.callEnd(callID)
  expect(await isTold).toMatchObject({ callInvitation: { state: 'ended', endReason: 'ended', endedBy: 'eve' } })
  expect(await codeOf(bob.callQuit(callID))).toBe('call-state-conflict')
})

test('who is invited to a call again is rung again', async () => {
  const { ada, bob, eve } = await createScene()
  const rung = recordEvents(eve, 'callInvitationReceived')
  const { callInvitation } = await ada.callInvite(['bob', 'eve'], { mode: 'advanced' })
  await bob.callAccept(callInvitation.callID)
  await settle()
  await eve.callReject(callInvitation.callID)
  await bob.callingInvite(callInvitation.callID, ['eve'])
  await settle()
  expect(rung).toHaveLength(2)
})

test('OL-12 calls are listed offline after a relaunch by what they are, and cannot be made', async () => {
  const world = await createWorld()
  const device = world.device()
  const token = world.network.issueToken('ada')
  const ada = await join(world, 'ada', { device, token })
  const bob = await join(world, 'bob')
  const first = await ada.callInvite(['bob'], { timeoutSeconds: 600 })
  await world.platform.control.advance(1_000)
  const second = await bob.callInvite(['ada', 'eve'], { mode: 'advanced', timeoutSeconds: 10 })
  await settle()
  await ada.callCancel(first.callInvitation.callID)
  await ada.callAccept(second.callInvitation.callID)
  await settle()
  await ada.destroy()
  world.network.setConnectivity('refused')

  const again = device.launch()
  onTestFinished(() => again.destroy())
  await again.login('ada', { token, isOfflineLogin: true })
  const listed = async (filter: object) => {
    const { callInvitationList } = await again.queryCallInvitationList({ ...page, ...filter })
    return callInvitationList.map(({ callID }) => (callID === first.callInvitation.callID ? 'first' : 'second'))
  }
  expect(await listed({})).toEqual(['second', 'first'])
  expect(await listed({ state: 'ended' })).toEqual(['first'])
  expect(await listed({ state: 'started', mode: 'advanced' })).toEqual(['second'])
  expect(await listed({ caller: 'bob' })).toEqual(['second'])
  expect(await listed({ userID: 'eve' })).toEqual(['second'])
  expect(await listed({ mode: 'general', caller: 'bob' })).toEqual([])
  const { nextCursor } = await again.queryCallInvitationList({ count: 1, userID: 'ada' })
  const rest = await again.queryCallInvitationList({ count: 1, userID: 'ada', cursor: nextCursor ?? '' })
  expect(rest.callInvitationList).toMatchObject([{ callID: first.callInvitation.callID, endReason: 'cancelled' }])
  expect(rest.nextCursor).toBeUndefined()

  // Eve did not answer in time; the two others talk on.
  await world.platform.control.advance(10_000)
  const [call] = (await again.queryCallInvitationList({ count: 1 })).callInvitationList
  expect(call).toMatchObject({ state: 'started', callUserList: [{}, { state: 'accepted' }, { state: 'timeout' }] })
  const { callID } = second.callInvitation
  for (const refused of [
    again.callInvite(['bob']),
    again.callingInvite(callID, ['bob']),
    again.callJoin(callID),
    again.callQuit(callID),
    again.callEnd(callID),
  ]) {
    expect(await codeOf(refused)).toBe('not-connected')
  }
})

test('bad arguments of calls are refused by name', async () => {
  const { ada } = await createScene()
  const never = 7 as never
  for (const call of [
    () => ada.callQuit(never),
    () => ada.callEnd(''),
    () => ada.callJoin('c', { extendedData: never }),
    () => ada.callAccept('c', { extendedData: 'x'.repeat(1_025) }),
    () => ada.callingInvite('c', []),
    () => ada.callingInvite('c', ['bob', 'bob']),
    () => ada.callingInvite('c', ['bob'], { timeoutSeconds: 601 }),
    () => ada.queryCallInvitationList({ count: 1, state: never }),
    () => ada.queryCallInvitationList({ count: 1, userID: '' }),
  ]) {
    expect(await codeOf(call())).toBe('invalid-argument')
  }
})
