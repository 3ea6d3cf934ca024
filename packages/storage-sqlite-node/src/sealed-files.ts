import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ChatError, type SmallStorage } from '@latchkey/core/driver'
import { createFileOnce, ensureFolder, readFileIfPresent, removeFile, replaceFile } from './durable-file.js'
import { withChatErrors } from './file-error.js'
import { joinNames, toFileName } from './file-names.js'
import { keyBytes, seal, unseal } from './sealing.js'

/** Small records in `folder`: a file each, sealed under the folder's key. */
export function createSealedFiles(folder: string): SmallStorage {
  const keyPath = join(folder, 'small.key')

  function recordPath(app: string, name: string): string {
    return join(folder, `${toFileName(joinNames(app, name))}.sealed`)
  }

  async function readKey(): Promise<Buffer> {
    const key = await readFileIfPresent(keyPath)
    if (key?.length !== keyBytes) {
      throw new ChatError('storage-tampered', { details: { reason: 'the key is gone or damaged' } })
    }
    return key
  }

  async function ensureKey(): Promise<Buffer> {
    const key = await readFileIfPresent(keyPath)
    if (key?.length === keyBytes) return key
    // A damaged key opens nothing any more, so nothing is lost with it.
    if (key) await replaceFile(keyPath, randomBytes(keyBytes))
    else await createFileOnce(keyPath, randomBytes(keyBytes))
    // Read back, since another process may have been first.
    return readKey()
  }

  return {
    get: (app, name) =>
      withChatErrors(async () => {
        const sealed = await readFileIfPresent(recordPath(app, name))
        return sealed && unseal(await readKey(), joinNames(app, name), sealed)
      }),

    put: (app, name, value) =>
      withChatErrors(async () => {
        await ensureFolder(folder)
        const key = await ensureKey()
        await replaceFile(recordPath(app, name), seal(key, joinNames(app, name), value))
      }),

    remove: (app, name) => withChatErrors(() => removeFile(recordPath(app, name))),
  }
}
