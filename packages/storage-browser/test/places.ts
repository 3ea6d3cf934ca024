import { deleteDB } from 'idb'

/** Everything that the drivers keep under a folder. */
export async function removeFolder(folder: string): Promise<void> {
  const root = await navigator.storage.getDirectory()
  await root.removeEntry(folder, { recursive: true }).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'NotFoundError') throw error
  })
  for (const { name = '' } of await indexedDB.databases()) {
    if (name === folder || name.startsWith(`${folder}/`)) await deleteDB(name)
  }
}

/** Makes this page one whose browser runs no workers, until `undo` is called. */
export function withoutWorkers(): () => void {
  const worker = globalThis.Worker
  Object.assign(globalThis, { Worker: undefined })
  return () => Object.assign(globalThis, { Worker: worker })
}
