import type { Change } from '@latchkey/core/driver'
import * as v from './schema.js'
import { cursor, integer } from './bounded-values.js'
import { readChanges } from './changes.js'
import { canRead, readWith, violation } from './validation.js'
import { wireLimits } from './wire-limits.js'

/** The parameters of `heads`. */
export interface HeadsRequest {
  readonly cursor: string
  readonly limit: number
}

/** The result of `heads`. */
export type HeadsResult = { readonly changes: readonly Change[] } | { readonly tooFarBack: true }

const headsRequest = v.object({ cursor, limit: integer(1, wireLimits.maxHeadsLimit) })
const tooFarBack = v.object({ tooFarBack: v.oneOf(true) })
const headsEnvelope = v.object({ changes: v.unknown })
const toldWithHeads: readonly Change['type'][] = ['conversationHead', 'userChanged', 'groupChanged']

/** Reads the parameters of `heads` at the server. Throws `protocol-violation`. */
export function readHeadsRequest(value: unknown): HeadsRequest {
  return readWith<HeadsRequest>(headsRequest, value, 'heads')
}

/**
 * Reads the result of `heads` at the client: at most `limit` heads, and the people and groups they need. Throws
 * `protocol-violation`.
 */
export function readHeadsResult(value: unknown, limit: number): readonly Change[] | 'tooFarBack' {
  if (canRead(tooFarBack, value)) return 'tooFarBack'
  const { changes } = readChanges(readWith(headsEnvelope, value, 'heads').changes)
  const heads = changes.filter(({ type }) => type === 'conversationHead')
  if (heads.length > limit) throw violation('heads.changes holds more than was asked for')
  if (changes.some(({ type }) => !toldWithHeads.includes(type))) throw violation('heads.changes tells something else')
  return changes
}
