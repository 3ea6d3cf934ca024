import { ChatError, type ErrorCode, type ErrorDetails } from '@latchkey/core/driver'

/** What a call in the worker came to. A `ChatError` cannot cross as itself: a structured copy of an error keeps its text only. */
export type Outcome<Result> =
  | { readonly type: 'done'; readonly result: Result }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly message: string; readonly details: ErrorDetails }

/** Runs `work` in the worker; what it throws goes into the outcome. */
export async function toOutcome<Result>(work: () => Result | Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { type: 'done', result: await work() }
  } catch (error) {
    const { code, message, details } = ChatError.from(error, 'storage-failed')
    return { type: 'failed', code, message, details: { reason: String(error), ...details } }
  }
}

/** The result, on the page; throws what the worker threw. */
export function fromOutcome<Result>(outcome: Outcome<Result>): Result {
  if (outcome.type === 'done') return outcome.result
  const { code, message, details } = outcome
  throw new ChatError(code, { message, details })
}
