import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { systemCode } from './file-error.js'

/** Creates a folder that only its owner can enter, with the folders above it. Durable when resolved. */
export async function ensureFolder(path: string): Promise<void> {
  let created = resolve(path)
  const firstCreated = await mkdir(created, { recursive: true, mode: 0o700 })
  if (firstCreated === undefined) return
  await syncFolder(dirname(created))
  while (created !== firstCreated) {
    created = dirname(created)
    await syncFolder(dirname(created))
  }
}

/** The bytes of a file; `undefined` when there is none. */
export async function readFileIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Puts a file in place of what was there: after a crash it is the old one or the new one, whole. Durable when resolved. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  await placeFile(path, bytes, rename)
}

/** Puts a file in place unless there is one already. Durable when resolved. */
export async function createFileOnce(path: string, bytes: Uint8Array): Promise<void> {
  await placeFile(path, bytes, async (temporary) => {
    try {
      // Unlike a rename, a link fails when the name is taken, so of two processes only one makes the file.
      await link(temporary, path)
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error
    }
  })
}

/** Durable when resolved. Does nothing when there is no such file. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true })
  if (existsSync(dirname(path))) await syncFolder(dirname(path))
}

async function placeFile(
  path: string,
  bytes: Uint8Array,
  place: (temporary: string, path: string) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.${randomUUID()}.temporary`
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await place(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
  await syncFolder(dirname(path))
}

// The name of a new file is content of its folder, and is on the disk only once the folder is.
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return // Windows opens no folder as a file, and keeps names by its own journal.
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
