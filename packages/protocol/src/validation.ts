import { ChatError } from '@latchkey/core/driver'
import * as v from 'valibot'

/** A schema that reads what came over the network and yields a `Value`. */
export type Schema<Value> = v.GenericSchema<unknown, Value>

const maxReasonLength = 200

/** A `protocol-violation` whose `details.reason` says what is not valid. Never holds a value that came in. */
export function violation(reason: string): ChatError {
  return new ChatError('protocol-violation', { details: { reason: reason.slice(0, maxReasonLength) } })
}

/** `value` as `schema` reads it; `subject` names it in the reason. Throws `protocol-violation`. */
export function readWith<Value>(schema: Schema<Value>, value: unknown, subject: string): Value {
  const result = v.safeParse(schema, value, { abortEarly: true })
  if (result.success) return result.output
  throw violation(reasonOf(result.issues[0], subject))
}

// Valibot's own message quotes the received value, which may be what a person wrote: only the place and the rule are told.
function reasonOf(issue: v.BaseIssue<unknown>, subject: string): string {
  const path = issue.path?.map((item) => String(item.key)) ?? []
  return `${[subject, ...path].join('.')} breaks the rule ${issue.type}`
}
