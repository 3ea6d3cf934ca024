import { ChatError } from '@latchkey/core/driver'
import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'

/** What tells one content of a file from another. `undefined`: there is no file. */
export async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeMs } = await stat(path)
    return `${ino} ${size} ${mtimeMs}`
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined
    throw unavailable(path, cause)
  }
}

export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw unavailable(path, cause)
  })
}

/** Durable when resolved; for the owner only. `false`: there is one already, which stays. */
export async function createText(path: string, text: string): Promise<boolean> {
  try {
    await write(path, text)
    return true
  } catch (cause) {
    if (hasCode(cause, 'EEXIST')) return false
    throw unavailable(path, cause)
  }
}

/** As a whole or not at all; durable when resolved; for the owner only. */
export async function replaceText(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`
  try {
    await write(draft, text)
    await rename(draft, path)
  } catch (cause) {
    await rm(draft, { force: true })
    throw unavailable(path, cause)
  }
}

async function write(path: string, text: string): Promise<void> {
  // Fails if there is one: two starts at once must not end up with different keys.
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

function hasCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code
}

function unavailable(path: string, cause: unknown): ChatError {
  return new ChatError('storage-unavailable', { details: { reason: `${path} cannot be read or written` }, cause })
}
