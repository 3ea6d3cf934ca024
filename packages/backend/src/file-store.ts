/**
 * Where a backend keeps the bytes of files. It knows nothing of who they belong to; which there are, and whose they are, stands in the
 * log store. FileIDs are printable ASCII, 1 to 128 characters, made by clients: they are no safe names for files of a disk.
 */
export interface FileStore {
  /** How many bytes of the file there are; 0 when there are none. */
  size(fileID: string): Promise<number>
  /** Adds bytes at `offset`, which is the file's present size, or replaces what two callers add at once. Durable when resolved. */
  append(fileID: string, offset: number, bytes: Uint8Array): Promise<void>
  /** At most `length` bytes from `offset`; fewer at the end, none beyond it. */
  read(fileID: string, offset: number, length: number): Promise<Uint8Array>
  /** Of all the bytes there are, in lower-case hexadecimal. */
  sha256(fileID: string): Promise<string>
  /** Does nothing when there is no such file. */
  remove(fileID: string): Promise<void>
}

/** The SHA-256 of some bytes, in lower-case hexadecimal. */
export type Sha256 = (bytes: Uint8Array) => Promise<string> | string

/** A file store that lives as long as the object. */
export function memoryFileStore({ sha256 }: { readonly sha256: Sha256 }): FileStore {
  const files = new Map<string, Uint8Array>()

  function bytesOf(fileID: string): Uint8Array {
    return files.get(fileID) ?? new Uint8Array()
  }

  return {
    size: async (fileID) => bytesOf(fileID).length,

    async append(fileID, offset, bytes) {
      const whole = new Uint8Array(offset + bytes.length)
      whole.set(bytesOf(fileID).subarray(0, offset))
      whole.set(bytes, offset)
      files.set(fileID, whole)
    },

    read: async (fileID, offset, length) => bytesOf(fileID).slice(offset, offset + length),
    sha256: async (fileID) => sha256(bytesOf(fileID)),
    remove: async (fileID) => void files.delete(fileID),
  }
}
