import type { CancelSignal } from '../contract/cancel-signal.js'
import type { PlatformClock } from '../contract/platform.js'
import { requireText } from '../runtime/argument.js'
import { createAttempt, untilAborted } from '../runtime/cancellation.js'

/** A provider that has not answered by then counts as one that failed. */
const longestFetchMs = 30_000

/** Asks the app for a fresh token. Rejects when the provider throws, hangs, or gives no string. */
export async function fetchToken(
  tokenProvider: () => Promise<string>,
  clock: PlatformClock,
  signal: CancelSignal,
): Promise<string> {
  const waiting = createAttempt(signal, { clock, limitMs: longestFetchMs, code: 'call-aborted' })
  try {
    const token: unknown = await untilAborted(Promise.resolve().then(tokenProvider), waiting.signal)
    return requireText('token', token, { minBytes: 1, maxBytes: 8_192 })
  } finally {
    waiting.end()
  }
}
