import { ChatError } from '@latchkey/core/driver'
import { Breach, type Schema } from './schema.js'

const maxReasonLength = 200

/** A `protocol-violation` whose `details.reason` says what is not valid. Never holds a value that came in. */
export function violation(reason: string): ChatError {
  return new ChatError('protocol-violation', { details: { reason: reason.slice(0, maxReasonLength) } })
}

/** `value` as `schema` reads it; `subject` names it in the reason. Throws `protocol-violation`. */
export function readWith<Value>(schema: Schema<Value>, value: unknown, subject: string): Value {
  try {
    return schema(value)
  } catch (error) {
    if (!(error instanceof Breach)) throw error
    throw violation(`${[subject, ...error.path].join('.')} breaks the rule ${error.rule}`)
  }
}

/** Whether `schema` can read `value`. */
export function canRead(schema: Schema<unknown>, value: unknown): boolean {
  try {
    schema(value)
    return true
  } catch (error) {
    if (error instanceof Breach) return false
    throw error
  }
}
