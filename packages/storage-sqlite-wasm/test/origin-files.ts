import { deleteDB } from 'idb'

// A file of the pool begins with a header of this many bytes: its name, then what SQLite keeps in it.
const headerBytes = 4096

/** Every file of the pools under a folder. */
async function poolFiles(folder: string): Promise<FileSystemFileHandle[]> {
  const root = await navigator.storage.getDirectory()
  const files: FileSystemFileHandle[] = []
  for await (const database of (await root.getDirectoryHandle(folder)).values()) {
    if (database.kind !== 'directory') continue
    const pool = await database.getDirectoryHandle('pool')
    for await (const file of (await pool.getDirectoryHandle('.opaque')).values()) {
      if (file.kind === 'file') files.push(file)
    }
  }
  return files
}

/** Overwrites a part of every file that SQLite has written to. */
async function overwrite(folder: string, position: number, text: string): Promise<void> {
  for (const handle of await poolFiles(folder)) {
    if ((await handle.getFile()).size <= headerBytes) continue
    const writable = await handle.createWritable({ keepExistingData: true })
    await writable.write({ type: 'write', position, data: text })
    await writable.close()
  }
}

/** Damages what SQLite wrote. */
export async function damageDatabases(folder: string): Promise<void> {
  await overwrite(folder, headerBytes, 'not what it was '.repeat(1000))
}

/** Damages what the pool wrote, so that it no longer knows its files. */
export async function damagePool(folder: string): Promise<void> {
  await overwrite(folder, 0, 'not what it was')
}

export async function removeFolder(folder: string): Promise<void> {
  const root = await navigator.storage.getDirectory()
  await root.removeEntry(folder, { recursive: true }).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'NotFoundError') throw error
  })
  await deleteDB(folder)
}
