import { Breach, checked, oneOf, readAt, string, type Schema } from './schema.js'
import { fitsUtf8 } from './utf8.js'
import { wireLimits } from './wire-limits.js'

/** The building blocks of every schema: each bounds what it accepts. A bundler may leave out those whose result nothing uses. */

/** Text of at most `maxBytes` bytes of UTF-8, and at least `minLength` characters. */
/* @__NO_SIDE_EFFECTS__ */ export function text(maxBytes: number, minLength = 0): Schema<string> {
  return checked(string, 'text_length', (value) => value.length >= minLength && fitsUtf8(value, maxBytes))
}

/** Text of this form. */
/* @__NO_SIDE_EFFECTS__ */ export function form(pattern: RegExp): Schema<string> {
  return checked(string, 'form', (value) => pattern.test(value))
}

/** An identifier: printable ASCII, 1 to `maxLength` characters. */
/* @__NO_SIDE_EFFECTS__ */ export function identifier(maxLength: number): Schema<string> {
  return checked(form(/^[\x20-\x7e]+$/), 'max_length', (value) => value.length <= maxLength)
}

/** A safe integer from `min` to `max`. */
/* @__NO_SIDE_EFFECTS__ */ export function integer(min: number, max: number = Number.MAX_SAFE_INTEGER): Schema<number> {
  return (value) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Breach('integer')
    if (value < min || value > max) throw new Breach('bounds')
    return value
  }
}

/** A number from `-most` to `most`. */
/* @__NO_SIDE_EFFECTS__ */ export function degrees(most: number): Schema<number> {
  return (value) => {
    if (typeof value !== 'number' || !(Math.abs(value) <= most)) throw new Breach('bounds')
    return value
  }
}

/** A list of `min` to `max` items. */
/* @__NO_SIDE_EFFECTS__ */ export function list<Item>(
  item: Schema<Item>,
  max: number = wireLimits.maxListLength,
  min = 0,
): Schema<readonly Item[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new Breach('list')
    // The length is judged first, so that a list that is too long costs nothing.
    if (value.length > max) throw new Breach('max_length')
    if (value.length < min) throw new Breach('min_length')
    return value.map((entry, index) => readAt(index, item, entry))
  }
}

/** A userID: OL-02, whose characters are ASCII, so that bytes are characters. */
export const userID = form(/^[\dA-Za-z!#$%&()+\-:;<=.>?@[\]^_{}|~]{1,32}$/)

/** A groupID; as the conversationID of its group chat it has the same bounds. */
export const groupID = identifier(512)

/** An identifier that a client makes: of a message, an operation, a call, a device. */
export const clientMadeID = identifier(128)

/** A place in a conversation: printable ASCII below `~`, 1 to 64 characters. */
export const order = form(/^[\x20-\x7d]{1,64}$/)

/** A place in the change log. */
export const cursor = identifier(256)

/** A token or app sign. Bounded only: whether it is any good is for the backend to say, with `token-refused`. */
export const secret = text(wireLimits.maxSecretBytes, 1)

/** Milliseconds since the epoch. */
export const time = integer(0)

/** The fields that identify a conversation, for spreading into a schema. */
export const conversationEntries = {
  conversationType: oneOf('peer', 'group'),
  conversationID: identifier(512),
}
