import { ConnectionEvent, ConnectionState } from '../contract/connection-state.js'
import type { LastLogin, LoginContract } from '../contract/login.js'
import { ChatError } from '../errors/chat-error.js'
import { requireBoolean, requireOptions, requireText, requireUserID } from '../runtime/argument.js'
import { createCancellation, type Cancellation } from '../runtime/cancellation.js'
import type { Refusal } from './connection.js'
import type { EndedRecord } from './last-login.js'
import { logInOffline, logInOnline, type LoginAttempt } from './login.js'
import { loseOutbox } from './lost-outbox.js'
import type { Session, SessionStart } from './session.js'
import type { SessionContext } from './session-context.js'
import { ledElsewhere, startTabSession, type Ended, type TabSession } from './tab-session.js'
import type { RelayService } from '../tabs/leader.js'

/** Where the life of a chat stands. Every call of the login contract has one outcome in each (OL-19). */
type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'loggingIn'; readonly cancellation: Cancellation; readonly settled: Promise<void> }
  | { readonly name: 'active'; readonly session: TabSession }
  | { readonly name: 'ending'; readonly settled: Promise<void> }
  | { readonly name: 'destroyed'; readonly settled: Promise<void> }

/** The login contract, and the session that there is. */
export interface SessionKeeper extends LoginContract {
  /** The session, where this tab leads it. */
  readonly current: Session | undefined
  /** What this tab has of the session; `undefined` without one. */
  readonly tab: TabSession | undefined
  /** The session. Throws `not-logged-in`, `chat-destroyed` (OL-09); `ledElsewhere` where another tab leads it. */
  require(): Session
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

  function attemptOf(userID: unknown, config: unknown): LoginAttempt & { readonly isOfflineLogin: boolean } {
    const options = requireOptions('config', config, { isOptional: true })
    const isOfflineLogin =
      options['isOfflineLogin'] === undefined
        ? false
        : requireBoolean('config.isOfflineLogin', options['isOfflineLogin'])
    const userName =
      options['userName'] === undefined ? '' : requireText('config.userName', options['userName'], { maxBytes: 256 })
    return {
      userID: requireUserID('userID', userID, context.transport.idRule),
      credential:
        context.appSign === undefined
          ? { type: 'token', token: requireText('config.token', options['token'], { minBytes: 1, maxBytes: 8_192 }) }
          : { type: 'appSign', appSign: context.appSign },
      userName: userName === '' ? undefined : userName,
      isOfflineLogin,
    }
  }

  function refuseUnlessIdle(): void {
    switch (phase.name) {
      case 'destroyed':
        throw new ChatError('chat-destroyed')
      case 'loggingIn':
        throw new ChatError('login-in-progress')
      case 'active':
        throw new ChatError('already-logged-in', { details: { userID: phase.session.userID } })
      case 'idle':
      case 'ending':
    }
  }

