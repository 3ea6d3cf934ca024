import { ConnectionEvent, ConnectionState } from '../contract/connection-state.js'
import type { CancelSignal } from '../contract/cancel-signal.js'
import type { Credential, TransportConnection } from '../contract/transport-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { createAttempt, untilAborted } from '../runtime/cancellation.js'
import { createIdentifier } from '../runtime/identifier.js'
import { recordOf } from './credentials.js'
import type { LoginRecord } from './last-login.js'
import { createLateSink } from './late-sink.js'
import type { SessionContext } from './session-context.js'
import type { SessionStart } from './session.js'
import { inspectToken } from './token.js'
import { verifyOfflineLogin } from './verification.js'

/** A login whose arguments are well-formed. */
export interface LoginAttempt {
  readonly userID: string
  readonly credential: Credential
  /** Absent: the name so far stays (OL-03). */
  readonly userName: string | undefined
}

/** Checks on the device that this login may go on without the backend. Waits for one small record only (OL-08). */
export async function logInOffline(
  context: SessionContext,
  attempt: LoginAttempt,
  signal: CancelSignal,
): Promise<SessionStart> {
  const { userID, credential, userName } = attempt
  const { platform, tokenReader } = context
  const verified = verifyOfflineLogin(
    await untilAborted(context.lastLogin.read(), signal),
    { userID, ...(credential.type === 'token' ? { token: credential.token } : {}) },
    { now: platform.clock.now(), tokenReader, sha256: (text) => platform.crypto.sha256(text) },
  )
  // Nothing has been done yet, so that what never ends can be left behind (OL-19).
  const { record, tokenExpiresAt, offlineUntil } = await untilAborted(verified, signal)
  return { credential, record, tokenExpiresAt, offlineUntil, userName }
}

/** Logs in at the backend: resolves once it accepted the user and the record of that is durable (OL-14). */
export async function logInOnline(
  context: SessionContext,
  attempt: LoginAttempt,
  signal: CancelSignal,
): Promise<SessionStart> {
  const { userID, credential, userName } = attempt
  const { platform, status, tokenReader } = context
  // A token that cannot be good is refused before anything is read or sent.
  if (credential.type === 'token') inspectToken(credential.token, { userID, now: platform.clock.now(), tokenReader })

  const limit = { clock: platform.clock, limitMs: context.loginTimeoutMs, code: 'login-timeout' } as const
  const attempting = createAttempt(signal, limit)
  const lateSink = createLateSink()
  let connection: TransportConnection | undefined
  try {
    const earlier = await untilAborted(earlierRecord(context, userID), attempting.signal)
    const named = context.lastLogin.deviceID(() => createIdentifier(platform))
    const deviceID = await untilAborted(named, attempting.signal)
    status.set(ConnectionState.Connecting, ConnectionEvent.ActiveLogin)
    connection = await context.transport.connect(
      {
        userID,
        credential,
        deviceID,
        platform: platform.name,
        ...(userName === undefined ? {} : { userName }),
      },
      lateSink.sink,
      { signal: attempting.signal },
    )
    const making = recordOf(connection.account, credential, { crypto: platform.crypto, tokenReader, earlier })
    const record = await untilAborted(making, attempting.signal)
    const written = context.lastLogin.update(() => {
      if (attempting.signal.aborted) throw ChatError.from(attempting.signal.reason)
      return record
    })
    await untilAborted(written, attempting.signal)
    return {
      credential,
      record,
      tokenExpiresAt: record.tokenExpiresAt,
      offlineUntil: record.offlineUntil,
      userName: undefined,
      opened: { connection, lateSink },
    }
  } catch (failure) {
    void connection?.close()
    throw failure
  } finally {
    attempting.end()
  }
}

/** What is kept of this user's earlier login. A record that cannot be read does not hinder an online login: it is replaced. */
async function earlierRecord(context: SessionContext, userID: string): Promise<LoginRecord | undefined> {
  try {
    const record = await context.lastLogin.read()
    return record?.kind === 'login' && record.userID === userID ? record : undefined
  } catch (failure) {
    if (ChatError.from(failure).code === 'record-tampered') return undefined
    throw failure
  }
}
