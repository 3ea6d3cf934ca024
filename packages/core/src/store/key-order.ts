import type { Key, KeyPart } from '../contract/storage-driver.js'

/** Negative, zero or positive, as the storage contract sorts keys: numbers before strings, strings by byte. */
export function compareKeys(left: Key, right: Key): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index += 1) {
    const order = compareParts(left[index] ?? 0, right[index] ?? 0)
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareParts(left: KeyPart, right: KeyPart): number {
  if (typeof left === typeof right) return left < right ? -1 : left > right ? 1 : 0
  return typeof left === 'number' ? -1 : 1
}

/** Whether `key` begins with the whole parts of `prefix`. */
export function hasPrefix(key: Key, prefix: Key): boolean {
  return prefix.length <= key.length && prefix.every((part, index) => key[index] === part)
}
