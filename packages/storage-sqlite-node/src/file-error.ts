import { ChatError, type ErrorCode } from '@latchkey/core/driver'
import { SqliteError, toChatError } from '@latchkey/storage-sqlite'

const codes: { readonly [systemCode: string]: ErrorCode } = {
  ENOSPC: 'storage-full',
  EDQUOT: 'storage-full',
  EACCES: 'storage-unavailable',
  EPERM: 'storage-unavailable',
  EROFS: 'storage-unavailable',
  ENOTDIR: 'storage-unavailable',
  EEXIST: 'storage-unavailable',
}

/** The system's code of a failed file operation: `ENOENT`. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** Runs what touches files and SQLite; what it rejects with becomes a `ChatError`. */
export async function withChatErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SqliteError) throw toChatError(error)
    if (ChatError.is(error)) throw error
    const reason = systemCode(error)
    throw new ChatError((reason && codes[reason]) || 'storage-failed', { details: { reason }, cause: error })
  }
}
