import { formatBinaryFrame } from '@latchkey/protocol'
import { ChatError, type CallOptions, type OperationOutcome } from '@latchkey/core/driver'

/** One thing to ask of the backend. */
export interface Request<Result> extends CallOptions {
  /** The frame, for the ID it gets. */
  readonly format: (id: number) => string
  /** Bytes of a file that go behind it. */
  readonly bytes?: Uint8Array
  /** Reads the result, and the bytes that came behind it; what it throws ends the link. One that takes long reads on by itself. */
  readonly read: (result: unknown, bytes: Uint8Array | undefined) => Result | Promise<Result>
  readonly timeoutMs: number
}

/** The requests of one link that wait for their answer. Every error has `details.outcome`. */
export interface Requests {
  ask<Result>(request: Request<Result>): Promise<Result>
  /** Throws what reading the result throws; the request then still waits. An answer nobody waits for is dropped. */
  resolve(id: number, result: unknown, bytes?: Uint8Array): void
  reject(id: number, error: ChatError): void
  /** Whether a request with this ID was ever made. */
  knows(id: number): boolean
  /** Rejects all that wait with `transport-unreachable`; from then on nothing is sent. */
  end(): void
}

interface Waiting {
  accept(result: unknown, bytes: Uint8Array | undefined): void
  refuse(error: ChatError): void
}

/** `send` says whether the frame was handed to the socket; `onTimeout` learns that an answer did not come. */
export function createRequests(
  send: (frame: string | Uint8Array<ArrayBuffer>) => boolean,
  options: { readonly onTimeout: () => void; readonly refuseFrame: (frame: string) => ChatError | undefined },
): Requests {
  const waiting = new Map<number, Waiting>()
  let lastID = 0
  let hasEnded = false

  return {
    ask({ format, bytes, read, timeoutMs, signal }) {
      if (signal?.aborted) return Promise.reject(failure('call-aborted', 'not-applied'))
      if (hasEnded) return Promise.reject(failure('transport-unreachable', 'not-applied'))
      const id = lastID + 1
      const frame = format(id)
      const refusal = options.refuseFrame(frame)
      if (refusal !== undefined) return Promise.reject(refusal)
      if (!send(bytes ? formatBinaryFrame(frame, bytes) : frame))
        return Promise.reject(failure('transport-unreachable', 'not-applied'))
      lastID = id

      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          finish()
          reject(failure('transport-timeout', 'unknown'))
          options.onTimeout()
        }, timeoutMs)
        const abort = () => {
          finish()
          reject(failure('call-aborted', 'unknown'))
        }
        const finish = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', abort)
          waiting.delete(id)
        }
        signal?.addEventListener('abort', abort)
        waiting.set(id, {
          accept(result, behind) {
            const value = read(result, behind)
            finish()
            // What it threw may have ended the link, which has refused this already.
            if (value instanceof Promise) value.catch(() => undefined)
            resolve(value)
          },
          refuse(error) {
            finish()
            reject(error)
          },
        })
      })
    },
    resolve(id, result, behind) {
      waiting.get(id)?.accept(result, behind)
    },
    reject(id, error) {
      waiting.get(id)?.refuse(withOutcome(error))
    },
    knows(id) {
      return id <= lastID
    },
    end() {
      hasEnded = true
      for (const request of waiting.values()) request.refuse(failure('transport-unreachable', 'unknown'))
    },
  }
}

/** An error of this side. */
export function failure(
  code: 'call-aborted' | 'transport-unreachable' | 'transport-timeout' | 'limit-exceeded',
  outcome: OperationOutcome,
  details: { readonly limit?: string } = {},
): ChatError {
  return new ChatError(code, { details: { ...details, outcome } })
}

// A backend that refuses has not applied; one that failed for a reason of its own may have, unless it says otherwise.
function withOutcome(error: ChatError): ChatError {
  const { outcome } = error.details
  if (outcome === 'not-applied' || outcome === 'unknown') return error
  const stated: OperationOutcome = error.code === 'backend-failed' ? 'unknown' : 'not-applied'
  return new ChatError(error.code, { details: { ...error.details, outcome: stated } })
}
