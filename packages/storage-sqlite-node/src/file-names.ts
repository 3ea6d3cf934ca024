import { createHash } from 'node:crypto'

/** Some strings as one, so that no two lists of them run into each other. */
export function joinNames(...names: readonly string[]): string {
  return JSON.stringify(names)
}

/** A file name that holds nothing of `name`: no path in it, and the same length and letters on every file system. */
export function toFileName(name: string): string {
  return createHash('sha256').update(name).digest('hex')
}
