import { ChatError, type ErrorCode } from '@latchkey/core/driver'

// The primary result codes (the low byte) that mean something to a caller: https://sqlite.org/rescode.html
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

/**
 * The `ChatError` for an error that a SQLite threw with `resultCode` (primary or extended; `undefined` when it has none).
 * `details.resultCode` holds it, and `details.reason` the text of SQLite.
 */
export function toChatError(error: unknown, resultCode: number | undefined): ChatError {
  if (ChatError.is(error)) return error
  const code = resultCode === undefined ? undefined : codes[resultCode & 0xff]
  return new ChatError(code ?? 'storage-failed', {
    details: { resultCode, reason: error instanceof Error ? error.message : undefined },
    cause: error,
  })
}
