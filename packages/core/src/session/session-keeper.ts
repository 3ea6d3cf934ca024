import type { CancelSignal } from '../contract/cancel-signal.js'
import { ConnectionEvent, ConnectionState } from '../contract/connection-state.js'
import type { LastLogin, LoginContract } from '../contract/login.js'
import { ChatError } from '../errors/chat-error.js'
import { requireBoolean, requireOptions, requireText } from '../runtime/argument.js'
import { createCancellation, type Cancellation } from '../runtime/cancellation.js'
import { attemptOf, type RequestedLogin } from './login-arguments.js'
import { eventOfFailure } from './login-failure.js'
import { logInAnywhere } from './login-elsewhere.js'
import { logInOffline } from './login.js'
import type { Refusal } from './refusal.js'
import type { Session, SessionStart } from './session.js'
import type { SessionContext } from './session-context.js'
import { endRecord, finishSession, forbidOfflineLogin, recordRefusal } from './session-end.js'
import type { Ended } from './ended.js'
import { startTabSession } from './running-tab-session.js'
import { ledElsewhere, type TabSession } from './tab-session.js'
import type { RelayService } from '../tabs/leader.js'
import { refuseUnlessIdle, type Phase } from './session-phase.js'
import { toLastLogin } from './last-login-answer.js'

/** The login contract, and the session that there is. */
export interface SessionKeeper extends LoginContract {
  /** The session, where this tab leads it. */
  readonly current: Session | undefined
  /** What this tab has of the session; `undefined` without one. */
  readonly tab: TabSession | undefined
  /** The session. Throws `not-logged-in`, `chat-destroyed` (OL-09); `ledElsewhere` where another tab leads it. */
  require(): Session
  /** Another tab logs in online: resolves once the backend has accepted `token` here. */
  confirmLogin(token: string, options: { readonly signal: CancelSignal }): Promise<void>
  /** Calls back whenever a session began or ended, or this tab leads it from now on, or no longer. Returns what ends it. */
  onChange(listener: () => void): () => void
}

