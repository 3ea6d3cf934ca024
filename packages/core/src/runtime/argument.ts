import type { ConversationReference } from '../contract/conversation-reference.js'
import type { PageOptions } from '../contract/page.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { utf8ByteLength } from './utf8.js'

/**
 * Checks of arguments of public calls. Each throws `invalid-argument` with the argument and the rule it breaks. They look
 * at values as untyped, because callers may be written in JavaScript.
 */

function refuse(argument: string, rule: string): never {
  throw new ChatError('invalid-argument', {
    message: `\`${argument}\`: ${rule}.`,
    details: { argument, rule },
  })
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const printable = /^[\x20-\x7e]*$/

const userIDRule = 'must be 1 to 32 bytes: digits, ASCII letters and ! # $ % & ( ) + - : ; < = . > ? @ [ ] ^ _ { } | ~'
const userIDPattern = /^[0-9A-Za-z!#$%&()+\-:;<=.>?@[\]^_{}|~]{1,32}$/

/** OL-02, or the rule of the transport's network. */
export function requireUserID(argument: string, value: unknown, idRule: TransportDriver['idRule']): string {
  if (typeof value !== 'string') return refuse(argument, userIDRule)
  if (idRule === undefined) return userIDPattern.test(value) ? value : refuse(argument, userIDRule)
  const isStorable = value.length >= 1 && value.length <= 256 && printable.test(value)
  return isStorable && idRule.accepts(value) ? value : refuse(argument, idRule.description)
}

/** A string of `minBytes` to `maxBytes` bytes of UTF-8. */
export function requireText(
  argument: string,
  value: unknown,
  { minBytes = 0, maxBytes }: { readonly minBytes?: number; readonly maxBytes: number },
): string {
  const rule = `must be a string of ${String(minBytes)} to ${String(maxBytes)} bytes of UTF-8`
  if (typeof value !== 'string' || value.length > maxBytes) return refuse(argument, rule)
  const bytes = utf8ByteLength(value)
  return bytes >= minBytes && bytes <= maxBytes ? value : refuse(argument, rule)
}

/** An identifier that this client or a backend made: 1 to 128 printable ASCII characters. */
export function requireIdentifier(argument: string, value: unknown): string {
  return typeof value === 'string' && value.length >= 1 && value.length <= 128 && printable.test(value)
    ? value
    : refuse(argument, 'must be 1 to 128 printable ASCII characters')
}

export function requireInteger(
  argument: string,
  value: unknown,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to
    ? value
    : refuse(argument, `must be an integer from ${String(from)} to ${String(to)}`)
}

export function requireBoolean(argument: string, value: unknown): boolean {
  return typeof value === 'boolean' ? value : refuse(argument, 'must be true or false')
}

export function requireOneOf<Choice extends string>(
  argument: string,
  value: unknown,
  choices: readonly Choice[],
): Choice {
  return choices.find((choice) => choice === value) ?? refuse(argument, `must be one of ${choices.join(', ')}`)
}

/** An object of options; absent where `isOptional`. */
export function requireOptions(
  argument: string,
  value: unknown,
  { isOptional = false }: { readonly isOptional?: boolean } = {},
): Readonly<Record<string, unknown>> {
  if (value === undefined && isOptional) return {}
  return isRecord(value) ? value : refuse(argument, 'must be an object')
}

export function requireFunction(argument: string, value: unknown): void {
  if (typeof value !== 'function') refuse(argument, 'must be a function')
}

/** `minCount` to `maxCount` distinct entries, each checked by `requireEntry`. */
export function requireList(
  argument: string,
  value: unknown,
  requireEntry: (argument: string, value: unknown) => string,
  { minCount = 1, maxCount }: { readonly minCount?: number; readonly maxCount: number },
): readonly string[] {
  const rule = `must be an array of ${String(minCount)} to ${String(maxCount)} distinct entries`
  if (!Array.isArray(value) || value.length < minCount || value.length > maxCount) return refuse(argument, rule)
  const entries = value.map((entry, index) => requireEntry(`${argument}[${String(index)}]`, entry))
  return new Set(entries).size === entries.length ? entries : refuse(argument, rule)
}

/** A reference to a conversation; a copy with these two fields only. */
export function requireConversation(
  value: unknown,
  idRule: TransportDriver['idRule'],
  argument = 'conversation',
): ConversationReference {
  const reference = requireOptions(argument, value)
  const conversationType = requireOneOf(`${argument}.conversationType`, reference['conversationType'], [
    'peer',
    'group',
  ])
  return {
    conversationType,
    conversationID: requireUserID(`${argument}.conversationID`, reference['conversationID'], idRule),
  }
}

export function requirePage(value: unknown): PageOptions {
  const options = requireOptions('options', value)
  const count = requireInteger('options.count', options['count'], { from: 1, to: 100 })
  const cursor = options['cursor']
  if (cursor === undefined) return { count }
  return typeof cursor === 'string' && cursor.length >= 1 && cursor.length <= 2_048
    ? { count, cursor }
    : refuse('options.cursor', 'must be the nextCursor of an earlier page')
}

/** Refuses a cursor that did not come from the same query. */
export function refuseCursor(): never {
  return refuse('options.cursor', 'must be the nextCursor of an earlier page of the same query')
}

/** Refuses an argument for a reason that only its caller knows. */
export function refuseArgument(argument: string, rule: string): never {
  return refuse(argument, rule)
}
