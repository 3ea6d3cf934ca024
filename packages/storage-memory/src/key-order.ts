import type { Key, KeyPart } from '@latchkey/core/driver'

// Strings of printable ASCII compare by UTF-16 unit exactly as they do by byte.
function compareParts(left: KeyPart, right: KeyPart): number {
  if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1
  return left < right ? -1 : left > right ? 1 : 0
}

/** Negative, zero or positive: part by part, numbers before strings, a key before every longer key that begins with it. */
export function compareKeys(left: Key, right: Key): number {
  return compareBeginnings(left, right) || left.length - right.length
}

/** Like `compareKeys`, but zero as soon as either key has run out of parts. */
export function compareBeginnings(left: Key, right: Key): number {
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index++) {
    const difference = compareParts(left[index] as KeyPart, right[index] as KeyPart)
    if (difference !== 0) return difference
  }
  return 0
}
