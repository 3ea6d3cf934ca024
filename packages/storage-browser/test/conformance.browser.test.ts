import { describeStorageDriver, type StorageFixture } from '@latchkey/conformance/storage'
import { openDB } from 'idb'
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

      async damage() {
        for (const { name = '' } of await indexedDB.databases()) {
          if (!name.startsWith(`${folder}/`)) continue
          const database = await openDB(name)
          await database.put('meta', 'not what it was', 'schema')
          database.close()
        }
      },

      smallRecordBytes: {
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
      },

      async dispose() {
        undo()
        await removeFolder(folder)
      },
    }
  },
})