  async function login(userID: string, config?: unknown): Promise<void> {
    const attempt = attemptOf(userID, config)
    refuseUnlessIdle()
    if (phase.name === 'ending') {
      // The session that ends still holds the database; its end is near and depends on no network.
      await phase.settled
      refuseUnlessIdle()
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

  async function runLogin(
    attempt: LoginAttempt & { readonly isOfflineLogin: boolean },
    cancellation: Cancellation,
  ): Promise<void> {
    const { signal } = cancellation
    try {
      await Promise.resolve()
      const start = attempt.isOfflineLogin
        ? await logInOffline(context, attempt, signal)
        : await logInOnline(context, attempt, signal)
      if (signal.aborted) {
        await start.opened?.connection.close()
        throw ChatError.from(signal.reason)
      }
      begin(start, attempt.isOfflineLogin)
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

  function begin(start: SessionStart, isOffline: boolean): void {
    // Told before the session begins to connect, and before `login` resolves (OL-10).
    if (isOffline) status.set(ConnectionState.Connecting, ConnectionEvent.ActiveLogin)
    const session = startTabSession(context, start, service, {
      onRefused: (refusal) => endByRefusal(session, refusal),
      onEnded: (ended) => void endFromElsewhere(session, ended),
      onRole: tellListeners,
    })
    enter({ name: 'active', session })
    context.channel.post(session.userID, { type: 'login' })
  }

  /**
   * Ends a session. Every call is refused from now on; when the record of it cannot be made durable, the session goes on
   * and this rejects.
   */
  function end(session: TabSession, record: () => Promise<void>, work: () => Promise<void>): Promise<void> {
    let next: Phase = { name: 'active', session }
    const settled = Promise.resolve()
      .then(record)
      .then(() => {
        next = { name: 'idle' }
        return work()
      })
      .finally(() => {
        if (phase.name === 'ending') enter(next)
      })
    const done = settled.catch(() => undefined)
    enter({ name: 'ending', settled: done })
    return settled
  }

  /** The marker that forbids offline login is durable before anybody is told (OL-17, OL-18). */
  function endedRecord(session: TabSession, endedBy: EndedRecord['endedBy']): EndedRecord {
    const latestServerTime = session.leading?.latestServerTime ?? 0
    return { kind: 'ended', userID: session.userID, endedBy, latestServerTime }
  }

  async function endByRefusal(session: TabSession, refusal: Refusal): Promise<void> {
    if (phase.name !== 'active' || phase.session !== session) return
    const isRefused = refusal.event !== ConnectionEvent.TokenExpired
    const isWiped = isRefused && context.onRefused === 'wipe'
    // The backend's word counts even when it cannot be recorded here: the session ends all the same.
    const record = async () => {
      if (!isRefused) return
      await context.lastLogin.write(endedRecord(session, 'refusal')).catch((failure: unknown) => {
        journal.write('error', 'login', 'The refusal could not be recorded.', { code: ChatError.from(failure).code })
      })
    }
    const work = async () => {
      try {
        if (isWiped && session.leading !== undefined) await loseOutbox(session.leading, context.emitter)
        await session.close(sessionEnded())
        if (isRefused) await context.firstScreen.remove()
        if (isWiped) await context.storage.remove({ app: context.app, userID: session.userID })
      } finally {
        session.release(refusal)
      }
    }
    await end(session, record, work).catch((failure: unknown) => {
      journal.write('error', 'login', 'Ending a refused session failed.', { code: ChatError.from(failure).code })
    })
    status.set(ConnectionState.Disconnected, refusal.event, refusal.code)
  }

  async function endByLogout(session: TabSession, isClearDB: boolean): Promise<void> {
    const record = () => context.lastLogin.write(endedRecord(session, 'logout'))
    await end(session, record, async () => {
      try {
        await session.close(sessionEnded())
        await context.firstScreen.remove()
        if (isClearDB) await context.storage.remove({ app: context.app, userID: session.userID })
        status.set(ConnectionState.Disconnected, ConnectionEvent.Success)
      } finally {
        session.release({ event: ConnectionEvent.Success, code: undefined })
      }
    })
  }

  /** Another tab ended the session for all of them, and has recorded it. */
  async function endFromElsewhere(session: TabSession, { event, code }: Ended): Promise<void> {
    if (phase.name !== 'active' || phase.session !== session) return
    await end(
      session,
      async () => undefined,
      async () => {
        await session.close(sessionEnded())
        session.release()
      },
    ).catch((failure: unknown) => {
      journal.write('error', 'login', 'Ending a session failed.', { code: ChatError.from(failure).code })
    })
    status.set(ConnectionState.Disconnected, event, code)
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

  /** Nobody is logged in, but somebody could log in offline: that is forbidden from now on. */
  async function forbidOfflineLogin(isClearDB: boolean): Promise<void> {
    const record = await context.lastLogin.read().catch(() => undefined)
    if (record === undefined) return
    const { userID, latestServerTime } = record
    await context.lastLogin.write({ kind: 'ended', userID, endedBy: 'logout', latestServerTime })
    await context.firstScreen.remove()
    if (isClearDB) await context.storage.remove({ app: context.app, userID })
  }

  async function logout(options?: unknown): Promise<void> {
    const given = requireOptions('options', options, { isOptional: true })
    const isClearDB = given['isClearDB'] === undefined ? false : requireBoolean('options.isClearDB', given['isClearDB'])
    if (phase.name === 'loggingIn') {
      phase.cancellation.cancel(new ChatError('login-cancelled'))
      await phase.settled
    }
    if (phase.name === 'ending') await phase.settled
    if (phase.name === 'destroyed') throw new ChatError('chat-destroyed')
    if (phase.name === 'active') await logOutAnywhere(phase.session, isClearDB)
    else await forbidOfflineLogin(isClearDB)
  }

  async function destroy(): Promise<void> {
    if (phase.name === 'destroyed') return phase.settled
    const before = phase
    const settled = (async () => {
      if (before.name === 'loggingIn') {
        before.cancellation.cancel(new ChatError('chat-destroyed'))
        await before.settled
      }
      if (before.name === 'ending') await before.settled
      if (before.name === 'active') {
        await before.session.close(new ChatError('chat-destroyed'))
        before.session.release()
      }
      context.channel.close()
    })()
    enter({ name: 'destroyed', settled })
    await settled
    status.set(ConnectionState.Disconnected, ConnectionEvent.Success)
  }

  async function queryLastLogin(): Promise<LastLogin | undefined> {
    if (phase.name === 'destroyed') throw new ChatError('chat-destroyed')
    const record = await context.lastLogin.read()
    if (record?.kind !== 'login') return undefined
    const now = Math.max(context.platform.clock.now(), record.latestServerTime)
    const { tokenExpiresAt, offlineUntil = 0 } = record
    return {
      userID: record.userID,
      userName: record.userName,
      isTokenGood: tokenExpiresAt === undefined || Math.max(tokenExpiresAt, offlineUntil) > now,
      isSealed: context.storage.supports.sealed ?? false,
    }
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
    queryLastLogin,
    destroy,
  }
}

/** How calls under way learn of the end of their session. */
function sessionEnded(): ChatError {
  return new ChatError('not-logged-in')
}

function eventOfFailure(error: ChatError): ConnectionEvent {
  switch (error.code) {
    case 'login-timeout':
    case 'transport-timeout':
      return ConnectionEvent.LoginTimeout
    case 'token-expired':
      return ConnectionEvent.TokenExpired
    case 'user-unknown':
      return ConnectionEvent.Unregistered
    case 'token-refused':
    case 'kicked-out':
      return ConnectionEvent.KickedOut
    case 'login-cancelled':
    case 'chat-destroyed':
      return ConnectionEvent.Success
    default:
      return ConnectionEvent.LoginInterrupted
  }
}
