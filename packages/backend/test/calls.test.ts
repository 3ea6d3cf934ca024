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
