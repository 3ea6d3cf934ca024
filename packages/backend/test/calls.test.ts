import { expect, test } from 'vitest'
import { createWorld, only } from './world.js'

const invite = { callID: 'c', invitees: ['bob'], mode: 'general', timeoutSeconds: 30, extendedData: 'ring' } as const

test('an invitation is stored with the backend’s expiry and reaches everybody in it', async () => {
  const world = await createWorld()
  const [ada, bob, cyd] = [await world.follow('ada'), await world.follow('bob'), await world.follow('cyd')]
  const { callInvitation } = await world.perform('ada', 'callInvite', invite)
  expect(callInvitation).toMatchObject({ state: 'started', expireTime: world.now() + 30_000 })
  for (const [userID, { cursor }] of [
    ['ada', ada],
    ['bob', bob],
  ] as const) {
    const calls = only((await world.follow(userID, cursor)).changes, 'callInvitationChanged')
    expect(calls).toEqual([{ type: 'callInvitationChanged', callInvitation }])
  }
  expect((await world.follow('cyd', cyd.cursor)).changes).toEqual([])
})

test('an answer reaches everybody, and a device that comes later sees the outcome', async () => {
  const world = await createWorld()
  await world.perform('ada', 'callInvite', invite)
  const { cursor } = await world.follow('ada')
  const { callInvitation } = await world.perform('bob', 'callAccept', { callID: 'c' })
  expect(callInvitation.state).toBe('ended')
  expect(only((await world.follow('ada', cursor)).changes, 'callInvitationChanged')).toEqual([
    { type: 'callInvitationChanged', callInvitation },
  ])
  expect(only((await world.follow('bob')).changes, 'callInvitationChanged')).toHaveLength(1)
})

test('OL-42 a call that expired unanswered is told as ended, in the log and in the snapshot', async () => {
  const world = await createWorld()
  const { cursor } = await world.follow('bob')
  await world.perform('ada', 'callInvite', invite)
  world.advance(30_000)
  for (const from of [cursor, undefined]) {
    const [call] = only((await world.follow('bob', from)).changes, 'callInvitationChanged')
    expect(call?.callInvitation).toMatchObject({ state: 'ended' })
  }
  await expect(world.perform('bob', 'callAccept', { callID: 'c' })).rejects.toMatchObject({
    code: 'call-state-conflict',
  })
})

test('who is not in a call does not find it; only the caller cancels and only invitees answer', async () => {
  const world = await createWorld()
  await world.perform('ada', 'callInvite', invite)
  const callID = 'c'
  await expect(world.perform('cyd', 'callAccept', { callID })).rejects.toMatchObject({ code: 'call-not-found' })
  await expect(world.perform('bob', 'callCancel', { callID })).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(world.perform('ada', 'callReject', { callID })).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(world.perform('ada', 'callCancel', { callID })).resolves.toBeDefined()
})

test('strangers, oneself, too many people, too long a time and a taken callID are refused', async () => {
  const world = await createWorld()
  const attempt = (more: Partial<Parameters<typeof world.perform<'callInvite'>>[2]>) =>
    world.perform('ada', 'callInvite', { ...invite, ...more })
  await expect(attempt({ invitees: ['nobody'] })).rejects.toMatchObject({ code: 'user-not-found' })
  await expect(attempt({ invitees: ['ada'] })).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(attempt({ invitees: [] })).rejects.toMatchObject({ code: 'invalid-argument' })
  const ten = Array.from({ length: 10 }, (_, index) => `u${index}`)
  await expect(attempt({ invitees: ten })).rejects.toMatchObject({ code: 'limit-exceeded' })
  await expect(attempt({ timeoutSeconds: 601 })).rejects.toMatchObject({ code: 'invalid-argument' })
  await attempt({})
  await expect(attempt({})).rejects.toMatchObject({ code: 'call-state-conflict' })
})

/** A call of Ada's with Bob in it, and Cyd invited. */
async function createCall(mode: 'general' | 'advanced' = 'advanced') {
  const world = await createWorld({ users: ['ada', 'bob', 'cyd', 'dan', 'eve'] })
  await world.perform('ada', 'callInvite', { ...invite, mode, invitees: ['bob', 'cyd'] })
  await world.perform('bob', 'callAccept', { callID: 'c', extendedData: 'hi' })
  return world
}

test('people in an advanced call invite more, who have a time of their own; others in the call are told', async () => {
  const world = await createCall()
  world.advance(20_000)
  const { cursor } = await world.follow('cyd')
  const more = { callID: 'c', invitees: ['dan', 'ada', 'cyd'], timeoutSeconds: 60 }
  const { callInvitation } = await world.perform('bob', 'callingInvite', more)
  expect(callInvitation.callUserList).toMatchObject([
    { userID: 'ada', state: 'accepted' },
    { userID: 'bob', state: 'accepted', answerTime: world.now() - 20_000, extendedData: 'hi' },
    { userID: 'cyd', state: 'inviting' },
    { userID: 'dan', state: 'inviting', inviter: 'bob', expireTime: world.now() + 60_000 },
  ])
  const pulls = [await world.follow('cyd', cursor), await world.follow('dan')]
  for (const { changes } of pulls) {
    const told = only(changes, 'callInvitationChanged')
    expect(told).toEqual([{ type: 'callInvitationChanged', callInvitation }])
  }
  world.advance(10_000)
  await world.backend.expireCalls()
  const [late] = only((await world.follow('eve')).changes, 'callInvitationChanged')
  expect(late).toBeUndefined()
  const [told] = only((await world.follow('dan')).changes, 'callInvitationChanged')
  expect(told?.callInvitation).toMatchObject({ state: 'started' })
  expect(told?.callInvitation.callUserList.map(({ state }) => state)).toEqual([
    'accepted',
    'accepted',
    'timeout',
    'inviting',
  ])
})

