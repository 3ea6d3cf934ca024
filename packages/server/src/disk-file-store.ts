import type { FileStore } from '@latchkey/backend'
import { ChatError } from '@latchkey/core/driver'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A file store in a folder, which is made with the first file. Two levels, so that no folder grows long. */
export function diskFileStore(folder: string): FileStore {
  // A client makes fileIDs, and a disk may take two names for one: so the name is a hash.
  function pathOf(fileID: string): string {
    const name = createHash('sha256').update(fileID).digest('hex')
    return join(folder, name.slice(0, 2), name)
  }

  return {
    size: (fileID) => orWhenAbsent(0, async () => (await stat(pathOf(fileID))).size),

    append: (fileID, offset, bytes) =>
      withStorageErrors(async () => {
        const path = pathOf(fileID)
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        await withFile(path, offset === 0 ? 'w' : 'r+', async (file) => {
          await file.write(bytes, 0, bytes.length, offset)
          await file.sync()
        })
        // The name of a new file is content of its folder, and is on the disk only once the folder is.
        if (offset === 0) await Promise.all([syncFolder(dirname(path)), syncFolder(folder)])
      }),

    read: (fileID, offset, length) =>
      orWhenAbsent(new Uint8Array(), () =>
        withFile(pathOf(fileID), 'r', async (file) => {
          const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset)
          return buffer.subarray(0, bytesRead)
        }),
      ),

    async sha256(fileID) {
      const hash = createHash('sha256')
      await orWhenAbsent(undefined, async () => {
        for await (const chunk of createReadStream(pathOf(fileID))) hash.update(chunk as Buffer)
      })
      return hash.digest('hex')
    },

    remove: (fileID) => orWhenAbsent(undefined, () => rm(pathOf(fileID), { force: true })),
  }
}

async function withFile<Result>(path: string, flags: string, work: (file: FileHandle) => Promise<Result>) {
  const file = await open(path, flags, 0o600)
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return // Windows opens no folder as a file, and keeps names by its own journal.
  await withFile(path, 'r', (folder) => folder.sync())
}

/** Of a file that is not there, `absent`. */
function orWhenAbsent<Result>(absent: Result, work: () => Promise<Result>): Promise<Result> {
  return withStorageErrors(async () => {
    try {
      return await work()
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT') return absent
      throw cause
    }
  })
}

async function withStorageErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (cause) {
    const isFull = codeOf(cause) === 'ENOSPC' || codeOf(cause) === 'EDQUOT'
    throw new ChatError(isFull ? 'storage-full' : 'storage-failed', { cause })
  }
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined
}
