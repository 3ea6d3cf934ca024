import type { Key } from '../contract/storage-driver.js'
import { refuseCursor } from '../runtime/argument.js'

/** Cursors name the query that made them and the key at which the page ended, so that one of another query is refused. */
export function encodeCursor(query: string, place: Key): string {
  return `${query}:${JSON.stringify(place)}`
}

/** Throws `invalid-argument` for anything that `encodeCursor` did not make for this query. */
export function decodeCursor(query: string, cursor: string | undefined, length: number): Key | undefined {
  if (cursor === undefined) return undefined
  if (!cursor.startsWith(`${query}:`)) return refuseCursor()
  let place: unknown
  try {
    place = JSON.parse(cursor.slice(query.length + 1))
  } catch {
    return refuseCursor()
  }
  return isPlace(place, length) ? place : refuseCursor()
}

function isPlace(value: unknown, length: number): value is Key {
  return Array.isArray(value) && value.length === length && value.every(isKeyPart)
}

function isKeyPart(value: unknown): value is string | number {
  return typeof value === 'number'
    ? Number.isSafeInteger(value)
    : typeof value === 'string' && /^[\x20-\x7e]{0,256}$/.test(value)
}