test('an advanced call goes on while two are in it or somebody can answer, and who left joins again', async () => {
  const world = await createCall()
  await world.perform('cyd', 'callReject', { callID: 'c' })
  const quit = await world.perform('ada', 'callQuit', { callID: 'c' })
  expect(quit.callInvitation).toMatchObject({ state: 'ended', endReason: 'left', endedBy: 'ada' })
  await expect(world.perform('ada', 'callJoin', { callID: 'c' })).rejects.toMatchObject({ code: 'call-state-conflict' })

  const other = await createCall()
  await other.perform('bob', 'callQuit', { callID: 'c' })
  const joined = await other.perform('bob', 'callJoin', { callID: 'c' })
  expect(joined.callInvitation).toMatchObject({ state: 'started' })
  expect(joined.callInvitation.callUserList[1]).not.toHaveProperty('quitTime')
  const ended = await other.perform('bob', 'callEnd', { callID: 'c' })
  expect(ended.callInvitation).toMatchObject({ state: 'ended', endReason: 'ended', endedBy: 'bob' })
  expect(ended.callInvitation.callUserList[2]).toMatchObject({ userID: 'cyd', state: 'cancelled' })
})

test('OL-42 an expiry that nobody asked about is told once, with its reason', async () => {
  const world = await createWorld()
  await world.perform('ada', 'callInvite', invite)
  const start = (await world.follow('bob')).cursor
  world.advance(29_999)
  await world.backend.expireCalls()
  expect((await world.follow('bob', start)).changes).toEqual([])
  world.advance(1)
  await world.backend.expireCalls()
  const { changes, cursor } = await world.follow('bob', start)
  const [told] = only(changes, 'callInvitationChanged')
  expect(told?.callInvitation).toMatchObject({ state: 'ended', endReason: 'expired', revision: 1 })
  expect(only((await world.follow('ada')).changes, 'callInvitationChanged')).toEqual([told])
  await world.backend.expireCalls()
  expect((await world.follow('bob', cursor)).cursor).toBe(cursor)
})

/** What is refused in a call of Ada's with Bob in it and Cyd invited: whom, what, and with which code. */
const refusals = [
  ['general', 'ada', 'callQuit', {}, 'call-state-conflict'],
  ['general', 'ada', 'callEnd', {}, 'call-state-conflict'],
  ['general', 'cyd', 'callJoin', {}, 'call-state-conflict'],
  ['general', 'ada', 'callingInvite', { invitees: ['dan'], timeoutSeconds: 30 }, 'call-state-conflict'],
  ['advanced', 'ada', 'callCancel', {}, 'call-state-conflict'],
  ['advanced', 'cyd', 'callQuit', {}, 'call-state-conflict'],
  ['advanced', 'cyd', 'callEnd', {}, 'call-state-conflict'],
  ['advanced', 'cyd', 'callingInvite', { invitees: ['dan'], timeoutSeconds: 30 }, 'call-state-conflict'],
  ['advanced', 'bob', 'callJoin', {}, 'call-state-conflict'],
  ['advanced', 'dan', 'callJoin', {}, 'call-not-found'],
  ['advanced', 'dan', 'callQuit', {}, 'call-not-found'],
  ['advanced', 'dan', 'callEnd', {}, 'call-not-found'],
  ['advanced', 'dan', 'callingInvite', { invitees: ['eve'], timeoutSeconds: 30 }, 'call-not-found'],
  ['advanced', 'bob', 'callingInvite', { invitees: ['nobody'], timeoutSeconds: 30 }, 'user-not-found'],
  ['advanced', 'bob', 'callingInvite', { invitees: ['bob'], timeoutSeconds: 30 }, 'not-allowed'],
  ['advanced', 'bob', 'callingInvite', { invitees: ['eve'], timeoutSeconds: 30 }, 'blocked-by-user'],
  ['advanced', 'bob', 'callingInvite', { invitees: ['dan'], timeoutSeconds: 601 }, 'invalid-argument'],
  ['advanced', 'cyd', 'callAccept', { extendedData: 'x'.repeat(1_025) }, 'limit-exceeded'],
] as const

test.each(refusals)(
  'in a call that is %s, %s is refused %s with %j: %s',
  async (mode, userID, operation, more, code) => {
    const world = await createCall(mode)
    await world.perform('eve', 'setUserBlocked', { userID: 'bob', isBlocked: true })
    const { cursor } = await world.follow('ada')
    const parameters = { callID: 'c', invitees: [], timeoutSeconds: 30, ...more }
    await expect(world.perform(userID, operation, parameters)).rejects.toMatchObject({ code })
    expect((await world.follow('ada', cursor)).changes).toEqual([])
  },
)

test('at most ten are invited to an advanced call or in it', async () => {
  const others = Array.from({ length: 11 }, (_, index) => `u${index}`)
  const world = await createWorld({ users: ['ada', ...others] })
  await world.perform('ada', 'callInvite', { ...invite, mode: 'advanced', invitees: others.slice(0, 9) })
  const inviteMore = () => world.perform('ada', 'callingInvite', { callID: 'c', invitees: ['u10'], timeoutSeconds: 30 })
  await expect(inviteMore()).rejects.toMatchObject({ code: 'limit-exceeded' })
  await world.perform('u3', 'callReject', { callID: 'c' })
  await expect(inviteMore()).resolves.toBeDefined()
})
