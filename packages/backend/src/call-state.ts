import { ChatError, type CallInvitation, type CallUserState } from '@latchkey/core/driver'

/** What happens to a call invitation. */
export type CallEvent =
  | { readonly type: 'cancel' }
  | { readonly type: 'accept'; readonly userID: string }
  | { readonly type: 'reject'; readonly userID: string }

/**
 * The invitation after `event` at `now`. It ends when nobody is left who could still answer.
 * Refuses with `call-state-conflict` what came too late.
 */
export function advanceCall(callInvitation: CallInvitation, event: CallEvent, now: number): CallInvitation {
  const present = expireCall(callInvitation, now)
  if (present.state === 'ended') throw new ChatError('call-state-conflict', { details: { state: 'ended' } })

  if (event.type === 'cancel') return end(settleOpen(present, 'cancelled'), now)

  const invitee = present.callUserList.find(({ userID }) => userID === event.userID)
  if (invitee?.state !== 'inviting') {
    throw new ChatError('call-state-conflict', { details: { state: invitee?.state } })
  }
  const state: CallUserState = event.type === 'accept' ? 'accepted' : 'rejected'
  const answered: CallInvitation = {
    ...present,
    callUserList: present.callUserList.map((user) => (user === invitee ? { ...user, state } : user)),
  }
  return isOpen(answered) ? answered : end(answered, now)
}

/** The invitation as it stands at `now`: past its `expireTime` it has ended, though nothing was stored since (OL-42). */
export function expireCall(callInvitation: CallInvitation, now: number): CallInvitation {
  if (callInvitation.state === 'ended' || now < callInvitation.expireTime) return callInvitation
  return end(settleOpen(callInvitation, 'timeout'), callInvitation.expireTime)
}

function isOpen(callInvitation: CallInvitation): boolean {
  return callInvitation.callUserList.some(({ state }) => state === 'inviting')
}

function settleOpen(callInvitation: CallInvitation, state: CallUserState): CallInvitation {
  return {
    ...callInvitation,
    callUserList: callInvitation.callUserList.map((user) => (user.state === 'inviting' ? { ...user, state } : user)),
  }
}

function end(callInvitation: CallInvitation, endTime: number): CallInvitation {
  return { ...callInvitation, state: 'ended', endTime }
}
