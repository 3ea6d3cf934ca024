import { describeStorageDriver, type StorageFixture } from '@latchkey/conformance/storage'
import { sealedRecordBytes } from '../../storage-indexeddb/test/sealed-record-bytes.js'
import { damageDatabases } from '../../storage-indexeddb/test/stored-databases.js'
import { browserStorage } from '../src/browser-storage.js'
import { removeFolder, withoutWorkers } from './places.js'

// What the two drivers do is shown where they live. Here the kit runs over IndexedDB through the choice; with SQLite, the tests beside this one do.
describeStorageDriver('browser', {
  supports: { durable: true, sealed: true, files: true, search: true },
  histories: 10,

  create(): StorageFixture {
    const folder = `test-${crypto.randomUUID()}`
    const undo = withoutWorkers()
    return {
      driver: browserStorage({ folder }),
      relaunch: () => browserStorage({ folder }),

      damage: () => damageDatabases(folder),

      smallRecordBytes: sealedRecordBytes(folder),

      async dispose() {
        undo()
        await removeFolder(folder)
      },
    }
  },
})
