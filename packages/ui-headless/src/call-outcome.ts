import type { CallInvitation } from '@latchkey/core'

/** How a call stands, for the user. `missed`: it rang here, and nobody answered. */
export type CallOutcome = 'ringing' | 'answered' | 'missed' | 'declined' | 'cancelled' | 'noAnswer'

/** Everybody in it but the user. */
export function othersOf({ callUserList }: CallInvitation, self: string | undefined): readonly string[] {
  return callUserList.map(({ userID }) => userID).filter((userID) => userID !== self)
}

export function outcomeOf(call: CallInvitation, self: string | undefined): CallOutcome {
  const isOwnCall = call.caller === self
  const others = call.callUserList.filter(({ userID }) => userID !== call.caller)
  const own = call.callUserList.find(({ userID }) => userID === self)
  const asked = isOwnCall ? others : own === undefined ? [] : [own]
  if (asked.some(({ state }) => state === 'accepted')) return 'answered'
  if (call.state === 'started') return 'ringing'
  if (asked.some(({ state }) => state === 'rejected')) return 'declined'
  if (isOwnCall) return call.endReason === 'cancelled' ? 'cancelled' : 'noAnswer'
  return 'missed'
}
