import {
  ChatError,
  type CallEndReason,
  type CallInvitation,
  type CallUser,
  type CallUserState,
} from '@latchkey/core/driver'

/** What happens to a call invitation. */
export type CallEvent =
  | { readonly type: 'cancel' }
  | { readonly type: 'accept' | 'reject' | 'join'; readonly userID: string; readonly extendedData?: string }
  | { readonly type: 'quit' | 'end'; readonly userID: string }
  | {
      readonly type: 'invite'
      readonly userID: string
      readonly invitees: readonly string[]
      readonly expireTime: number
    }

/**
 * The invitation after `event` at `now`. A general one ends when nobody is left who could still answer; an advanced one when nobody is
 * left who could, and fewer than two are in it. Refuses with `call-state-conflict` what came too late or does not fit.
 */
export function advanceCall(callInvitation: CallInvitation, event: CallEvent, now: number): CallInvitation {
  const present = expireCall(callInvitation, now)
  if (present.state === 'ended') return refuse({ state: 'ended' })
  if (event.type === 'cancel') return cancel(present, now)
  const user = present.callUserList.find(({ userID }) => userID === event.userID)
  if (event.type === 'accept' || event.type === 'reject') {
    if (user?.state !== 'inviting') return refuse({ state: user?.state })
    const state = event.type === 'accept' ? 'accepted' : 'rejected'
    const answered = put(present, [{ ...answer(user, state, now), extendedData: event.extendedData ?? '' }])
    return isOver(answered) ? end(answered, now, 'answered') : answered
  }
  if (present.mode === 'general') return refuse({ mode: 'general' })
  if (event.type === 'join') {
    if (user === undefined || isInCall(user)) return refuse({ state: user?.state })
    return put(present, [{ ...answer(user, 'accepted', now), extendedData: event.extendedData ?? '' }])
  }
  if (user === undefined || !isInCall(user)) return refuse({ state: user?.state })
  if (event.type === 'invite') return invite(present, event)
  if (event.type === 'end') return end(settleOpen(present, 'cancelled'), now, 'ended', event.userID)
  const left = put(present, [{ ...user, quitTime: now }])
  return isOver(left) ? end(settleOpen(left, 'cancelled'), now, 'left', event.userID) : left
}

/** The invitation as it stands at `now`: past an expiry it has ended for whom it was, though nothing was stored since (OL-42). */
export function expireCall(callInvitation: CallInvitation, now: number): CallInvitation {
  if (callInvitation.state === 'ended') return callInvitation
  const due = callInvitation.callUserList.filter(
    (user) => user.state === 'inviting' && expiryOf(callInvitation, user) <= now,
  )
  if (due.length === 0) return callInvitation
  const expired = put(
    callInvitation,
    due.map((user) => ({ ...user, state: 'timeout' })),
  )
  return isOver(expired)
    ? end(expired, Math.max(...due.map((user) => expiryOf(callInvitation, user))), 'expired')
    : expired
}

/** When the next of those who have not answered no longer can; `undefined` when there is none. */
export function nextExpiry(callInvitation: CallInvitation): number | undefined {
  if (callInvitation.state === 'ended') return undefined
  const open = callInvitation.callUserList.filter(({ state }) => state === 'inviting')
  return open.length === 0 ? undefined : Math.min(...open.map((user) => expiryOf(callInvitation, user)))
}

/** Whether the user has accepted, and not quit since. */
export function isInCall({ state, quitTime }: CallUser): boolean {
  return state === 'accepted' && quitTime === undefined
}

function cancel(present: CallInvitation, now: number): CallInvitation {
  const { caller, mode, callUserList } = present
  const isTooLate = mode === 'advanced' && callUserList.some((user) => user.userID !== caller && isInCall(user))
  if (isTooLate) return refuse({ rule: 'a call that goes on is ended, not cancelled' })
  return end(settleOpen(present, 'cancelled'), now, 'cancelled', caller)
}

/** Those who are invited or in it already stay so; others are invited anew. */
function invite(present: CallInvitation, event: CallEvent & { readonly type: 'invite' }): CallInvitation {
  const invited = event.invitees.flatMap((userID): readonly CallUser[] => {
    const known = present.callUserList.find((user) => user.userID === userID)
    if (known !== undefined && (known.state === 'inviting' || isInCall(known))) return []
    return [{ userID, state: 'inviting', inviter: event.userID, expireTime: event.expireTime, extendedData: '' }]
  })
  return put(present, invited)
}

function answer({ quitTime: _quitTime, ...user }: CallUser, state: CallUserState, now: number): CallUser {
  return { ...user, state, answerTime: now }
}

function expiryOf({ expireTime }: CallInvitation, user: CallUser): number {
  return user.expireTime ?? expireTime
}

function isOver({ mode, callUserList }: CallInvitation): boolean {
  const inCallCount = callUserList.filter(isInCall).length
  const isOpen = callUserList.some(({ state }) => state === 'inviting')
  return mode === 'general' ? !isOpen : inCallCount === 0 || (!isOpen && inCallCount < 2)
}

function settleOpen(callInvitation: CallInvitation, state: CallUserState): CallInvitation {
  return {
    ...callInvitation,
    callUserList: callInvitation.callUserList.map((user) => (user.state === 'inviting' ? { ...user, state } : user)),
  }
}

/** In place of those with the same userID, or behind all. */
function put(callInvitation: CallInvitation, users: readonly CallUser[]): CallInvitation {
  const changed = new Map(users.map((user) => [user.userID, user]))
  const kept = callInvitation.callUserList.map((user) => changed.get(user.userID) ?? user)
  const known = new Set(kept.map(({ userID }) => userID))
  return { ...callInvitation, callUserList: [...kept, ...users.filter(({ userID }) => !known.has(userID))] }
}

function end(
  callInvitation: CallInvitation,
  endTime: number,
  endReason: CallEndReason,
  endedBy?: string,
): CallInvitation {
  return { ...callInvitation, state: 'ended', endTime, endReason, ...(endedBy !== undefined && { endedBy }) }
}

function refuse(details: { readonly [name: string]: string | undefined }): never {
  throw new ChatError('call-state-conflict', { details })
}
