import { ChatError, type StorageFiles } from '@latchkey/core/driver'
import { prefixRange } from './key-ranges.js'
import { inTransaction, resultOf } from './origin/database.js'
import { StorageFailure } from './origin.js'

/** The size of each file by its name, and its bytes in chunks by name and number. */
export const fileStores = ['files', 'file_chunks'] as const
const [sizesStore, chunksStore] = fileStores
const chunkBytes = 256 * 1024

/** The files of a database. `run` gives each call a connection. */
export function storedFiles(
  run: <Result>(work: (database: IDBDatabase) => Promise<Result>) => Promise<Result>,
): StorageFiles {
  return {
    async write(name, offset, callersBytes) {
      const bytes = callersBytes.slice()
      await run((database) =>
        inTransaction(database, fileStores, 'readwrite', async (store) => {
          const size = (await sizeOf(store(sizesStore), name)) ?? 0
          if (offset > size) throw new ChatError('storage-conflict', { details: { size } })
          const chunks = store(chunksStore)
          const first = Math.floor(offset / chunkBytes)
          const kept = offset % chunkBytes
          const before = kept === 0 ? new Uint8Array() : await chunkOf(chunks, name, first)
          const written = new Uint8Array(kept + bytes.length)
          written.set(before.subarray(0, kept))
          written.set(bytes, kept)
          chunks.delete(IDBKeyRange.bound([name, first], [name, []], false, true))
          for (let at = 0; at < written.length; at += chunkBytes) {
            chunks.put(written.slice(at, at + chunkBytes), [name, first + at / chunkBytes])
          }
          store(sizesStore).put(offset + bytes.length, name)
        }),
      )
    },

    read: (name, offset, length) =>
      run((database) =>
        inTransaction(database, fileStores, 'readonly', async (store) => {
          const size = await sizeOf(store(sizesStore), name)
          if (size === undefined) return undefined
          const end = Math.min(offset + length, size)
          const bytes = new Uint8Array(Math.max(0, end - offset))
          if (bytes.length === 0) return bytes
          const first = Math.floor(offset / chunkBytes)
          const last = Math.floor((end - 1) / chunkBytes)
          const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
          const chunks = await Promise.all(numbers.map((number) => chunkOf(store(chunksStore), name, number)))
          for (const [index, chunk] of chunks.entries()) {
            const start = (first + index) * chunkBytes
            const part = chunk.subarray(Math.max(0, offset - start), Math.max(0, end - start))
            bytes.set(part, Math.max(0, start - offset))
          }
          return bytes
        }),
      ),

    size: (name) =>
      run((database) => inTransaction(database, [sizesStore], 'readonly', (store) => sizeOf(store(sizesStore), name))),

    remove: (name) =>
      run((database) =>
        inTransaction(database, fileStores, 'readwrite', async (store) => {
          store(chunksStore).delete(prefixRange([name]))
          store(sizesStore).delete(name)
        }),
      ),

    list: ({ after, limit }) =>
      run((database) =>
        inTransaction(database, [sizesStore], 'readonly', async (store) => {
          const range = after === undefined ? null : IDBKeyRange.lowerBound(after, true)
          const [names, sizes] = await Promise.all([
            resultOf(store(sizesStore).getAllKeys(range, limit) as IDBRequest<string[]>),
            resultOf<unknown[]>(store(sizesStore).getAll(range, limit)),
          ])
          return names.map((name, index) => ({ name, size: readSize(sizes[index]) }))
        }),
      ),
  }
}

async function sizeOf(sizes: IDBObjectStore, name: string): Promise<number | undefined> {
  const size = await resultOf<unknown>(sizes.get(name))
  return size === undefined ? undefined : readSize(size)
}

function readSize(stored: unknown): number {
  if (typeof stored === 'number') return stored
  throw new StorageFailure('storage-corrupt', 'the size of a file is no number')
}

async function chunkOf(chunks: IDBObjectStore, name: string, number: number): Promise<Uint8Array> {
  const chunk = await resultOf<unknown>(chunks.get([name, number]))
  if (chunk instanceof Uint8Array) return chunk
  throw new StorageFailure('storage-corrupt', 'a part of a file is lost')
}