export function createSessionKeeper(
  context: SessionContext,
  /** What this tab does for the others while it leads. */
  service: RelayService,
): SessionKeeper {
  const { status, journal } = context
  let phase: Phase = { name: 'idle' }
  const listeners = new Set<() => void>()

  function enter(next: Phase): void {
    const hadSession = phase.name === 'active'
    phase = next
    if (hadSession || next.name === 'active') tellListeners()
  }

  function tellListeners(): void {
    for (const listener of [...listeners]) listener()
  }

  async function login(userID: string, config?: unknown): Promise<void> {
    const attempt = attemptOf(context, userID, config)
    refuseUnlessIdle(phase)
    while (phase.name === 'ending') {
      // The session that ends still holds the database; its end is near and depends on no network.
      await phase.settled
      refuseUnlessIdle(phase)
    }
    const cancellation = createCancellation()
    const run = runLogin(attempt, cancellation)
    const settled = run.then(
      () => undefined,
      () => undefined,
    )
    // `runLogin` has not gone on beyond its first wait, so that nothing has been decided yet.
    if (phase.name === 'idle') enter({ name: 'loggingIn', cancellation, settled })
    await run
  }

  async function runLogin(attempt: RequestedLogin, cancellation: Cancellation): Promise<void> {
    const { signal } = cancellation
    try {
      await Promise.resolve()
      const start = attempt.isOfflineLogin
        ? await logInOffline(context, attempt, signal)
        : await logInAnywhere(context, attempt, signal)
      // Told before the session begins to connect, and before `login` resolves (OL-10).
      if (attempt.isOfflineLogin && !signal.aborted) status.set(ConnectionState.Connecting, ConnectionEvent.ActiveLogin)
      // A listener may have ended the login.
      if (signal.aborted) {
        void start.opened?.connection.close()
        start.release?.()
        throw ChatError.from(signal.reason)
      }
      begin(start)
    } catch (failure) {
      const error = signal.aborted ? ChatError.from(signal.reason) : ChatError.from(failure)
      if (phase.name === 'loggingIn') enter({ name: 'idle' })
      if (status.state !== ConnectionState.Disconnected) {
        status.set(ConnectionState.Disconnected, eventOfFailure(error), error.code)
      }
      journal.write('info', 'login', 'A login was refused.', { code: error.code })
      throw error
    }
  }

  function begin(start: SessionStart): void {
    const session = startTabSession(context, start, service, {
      onRefused: (refusal) => endByRefusal(session, refusal),
      onEnded: (ended) => void endFromElsewhere(session, ended),
      onRole: tellListeners,
    })
    enter({ name: 'active', session })
    session.start()
    context.channel.post(session.userID, { type: 'login' })
  }

  /**
   * Ends what there is. Every call is refused from now on; when `record` cannot be made durable, what there was goes on and
   * this rejects. `work` comes after it; the session is over however that ends.
   */
  function end(session: TabSession | undefined, record: () => Promise<void>, work: () => Promise<void>): Promise<void> {
    let next: Phase = session === undefined ? { name: 'idle' } : { name: 'active', session }
    const settled = Promise.resolve()
      .then(record)
      .then(() => {
        next = { name: 'idle' }
        return work()
      })
      .finally(() => {
        if (phase.name === 'ending') enter(next)
      })
    enter({ name: 'ending', session, settled: settled.catch(() => undefined) })
    return settled
  }

  /** Ends a session that cannot go on. Who ended it has recorded it, or `record` does. */
  async function endUnasked(
    session: TabSession,
    { event, code }: Ended,
    record: () => Promise<void>,
    work: () => Promise<void>,
  ): Promise<void> {
    // A logout that fails leaves the session as it was.
    while (phase.name === 'ending') await phase.settled
    if (phase.name !== 'active' || phase.session !== session) return
    const told = () =>
      work().finally(() => {
        status.set(ConnectionState.Disconnected, event, code)
      })
    await end(session, record, told).catch((failure: unknown) => {
      journal.write('error', 'login', 'Ending a session failed.', { code: ChatError.from(failure).code })
    })
  }

  async function endByRefusal(session: TabSession, refusal: Refusal): Promise<void> {
    const record = () => recordRefusal(context, session, refusal)
    const work = () =>
      finishSession(context, session, {
        reason: sessionEnded(),
        isClearDB: refusal.isByBackend && context.onRefused === 'wipe',
        isOutboxTold: true,
        isFirstScreenKept: !refusal.isByBackend,
      }).finally(() => {
        session.release(refusal)
      })
    await endUnasked(session, refusal, record, work)
  }

  function endByLogout(session: TabSession, isClearDB: boolean): Promise<void> {
    const work = () =>
      finishSession(context, session, {
        reason: sessionEnded(),
        isClearDB,
        isOutboxTold: false,
        isFirstScreenKept: false,
      }).finally(() => {
        session.release({ event: ConnectionEvent.Success, code: undefined })
        status.set(ConnectionState.Disconnected, ConnectionEvent.Success)
      })
    return end(session, () => endRecord(context, session, 'logout'), work)
  }

  /** Another tab ended the session for all of them, and has recorded it. */
  async function endFromElsewhere(session: TabSession, ended: Ended): Promise<void> {
    const work = async () => {
      await session.close(sessionEnded())
      session.release()
    }
    await endUnasked(session, ended, async () => undefined, work)
  }

  /** Logs out where the session is led; what that tab then tells ends the session here. */
  async function logOutAnywhere(session: TabSession, isClearDB: boolean): Promise<void> {
    const call = { name: 'logout', parameters: [{ isClearDB }], identifiers: [] }
    try {
      await session.call(call, async () => {
        if (session.leading === undefined) throw ledElsewhere
        await endByLogout(session, isClearDB)
      })
    } catch (failure) {
      const isOver =
        (phase.name !== 'active' || phase.session !== session) && ChatError.from(failure).code === 'not-logged-in'
      if (!isOver) throw failure
    }
    if (phase.name === 'ending') await phase.settled
  }

  async function logout(options?: unknown): Promise<void> {
    const given = requireOptions('options', options, { isOptional: true })
    const isClearDB = given['isClearDB'] === undefined ? false : requireBoolean('options.isClearDB', given['isClearDB'])
    while (phase.name === 'ending') await phase.settled
    if (phase.name === 'destroyed') throw new ChatError('chat-destroyed')
    if (phase.name === 'active') return logOutAnywhere(phase.session, isClearDB)
    const pending = phase.name === 'loggingIn' ? phase : undefined
    pending?.cancellation.cancel(new ChatError('login-cancelled'))
    const forbid = async () => {
      await pending?.settled
      await forbidOfflineLogin(context, isClearDB)
    }
    return end(undefined, forbid, async () => undefined)
  }

  async function destroy(): Promise<void> {
    if (phase.name === 'destroyed') return phase.settled
    const before = phase
    const settled = (async () => {
      if (before.name === 'loggingIn') before.cancellation.cancel(new ChatError('chat-destroyed'))
      if (before.name === 'loggingIn' || before.name === 'ending') await before.settled
      // Also the session of a logout that failed.
      if (before.name === 'active' || before.name === 'ending') {
        await before.session?.close(new ChatError('chat-destroyed'))
        before.session?.release()
      }
      await context.lastLogin.settled()
      context.channel.close()
      status.set(ConnectionState.Disconnected, ConnectionEvent.Success)
    })()
    enter({ name: 'destroyed', settled })
    return settled
  }

  async function queryLastLogin(): Promise<LastLogin | undefined> {
    if (phase.name === 'destroyed') throw new ChatError('chat-destroyed')
    const record = await context.lastLogin.read()
    if (record?.kind !== 'login') return undefined
    return toLastLogin(record, context)
  }

  function require(): Session {
    if (phase.name === 'active') {
      if (phase.session.leading !== undefined) return phase.session.leading
      throw ledElsewhere
    }
    if (phase.name === 'destroyed') throw new ChatError('chat-destroyed')
    throw new ChatError('not-logged-in', { details: { event: status.event } })
  }

  return {
    get connectionState() {
      return status.state
    },
    get userID() {
      return phase.name === 'active' ? phase.session.userID : undefined
    },
    get current() {
      return phase.name === 'active' ? phase.session.leading : undefined
    },
    get tab() {
      return phase.name === 'active' ? phase.session : undefined
    },
    require,
    onChange(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    login,
    logout,
    async renewToken(token) {
      const given = requireText('token', token, { minBytes: 1, maxBytes: 8_192 })
      const renew = async () => require().renewToken(given)
      if (phase.name !== 'active') return renew()
      await phase.session.call({ name: 'renewToken', parameters: [given], identifiers: [] }, renew)
    },
    reconnectNow() {
      if (phase.name !== 'active') return
      const reconnect = async () => {
        require().reconnectNow()
      }
      // A tab that leads no more, or not yet, tries by itself.
      phase.session.call({ name: 'reconnectNow', parameters: [], identifiers: [] }, reconnect).catch(() => undefined)
    },
    async confirmLogin(token, { signal }) {
      if (phase.name !== 'active') throw new ChatError('not-logged-in')
      await phase.session.confirm(token, signal)
    },
    queryLastLogin,
    destroy,
  }
}

/** How calls under way learn of the end of their session. */
function sessionEnded(): ChatError {
  return new ChatError('not-logged-in')
}
