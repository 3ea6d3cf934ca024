import type { SendableContent } from '../contract/message-content.js'
import type { StorageFiles } from '../contract/storage-driver.js'
import type { Store } from '../store/store.js'
import type { Update, Writer } from '../store/writer.js'
import type { Attachments } from './attachments.js'

interface NewFiles {
  readonly content: SendableContent
  readonly files: readonly { readonly fileID: string; readonly bytes: Uint8Array }[]
}

/**
 * Writes the bytes of files, and then by `work` the message at `place` that holds them, so that no message waits for a file
 * that is not here. Until the message is stored its files are noted as loose: a crash leaves no bytes that belong to nothing.
 */
export async function writeWithFiles<Result>(
  { writer, attachments }: { readonly writer: Writer; readonly attachments: Attachments },
  { content, files }: NewFiles,
  place: readonly string[],
  work: (update: Update) => Promise<Result>,
): Promise<Result> {
  const fileIDs = files.map(({ fileID }) => fileID)
  const isStored = async ({ draft }: Update) => (await draft.get('messages', place)) !== undefined
  const isRepeat = await writer.write(async (update) => {
    if (await isStored(update)) return true
    await setLooseFiles(update, (loose) => [...loose, ...fileIDs])
    return false
  })
  // The bytes are there, and perhaps on their way.
  if (isRepeat) return writer.write(work)
  const settle = (update: Update) => setLooseFiles(update, (loose) => loose.filter((other) => !fileIDs.includes(other)))
  try {
    for (const { fileID, bytes } of files) await attachments.keep(fileID, bytes)
    return await writer.write(async (update) => {
      await settle(update)
      return work(update)
    })
  } catch (failure) {
    // Not past the fence: a tab that leads no longer must not remove what the next leader keeps by the same names.
    const removing = writer.write(async (update) => {
      await settle(update)
      if (!(await isStored(update))) update.dropFile(content)
    })
    await removing.catch(() => undefined)
    throw failure
  }
}

/** Before anybody writes: what an earlier run has noted belongs to nothing. */
export async function sweepLooseFiles(store: Store, writer: Writer, files: StorageFiles): Promise<void> {
  const row = await store.get('meta', ['looseFiles'])
  if (row?.name !== 'looseFiles') return
  for (const fileID of row.fileIDs) await files.remove(fileID)
  await writer.write((update) => setLooseFiles(update, () => []))
}

async function setLooseFiles(
  { draft }: Update,
  change: (loose: readonly string[]) => readonly string[],
): Promise<void> {
  const row = await draft.get('meta', ['looseFiles'])
  const fileIDs = change(row?.name === 'looseFiles' ? row.fileIDs : [])
  if (fileIDs.length > 0) draft.put('meta', { name: 'looseFiles', fileIDs })
  else draft.delete('meta', ['looseFiles'])
}
