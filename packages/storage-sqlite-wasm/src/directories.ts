import { isNamed } from '@latchkey/storage-indexeddb/origin'

// A database has a directory of the origin-private file system: the pool of files that SQLite works in, and beside it a mark that is made
// once the database has been opened. The pool forgets a file whose header was damaged, and would then begin an empty one.
const markName = 'created'

/** The pool's directory within a database's. */
export const poolName = 'pool'

/** Whether the database in a directory has been opened before. */
export async function isMarked(directory: string): Promise<boolean> {
  try {
    const handle = await directoryHandle(directory, { create: false })
    await handle.getFileHandle(markName)
    return true
  } catch (error) {
    if (isNamed(error, 'NotFoundError')) return false
    throw error
  }
}

export async function mark(directory: string): Promise<void> {
  const handle = await directoryHandle(directory, { create: true })
  await handle.getFileHandle(markName, { create: true })
}

/** Deletes a directory with all that is in it. Does nothing when there is none. */
export async function removeDirectory(directory: string): Promise<void> {
  const [name = '', ...above] = directory.split('/').reverse()
  try {
    const parent = await directoryHandle(above.reverse().join('/'), { create: false })
    const handle = await parent.getDirectoryHandle(name)
    // The mark goes first: half of a removed database is no damaged one.
    await handle.removeEntry(markName).catch(ignoreAbsent)
    await parent.removeEntry(name, { recursive: true })
  } catch (error) {
    ignoreAbsent(error)
  }
}

async function directoryHandle(directory: string, options: { create: boolean }): Promise<FileSystemDirectoryHandle> {
  let handle = await navigator.storage.getDirectory()
  for (const name of directory.split('/')) handle = await handle.getDirectoryHandle(name, options)
  return handle
}

function ignoreAbsent(error: unknown): void {
  if (!isNamed(error, 'NotFoundError')) throw error
}
