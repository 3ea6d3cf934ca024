import { ChatError, type CancelSignal, type ErrorDetails } from '@latchkey/core/driver'

export function callAborted(signal: CancelSignal, details: ErrorDetails = {}): ChatError {
  return new ChatError('call-aborted', { details, cause: signal.reason })
}

/** `work`, or a rejection with what `abort` makes as soon as `signal` is aborted. */
export function abortable<Result>(
  signal: CancelSignal | undefined,
  work: Promise<Result>,
  abort: (signal: CancelSignal) => ChatError,
): Promise<Result> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(abort(signal))
    signal.addEventListener('abort', onAbort)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    if (signal.aborted) onAbort()
  })
}
