import { describeStorageDriver } from '@latchkey/conformance/storage'
import { openDB } from 'idb'
import { indexedDbStorage } from '../src/indexed-db-storage.js'
import { damageDatabases, removeDatabases } from './stored-databases.js'

describeStorageDriver('indexeddb', {
  supports: { durable: true, sealed: true, files: true, search: true },
  histories: 30,

  create() {
    const folder = `test-${crypto.randomUUID()}`
    return {
      driver: indexedDbStorage({ folder }),
      relaunch: () => indexedDbStorage({ folder }),
      damage: () => damageDatabases(folder),

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

      dispose: () => removeDatabases(folder),
    }
  },
})
