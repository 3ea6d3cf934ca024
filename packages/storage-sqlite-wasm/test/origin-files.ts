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

/** Takes the files of the pools in which nothing is stored, as a page does that is ending and has given up its lock already. */
export async function holdSpareFiles(folder: string): Promise<{ release(): void }> {
  const files: FileSystemFileHandle[] = []
  for (const handle of await poolFiles(folder)) {
    if ((await handle.getFile()).size <= headerBytes) files.push(handle)
  }
  const program = `onmessage = async ({ data }) => {
    globalThis.held = await Promise.all(data.map((file) => file.createSyncAccessHandle()))
    postMessage('held')
  }`
  const worker = new Worker(URL.createObjectURL(new Blob([program], { type: 'text/javascript' })))
  const held = new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }))
  worker.postMessage(files)
  await held
  return { release: () => worker.terminate() }
}
