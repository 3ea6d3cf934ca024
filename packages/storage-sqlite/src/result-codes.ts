import { ChatError, type ErrorCode } from '@latchkey/core/driver'
import { SqliteError } from './sqlite-error.js'

// The primary result codes (the low byte) that mean something to a caller.
const codes: { readonly [resultCode: number]: ErrorCode } = {
  3: 'storage-unavailable', // SQLITE_PERM
  5: 'storage-owned-elsewhere', // SQLITE_BUSY
  6: 'storage-owned-elsewhere', // SQLITE_LOCKED
  8: 'storage-unavailable', // SQLITE_READONLY
  11: 'storage-corrupt', // SQLITE_CORRUPT
  13: 'storage-full', // SQLITE_FULL
  14: 'storage-unavailable', // SQLITE_CANTOPEN
  26: 'storage-corrupt', // SQLITE_NOTADB
}

/** The `ChatError` for what an executor threw. `details` holds the result code and the text of SQLite. */
export function toChatError(error: unknown): ChatError {
  if (ChatError.is(error)) return error
  const resultCode = error instanceof SqliteError ? error.resultCode : undefined
  const code = resultCode === undefined ? undefined : codes[resultCode & 0xff]
  return new ChatError(code ?? 'storage-failed', {
    details: { resultCode, reason: error instanceof Error ? error.message : String(error) },
    cause: error,
  })
}

/** Runs `work` of an executor; what it throws becomes a `ChatError`. */
export async function withChatErrors<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw toChatError(error)
  }
}
