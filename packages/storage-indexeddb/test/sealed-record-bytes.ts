import type { StorageFixture } from '@latchkey/conformance/storage'
import { openDB } from 'idb'

/** The bytes of the sealed records of a folder, reached past the driver: with `idb`, which is not what wrote them. */
export function sealedRecordBytes(folder: string): NonNullable<StorageFixture['smallRecordBytes']> {
  return {
    async read(app, name) {
      const database = await openDB(folder)
      const bytes: unknown = await database.get('records', [app, name])
      database.close()
      if (!(bytes instanceof Uint8Array)) throw new Error('There is no such record.')
      return bytes
    },
    async write(app, name, bytes) {
      const database = await openDB(folder)
      await database.put('records', bytes, [app, name])
      database.close()
    },
  }
}
