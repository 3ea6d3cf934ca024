import type { Change, ChangePage } from '@latchkey/core/driver'
import { fillPage, type PageBounds, type PlacedChange } from './change-page.js'
import { fromCursor, toCursor, type LogPlace, type SnapshotPlace } from './cursor.js'
import { readFacts } from './entry-facts.js'
import { toGroupFact } from './groups.js'
import { readHeads } from './heads.js'
import { assertCount, contractLimits } from './limits.js'
import type { LogState } from './log-rows.js'
import type { QueryContext } from './operation-context.js'
import { readSnapshot } from './snapshot.js'

/** What a device takes beside `limit`. */
export type PullOptions = Pick<PageBounds, 'maxChanges'>

/** The user's change log after `cursor`; without one, where everything stands, and then the log from before that. */
export async function pullChanges(
  context: QueryContext,
  cursor: string | undefined,
  limit: number,
  options: PullOptions = {},
): Promise<ChangePage | 'tooFarBack'> {
  assertCount('limit', limit, 1, contractLimits.changesPerPull)
  const state = await context.reader.getLogState()
  const start: LogPlace = { type: 'snapshot', position: state.lastPosition, place: { stage: 'profile' } }
  const from = cursor === undefined ? start : findPlace(state, cursor)
  if (!from) return 'tooFarBack'
  const bounds = { ...options, maxPageBytes: context.limits.maxPageBytes }
  return from.type === 'log'
    ? pullLog(context, state, from.position, limit, bounds)
    : pullSnapshot(context, state, from.position, from.place, limit, bounds)
}

/** The heads of the conversations that were active after `cursor`, newest first, each after its group. */
export async function readChangedHeads(
  context: QueryContext,
  cursor: string,
  limit: number,
): Promise<readonly Change[] | 'tooFarBack'> {
  assertCount('limit', limit, 1, contractLimits.headsPerCall)
  const { reader, userID } = context
  const from = findPlace(await reader.getLogState(), cursor)
  if (!from) return 'tooFarBack'
  const newest = await reader.listConversations(userID, { first: 'newest', position: Number.MAX_SAFE_INTEGER, limit })
  const active = newest.filter(({ conversation }) => conversation.activityPosition > from.position)
  const placed: PlacedChange<undefined>[] = []
  for (const head of await readHeads(context, active)) {
    const group = head.conversationType === 'group' ? await reader.getGroup(head.conversationID) : undefined
    if (group) placed.push({ place: undefined, change: { type: 'groupChanged', group: toGroupFact(group) } })
    placed.push({ place: undefined, change: { type: 'conversationHead', head } })
  }
  return (await fillPage(reader, placed, context.limits)).changes
}

/** Where a cursor stands in this log; `undefined` when the log does not reach back to it. */
function findPlace({ epoch, trimmedPosition, lastPosition }: LogState, cursor: string): LogPlace | undefined {
  const place = fromCursor(epoch, cursor)
  // Past the end: the log was replaced by an older copy of itself, and what this device saw there is not in it.
  return place && place.position >= trimmedPosition && place.position <= lastPosition ? place : undefined
}

async function pullLog(
  context: QueryContext,
  { epoch, lastPosition }: LogState,
  position: number,
  limit: number,
  bounds: PageBounds,
): Promise<ChangePage> {
  const entries = await context.reader.readEntries(context.userID, position, limit + 1)
  const facts = await readFacts(context, entries.slice(0, limit))
  const { changes, taken } = await fillPage(context.reader, facts, bounds)

  const isEnd = entries.length <= limit && taken === facts.length
  // At the end the cursor stands at the end of the whole log, so that a quiet user does not fall behind a trim.
  const reached = isEnd ? lastPosition : (facts[taken - 1]?.place ?? position)
  const remainingCount = isEnd ? 0 : await context.reader.countEntries(context.userID, reached)
  return { changes, cursor: toCursor(epoch, { type: 'log', position: reached }), more: !isEnd, remainingCount }
}

async function pullSnapshot(
  context: QueryContext,
  { epoch, lastPosition }: LogState,
  position: number,
  from: SnapshotPlace,
  limit: number,
  bounds: PageBounds,
): Promise<ChangePage> {
  const placed: PlacedChange<SnapshotPlace>[] = []
  let next: SnapshotPlace | undefined = from
  while (next && placed.length < limit) {
    const isMembers = next.stage === 'members'
    const part = await readSnapshot(context, next, position, limit - placed.length)
    placed.push(...part.placed)
    next = part.next
    if (isMembers) break
  }
  const { changes, taken }: { changes: readonly Change[]; taken: number } = await fillPage(
    context.reader,
    placed,
    bounds,
  )
  const reached = taken === placed.length ? next : placed[taken - 1]?.place
  const logPlace: LogPlace = reached ? { type: 'snapshot', position, place: reached } : { type: 'log', position }
  return { changes, cursor: toCursor(epoch, logPlace), more: reached !== undefined || position < lastPosition }
}
