import type { Closure, ClosureReason } from '@latchkey/core/driver'
import * as v from './schema.js'
import { readWith } from './validation.js'

/** The WebSocket close code of every reason; 4000 to 4099 are this protocol's own. */
export const closeCodes = {
  client: 1000,
  lost: 4000,
  refused: 4001,
  expired: 4002,
  kickedOut: 4003,
  unregistered: 4004,
  violation: 4005,
  outdated: 4006,
} as const satisfies Record<ClosureReason, number>

// What WebSocket stacks close with by themselves when a frame is not one, not text, or too large (RFC 6455 §7.4.1).
const violationCodes: readonly number[] = [1002, 1003, 1007, 1008, 1009]

const maxDescriptionLength = 256

const closing = v.object({
  reason: reasonOrLost,
  description: v.optional(v.checked(v.string, 'max_length', ({ length }) => length <= maxDescriptionLength)),
})

/**
 * Reads a `closing` notification, sent before the socket closes. A reason that this version does not know counts as
 * `lost`: the client comes back and learns more. Throws `protocol-violation`.
 */
export function readClosing(value: unknown): Closure {
  return readWith<Closure>(closing, value, 'closing')
}

/** Why a socket closed, by its close code, for a side that got no `closing`. */
export function closureReasonOf(closeCode: number): ClosureReason {
  if (violationCodes.includes(closeCode)) return 'violation'
  const reason = Object.keys(closeCodes)
    .filter(isClosureReason)
    .find((candidate) => closeCodes[candidate] === closeCode)
  // Only this side's own `close` means `client`: a peer that closes normally has gone all the same.
  return reason === undefined || reason === 'client' ? 'lost' : reason
}

function reasonOrLost(reason: unknown): ClosureReason {
  return typeof reason === 'string' && isClosureReason(reason) ? reason : 'lost'
}

function isClosureReason(reason: string): reason is ClosureReason {
  return Object.hasOwn(closeCodes, reason)
}
