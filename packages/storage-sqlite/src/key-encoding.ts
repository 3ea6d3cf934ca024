import type { Key, KeyPart } from '@latchkey/core/driver'

// A key becomes one text whose byte order is the order of keys. A part is a tag and a body that ends where it says:
//   '0' + 14 hex digits of n + 2^53   a number below zero
//   '1' + 14 hex digits of n          a number from zero
//   '2' + the string + U+0001         a string: its end sorts before every character that a longer one has there
// so parts compare one by one, numbers before strings, and the text of a key is the beginning of the texts of exactly the keys
// that begin with its whole parts.
const negativeOffset = 2 ** 53

/** Sorts after every part. */
const afterParts = '3'

function encodePart(part: KeyPart): string {
  if (typeof part === 'string') return `2${part}\u0001`
  return part < 0 ? `0${toHex(part + negativeOffset)}` : `1${toHex(part)}`
}

function toHex(number: number): string {
  return number.toString(16).padStart(14, '0')
}

/** The text of a key. */
export function encodeKey(key: Key): string {
  return key.map(encodePart).join('')
}

/** The key of a text that `encodeKey` made. */
export function decodeKey(text: string): Key {
  const parts: KeyPart[] = []
  let start = 0
  while (start < text.length) {
    const isString = text[start] === '2'
    const end = isString ? text.indexOf('\u0001', start) : start + 15
    const body = text.slice(start + 1, end)
    if (isString) parts.push(body)
    else parts.push(parseInt(body, 16) - (text[start] === '0' ? negativeOffset : 0))
    start = isString ? end + 1 : end
  }
  return parts
}

/** The texts that begin with the whole parts of `prefix`: from `from`, inclusive, to `to`, exclusive. */
export function prefixBounds(prefix: Key): { readonly from: string; readonly to: string } {
  const from = encodeKey(prefix)
  return { from, to: from + afterParts }
}

/**
 * SQL that encodes a field of the JSON in column `value` as `encodeKey` does; `NULL` when the row lacks the field. It is what indexes
 * are made of, so SQLite itself keeps them true to the rows, and adding one needs no row to leave the database.
 */
export function encodeFieldSql(field: string): string {
  const path = `'$.${field}'`
  const number = `json_extract(value,${path})`
  return (
    `CASE json_type(value,${path})` +
    ` WHEN 'integer' THEN iif(${number}<0,'0'||printf('%014x',${number}+${negativeOffset}),'1'||printf('%014x',${number}))` +
    ` WHEN 'text' THEN '2'||json_extract(value,${path})||char(1)` +
    ` END`
  )
}
