import type { CancelSignal } from '../contract/cancel-signal.js'
import { ConnectionEvent, ConnectionState } from '../contract/connection-state.js'
import { ChatError } from '../errors/chat-error.js'
import { createEmitter } from '../events/emitter.js'
import { createAttempt } from '../runtime/cancellation.js'
import { createFollower } from '../tabs/follower.js'
import { leaderLock } from '../tabs/relay-channel.js'
import { logInOffline, logInOnline, type LoginAttempt } from './login.js'
import type { SessionContext } from './session-context.js'
import type { SessionStart } from './session.js'

/**
 * An online login: at the backend when no tab leads this user's session, and then this one will; else in the tab that leads,
 * so that no second connection is made.
 */
export async function logInAnywhere(
  context: SessionContext,
  attempt: LoginAttempt,
  signal: CancelSignal,
): Promise<SessionStart> {
  const { channel, platform, status } = context
  if (!channel.isSupported) return logInOnline(context, attempt, signal)
  const limit = { clock: platform.clock, limitMs: context.loginTimeoutMs, code: 'login-timeout' } as const
  const attempting = createAttempt(signal, limit)
  try {
    const lock = leaderLock(context.app, attempt.userID)
    let release = await platform.locks.tryAcquire(lock)
    while (!attempting.signal.aborted) {
      if (release !== undefined) return await leadFromLogin(context, attempt, signal, release)
      status.set(ConnectionState.Connecting, ConnectionEvent.ActiveLogin)
      try {
        return await askLeader(context, attempt, attempting.signal)
      } catch (failure) {
        const { code } = ChatError.from(failure)
        // Who holds the lock is logging in itself, or is stopped.
        if (code === 'storage-owner-unresponsive') release = await platform.locks.tryAcquire(lock)
        // Its session is ending, and the place is free soon.
        else if (code === 'not-logged-in') {
          release = await platform.locks.acquire(lock, { signal: attempting.signal }).catch(() => undefined)
        } else throw failure
      }
    }
    throw ChatError.from(attempting.signal.reason)
  } finally {
    attempting.end()
  }
}

async function leadFromLogin(
  context: SessionContext,
  attempt: LoginAttempt,
  signal: CancelSignal,
  release: () => void,
): Promise<SessionStart> {
  try {
    return { ...(await logInOnline(context, attempt, signal)), release }
  } catch (failure) {
    release()
    throw failure
  }
}

/** Resolves once the tab that leads is connected, and the backend has accepted this token there. */
async function askLeader(context: SessionContext, attempt: LoginAttempt, signal: CancelSignal): Promise<SessionStart> {
  const { channel, platform, journal } = context
  const { userID, credential } = attempt
  const follower = createFollower({
    channel,
    userID,
    platform,
    // What happens there is not told here before the login has succeeded.
    emitter: createEmitter(journal, platform.clock),
    onConnection: () => undefined,
    isStorageToldAs: { state: 'opening' },
    epochs: { highest: 0 },
  })
  const stopListening = channel.listen({
    onMessage(message) {
      if (message.userID === userID) follower.hear(message)
    },
    onNewer(ofUser) {
      if (ofUser === userID) follower.stop(new ChatError('client-outdated'))
    },
  })
  try {
    const token = credential.type === 'token' ? credential.token : ''
    await follower.call({ name: 'confirmLogin', parameters: [token, { signal }], identifiers: [] })
    return await logInOffline(context, attempt, signal)
  } finally {
    stopListening()
    follower.stop(new ChatError('login-cancelled'))
  }
}
