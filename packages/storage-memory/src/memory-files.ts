import { ChatError, type StorageFiles } from '@latchkey/core/driver'

/** A file's bytes are the first `size` of `room`, which grows by doubling, so that appending costs its own bytes and no others. */
interface MemoryFile {
  room: Uint8Array
  size: number
}

/** The files of one database. */
export function createMemoryFiles(): StorageFiles {
  const files = new Map<string, MemoryFile>()

  return {
    async write(name, offset, bytes) {
      const file = files.get(name) ?? { room: new Uint8Array(bytes.length), size: 0 }
      if (offset > file.size) throw new ChatError('storage-conflict', { details: { size: file.size } })
      const size = offset + bytes.length
      if (size > file.room.length) {
        const room = new Uint8Array(Math.max(size, 2 * file.room.length))
        room.set(file.room.subarray(0, offset))
        file.room = room
      }
      file.room.set(bytes, offset)
      file.size = size
      files.set(name, file)
    },

    async read(name, offset, length) {
      const file = files.get(name)
      return file?.room.slice(Math.min(offset, file.size), Math.min(offset + length, file.size))
    },

    size: async (name) => files.get(name)?.size,

    remove: async (name) => void files.delete(name),

    list: async ({ after = '', limit }) =>
      [...files]
        .filter(([name]) => name > after)
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .slice(0, limit)
        .map(([name, { size }]) => ({ name, size })),
  }
}
