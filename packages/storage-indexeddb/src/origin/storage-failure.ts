import type { ErrorCode } from '@latchkey/core/driver'

/** A failure that already has its code. It stands for a `ChatError` in the worker, which would bring the table of all codes with it. */
export class StorageFailure extends Error {
  override readonly name = 'StorageFailure'
  readonly code: ErrorCode

  constructor(code: ErrorCode, reason: string, options?: { readonly cause?: unknown }) {
    super(reason, options)
    this.code = code
  }
}

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

/** What an error of the platform's storage means. */
export function toStorageFailure(error: unknown): StorageFailure {
  if (error instanceof StorageFailure) return error
  const name = error instanceof Error ? error.name : ''
  return new StorageFailure(codes[name] ?? 'storage-failed', String(error), { cause: error })
}

/** Whether an error is the platform's of that name. */
export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}

/** Throws `storage-unavailable`, with what is missing as its reason, unless the platform has every part. */
export function requireParts(parts: { readonly [name: string]: unknown }): void {
  const missing = Object.keys(parts).find((name) => parts[name] === undefined)
  if (missing !== undefined) throw new StorageFailure('storage-unavailable', `this platform has no ${missing}`)
}
