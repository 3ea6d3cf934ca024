import { ChatError } from '@latchkey/core/driver'
import { toStorageFailure } from './storage-failure.js'

/** Runs what touches the platform's storage, on the page; what it rejects with becomes a `ChatError`. */
export async function withChatErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (ChatError.is(error)) throw error
    const { code, message, cause } = toStorageFailure(error)
    throw new ChatError(code, { details: { reason: message }, cause })
  }
}
