import type { ChangePage, PushedChanges } from '@latchkey/core/driver'
import * as v from './schema.js'
import { cursor, integer } from './bounded-values.js'
import { readChanges, readChangesInSteps } from './changes.js'
import { inOnePiece, type Steps } from './steps.js'
import { canRead, readWith, violation } from './validation.js'
import { wireLimits } from './wire-limits.js'

/** The parameters of `pull`. */
export interface PullRequest {
  /** Absent: where everything stands. */
  readonly cursor?: string
  readonly limit: number
}

/** The result of `pull`. */
export type PullResult = ChangePage | { readonly tooFarBack: true }

const pullRequest = v.object({ cursor: v.optional(cursor), limit: integer(1, wireLimits.maxPullLimit) })
const tooFarBack = v.object({ tooFarBack: v.oneOf(true) })
const pageEnvelope = v.object({
  changes: v.unknown,
  cursor,
  more: v.boolean,
  remainingCount: v.optional(integer(0)),
})
const pushEnvelope = v.object({ changes: v.unknown, cursor, after: cursor })

/** Reads the parameters of `pull` at the server. Throws `protocol-violation`. */
export function readPullRequest(value: unknown): PullRequest {
  return readWith<PullRequest>(pullRequest, value, 'pull')
}

/** Reads the result of `pull` at the client: at most `limit` changes, people not counted. Throws `protocol-violation`. */
export function readPullResult(value: unknown, limit: number): ChangePage | 'tooFarBack' {
  return inOnePiece(readPullResultInSteps(value, limit))
}

/** The same, in steps: a page is large, and who reads it may have something more urgent to do. */
export function* readPullResultInSteps(value: unknown, limit: number): Steps<ChangePage | 'tooFarBack'> {
  if (canRead(tooFarBack, value)) return 'tooFarBack'
  const envelope = readWith(pageEnvelope, value, 'pull')
  const { changes, skippedCount } = yield* readChangesInSteps(envelope.changes)
  const counted = changes.filter((change) => change.type !== 'userChanged').length
  if (counted > limit) throw violation('pull.changes holds more than was asked for')
  return { ...envelope, changes, ...(skippedCount > 0 && { skippedCount }) }
}

/** Reads the parameters of `changes` at the client. Throws `protocol-violation`. */
export function readPushedChanges(value: unknown): PushedChanges {
  const envelope = readWith(pushEnvelope, value, 'changes')
  const { changes, skippedCount } = readChanges(envelope.changes)
  return { ...envelope, changes, ...(skippedCount > 0 && { skippedCount }) }
}
