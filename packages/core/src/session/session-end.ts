import { ChatError } from '../errors/chat-error.js'
import { longestAnswerMs } from '../runtime/bounded-storage.js'
import { atMost } from '../runtime/time-limit.js'
import { loseOutbox } from './lost-outbox.js'
import type { Refusal } from './refusal.js'
import type { EndedRecord } from './last-login.js'
import { markEnded } from './last-login.js'
import type { SessionContext } from './session-context.js'
import type { TabSession } from './tab-session.js'

/** What is left of a session that is over. */
export interface Remains {
  /** How calls under way learn of it. */
  readonly reason: ChatError
  /** Whether the user's local data is deleted. */
  readonly isClearDB: boolean
  /** Whether the app is told first what a deletion loses. */
  readonly isOutboxTold: boolean
  readonly isFirstScreenKept: boolean
}

/** Closes a session, then deletes what shall not remain. Does all of it, also when a part fails; then rejects with the first failure. */
export async function finishSession(context: SessionContext, session: TabSession, remains: Remains): Promise<void> {
  const { isClearDB, isOutboxTold, isFirstScreenKept } = remains
  const scope = { app: context.app, userID: session.userID }
  // A database that does not answer tells nothing, and holds up nothing.
  if (isClearDB && isOutboxTold && session.leading !== undefined) {
    await atMost(longestAnswerMs, loseOutbox(session.leading, context.emitter), context.platform.clock)
  }
  await session.close(remains.reason)
  const screenRemoved = isFirstScreenKept ? Promise.resolve() : context.firstScreen.remove()
  const removed = isClearDB ? context.storage.remove(scope) : Promise.resolve()
  await Promise.allSettled([screenRemoved, removed])
  await screenRemoved
  await removed
}

/** The marker that forbids offline login is durable before anybody is told (OL-17, OL-18). */
export function endRecord(
  context: SessionContext,
  session: TabSession,
  endedBy: EndedRecord['endedBy'],
): Promise<void> {
  const { leading, userID } = session
  if (leading !== undefined) return leading.endRecord(endedBy)
  return markEnded(context.lastLogin, { userID, endedBy, latestServerTime: 0 })
}

/** The backend's word counts even when it cannot be recorded here: the session ends all the same (OL-17). */
export async function recordRefusal(context: SessionContext, session: TabSession, refusal: Refusal): Promise<void> {
  if (!refusal.isByBackend) return
  await endRecord(context, session, 'refusal').catch((failure: unknown) => {
    const { code } = ChatError.from(failure)
    context.journal.write('error', 'login', 'The refusal could not be recorded.', { code })
  })
}

/** Nobody is logged in, but somebody could log in offline: that is forbidden from now on (OL-18). */
export async function forbidOfflineLogin(context: SessionContext, isClearDB: boolean): Promise<void> {
  let userID: string | undefined
  await context.lastLogin.update((present) => {
    if (present === undefined) return undefined
    userID = present.userID
    return { kind: 'ended', userID, endedBy: 'logout', latestServerTime: present.latestServerTime }
  })
  if (userID === undefined) return
  await context.firstScreen.remove()
  if (isClearDB) await context.storage.remove({ app: context.app, userID })
}
