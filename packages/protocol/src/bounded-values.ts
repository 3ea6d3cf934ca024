import * as v from 'valibot'
import { fitsUtf8 } from './utf8.js'
import { wireLimits } from './wire-limits.js'

/** The building blocks of every schema: each bounds what it accepts. A bundler may leave out those whose result nothing uses. */

/** Text of at most `maxBytes` bytes of UTF-8. */
/* @__NO_SIDE_EFFECTS__ */ export function text(maxBytes: number) {
  return v.pipe(
    v.string(),
    v.check((value) => fitsUtf8(value, maxBytes)),
  )
}

/** An identifier: printable ASCII, 1 to `maxLength` characters. */
/* @__NO_SIDE_EFFECTS__ */ export function identifier(maxLength: number) {
  return v.pipe(v.string(), v.minLength(1), v.maxLength(maxLength), v.regex(/^[\x20-\x7e]*$/))
}

/** A safe integer from `min` to `max`. */
/* @__NO_SIDE_EFFECTS__ */ export function integer(min: number, max: number = Number.MAX_SAFE_INTEGER) {
  return v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max))
}

/** A list of `min` to `max` items. */
/* @__NO_SIDE_EFFECTS__ */ export function list<const Item extends v.GenericSchema>(
  item: Item,
  max: number = wireLimits.maxListLength,
  min = 0,
) {
  // The length is judged first, so that a list that is too long costs nothing.
  return v.pipe(v.array(v.unknown()), v.minLength(min), v.maxLength(max), v.array(item), v.readonly())
}

/** A userID: OL-02, whose characters are ASCII, so that bytes are characters. */
export const userID = v.pipe(v.string(), v.regex(/^[\dA-Za-z!#$%&()+\-:;<=.>?@[\]^_{}|~]{1,32}$/))

/** A groupID; as the conversationID of its group chat it has the same bounds. */
export const groupID = identifier(512)

/** An identifier that a client makes: of a message, an operation, a call, a device. */
export const clientMadeID = identifier(128)

/** A place in a conversation: printable ASCII below `~`, 1 to 64 characters. */
export const order = v.pipe(v.string(), v.regex(/^[\x20-\x7d]{1,64}$/))

/** A place in the change log. */
export const cursor = identifier(256)

/** A token or app sign. Bounded only: whether it is any good is for the backend to say, with `token-refused`. */
export const secret = v.pipe(text(wireLimits.maxSecretBytes), v.minLength(1))

/** Milliseconds since the epoch. */
export const time = integer(0)

/** The fields that identify a conversation, for spreading into a schema. */
export const conversationEntries = {
  conversationType: v.picklist(['peer', 'group']),
  conversationID: identifier(512),
}
