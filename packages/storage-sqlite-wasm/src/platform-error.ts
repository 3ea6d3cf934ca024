import { ChatError, type ErrorCode } from '@latchkey/core/driver'

// Names of DOMExceptions that mean something to a caller.
const codes: { readonly [name: string]: ErrorCode } = {
  QuotaExceededError: 'storage-full',
  NoModificationAllowedError: 'storage-owned-elsewhere',
  VersionError: 'storage-schema-newer',
  // How browsers refuse storage: in private windows, in frames of other sites, when the user forbade it.
  SecurityError: 'storage-unavailable',
  NotAllowedError: 'storage-unavailable',
  NotSupportedError: 'storage-unavailable',
}

/** Runs what touches the platform's storage; what it rejects with becomes a `ChatError`. */
export async function withPlatformErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (ChatError.is(error)) throw error
    const name = error instanceof Error ? error.name : ''
    throw new ChatError(codes[name] ?? 'storage-failed', { details: { reason: String(error) }, cause: error })
  }
}

/** Rejects `storage-unavailable`, with what is missing as its reason, unless the platform has every part. */
export function requireParts(parts: { readonly [name: string]: unknown }): void {
  const missing = Object.keys(parts).find((name) => parts[name] === undefined)
  if (missing !== undefined) {
    throw new ChatError('storage-unavailable', { details: { reason: `this platform has no ${missing}` } })
  }
}
