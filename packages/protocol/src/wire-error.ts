import { ChatError, isBackendErrorCode, type ErrorCode, type ErrorDetails } from '@latchkey/core/driver'
import * as v from './schema.js'
import { integer, text } from './bounded-values.js'
import { fitsUtf8 } from './utf8.js'
import { canRead, readWith } from './validation.js'
import { wireLimits } from './wire-limits.js'

/** A JSON-RPC error object. `code` is for JSON-RPC's own readers; Latchkey decides on `data.code`. */
export interface WireError {
  readonly code: number
  readonly message: string
  readonly data: { readonly code: string; readonly details: ErrorDetails }
}

/** JSON-RPC 2.0 §5.1: the numbers with a meaning of their own, and the one for everything else. */
const methodNotFound = -32601
const invalidParameters = -32602
const applicationError = -32000

const wireError = v.object({
  code: integer(Number.MIN_SAFE_INTEGER),
  data: v.optional(v.unknown),
})
const wireErrorData = v.object({ code: text(64), details: v.optional(v.unknown) })

/** `error` as it crosses the wire: one of the codes a backend may state, or `backend-failed`, and its plain details. */
export function toWireError(error: ChatError): WireError {
  const code: ErrorCode = isBackendErrorCode(error.code) ? error.code : 'backend-failed'
  return {
    code: numberOf(code),
    message: code,
    data: { code, details: plainDetails(error.details) },
  }
}

/**
 * The error that the other side stated. A code that this version does not know, or that no backend may state, becomes
 * `backend-failed` with that code in `details.wireCode`. Throws `protocol-violation`.
 */
export function fromWireError(value: unknown): ChatError {
  const error = readWith(wireError, value, 'error')
  if (!canRead(wireErrorData, error.data)) return new ChatError(codeOfNumber(error.code))
  const { code, details: stated } = wireErrorData(error.data)
  const details = plainDetails(stated)
  return isBackendErrorCode(code)
    ? new ChatError(code, { details })
    : new ChatError(codeOfNumber(error.code), { details: { ...details, wireCode: code } })
}

function numberOf(code: ErrorCode): number {
  if (code === 'operation-unknown') return methodNotFound
  return code === 'invalid-argument' ? invalidParameters : applicationError
}

function codeOfNumber(code: number): ErrorCode {
  if (code === methodNotFound) return 'operation-unknown'
  return code === invalidParameters ? 'invalid-argument' : 'backend-failed'
}

// Both ways: what is not a short plain value is left out rather than refused, since details only help a reader.
function plainDetails(details: unknown): ErrorDetails {
  if (typeof details !== 'object' || details === null || Array.isArray(details)) return {}
  const plain = Object.entries(details).filter(([name, value]) => name !== '__proto__' && isPlainValue(value))
  return Object.fromEntries(plain.slice(0, wireLimits.maxErrorDetails))
}

function isPlainValue(value: unknown): boolean {
  if (typeof value === 'string') return fitsUtf8(value, wireLimits.maxExtendedDataBytes)
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}
