import type { TransportSignal } from '@latchkey/core/driver'
import * as v from './schema.js'
import { conversationEntries, identifier, userID } from './bounded-values.js'
import { readWith } from './validation.js'

const signalEnvelope = v.object({ type: identifier(64) })

export const typingSignal = v.object({ type: v.oneOf('typing'), ...conversationEntries, userID })

/** Reads a `signal` at the client; `undefined` for a type that this version does not know. Throws `protocol-violation`. */
export function readSignal(value: unknown): TransportSignal | undefined {
  const envelope = readWith(signalEnvelope, value, 'signal')
  return envelope.type === 'typing' ? readWith<TransportSignal>(typingSignal, value, 'signal') : undefined
}
