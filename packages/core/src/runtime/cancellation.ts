import type { CancelSignal } from '../contract/cancel-signal.js'
import type { PlatformClock } from '../contract/platform.js'
import { ChatError } from '../errors/chat-error.js'
import type { ErrorCode } from '../errors/error-codes.js'

/** A signal and what fires it. */
export interface Cancellation {
  readonly signal: CancelSignal
  /** Fires the signal once. */
  cancel(reason: ChatError): void
}

/** Made by hand because a bare JavaScript realm has no `AbortController`. */
export function createCancellation(): Cancellation {
  const listeners = new Set<() => void>()
  const state: { aborted: boolean; reason: unknown } = { aborted: false, reason: undefined }
  return {
    signal: {
      get aborted() {
        return state.aborted
      },
      get reason() {
        return state.reason
      },
      addEventListener(_type, listener) {
        listeners.add(listener)
      },
      removeEventListener(_type, listener) {
        listeners.delete(listener)
      },
    },
    cancel(reason) {
      if (state.aborted) return
      state.aborted = true
      state.reason = reason
      for (const listener of [...listeners]) listener()
      listeners.clear()
    },
  }
}

/** A cancellation of something that is begun and ended. */
export interface Attempt extends Cancellation {
  /** Lets go of the timer and of the signal above. */
  end(): void
}

/** A cancellation that also fires with `signal`, for the same reason, and with `code` once `limitMs` have passed. */
export function createAttempt(
  signal: CancelSignal,
  limit?: { readonly clock: PlatformClock; readonly limitMs: number; readonly code: ErrorCode },
): Attempt {
  const cancellation = createCancellation()
  const abort = () => {
    cancellation.cancel(ChatError.from(signal.reason, 'call-aborted'))
  }
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  const stopTimer = limit?.clock.startTimer(limit.limitMs, () => {
    cancellation.cancel(new ChatError(limit.code))
  })
  return {
    ...cancellation,
    end() {
      stopTimer?.()
      signal.removeEventListener('abort', abort)
    },
  }
}

/** Rejects `call-aborted` as soon as `signal` fires; else settles as `promise` does. */
export function untilAborted<Value>(promise: Promise<Value>, signal: CancelSignal | undefined): Promise<Value> {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(ChatError.is(signal.reason) ? signal.reason : new ChatError('call-aborted', { cause: signal.reason }))
    }
    if (signal.aborted) {
      // The promise may still reject; nobody waits for it any more.
      promise.catch(() => undefined)
      abort()
      return
    }
    signal.addEventListener('abort', abort)
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort)
    })
  })
}
