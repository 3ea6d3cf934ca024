import type { CancelSignal } from '../contract/cancel-signal.js'
import { ConnectionState } from '../contract/connection-state.js'
import { untilAborted } from '../runtime/cancellation.js'
import { createDeferred } from '../runtime/deferred.js'
import type { Session } from './session.js'
import type { SessionContext } from './session-context.js'

/** Resolves when the session is connected. Rejects when it ends before, or `signal` fires. */
export async function untilConnected(
  { status, emitter }: SessionContext,
  session: Session,
  signal: CancelSignal,
): Promise<void> {
  const connected = createDeferred<void>()
  const look = () => {
    if (status.state === ConnectionState.Connected) connected.resolve()
  }
  const stop = emitter.on('connectionStateChanged', look)
  look()
  try {
    await untilAborted(untilAborted(connected.promise, signal), session.signal)
  } finally {
    stop()
  }
}
