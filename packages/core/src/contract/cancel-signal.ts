/**
 * The part of `AbortSignal` that Latchkey uses. Every `AbortSignal` is one; core also makes its own, because a bare
 * JavaScript realm has no `AbortController`.
 */
export interface CancelSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** The last argument of calls that can be abandoned. An aborted call rejects `call-aborted`. */
export interface CallOptions {
  readonly signal?: CancelSignal
}
