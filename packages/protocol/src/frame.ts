import type { ChatError } from '@latchkey/core/driver'
import * as v from './schema.js'
import { form, integer } from './bounded-values.js'
import { fitsUtf8 } from './utf8.js'
import { readWith, violation } from './validation.js'
import { fromWireError } from './wire-error.js'

/** One text frame: one JSON-RPC 2.0 message. Parameters and results are not yet read. */
export type Frame =
  | { readonly type: 'request'; readonly id: number; readonly method: string; readonly parameters: unknown }
  | { readonly type: 'notification'; readonly method: string; readonly parameters: unknown }
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: ChatError }

const jsonrpc = v.oneOf('2.0')
const id = integer(1)
const call = v.object({
  jsonrpc,
  method: form(/^[A-Za-z]{1,64}$/),
  params: v.optional(v.unknown),
  id: v.optional(id),
})
const result = v.object({ jsonrpc, id, result: v.unknown })
const failure = v.object({ jsonrpc, id, error: v.unknown })

/**
 * Reads one text frame of at most `maxBytes` bytes. Batches and IDs other than positive integers are not part of this
 * protocol. Throws `protocol-violation`, and nothing else.
 */
export function readFrame(frame: string, maxBytes: number): Frame {
  if (!fitsUtf8(frame, maxBytes)) throw violation(`a frame is larger than ${maxBytes} bytes`)
  const value = parse(frame)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw violation('a frame is not one JSON-RPC message')
  }
  if ('method' in value) {
    const { method, params: parameters, id } = readWith(call, value, 'frame')
    return id === undefined ? { type: 'notification', method, parameters } : { type: 'request', id, method, parameters }
  }
  if ('result' in value === 'error' in value) throw violation('a response has one of result and error')
  if ('result' in value) {
    const response = readWith(result, value, 'frame')
    return { type: 'result', id: response.id, result: response.result }
  }
  const response = readWith(failure, value, 'frame')
  return { type: 'error', id: response.id, error: fromWireError(response.error) }
}

function parse(frame: string): unknown {
  try {
    return JSON.parse(frame)
  } catch {
    // The parser's message quotes the frame, which may hold what a person wrote.
    throw violation('a frame is not JSON')
  }
}
