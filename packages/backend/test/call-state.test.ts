import { ChatError, type CallInvitation } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { advanceCall, expireCall } from '../src/call-state.js'

function callOf(...invitees: string[]): CallInvitation {
  return {
    callID: 'c',
    caller: 'ada',
    mode: 'general',
    state: 'started',
    createTime: 1_000,
    expireTime: 31_000,
    extendedData: '',
    callUserList: [
      { userID: 'ada', state: 'accepted', extendedData: '' },
      ...invitees.map((userID) => ({ userID, state: 'inviting' as const, extendedData: '' })),
    ],
  }
}

function states({ callUserList }: CallInvitation): string[] {
  return callUserList.map(({ state }) => state)
}

test('a call ends with the last answer', () => {
  const one = advanceCall(callOf('bob', 'cyd'), { type: 'accept', userID: 'bob' }, 2_000)
  expect(one.state).toBe('started')
  expect(one).not.toHaveProperty('endTime')
  const two = advanceCall(one, { type: 'reject', userID: 'cyd' }, 3_000)
  expect(two).toMatchObject({ state: 'ended', endTime: 3_000 })
  expect(states(two)).toEqual(['accepted', 'accepted', 'rejected'])
})

test('cancelling ends the call for those who have not answered', () => {
  const answered = advanceCall(callOf('bob', 'cyd'), { type: 'accept', userID: 'bob' }, 2_000)
  const cancelled = advanceCall(answered, { type: 'cancel' }, 3_000)
  expect(states(cancelled)).toEqual(['accepted', 'accepted', 'cancelled'])
  expect(cancelled).toMatchObject({ state: 'ended', endTime: 3_000 })
})

test('OL-42 an unanswered call has ended at its expiry, whoever looks', () => {
  const call = callOf('bob')
  expect(expireCall(call, 30_999)).toBe(call)
  expect(expireCall(call, 31_000)).toMatchObject({ state: 'ended', endTime: 31_000 })
  expect(states(expireCall(call, 99_000))).toEqual(['accepted', 'timeout'])
})

test('OL-42 an answer after the expiry, after the end, or twice is refused', () => {
  const accept = { type: 'accept', userID: 'bob' } as const
  expect(refusalOf(() => advanceCall(callOf('bob'), accept, 31_000))).toBe('call-state-conflict')
  const cancelled = advanceCall(callOf('bob'), { type: 'cancel' }, 2_000)
  expect(refusalOf(() => advanceCall(cancelled, accept, 3_000))).toBe('call-state-conflict')
  const answered = advanceCall(callOf('bob', 'cyd'), accept, 2_000)
  const reject = { type: 'reject', userID: 'bob' } as const
  expect(refusalOf(() => advanceCall(answered, reject, 3_000))).toBe('call-state-conflict')
})

function refusalOf(work: () => unknown): string | undefined {
  try {
    work()
  } catch (error) {
    if (ChatError.is(error)) return error.code
  }
  return undefined
}
