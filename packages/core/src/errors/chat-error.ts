import { errorCodes, type ErrorCode } from './error-codes.js'

/** Facts that go with an error: JSON values only, never message text and never a token. */
export type ErrorDetails = { readonly [name: string]: unknown }

// A registered symbol, so that two copies of this package recognise each other's errors where `instanceof` cannot.
const brand = Symbol.for('@latchkey/core.ChatError')

/**
 * The one error class. Callers decide on `code`, never on the text of `message`, which is the code itself where there is
 * nothing to add; `docs/errors.md` says what each means.
 */
export class ChatError extends Error {
  override readonly name = 'ChatError'
  readonly code: ErrorCode
  readonly details: ErrorDetails
  readonly [brand] = true

  constructor(code: ErrorCode, options: { message?: string; details?: ErrorDetails; cause?: unknown } = {}) {
    super(options.message ?? code, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.details = options.details ?? {}
  }

  /** Whether the same call may succeed later without the caller changing anything. */
  get retryable(): boolean {
    return errorCodes[this.code]
  }

  /** Whether `value` is a `ChatError`, of this copy of the package or of another. */
  static is(value: unknown): value is ChatError {
    return typeof value === 'object' && value !== null && brand in value
  }

  /** `value` itself when it is a `ChatError`; else one with `code` and `value` as its cause. */
  static from(value: unknown, code: ErrorCode = 'internal-error'): ChatError {
    return ChatError.is(value) ? value : new ChatError(code, { cause: value })
  }
}
